import { editDistance } from '../wordDistance.js';
import type { ReadingLanguage } from './readingTypes.js';

/** Shortest word that others are corrected to: below it, one changed letter makes another word too often. */
const SHORTEST = 4;
/** Shortest word that is corrected; one of three letters only to a word of four (`lif` for `life`). */
const SHORTEST_TYPED = 3;
/** Longest word that is corrected or split; nobody mistypes a sign longer than this, and it bounds the work. */
const LONGEST = 24;
/** Shortest run-together word worth splitting; `mychest` has seven letters. */
const SHORTEST_RUN = 6;

/** How a typed word is read. */
export interface Spelling {
  /** One list per reading word: a word run together (`chestpain`) has several. Each list holds its possible words. */
  readonly parts: readonly (readonly string[])[];
  readonly changed: boolean;
}

export interface SpellingWords {
  /** Words that a mistyped word may stand for, by its letters or by its sound. */
  readonly signWords: ReadonlySet<string>;
  /** Everyday words that are corrected too, but only by one letter: a wrong guess among them does no harm. */
  readonly everydayWords: ReadonlySet<string>;
  /** Every word any pattern knows: never corrected, and allowed as a part of a run-together word. */
  readonly knownWords: ReadonlySet<string>;
  /** Real words one or two letters away from a sign word (`chess`): read as typed. */
  readonly realWords: ReadonlySet<string>;
  /** Real words often typed for a sign word (`paint` for `pain`): read both ways. */
  readonly soundsLike: ReadonlyMap<string, string>;
  readonly language: ReadingLanguage;
}

/** Most letters that may be wrong in any word. */
const MOST_EDITS = 2;

/** Letters that may be wrong: one up to six letters, two from seven on, where few real words are that close. */
export function allowedEdits(length: number): number {
  return length >= 7 ? 2 : 1;
}

interface Indexed {
  readonly word: string;
  readonly letters: number;
}

