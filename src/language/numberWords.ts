import { writeSpanishDigits } from './es/numberWords.js';
import type { Language } from './language.js';

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const WORDS: ReadonlyMap<string, number> = new Map([
  ...UNITS.map((w, i) => [w, i] as const),
  ...TENS.flatMap((w, i) => (w === '-' ? [] : [[w, i * 10] as const])),
  ['nil', 0],
  ['dozen', 12],
  ['fourty', 40],
  ['sevn', 7],
  ['eigth', 8],
]);

const NUMBER = new RegExp(`\\b(${TENS.slice(2).join('|')})[ -](${UNITS.slice(1, 10).join('|')})\\b`, 'g');
const WORD = new RegExp(`\\b(${[...WORDS.keys()].join('|')})\\b`, 'g');

/** Writes number words of folded text as digits, "twenty-one" as 21, and "and a half" as .5: `seven and a half` is `7.5`. */
export function writeDigits(folded: string, language: Language = 'en'): string {
  if (language === 'es') return writeSpanishDigits(folded);
  return folded
    .replace(NUMBER, (_, tens: string, unit: string) => String((WORDS.get(tens) ?? 0) + (WORDS.get(unit) ?? 0)))
    .replace(WORD, (word) => String(WORDS.get(word)))
    .replace(/\b(\d+),(\d)\b/g, '$1.$2')
    .replace(/\b(\d+)(?:\s+and)?(?:\s+a)?\s+half\b/g, '$1.5')
    .replace(/\b(\d+)\s*½/g, '$1.5');
}
