import { foldText } from '../text.js';
import { AGE_FORMS } from './es/questionWords.js';
import type { Language } from './language.js';
import { writeDigits } from './numberWords.js';

const UNIT = String.raw`(?!\s*(?:\/|out of|[.:-]\d|%|weeks?|wks?|months?|mths?|days?|hours?|hrs?|minutes?|mins?|miles?|kilos?|kg|lbs?|stone|feet|foot|ft|cm|am\b|pm\b|st\b|nd\b|rd\b|th\b|-\d|to \d))`;
const FORMS: readonly RegExp[] = [
  /\b(?:aged?|age is|age:?) (\d{1,3})\b/,
  /\b(\d{1,3})[ -]?(?:years?|yrs?)[ -]old\b/,
  /\b(\d{1,3}) ?(?:y\/?o|yo)\b/,
  new RegExp(
    String.raw`\b(?:i am|i'?m|im|he is|he'?s|she is|she'?s|turned|turning) (?:only |just |still |nearly |almost )?(\d{1,2})\b${UNIT}`,
  ),
];
const OLDEST = 120;

/** An age in years that a text tells: "I'm 15", "my son is 12 years old", "aged 78". Weeks since an operation are no age. */
export function parseAge(text: string, language: Language = 'en'): number | undefined {
  const said = writeDigits(foldText(text), language);
  for (const form of language === 'es' ? AGE_FORMS : FORMS) {
    const age = Number(form.exec(said)?.[1]);
    if (Number.isFinite(age) && age > 0 && age <= OLDEST) return age;
  }
  return undefined;
}
