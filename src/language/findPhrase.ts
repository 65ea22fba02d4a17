import { toPhrase } from './phrases.js';

const NEGATIONS = new Set(
  'no not never without isnt doesnt dont didnt wasnt hasnt havent cant nothing neither nor free'.split(' '),
);
/** How many words a "not" reaches forward: "does not really hurt". */
const REACH = 3;

/** The longest of the phrases that stands in the text as whole words, or nothing. */
export function findLongest(text: string, phrases: readonly string[]): string | undefined {
  const said = ` ${toPhrase(text)} `;
  const found = phrases.map(toPhrase).filter((p) => said.includes(` ${p} `));
  return found.sort((a, b) => b.length - a.length)[0];
}

/** True when one of the phrases stands in the text without a "no" or "not" close before it. */
export function affirmsAny(text: string, phrases: readonly string[]): boolean {
  const words = toPhrase(text).split(' ');
  return phrases.some((phrase) => {
    const parts = toPhrase(phrase).split(' ');
    return words.some((_, at) => parts.every((p, i) => words[at + i] === p) && !isNegated(words, at));
  });
}

function isNegated(words: readonly string[], at: number): boolean {
  return words.slice(Math.max(0, at - REACH), at).some((w) => NEGATIONS.has(w));
}
