// Reads by index carry `!` where the loop bounds guarantee the place.
import type { Region } from '../roleWords.js';
import { regionOfSpanishWord } from './roleWords.js';

export type MentionSide = 'left' | 'right' | 'both' | 'other';

/** A part of the body that is named, with what the words around it say. */
export interface SpanishMention {
  readonly region: Region;
  /** Index of its word. */
  readonly at: number;
  /** Index after the words that belong to it, its side for one. */
  readonly end: number;
  readonly side?: MentionSide;
  /** Where something is ("de pie", "sobre la espalda"), not what hurts. */
  readonly isPassing: boolean;
  /** How sure it is that it was operated on; 0 no, 1 taken when nothing surer is told, 2 sure. */
  surgery: 0 | 1 | 2;
  pain: 0 | 1 | 2;
  isFine: boolean;
}

export interface SpanishText {
  readonly words: readonly string[];
  /** What separates a word from the one before: 0 nothing, 1 a comma, 2 the end of a sentence. */
  readonly breaks: ArrayLike<number>;
}

/** Parts that are named, from left to right; "pie" in "de pie" is none, nor is what only says which finger or disc. */
export function findSpanishMentions({ words, breaks }: SpanishText): SpanishMention[] {
  const found: SpanishMention[] = [];
  for (let at = 0; at < words.length; at++) {
    const region = regionOf(words, at);
    if (region === undefined) continue;
    const end = endOf(words, breaks, at);
    const side = sideOf(words, at, end);
    const last = found.at(-1);
    // "dedo gordo del pie", "parte lumbar de la espalda": one part, named twice.
    if (last && isSamePart(words, last, at, region)) {
      found[found.length - 1] = { ...last, region, at, end, ...(side && { side }) };
      continue;
    }
    const isPassing = isPosture(words, at);
    found.push({ region, at, end, ...(side && { side }), isPassing, surgery: 0, pain: 0, isFine: false });
  }
  return found;
}

function regionOf(words: readonly string[], at: number): Region | undefined {
  const word = words[at]!;
  const before = words[at - 1] ?? '';
  if (word === 'pie' && /^(?:de|a|en)$/.test(before) && words[at - 2] !== 'dolor' && !isAnatomic(words, at))
    return undefined;
  if (/^dedos?$/.test(word) && /^manos?$/.test(words[at + 3] ?? words[at + 2] ?? '')) return 'elsewhere';
  if (word === 'disco' && words[at + 1] === 'duro') return undefined;
  return regionOfSpanishWord(word);
}

/** "operado de pie" and "problema de pie" speak of the foot, "estar de pie" does not. */
function isAnatomic(words: readonly string[], at: number): boolean {
  return /^(?:operacion|cirugia|operad[oa]|operaron|fractura|protesis|artrodesis|fusion|problemas?)$/.test(
    words[at - 2] ?? '',
  );
}

function isSamePart(words: readonly string[], last: SpanishMention, at: number, region: Region): boolean {
  const between = words.slice(last.end, at);
  if (between.length > 2 || !between.every((w) => /^(?:de|del|la|el|en)$/.test(w)) || between.length === 0)
    return between.length === 0 && last.region === region;
  return between[0] !== 'en' && last.region === region;
}

const SIDE_WORD = /^(?:izquierd[oa]s?|derech[oa]s?|izq|der|dcha|dcho|izqda|izqdo)$/;

function endOf(words: readonly string[], breaks: ArrayLike<number>, at: number): number {
  let end = at + 1;
  while (end < words.length && (breaks[end] ?? 0) === 0 && end < at + 4) {
    if (SIDE_WORD.test(words[end]!)) return end + 1;
    if (!/^(?:de|del|la|el|lado)$/.test(words[end]!)) break;
    end += 1;
  }
  return at + 1;
}

function sideOf(words: readonly string[], at: number, end: number): MentionSide | undefined {
  const after = words.slice(at + 1, end).find((w) => SIDE_WORD.test(w));
  const near = words.slice(Math.max(0, at - 3), at);
  if (
    near.some((w) => /^(?:otr[oa]|contrari[oa]|opuest[oa])$/.test(w)) ||
    /^(?:contrari[oa]|opuest[oa]|san[oa])$/.test(words[at + 1] ?? '')
  )
    return 'other';
  if (near.some((w) => /^(?:amb[oa]s|dos)$/.test(w)) && /s$/.test(words[at]!)) return 'both';
  const word = after ?? near.find((w) => SIDE_WORD.test(w));
  if (word === undefined) return undefined;
  return word.startsWith('izq') ? 'left' : 'right';
}

const POSTURE =
  /^(?:dorm\w*|duerm\w*|acost\w*|acuest\w*|tumb\w*|echad[oa]|boca|tend\w*|recost\w*|apoy\w*|giro|girar|cruz\w*|dobl\w*|levant\w*|estir\w*)$/;

/** "dormir sobre la espalda", "cruzar las piernas", "tumbado de espaldas". */
function isPosture(words: readonly string[], at: number): boolean {
  if (words[at] === 'espaldas' && words[at - 1] === 'de') return true;
  const near = words.slice(Math.max(0, at - 3), at);
  return near.some((w) => POSTURE.test(w)) || (words[at - 1] === 'sobre' && POSTURE.test(words[at - 2] ?? ''));
}
