import { syllable } from 'syllable';
import { z } from 'zod';
import { countSpanishSyllables } from './spanishSyllables.js';

const count = z.number().int().positive();

/** `knowledge/style.yml`: what the editor's checks enforce. */
export const styleSchema = z.strictObject({
  /** Highest Flesch-Kincaid grade, for English. */
  maxGrade: z.number().positive(),
  /** Lowest Fernández-Huerta readability, for Spanish; given, it is asked for instead of the grade. */
  minReadability: z.number().positive().optional(),
  maxSentenceWords: count,
  maxShortSentences: count,
  maxShortWords: count,
  maxBodyWords: count,
  minUtterances: count,
  minSmallTalkUtterances: count,
  products: z.array(z.string().min(1)),
  forbidden: z.array(z.string().min(1)),
});

export type Style = z.infer<typeof styleSchema>;

/** Words of a text without Markdown marks. */
export function listWords(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** Sentences of a text; a list item counts as one. */
export function listSentences(text: string): string[] {
  return text
    .split(/(?<=[.!?]["')*_]*)\s+|\n+/)
    .map((s) => s.trim())
    .filter((s) => listWords(s).length > 0);
}

/**
 * Flesch-Kincaid grade (Kincaid et al. 1975): 0.39 words per sentence + 11.8 syllables per word - 15.59. Each term of
 * `exempt` counts as one short word, since explaining it is the entry's job and renaming it would be wrong.
 */
export function readingGrade(text: string, exempt: readonly string[]): number {
  const found = measure(text, exempt, 'word', (word) => Math.max(1, syllable(word)));
  return found ? 0.39 * found.wordsPerSentence + 11.8 * found.syllablesPerWord - 15.59 : 0;
}

/**
 * Readability of a Spanish text on the scale of Fernández-Huerta (1959): 206.84 - 60 syllables per word - 1.02 words per
 * sentence, so that more is easier; 60 and above is plain language. `exempt` as for `readingGrade`.
 */
export function spanishReadability(text: string, exempt: readonly string[]): number {
  const found = measure(text, exempt, 'voz', countSpanishSyllables);
  return found ? 206.84 - 60 * found.syllablesPerWord - 1.02 * found.wordsPerSentence : 100;
}

/** @param instead the short word that stands for each exempt term */
function measure(text: string, exempt: readonly string[], instead: string, count: (word: string) => number) {
  const plain = exempt.length > 0 ? text.replace(exemptPattern(exempt), instead) : text;
  const sentences = listSentences(plain);
  const words = sentences.flatMap(listWords);
  if (words.length === 0) return undefined;
  const syllables = words.reduce((sum, word) => sum + count(word), 0);
  return { wordsPerSentence: words.length / sentences.length, syllablesPerWord: syllables / words.length };
}

const patterns = new WeakMap<readonly string[], RegExp>();

function exemptPattern(exempt: readonly string[]): RegExp {
  const known = patterns.get(exempt);
  if (known) return known;
  const terms = [...exempt].sort((a, b) => b.length - a.length).map((t) => t.replace(/[^\p{L}\p{N} -]/gu, '.'));
  const made = new RegExp(`(?<![\\p{L}\\p{N}])(?:${terms.join('|')})(?:s|es)?(?![\\p{L}\\p{N}])`, 'giu');
  patterns.set(exempt, made);
  return made;
}

/** The forbidden words and phrases that a text holds. */
export function findForbidden(text: string, forbidden: readonly string[]): string[] {
  const lower = ` ${text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}'-]+/gu, ' ')} `;
  return forbidden.filter((word) => lower.includes(` ${word.toLowerCase()} `));
}
