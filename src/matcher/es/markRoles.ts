// Reads by index carry `!` where the loop bounds guarantee the place.
import {
  AFTER,
  ARTIFICIAL,
  BETWEEN,
  COORDINATOR,
  FINE,
  LIGHT_VERB,
  LINK,
  OPENER,
  OPERATION_NOUN,
  OPERATION_VERB,
  PAIN,
} from './roleWords.js';
import type { SpanishMention, SpanishText } from './siteMentions.js';

/** What was found beside the mentions' own marks. */
export interface SpanishMarks {
  /** Words of operations whose site does not stand beside them. */
  readonly openOperations: readonly number[];
  readonly openPains: readonly number[];
  /** Words of operations. */
  readonly operations: readonly number[];
  /** An operation that names no site but is usually of the back: a fusion. */
  readonly isUsuallyBack: boolean;
}

const REACH = 10;

/** True for a word that tells of an operation by itself. */
export function isOperationWord(word: string): boolean {
  return OPERATION_NOUN.has(word) || OPERATION_VERB.test(word);
}

/** Marks the mentions that the words around them say were operated on, hurt or are well. */
export function markSpanishRoles(text: SpanishText, mentions: readonly SpanishMention[]): SpanishMarks {
  const { words } = text;
  const operations: number[] = [];
  const openOperations: number[] = [];
  const openPains: number[] = [];
  markNamed(text, mentions);
  words.forEach((word, i) => {
    const isOperation = isOperationWord(word);
    if (isOperation || LIGHT_VERB.test(word)) {
      const isMarked = markOperation(text, mentions, i, isOperation);
      if (isOperation) operations.push(i);
      if (isOperation && !isMarked) openOperations.push(i);
    }
  });
  words.forEach((word, i) => {
    if (PAIN.test(word) && !markPain(text, mentions, i)) openPains.push(i);
    if (FINE.test(word)) markFine(text, mentions, i);
    if (AFTER.test(word)) markBare(text, mentions, i);
  });
  const isUsuallyBack = openOperations.some((i) =>
    /^(?:fusion|artrodesis|descompresion|microdiscectomia)/.test(words[i]!),
  );
  return { openOperations, openPains, operations, isUsuallyBack };
}

/** "cadera nueva", "nueva rodilla", "rodilla de titanio", "laminectomía", "lumbago". */
function markNamed({ words }: SpanishText, mentions: readonly SpanishMention[]): void {
  for (const mention of mentions) {
    const near = [words[mention.at - 1], words[mention.end], words[mention.end] === 'de' ? words[mention.end + 1] : ''];
    if (near.some((w) => ARTIFICIAL.test(w ?? '')) || OPERATION_NOUN.has(words[mention.at]!)) mention.surgery = 2;
    if (PAIN.test(words[mention.at]!)) mention.pain = 2;
  }
}

function markOperation(text: SpanishText, mentions: readonly SpanishMention[], i: number, isSure: boolean): boolean {
  const { words } = text;
  const isVerb = !OPERATION_NOUN.has(words[i]!);
  const targets = (isVerb && relativeLeft(text, mentions, i)) || rightOf(text, mentions, i, isSure ? REACH : 3);
  const left = targets.length === 0 && isSure ? leftOf(text, mentions, i) : undefined;
  const all = left ? [left] : targets;
  if (isDenied(text, i)) return true;
  for (const m of all) if (!m.isPassing) m.surgery = 2;
  return all.some((m) => !m.isPassing) || mentions.some((m) => m.at === i);
}

/** "la rodilla que me operaron": the part before the "que". */
function relativeLeft(
  { words, breaks }: SpanishText,
  mentions: readonly SpanishMention[],
  i: number,
): SpanishMention[] | false {
  let at = i - 1;
  while (at > 0 && (breaks[at + 1] ?? 0) === 0 && /^(?:me|le|nos|les|se|han|fue|ya|te)$/.test(words[at]!)) at -= 1;
  if (words[at] !== 'que') return false;
  const found = mentions.find((m) => m.end === at);
  return found ? [found] : false;
}

/** The parts to the right of a cue, and those named along with them: "de la cadera y la rodilla". */
function rightOf(
  { words, breaks }: SpanishText,
  mentions: readonly SpanishMention[],
  i: number,
  reach: number,
): SpanishMention[] {
  for (let k = i + 1; k < words.length && k <= i + reach; k++) {
    if ((breaks[k] ?? 0) > 0) return [];
    const found = mentions.find((m) => m.at === k);
    if (found) return [found, ...coordinated({ words, breaks }, mentions, found)];
    if (PAIN.test(words[k]!) || OPENER.has(words[k]!) || !isLink(words, i, k)) return [];
  }
  return [];
}

/** A further word for an operation belongs to the same one ("operación de prótesis de cadera"); "y" starts another thing. */
function isLink(words: readonly string[], cue: number, k: number): boolean {
  const word = words[k]!;
  if (OPERATION_VERB.test(word)) return false;
  if (OPERATION_NOUN.has(word)) return isOperationWord(words[cue]!);
  return (
    LINK.has(word) ||
    /^\d/.test(word) ||
    /^(?:dos|tres|cuatro|cinco|seis|ocho|diez|par|quince)$/.test(word) ||
    /mente$/.test(word)
  );
}

