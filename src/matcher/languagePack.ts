import type { Language } from '../language/language.js';
import { ASKS_WHAT_TO_DO } from './directions.js';
import { findSpanishRoles } from './es/findSpanishRoles.js';
import { parseSpanishFollowUp, SPANISH_SAYS, SPANISH_SITE } from './es/followUps.js';
import { isSpanishPlainPain } from './es/plainPain.js';
import { regionOfSpanishWord } from './es/roleWords.js';
import { SPANISH_SENTENCES } from './es/spanishSentences.js';
import {
  isAboutSpanishElsewhere,
  readSpanishWords,
  SPANISH_ANIMALS,
  SPANISH_ASKS_WHAT_TO_DO,
  SPANISH_FORMS,
  SPANISH_SHORT_PARTS,
  SPANISH_STOP_WORDS,
} from './es/wordLists.js';
import type { WordForms } from './featureReader.js';
import { SAYS, SITE_WORD, type FollowUpLanguage } from './followUpRanking.js';
import { parseFollowUp, type FollowUp } from './followUps.js';
import { isAboutElsewhere } from './foreignWords.js';
import { isPlainPain } from './plainPain.js';
import type { ReadingLanguage, UtteranceReading } from './readUtterance.js';
import { findRoles } from './roles.js';
import { regionOfWord } from './roleWords.js';
import { ENGLISH_SENTENCES, type SentenceReader } from './sentences.js';
import { readWords } from '../text.js';

/** All that matching needs to know of a language. What is left out is as in English. */
export interface LanguagePack extends ReadingLanguage, FollowUpLanguage {
  readonly language: Language;
  readonly forms?: WordForms;
  readonly stopWords?: ReadonlySet<string>;
  readonly animals?: ReadonlySet<string>;
  /** Short words that may be run together with others. */
  readonly shortParts?: ReadonlySet<string>;
  readonly sentences: SentenceReader;
  /** Questions for more than a cause. */
  readonly asksWhatToDo: RegExp;
  readonly parseFollowUp: (text: string) => FollowUp | undefined;
  readonly isPlainPain: (reading: UtteranceReading) => boolean;
  readonly isAboutElsewhere: (reading: UtteranceReading) => boolean;
}

const PACKS: Readonly<Record<Language, LanguagePack>> = {
  en: {
    language: 'en',
    readWords,
    findRoles,
    says: SAYS,
    siteWord: SITE_WORD,
    regionOf: regionOfWord,
    sentences: ENGLISH_SENTENCES,
    asksWhatToDo: ASKS_WHAT_TO_DO,
    parseFollowUp,
    isPlainPain,
    isAboutElsewhere,
  },
  es: {
    language: 'es',
    readWords: readSpanishWords,
    findRoles: findSpanishRoles,
    forms: SPANISH_FORMS,
    stopWords: SPANISH_STOP_WORDS,
    animals: SPANISH_ANIMALS,
    shortParts: SPANISH_SHORT_PARTS,
    says: SPANISH_SAYS,
    siteWord: SPANISH_SITE,
    regionOf: regionOfSpanishWord,
    sentences: SPANISH_SENTENCES,
    asksWhatToDo: SPANISH_ASKS_WHAT_TO_DO,
    parseFollowUp: parseSpanishFollowUp,
    isPlainPain: isSpanishPlainPain,
    isAboutElsewhere: isAboutSpanishElsewhere,
  },
};

/** What matching knows of a language. */
export function packOf(language: Language): LanguagePack {
  return PACKS[language];
}
