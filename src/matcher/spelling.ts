// Reads by index carry `!` where the loop bounds guarantee the place.
import { CLOSE, VocabularyIndex, type Near } from './vocabularyIndex.js';

export interface Correction {
  readonly from: string;
  readonly to: string;
}

export interface Corrected {
  readonly tokens: string[];
  /** For every word of `tokens`, the index of the typed word it came from (the first, where two were joined). */
  readonly origins: number[];
  readonly corrections: Correction[];
}

export interface Speller {
  /**
   * Corrects folded words towards the vocabulary. A word of the vocabulary or of the language stays as it is, and so does
   * a word that resembles nothing. Time is linear in the words.
   */
  correct(tokens: readonly string[]): Corrected;
}

export interface SpellerOptions {
  /** Words that are right, with how often each occurs. A count of 0 marks a word that is right but not worth correcting to. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** True for a word of the language in any form. */
  readonly isWord: (word: string) => boolean;
  /** Names of several words that people run together, for example `hip hook`. */
  readonly phrases?: readonly string[];
  /** Words of one or two letters that may be run together with others; English ones unless told. */
  readonly shortParts?: ReadonlySet<string> | undefined;
  /** Known misspellings, each with its word. */
  readonly aliases?: ReadonlyMap<string, string>;
}

const LETTERS = /^[a-z]{3,24}$/;
/** Remembered words are forgotten together beyond this many. */
const KEPT_RESULTS = 20_000;

export function createSpeller(options: SpellerOptions): Speller {
  const index = new VocabularyIndex(options.vocabulary);
  const phrases = new Map((options.phrases ?? []).map((p) => [p.replaceAll(' ', ''), p.split(' ')] as const));
  const results = new Map<string, readonly string[] | undefined>();
  const known = new Map<string, boolean>();
  const isKnown = (word: string): boolean => {
    const answer = known.get(word);
    if (answer !== undefined) return answer;
    if (known.size >= KEPT_RESULTS) known.clear();
    const found = isRight(options, word);
    known.set(word, found);
    return found;
  };
  const repair = (word: string): readonly string[] | undefined => {
    if (results.has(word)) return results.get(word);
    if (results.size >= KEPT_RESULTS) results.clear();
    const alias = options.aliases?.get(word);
    const repaired = alias === undefined ? (phrases.get(word) ?? repairWord(index, options, word)) : [alias];
    results.set(word, repaired);
    return repaired;
  };
  return { correct: (tokens) => correctAll(tokens, { index, isKnown, repair }) };
}

function isRight({ vocabulary, isWord }: SpellerOptions, word: string): boolean {
  return !LETTERS.test(word) || vocabulary.has(word) || vocabulary.has(word.replace(/s$/, '')) || isWord(word);
}

interface Parts {
  readonly index: VocabularyIndex;
  isKnown(word: string): boolean;
  repair(word: string): readonly string[] | undefined;
}

function correctAll(typed: readonly string[], parts: Parts): Corrected {
  const out: Corrected = { tokens: [], origins: [], corrections: [] };
  for (let i = 0; i < typed.length;) {
    const word = typed[i]!;
    const joined = joinWithNext(typed, i, parts);
    const repaired = joined ? [joined] : parts.isKnown(word) ? undefined : parts.repair(word);
    const width = joined ? 2 : 1;
    for (const token of repaired ?? [word]) {
      out.tokens.push(token);
      out.origins.push(i);
    }
    if (repaired) out.corrections.push({ from: typed.slice(i, i + width).join(' '), to: repaired.join(' ') });
    i += width;
  }
  return out;
}

const MUSCLE_BEHIND =
  /^(?:muscles?|major|minor|tendon|release|releasing|stretch|stretches|tight|tightness|pain|strain|syndrome|hurts?)$/;
const NOUN_BEFORE = /^(?:my|the|a|his|her|your|tight|left|right|sore|iliacus|short)$/;
const CONTINUES = /^(?:to|not|that|in|if|i|you|we|they|he|she|it|long|well|far|much|many|soon)$/;

/**
 * One word typed as two: `pirri formis`, and by ear `so as`. Two words of the language are joined only where grammar
 * leaves no room for them, between "my" and a verb or before "muscle".
 */
