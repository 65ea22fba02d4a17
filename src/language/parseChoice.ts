import { foldText, readWords, stemWord } from '../text.js';
import * as spanish from './es/choiceWords.js';
import { stemSpanish } from './es/stem.js';
import type { Language } from './language.js';
import { writeDigits } from './numberWords.js';
import { toPhrase } from './phrases.js';

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const NUMBER =
  /^(?:(?:number|option|no|nr|choice|answer|the|#|i choose|i pick|i mean|i meant|its|it is|maybe|probably)\s*)*(?:#\s*)?(\d{1,2})(?:\s*(?:one|please|then|st|nd|rd|th))*$/;
const ORDINAL = new RegExp(
  String.raw`^(?:the |its |it is |i mean |i meant |i think |maybe |probably |yes )*(?:the )?(${ORDINALS.join('|')}|last|top|bottom|middle)(?: one| option| question| answer)?(?: please| i think| then)?$`,
);
const STOP_WORDS = new Set(
  `the a an one ones my me i it is of about to for in on and or that this please mean meant want question option do how why
  what when with can should you your we us know stop have has had get be am are was were not no yes never any some there
  here then now so but if at by from up out tell say ask help more go back again please thank thanks sorry ok`.split(
    /\s+/,
  ),
);
const MAX_CHOICE_WORDS = 8;

/**
 * The index of the option that a text names: the option itself, a number ("2", "option 2"), an ordinal ("the second one",
 * "the last one"), or words that only one option has ("the knee one"). Nothing where it says more than an option holds.
 */
export function parseChoice(text: string, options: readonly string[], language: Language = 'en'): number | undefined {
  const said = toPhrase(text);
  if (said === '' || options.length === 0) return undefined;
  const exact = options.findIndex((o) => toPhrase(o) === said);
  if (exact >= 0) return exact;
  const number = parsePosition(said, options.length, language);
  if (number !== undefined) return number;
  return parseByWords(text, options, language);
}

/** Positions named in a text, from 0: "2", "the second", "2 and 4". Empty where it names none, or says more. */
export function parsePositions(text: string, count: number, language: Language = 'en'): number[] {
  const parts = toPhrase(text)
    .split(language === 'es' ? / y | o |,| / : / and | or |,| /)
    .filter((p) => p !== '');
  const found = parts.map((p) => parsePosition(p, count, language));
  return found.every((f) => f !== undefined) ? found.flatMap((f) => f ?? []) : [];
}

/** The index, from 0, that a number or an ordinal names: "2", "option 2", "the second one". `said` as `toPhrase` gives it. */
export function parsePosition(said: string, count: number, language: Language = 'en'): number | undefined {
  if (language === 'es') return parseSpanishPosition(said, count);
  const digits = NUMBER.exec(writeDigits(said))?.[1];
  if (digits) return inRange(Number(digits) - 1, count);
  const word = ORDINAL.exec(said)?.[1];
  if (!word) return undefined;
  if (word === 'last' || word === 'bottom') return count - 1;
  if (word === 'top') return 0;
  if (word === 'middle') return count === 3 ? 1 : undefined;
  return inRange(ORDINALS.indexOf(word), count);
}

function parseSpanishPosition(said: string, count: number): number | undefined {
  const digits = spanish.NUMBER.exec(writeDigits(said, 'es').replace(/\bun[oa]\b/, '1'))?.[1];
  if (digits) return inRange(Number(digits) - 1, count);
  const word = spanish.ORDINAL.exec(said)?.[1];
  if (!word) return undefined;
  const index = spanish.ordinalIndex(word);
  if (index === undefined) return count === 3 ? 1 : undefined;
  return inRange(index < 0 ? count + index : index, count);
}

const inRange = (index: number, count: number) => (index >= 0 && index < count ? index : undefined);

function parseByWords(text: string, options: readonly string[], language: Language): number | undefined {
  const said = contentWords(text, language);
  if (said.length === 0 || said.length > MAX_CHOICE_WORDS) return undefined;
  const fits = options.flatMap((option, i) => {
    const words = new Set(contentWords(option, language));
    return said.every((w) => words.has(w)) ? [i] : [];
  });
  return fits.length === 1 ? fits[0] : undefined;
}

function contentWords(text: string, language: Language): string[] {
  const words = readWords(foldText(text)).map((w) => w.text);
  const isSpanish = language === 'es';
  const stopWords = isSpanish ? spanish.STOP_WORDS : STOP_WORDS;
  return [...new Set(words.filter((w) => !stopWords.has(w)).map(isSpanish ? stemSpanish : stemWord))];
}