/** The set of letters of a word, one bit each; letters outside a to z share a bit. */
function lettersOf(word: string): number {
  let set = 0;
  for (let i = 0; i < word.length; i += 1) {
    const code = word.charCodeAt(i) - 97;
    set |= 1 << (code >= 0 && code < 26 ? code : 26);
  }
  return set;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** Words by length and by first and second letter: finds them when the first letter is missing or swapped as well. */
function indexByLetter(words: Iterable<string>): Map<string, Indexed[]> {
  const index = new Map<string, Indexed[]>();
  for (const word of words) {
    if (word.length < SHORTEST || word.length > LONGEST) continue;
    for (const letter of new Set(word.slice(0, 2))) {
      const key = `${letter}${word.length}`;
      index.set(key, [...(index.get(key) ?? []), { word, letters: lettersOf(word) }]);
    }
  }
  return index;
}

/** A word read as it stands. */
export function asTyped(typed: string): Spelling {
  return { parts: [[typed]], changed: false };
}

/** A mistyped contraction (`catn` for `cant`) comes back opened. */
function asMeant(typed: string, words: readonly string[], { openContraction }: ReadingLanguage): Spelling {
  const opened = openContraction(words[0] ?? typed);
  return { parts: opened.length > 1 ? opened.map((part) => [part]) : [[typed, ...words]], changed: true };
}

/** The one or two spellings left when stretched letters shrink: `heeelp` to `heelp` and `help`. */
function shrink(typed: string): string[] {
  return /(.)\1/.test(typed) ? [typed.replace(/(.)\1{2,}/g, '$1$1'), typed.replace(/(.)\1+/g, '$1')] : [];
}

interface Corrected {
  readonly words: readonly string[];
  /** Letters that were wrong; infinite if no word is near. */
  readonly distance: number;
}

/** Letters are left out more often than changed: of words equally near, the longer one is meant (`blod` is `blood`). */
function createCorrector(words: ReadonlySet<string>, most: number): (typed: string) => Corrected {
  const index = indexByLetter(words);
  return (typed) => {
    const letters = lettersOf(typed);
    const shortest = typed.length < SHORTEST ? SHORTEST : typed.length - most;
    let least = Infinity;
    let found: string[] = [];
    for (let length = shortest; length <= typed.length + most; length += 1) {
      const edits = Math.min(most, allowedEdits(Math.min(typed.length, length)));
      for (const { word, letters: others } of index.get(`${typed.charAt(0)}${length}`) ?? []) {
        // One edit changes at most two members of the set of letters, so most words are ruled out without a table.
        if (countBits(letters ^ others) > 2 * Math.min(edits, least)) continue;
        const distance = editDistance(typed, word, Math.min(edits, least));
        if (distance > Math.min(edits, least)) continue;
        found = distance < least ? [word] : [...found, word];
        least = distance;
      }
    }
    const longer = found.filter((word) => word.length > typed.length);
    return { words: longer.length > 0 ? longer : found, distance: least };
  };
}

/** Longest difference between two spellings of one sound: `coffing` and `coughing`. */
const MAX_SOUND_DIFFERENCE = 3;

/** Shortest key of sounds; shorter ones are shared by too many words. */
const SHORTEST_SOUND = 3;

/** Words that sound like the typed one (`throte`). */
function createListener(signWords: ReadonlySet<string>, { soundOf }: ReadingLanguage): (typed: string) => string[] {
  const index = new Map<string, string[]>();
  for (const word of signWords) {
    if (word.length < SHORTEST) continue;
    const sound = soundOf(word);
    if (sound.length < SHORTEST_SOUND) continue;
    index.set(sound, [...(index.get(sound) ?? []), word]);
  }
  return (typed) =>
    (index.get(soundOf(typed)) ?? []).filter((word) => Math.abs(word.length - typed.length) <= MAX_SOUND_DIFFERENCE);
}

function createSplitter({ signWords, knownWords, language }: SpellingWords): (typed: string) => string[] | null {
  const isPart = (word: string): boolean =>
    (knownWords.has(word) && (word.length > 2 || language.shortParts.has(word))) ||
    (word.length > 3 && language.openContraction(word).length > 1);
  const splitOnce = (typed: string, from: number): string[] | null => {
    for (let cut = from; cut < typed.length; cut += 1) {
      if (isPart(typed.slice(0, cut)) && isPart(typed.slice(cut))) return [typed.slice(0, cut), typed.slice(cut)];
    }
    return null;
  };
  const hasSign = (parts: readonly string[] | null): parts is string[] =>
    parts?.some((part) => signWords.has(part)) ?? false;
  return (typed) => {
    const two = splitOnce(typed, 1);
    if (hasSign(two)) return two;
    for (let cut = 1; cut < typed.length; cut += 1) {
      const head = typed.slice(0, cut);
      const rest = isPart(head) ? splitOnce(typed.slice(cut), 2) : null;
      if (rest && hasSign([head, ...rest])) return [head, ...rest];
    }
    return null;
  };
}

/**
 * Reads typed words as the words of the rules: mistyped (`swolen`), stretched (`heeelp`) or run together
 * (`cantbreathe`). Only words that are no known word are changed, so the cost is bounded by the length of the word.
 */
export function createSpeller(source: SpellingWords): (typed: string) => Spelling {
  const { knownWords, realWords, soundsLike, language } = source;
  const correct = createCorrector(source.signWords, MOST_EDITS);
  const correctEveryday = createCorrector(source.everydayWords, 1);
  const listen = createListener(source.signWords, language);
  const split = createSplitter(source);
  return (typed) => {
    const alike = soundsLike.get(typed);
    if (alike !== undefined) return { parts: [[typed, alike]], changed: true };
    if (knownWords.has(typed) || realWords.has(typed)) return asTyped(typed);
    if (typed.length < SHORTEST_TYPED || typed.length > LONGEST || !/^\p{L}+$/u.test(typed)) return asTyped(typed);
    const shrunk = shrink(typed).find((shorter) => knownWords.has(shorter));
    if (shrunk !== undefined) return { parts: [[shrunk]], changed: true };
    const sign = correct(typed);
    const everyday = correctEveryday(typed);
    const near = everyday.distance < sign.distance ? everyday.words : sign.words;
    const meant = [...new Set([...near, ...listen(typed)])];
    if (meant.length > 0) return asMeant(typed, meant, language);
    const parts = typed.length >= SHORTEST_RUN ? split(typed) : null;
    return parts
      ? { parts: parts.flatMap((part) => language.openContraction(part)).map((part) => [part]), changed: true }
      : asTyped(typed);
  };
}
