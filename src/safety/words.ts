import { MAX_UTTERANCE_CHARS } from '../text.js';
import type { ReadingLanguage } from './readingTypes.js';

/** How strongly the writer paused before a word: 0 none, 1 comma or dash, 2 end of a sentence or line. */
export type Pause = 0 | 1 | 2;

export interface Word {
  /** The word in one spelling: lower case, contractions opened (`can't` is `can` and `not`). */
  readonly text: string;
  /** Position of its first character in the folded text; words opened from one contraction share it. */
  readonly start: number;
  /** Position after its last character in the folded text. */
  readonly end: number;
  readonly pause: Pause;
}

export interface WordList {
  /** The folded text that positions refer to. */
  readonly read: string;
  readonly words: readonly Word[];
}

/** Decimal numbers stay whole, with the comma of continental writers too (`38,5`); digits part from letters (`39c`). */
const PIECE = /\p{L}+(?:'\p{L}+)*|\d{2,3},\d(?!\d)|\d+(?:\.\d+)?|[.?!,;:()…\-/&+%°]+/gu;
const MIXED = /[\p{L}\p{N}]+/uy;
const HAS_LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** A run of punctuation counts by its strongest mark; an ellipsis is a hesitation, not an end. */
function pauseOf(marks: string, before: string, after: string): Pause {
  if (/[?!;]/.test(marks) || /(?<!\.)\.(?!\.)/.test(marks)) return 2;
  if (/[,:()…]|\.\./.test(marks)) return 1;
  return marks.includes('-') && (before === ' ' || after === ' ') ? 1 : 0;
}

/** Slang such as `b4` or `2day` must be seen whole before digits and letters part. */
function wholeAt(folded: string, at: number, slang: ReadonlyMap<string, readonly string[]>): string | null {
  MIXED.lastIndex = at;
  const whole = MIXED.exec(folded)?.[0];
  return whole !== undefined && /\d/.test(whole) && slang.has(whole) ? whole : null;
}

/** Line ends become sentence ends here, because folding turns every white space into one blank. */
function foldLines(text: string, { fold }: ReadingLanguage): string {
  return fold(text.slice(0, MAX_UTTERANCE_CHARS).replace(/\s*[\r\n\u2028]+\s*/g, ' . '));
}

/**
 * Splits typed text into words in one spelling, with the pauses between them. At most `MAX_UTTERANCE_CHARS` are read.
 *
 * `slang` maps a short form to the words it stands for (`rn` to `right now`).
 */
export function readWords(
  text: string,
  slang: ReadonlyMap<string, readonly string[]>,
  language: ReadingLanguage,
): WordList {
  const read = foldLines(text, language);
  const words: Word[] = [];
  let pause: Pause = 0;
  let skipTo = 0;
  for (const match of read.matchAll(PIECE)) {
    if (match.index < skipTo) continue;
    const piece = wholeAt(read, match.index, slang) ?? match[0];
    const end = match.index + piece.length;
    skipTo = end;
    if (HAS_LETTER_OR_DIGIT.test(piece)) {
      for (const text of slang.get(piece) ?? language.openContraction(piece)) {
        words.push({ text: text.replace(',', '.'), start: match.index, end, pause });
        pause = 0;
      }
    } else {
      pause = Math.max(pause, pauseOf(piece, read[match.index - 1] ?? ' ', read[end] ?? ' ')) as Pause; // 0, 1 or 2 only
      if (/[/&+]/.test(piece) && words.length > 0)
        words.push({
          text: piece.includes('/') ? language.signs.or : language.signs.and,
          start: match.index,
          end,
          pause: 0,
        });
    }
  }
  return { read, words };
}
