import { foldText } from '../text.js';
import { writeScaleWords } from './es/scaleWords.js';
import type { Language } from './language.js';
import { writeDigits } from './numberWords.js';

/** A strength on the scale from 0 to 10; of "six or seven" the higher. */
export type Scale = { readonly kind: 'value'; readonly value: number } | { readonly kind: 'offScale' };

const MAX = 10;
const NUM = String.raw`(\d{1,3}(?:\.\d)?)`;
const OUT_OF = new RegExp(String.raw`\b${NUM}\s*(?:/|out of|of|over|on)\s*(?:a\s+)?(\d{1,3})\b`);
const RANGE = new RegExp(String.raw`\b${NUM}\s*(?:-|to|or|and|/|maybe)\s*(?:maybe\s+)?(?:a\s+)?${NUM}\b`);
const ONLY = new RegExp(
  String.raw`(?<![\d./-])-?\b${NUM}(?![\d./-]|\s*(?:%|week|month|day|year|hour|minute|time|pill|tablet|mg|st\b|nd\b|rd\b|th\b))`,
  'g',
);
/** "Maybe a 4, sometimes 5", "was 8, now it is 5": what is now, else the higher. */
const VARIES = new RegExp(
  String.raw`\b${NUM}[\s,;]+(?:but |and |or )?(?:sometimes|at times|at night|up to|more like|on bad days|usually|mostly|can be|goes up to|rising to)\s+(?:it is |its )?(?:a |about |even )*${NUM}\b`,
);
const NOW = new RegExp(String.raw`\bnow\s+(?:it is |it'?s |its )?(?:a |about |around |more like )*${NUM}\b`);
const NONE =
  /^(?:no pain(?: at all| now)?|none(?: at all)?|nothing|pain ?free|it does not hurt|it doesn'?t hurt)[.!]?$/;
const MOST = /\b(?:worst (?:pain )?(?:imaginable|possible|ever)|off the (?:scale|chart))/;

/**
 * Reads a pain strength: "7", "a seven", "7/10", "8 out of 10", "six or seven", "7-8", "seven and a half". A number
 * beside the scale ("14 out of 10", "-2") is `offScale`; a text with no number, or with several unrelated ones, is nothing.
 */
export function parseScale(text: string, language: Language = 'en'): Scale | undefined {
  const digits = writeDigits(foldText(text), language);
  const said = language === 'es' ? writeScaleWords(digits) : digits;
  if (NONE.test(said)) return { kind: 'value', value: 0 };
  const of = OUT_OF.exec(said);
  if (of) return of[2] === String(MAX) ? onScale(Number(of[1])) : rescale(Number(of[1]), Number(of[2]));
  const numbersSaid = said.match(/\d+/g)?.length ?? 0;
  const now = numbersSaid > 1 ? NOW.exec(said) : null;
  if (now) return onScale(Number(now[1]));
  const range = RANGE.exec(said) ?? VARIES.exec(said);
  if (range) return onScale(Math.max(Number(range[1]), Number(range[2])));
  const numbers = Array.from(said.matchAll(ONLY), (m) => Number(m[0]));
  if (numbers.length === 1) return onScale(numbers[0] ?? MAX + 1);
  return numbers.length === 0 && MOST.test(said) ? { kind: 'value', value: MAX } : undefined;
}

function onScale(value: number): Scale {
  return value >= 0 && value <= MAX ? { kind: 'value', value } : { kind: 'offScale' };
}

/** "70 out of 100" is 7; "3 of 5" is 6. Other bases are odd enough to ask again. */
function rescale(value: number, base: number): Scale {
  return base === 100 || base === 5 || base === 20 ? onScale(Math.round((value / base) * MAX)) : { kind: 'offScale' };
}
