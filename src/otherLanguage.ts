import type { ReportMatcher } from './matcher/reportMatcher.js';
import type { Triage } from './safety/triage.js';
import { foldText, tokenize } from './text.js';

/** The triage of a language that the turn is not in: a warning sign counts in whatever language it is told. */
export interface OtherLanguage {
  readonly triage: Triage;
  readonly reports: ReportMatcher;
  /**
   * How far a text is in this language: not at all, some words of it, or most. Words of both languages tell nothing, so a
   * message of the turn's language costs one look at each word.
   */
  hear(text: string): 'no' | 'some' | 'most';
}

interface Ears {
  readonly triage: Triage;
  readonly reports: ReportMatcher;
}

/** Shorter words are shared by too many languages. */
const SHORTEST = 2;
/** Share of a text's words from which on the learned look of the other language knows enough of it to be asked. */
const MOST = 0.5;
const FEWEST = 2;

/** @param own the language that turns are in while this one only listens */
export function createOtherLanguage(other: Ears, own: Ears): OtherLanguage {
  const isOther = (word: string): boolean => other.triage.knowsWord(word) && !own.triage.knowsWord(word);
  return {
    triage: other.triage,
    reports: other.reports,
    hear(text) {
      const words = tokenize(foldText(text)).filter((w) => w.text.length >= SHORTEST);
      const heard = words.filter((w) => isOther(w.text)).length;
      if (heard === 0) return 'no';
      return heard >= FEWEST && heard >= MOST * words.length ? 'most' : 'some';
    },
  };
}
