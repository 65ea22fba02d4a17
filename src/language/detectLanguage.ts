import { foldText, tokenize } from '../text.js';
import { LANGUAGES, type ByLanguage, type Language } from './language.js';
import { toPhrase } from './phrases.js';

/** Tells in which language something was written. */
export interface LanguageDetector {
  /**
   * The language of a text that is clearly written in one of them; nothing for "ok", "7/10", a product's name, or a text
   * with words of both.
   * @param isFirst nothing is known of the conversation yet, so that a single word is enough
   */
  detect(text: string, isFirst?: boolean): Language | undefined;
}

/** What a detector learns from. */
export interface LanguageSamples {
  /** Running text of one language. */
  readonly texts: readonly string[];
  /** Whole texts that mean this language wherever they stand alone: labels of buttons, commands, titles. */
  readonly phrases: readonly string[];
}

/** Beyond this much a single word proves no more. */
const MOST_OF_A_WORD = 3;
/** A word that proves at least this much counts as one of its language. */
const EVIDENCE = 1;
/**
 * Least sum of logarithms of odds, and least number of words, from which on a text is of one language. Chosen so that, with
 * a fifth of the utterances held out at a time, no English one counts as Spanish.
 */
const ENOUGH = { sum: 3.5, words: 2 };
const ENOUGH_AT_FIRST = { sum: 2, words: 1 };
/** Letters and marks that English does without; an accent alone may belong to a name. */
const SPANISH_MARKS = /[¿¡ñ]/i;
const ACCENTS = /[áéíóúü]/i;
const MOST_WORDS = 60;

/**
 * Learns which words belong to which of the two languages: naive Bayes over words, each as often as it stands in the
 * samples. Deterministic.
 * @param names are of no language, such as those of products
 */
export function createLanguageDetector(
  samples: ByLanguage<LanguageSamples>,
  names: readonly string[],
): LanguageDetector {
  const weights = learnWeights(samples.en.texts, samples.es.texts);
  const owners = listOwners(samples);
  const named = namePattern(names);
  return {
    detect(text, isFirst = false) {
      const owner = owners.get(toPhrase(text));
      if (owner) return owner === 'both' ? undefined : owner;
      const { sum, spanish, english } = measure(text.replace(named, ' '), weights);
      const enough = isFirst ? ENOUGH_AT_FIRST : ENOUGH;
      if (Math.abs(sum) < enough.sum) return undefined;
      const [own, other] = sum > 0 ? [spanish, english] : [english, spanish];
      return own >= enough.words && own > 2 * other ? (sum > 0 ? 'es' : 'en') : undefined;
    },
  };
}

/** For each word the logarithm of the odds that it is Spanish. */
function learnWeights(english: readonly string[], spanish: readonly string[]): ReadonlyMap<string, number> {
  const [en, es] = [countWords(english), countWords(spanish)];
  const words = new Set([...en.counts.keys(), ...es.counts.keys()]);
  const share = ({ counts, total }: Counted, word: string) => ((counts.get(word) ?? 0) + 0.5) / (total + 1);
  return new Map([...words].map((word) => [word, limit(Math.log(share(es, word) / share(en, word)))]));
}

interface Counted {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

function countWords(texts: readonly string[]): Counted {
  const counts = new Map<string, number>();
  let total = 0;
  for (const text of texts)
    for (const word of listWords(text)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      total += 1;
    }
  return { counts, total };
}

const listWords = (text: string) =>
  tokenize(foldText(text)).flatMap(({ text: word }) => (/^\p{L}/u.test(word) ? [word] : []));

const limit = (weight: number) => Math.max(-MOST_OF_A_WORD, Math.min(MOST_OF_A_WORD, weight));

function measure(text: string, weights: ReadonlyMap<string, number>) {
  let [sum, spanish, english] = [0, 0, 0];
  for (const word of listWords(text).slice(0, MOST_WORDS)) {
    const weight = weights.get(word) ?? 0;
    sum += weight;
    if (weight >= EVIDENCE) spanish += 1;
    if (weight <= -EVIDENCE) english += 1;
  }
  if (spanish === 0) return { sum, spanish, english };
  const marks = (SPANISH_MARKS.test(text) ? 2 : 0) + (ACCENTS.test(text) ? 1 : 0);
  return { sum: sum + marks, spanish: spanish + (marks > 0 ? 1 : 0), english };
}

function listOwners(samples: ByLanguage<LanguageSamples>): ReadonlyMap<string, Language | 'both'> {
  const owners = new Map<string, Language | 'both'>();
  for (const language of LANGUAGES)
    for (const phrase of samples[language].phrases.map(toPhrase)) {
      const owner = owners.get(phrase) ?? language;
      owners.set(phrase, owner === language ? language : 'both');
    }
  return owners;
}

function namePattern(names: readonly string[]): RegExp {
  const plain = names.map((n) => n.replace(/[^\p{L}\p{N} ,]/gu, '.'));
  return plain.length > 0 ? new RegExp(plain.join('|'), 'gi') : /(?!)/g;
}
