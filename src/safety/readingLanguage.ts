import { foldText } from '../text.js';
import { openContraction } from './contractions.js';
import { SPANISH } from './es/spanish.js';
import { inflect } from './inflect.js';
import type { ReadingLanguage } from './readingTypes.js';
import { soundOf } from './soundOf.js';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const ENGLISH: ReadingLanguage = {
  fold: foldText,
  openContraction,
  inflect,
  soundOf,
  countWords: 'one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty'.split(
    ' ',
  ),
  digitWords: { '2': ['to', 'too'], '4': ['for'] },
  joints: setOf('and so then because or'),
  and: setOf('and'),
  or: setOf('or nor'),
  no: setOf('no'),
  it: setOf('it'),
  lacks: setOf('not no without never'),
  together: setOf('and or of in on below behind above near under at'),
  shortParts: setOf('i my is in of no it up am to'),
  signs: { or: 'or', and: 'and' },
  temperature: 'temperature',
};

/** What reading needs to know of the language that `red-flags.yml` names; English for any that is not known. */
export function readingLanguageOf(language: string): ReadingLanguage {
  return language === 'es' ? SPANISH : ENGLISH;
}