function coordinated(
  { words, breaks }: SpanishText,
  mentions: readonly SpanishMention[],
  first: SpanishMention,
): SpanishMention[] {
  const next = mentions.find((m) => m.at > first.at);
  if (!next || next.at - first.end > 4) return [];
  const between = words.slice(first.end, next.at);
  const isBroken = Array.from({ length: next.at - first.end + 1 }, (_, k) => breaks[first.end + k] ?? 0).some(
    (b) => b === 2,
  );
  const joins =
    between.some((w) => COORDINATOR.test(w)) ||
    ((breaks[first.end] ?? 0) === 1 && isListed({ words, breaks }, mentions, next));
  const isPlain = between.every(
    (w) => COORDINATOR.test(w) || /^(?:la|el|las|los|mi|mis|de|del|en|tambien|su|sus|a|al)$/.test(w),
  );
  if (isBroken || !joins || !isPlain || isSaidOtherwise(words, next)) return [];
  return [next, ...coordinated({ words, breaks }, mentions, next)];
}

/** A comma alone joins only in a list that ends in "y". */
function isListed({ words }: SpanishText, mentions: readonly SpanishMention[], mention: SpanishMention): boolean {
  const next = mentions.find((m) => m.at > mention.at);
  return next !== undefined && next.at - mention.end <= 3 && COORDINATOR.test(words[mention.end] ?? '');
}

/** "... y la rodilla me duele": the second part begins a statement of its own. */
function isSaidOtherwise(words: readonly string[], { end }: SpanishMention): boolean {
  for (let k = end; k < Math.min(words.length, end + 5); k++) {
    if (PAIN.test(words[k]!) || FINE.test(words[k]!)) return true;
    if (!BETWEEN.has(words[k]!)) return false;
  }
  return false;
}

/** The part that a cue behind it is said of: "la cadera operada", "la rodilla todavía me duele". */
function leftOf(
  { words, breaks }: SpanishText,
  mentions: readonly SpanishMention[],
  i: number,
  isPain = false,
): SpanishMention | undefined {
  for (let k = i - 1, steps = 0; k >= 0 && steps <= REACH; k--, steps++) {
    if ((breaks[k + 1] ?? 0) > 0) return undefined;
    const found = mentions.find((m) => m.at <= k && k < m.end);
    if (found) return found;
    const word = words[k]!;
    const passes =
      BETWEEN.has(word) ||
      (isPain && (isOperationWord(word) || LINK.has(word)) && !AFTER.test(word) && !COORDINATOR.test(word));
    if (!passes) return undefined;
  }
  return undefined;
}

function markPain(text: SpanishText, mentions: readonly SpanishMention[], i: number): boolean {
  const own = mentions.find((m) => m.at === i);
  const right = rightOf(text, mentions, i, REACH);
  const isNoun =
    /^(?:dolor|dolores|molestias?|punzadas?|problemas?|hinchazon|inflamacion|rigidez|calambres?|debilidad|malestar)$/.test(
      text.words[i]!,
    );
  const left = right.length === 0 || (!isNoun && !own) ? leftOf(text, mentions, i, true) : undefined;
  // "la rodilla me duele más que la cadera": what comes first is what hurts.
  const all = own
    ? [own]
    : left && !/^(?:la|el|las|los|mi|mis|en)$/.test(text.words[i + 1] ?? '')
      ? [left]
      : right.length > 0
        ? right
        : left
          ? [left]
          : [];
  const isOver = isDenied(text, i) || isGone(text, i);
  for (const m of all) {
    if (isOver) m.isFine = true;
    else if (!m.isPassing || right.includes(m)) m.pain = 2;
  }
  return all.length > 0 || isOver;
}

const NOT = /^(?:no|nunca|sin|jamas|tampoco|ningun|ninguna)$/;
const AFTER_NOT =
  /^(?:me|le|se|nos|les|lo|tengo|tiene|tuve|hay|siento|he|ha|han|ya|ningun|ninguna|tenido|noto|nada|de|la|el|una|un|mas|habia|fue|fui|estoy|sido|haber|haberme|estado)$/;

/** "no me duele", "sin dolor de", "nunca me han operado"; "no deja de doler" does tell of pain. */
function isDenied({ words, breaks }: SpanishText, i: number): boolean {
  for (let k = i - 1; k >= Math.max(0, i - 5); k--) {
    if ((breaks[k + 1] ?? 0) > 0) return false;
    if (NOT.test(words[k]!)) return !/^(?:solo|solamente)$/.test(words[k + 1] ?? '');
    if (!AFTER_NOT.test(words[k]!)) return false;
  }
  return false;
}

/** "el dolor de cadera se fue", "desapareció". */
function isGone({ words, breaks }: SpanishText, i: number): boolean {
  for (let k = i + 1; k < Math.min(words.length, i + 8); k++) {
    if ((breaks[k] ?? 0) > 0 || OPENER.has(words[k]!)) return false;
    if (/^(?:desaparecio|desaparecido|quito|paso|fue|cedio|curo)$/.test(words[k]!))
      return words[k - 1] === 'se' || /^desap|^paso|^cedio/.test(words[k]!);
  }
  return false;
}

/** "la cadera va bien", "la rodilla perfecta"; "no es la cadera". */
function markFine(text: SpanishText, mentions: readonly SpanishMention[], i: number): void {
  const { words } = text;
  if (words[i] === 'sin') return;
  const left = leftOf(text, mentions, i);
  if (left && left.pain === 0 && !words.slice(left.end, i).includes('no')) left.isFine = true;
}

/** "desde la cadera, me duele la rodilla": a part alone behind it is an operation on it, unless something better is told. */
function markBare({ words, breaks }: SpanishText, mentions: readonly SpanishMention[], i: number): void {
  let k = i + 1;
  while (k < i + 5 && (breaks[k] ?? 0) === 0 && /^(?:de|del|lo|la|el|las|los|mi|mis|que)$/.test(words[k] ?? '')) k += 1;
  const found = mentions.find((m) => m.at === k);
  if (found && !found.isPassing && found.surgery === 0 && found.pain === 0) found.surgery = 1;
}
