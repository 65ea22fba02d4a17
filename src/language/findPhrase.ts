import { NEGATIONS as SPANISH_NEGATIONS } from './es/answerWords.js';
import type { Language } from './language.js';
import { toPhrase } from './phrases.js';

const NEGATIONS = new Set(
  'no not never without isnt doesnt dont didnt wasnt hasnt havent cant nothing neither nor free'.split(' '),
);
/** The words of phrases; there are as many as curators wrote. */
const phraseWords = new Map<string, readonly string[]>();
/** The text asked about last, as a turn asks about one text many times. */
let last: { readonly text: string; readonly words: readonly string[] } = { text: '', words: [] };

/** How many words a "not" reaches forward: "does not really hurt". */
const REACH = 3;

/** The longest of the phrases that stands in the text as whole words, or nothing. */
export function findLongest(text: string, phrases: readonly string[]): string | undefined {
  const said = ` ${toPhrase(text)} `;
  const found = phrases.map((p) => wordsOf(p).join(' ')).filter((p) => said.includes(` ${p} `));
  return found.sort((a, b) => b.length - a.length)[0];
}

/** True when one of the phrases stands in the text without a "no" or "not" close before it. */
export function affirmsAny(text: string, phrases: readonly string[], language: Language = 'en'): boolean {
  if (last.text !== text) last = { text, words: toPhrase(text).split(' ') };
  const { words } = last;
  return phrases.some((phrase) => {
    const parts = wordsOf(phrase);
    return words.some((word, at) => word === parts[0] && startsAt(words, at, parts) && !isNegated(words, at, language));
  });
}

const startsAt = (words: readonly string[], at: number, parts: readonly string[]) =>
  parts.every((p, i) => words[at + i] === p);

function wordsOf(phrase: string): readonly string[] {
  const known = phraseWords.get(phrase) ?? toPhrase(phrase).split(' ');
  phraseWords.set(phrase, known);
  return known;
}

function isNegated(words: readonly string[], at: number, language: Language): boolean {
  const negations = language === 'es' ? SPANISH_NEGATIONS : NEGATIONS;
  return words.slice(Math.max(0, at - REACH), at).some((w) => negations.has(w));
}