function joinWithNext(typed: readonly string[], i: number, parts: Parts): string | undefined {
  const a = typed[i]!;
  const b = typed[i + 1];
  if (b === undefined || !LETTERS.test(a + b)) return undefined;
  if (!/^[a-z]+$/.test(a) || !/^[a-z]+$/.test(b)) return undefined;
  const areWords = isListed(a, parts) && isListed(b, parts);
  if (!areWords) return joinFragments(a, b, parts);
  const next = typed[i + 2] ?? '';
  const fits = MUSCLE_BEHIND.test(next) || (NOUN_BEFORE.test(typed[i - 1] ?? '') && !CONTINUES.test(next));
  return fits && `${a}${b}` === 'soas' ? parts.index.bySound('soas') : undefined;
}

const isListed = (word: string, parts: Parts): boolean => word.length < 3 || parts.isKnown(word);

/** Below five letters in all, two fragments resemble too many words. */
function joinFragments(a: string, b: string, parts: Parts): string | undefined {
  const whole = a + b;
  if (whole.length < 6 || a.length < 2 || b.length < 3) return undefined;
  if (parts.index.has(whole)) return whole;
  if (parts.isKnown(a) && parts.isKnown(b)) return undefined;
  const near = parts.index.nearest(whole);
  const isAlone = [a, b].some((w) => !isListed(w, parts) && (parts.index.nearest(w)?.cost ?? Infinity) <= CLOSE);
  return near && near.word.length > 5 && near.cost <= CLOSE && !isAlone ? near.word : undefined;
}

/** Up to this cost one word is likelier than two run together. */
const LIKELY_ONE_WORD = 1;

function repairWord(index: VocabularyIndex, options: SpellerOptions, word: string): readonly string[] | undefined {
  if (word.endsWith('in') && options.isWord(`${word}g`)) return [`${word}g`];
  const near = index.nearest(word);
  if (near && near.cost <= CLOSE) return [near.word];
  const split = splitWord(index, options, word, !near || near.cost > LIKELY_ONE_WORD);
  if (split && split.cost < (near?.cost ?? Infinity)) return split.words;
  if (!near || resemblesOtherWord(options, word, near.cost)) return undefined;
  return [near.word];
}

/** A swap or a doubled letter away from a word that is not ours: "recieve" is "receive" and not "relieve". */
function resemblesOtherWord(options: SpellerOptions, word: string, cost: number): boolean {
  if (cost <= 0.6) return false;
  for (let i = 0; i + 1 < word.length; i++) {
    const swapped = word.slice(0, i) + word[i + 1]! + word[i]! + word.slice(i + 2);
    if (word[i] !== word[i + 1] && options.isWord(swapped)) return true;
    if (word[i] === word[i + 1] && options.isWord(word.slice(0, i) + word.slice(i + 1))) return true;
  }
  return false;
}

const SHORT_PARTS = new Set('my in on at to of is it no so we he me an as or do be by if up am a'.split(' '));
const SPLIT_COST = 0.7;
/** Rarer words are hardly ever run together: `prothesis` is not `pro thesis`. */
const COMMON_SHARE = 0.1;
/** A part longer than this may hold a whole typing error. */
const LONG_PART = 6;

interface Split {
  readonly words: readonly string[];
  readonly cost: number;
}

/** Two words run together: `hipsurgery`; where `mayMisspell`, one of them may be misspelt too: `mykneee`. */
function splitWord(
  index: VocabularyIndex,
  options: SpellerOptions,
  word: string,
  mayMisspell: boolean,
): Split | undefined {
  let best: Split | undefined;
  for (let at = 1; at < word.length - 1; at++) {
    const [left, right] = [word.slice(0, at), word.slice(at)];
    const isLeft = isPart(index, options, left);
    const isRight = isPart(index, options, right);
    if (mayMisspell ? !isLeft && !isRight : !isLeft || !isRight) continue;
    const other = isLeft
      ? isRight
        ? { word: right, cost: 0 }
        : misspeltPart(index, options, right)
      : misspeltPart(index, options, left);
    if (!other) continue;
    const words = isLeft ? [left, other.word] : [other.word, right];
    const cost = SPLIT_COST + other.cost - words.reduce((sum, w) => sum + index.share(w), 0);
    if (!best || cost < best.cost) best = { words, cost };
  }
  return best;
}

function isPart(index: VocabularyIndex, { shortParts = SHORT_PARTS }: SpellerOptions, part: string): boolean {
  return part.length < 3 ? shortParts.has(part) : index.share(part) >= COMMON_SHARE;
}

function misspeltPart(index: VocabularyIndex, options: SpellerOptions, part: string): Near | undefined {
  if (part.length < 4 || options.isWord(part)) return undefined;
  const near = index.nearest(part);
  return near && near.cost <= (part.length > LONG_PART ? LIKELY_ONE_WORD : CLOSE) ? near : undefined;
}
