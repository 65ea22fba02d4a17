// Reads by index carry `!`: the speller gives an origin within the typed words for every word.
import { foldText, readWords, type Token } from '../text.js';
import { readBreaks } from './clauses.js';
import type { ConceptFinder, FoundConcept } from './concepts.js';
import { findRoles, type RoleOptions, type Roles } from './roles.js';
import type { Correction, Speller } from './spelling.js';

/** An utterance as far as language goes, before anything is compared. */
export interface UtteranceReading {
  readonly folded: string;
  /** Corrected words with their positions in `folded`. */
  readonly words: readonly Token[];
  /** The corrected words as one text. */
  readonly corrected: string;
  readonly corrections: readonly Correction[];
  readonly concepts: readonly FoundConcept[];
  readonly roles: Roles;
}

/** What reading needs to know of a language. */
export interface ReadingLanguage {
  /** The words of folded text, short forms written out. */
  readonly readWords: (folded: string) => Token[];
  readonly findRoles: (
    folded: string,
    tokens: readonly Token[],
    found: readonly FoundConcept[],
    options?: RoleOptions,
  ) => Roles;
}

const ENGLISH: ReadingLanguage = { readWords, findRoles };

export interface ReaderParts {
  readonly speller: Speller;
  readonly finder: ConceptFinder;
  /** English unless told. */
  readonly language?: ReadingLanguage;
}

/** Reads an utterance: words, spelling, concepts, roles. Pure; see `findRoles` for `now`. */
export function readUtterance(
  { speller, finder, language = ENGLISH }: ReaderParts,
  text: string,
  now?: Date,
): UtteranceReading {
  const folded = foldText(text);
  const typed = language.readWords(folded);
  const { tokens, origins, corrections } = speller.correct(typed.map((w) => w.text));
  const words = tokens.map((word, i) => ({
    text: word,
    start: typed[origins[i]!]!.start,
    end: typed[origins[i]!]!.end,
  }));
  const concepts = finder.find(tokens, readBreaks(folded, words));
  return {
    folded,
    words,
    corrected: tokens.join(' '),
    corrections,
    concepts,
    roles: language.findRoles(folded, words, concepts, { now }),
  };
}
