import { foldText } from '../text.js';
import { addDays, daysBetween, MONTHS, startOfDay, toDay } from './calendar.js';
import { writeTimeWords } from './es/timeWords.js';
import type { Language } from './language.js';
import { writeDigits } from './numberWords.js';

/** When something was: a day in the past, or why there is none. */
export type When =
  | { readonly kind: 'day'; readonly day: Date }
  | { readonly kind: 'future' }
  /** A day that no calendar has, such as 31 February. */
  | { readonly kind: 'impossible' };

type Rule = (said: string, now: Date) => When | undefined;

const UNIT_DAYS: Readonly<Record<string, number>> = {
  day: 1,
  week: 7,
  fortnight: 14,
  month: 365.25 / 12,
  year: 365.25,
};
const UNIT = String.raw`(day|week|fortnight|month|year)s?`;
const NUM = String.raw`(\d{1,4}(?:\.\d)?)`;
const MONTH = String.raw`(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?`;
const LONGEST_YEARS = 100;

/**
 * Reads when an operation was: "about three weeks ago", "2-3 weeks", "half a year", "last March", "in the middle of
 * August", "12 May 2025", "in 2019", "yesterday". Of a range the longer is taken, of a month without a day its middle, of
 * a month without a year the latest one that is past. What these rules do not read gives nothing.
 */
export function parseWhen(text: string, now: Date, language: Language = 'en'): When | undefined {
  const digits = writeDigits(foldText(text), language);
  const said = tidy(language === 'es' ? writeTimeWords(digits, now) : digits);
  // "In spring, and I was in hospital for four days": how long something lasted is read when nothing else tells.
  const rules = STAY.test(said) ? [...RULES.filter((r) => r !== readDuration), readDuration] : RULES;
  for (const rule of rules) {
    const found = rule(said, now);
    if (found) return found;
  }
  return undefined;
}

const STAY = /\bfor (?:about |over |nearly |almost )?\d[\d.]* \w+(?! (?:now|ago))/;

function tidy(said: string): string {
  return said
    .replace(/\b(?:wks?|weks?|weaks?)\b/g, 'weeks')
    .replace(/\b(\d+)\s*(?:w|wk|wks|weeks?)\b/g, '$1 weeks')
    .replace(/\b(?:mths?|mnths?|mos?)\b/g, 'months')
    .replace(/\b(\d+)\s*(?:m|mo|mths?|months?)\b(?!\s*(?:ago\s+)?tall)/g, '$1 months')
    .replace(/\byrs?\b/g, 'years')
    .replace(/\b(\d+)\s*(?:y|yr|yrs|years?)\b/g, '$1 years')
    .replace(/\b(\d+)\s*(?:d|days?)\b/g, '$1 days')
    .replace(/\b(?:half a|half of a|½ an?|half)\s+(year|month)\b/g, '0.5 $1')
    .replace(/\ba (year|month|week) and a half\b/g, '1.5 $1s')
    .replace(/\b(?:a )?couple(?: of)?\b/g, '2')
    .replace(/\b(?:a )?few\b/g, '3')
    .replace(/\bseveral\b/g, '4')
    .replace(/\b(?:an?|the last|the past)\s+(day|week|fortnight|month|year)\b/g, '1 $1');
}

const past = (day: Date, now: Date): When => (daysBetween(day, now) < 0 ? { kind: 'future' } : { kind: 'day', day });
const ago = (days: number, now: Date): When =>
  days > LONGEST_YEARS * 365.25
    ? { kind: 'impossible' }
    : { kind: 'day', day: addDays(startOfDay(now), -Math.round(days)) };

const readDuration: Rule = (said, now) => {
  const range = new RegExp(String.raw`\b${NUM}\s*(?:-|to|or|/|maybe)\s*(?:maybe )?${NUM}\s*${UNIT}\b`).exec(said);
  const single = new RegExp(String.raw`\b${NUM}\s*(?:full |whole |more )?${UNIT}\b`).exec(said);
  const [count, unit] = range
    ? [Math.max(Number(range[1]), Number(range[2])), range[3]]
    : [Number(single?.[1]), single?.[2]];
  if (!unit || !Number.isFinite(count)) return undefined;
  if (
    /\b(?:in|within) \d[\d. -]*(?:(?:to|or) [\d. ]*)?(?:day|week|month|year)s?(?: time| from now)?$/.test(said) ||
    /from now|in \d+ \w+ time/.test(said)
  )
    return { kind: 'future' };
  return ago(count * (UNIT_DAYS[unit] ?? 1), now);
};

const readNamedDay: Rule = (said, now) => {
  const today = startOfDay(now);
  if (/\bday before yesterday\b/.test(said)) return ago(2, now);
  if (/\b(?:yesterday|last night)\b/.test(said)) return ago(1, now);
  if (/\b(?:today|this morning|earlier today|hours ago|this afternoon)\b/.test(said))
    return { kind: 'day', day: today };
  if (/\b(?:tomorrow|next (?:week|month|year|spring|summer|autumn|fall|winter|\w+day))\b/.test(said))
    return { kind: 'future' };
  if (
    /\b(?:not (?:had |been |happened )?(?:it )?yet|has not happened|still waiting for|haven'?t had it|is coming up|upcoming)\b/.test(
      said,
    )
  )
    return { kind: 'future' };
  return undefined;
};

const readLast: Rule = (said, now) => {
  const unit = /\b(?:last|previous) (week|fortnight|month|year)\b/.exec(said)?.[1];
  if (unit) return ago(UNIT_DAYS[unit] ?? 7, now);
  if (/\bweek before last\b/.test(said)) return ago(14, now);
  if (/\bthis (?:week|month)\b/.test(said)) return ago(3, now);
  if (/\b(?:earlier )?this year\b/.test(said))
    return { kind: 'day', day: middle(new Date(Date.UTC(now.getUTCFullYear(), 0, 1)), now) };
  return undefined;
};

const middle = (from: Date, to: Date): Date => addDays(from, Math.floor(daysBetween(from, to) / 2));

const readFullDate: Rule = (said, now) => {
  const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(said);
  if (iso) return checked(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), now);
  const slashed = /\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b/.exec(said);
  return slashed ? fromSlashes(Number(slashed[1]), Number(slashed[2]), fullYear(slashed[3] ?? ''), now) : undefined;
};

const fullYear = (text: string) => (text.length === 2 ? 2000 + Number(text) : Number(text));

/** 13/02 can only be the day first; 04/05 is read day first unless that lies in the future. */
function fromSlashes(first: number, second: number, year: number, now: Date): When {
  const [dayFirst, monthFirst] = [toDay(year, second - 1, first), toDay(year, first - 1, second)];
  const days = [dayFirst, monthFirst].flatMap((d) => (d ? [past(d, now)] : []));
  return days.find((d) => d.kind === 'day') ?? days[0] ?? { kind: 'impossible' };
}

function checked(year: number, month: number, day: number, now: Date): When {
  const date = toDay(year, month, day);
  return date ? past(date, now) : { kind: 'impossible' };
}

const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const DAY_MONTH = new RegExp(String.raw`\b${DAY}(?: of)? ${MONTH}(?:[ ,]+(\d{4}))?\b`);
const MONTH_DAY = new RegExp(String.raw`\b${MONTH} (?:the )?${DAY}(?!\d)(?:[ ,]+(\d{4}))?`);
const MONTH_ONLY = new RegExp(
  String.raw`(\bmay\b(?= \d{4})|\b(?:in|since|last|early|late|mid|of|back in|around|about|from|during|this|start|end|begin\w*|middle)[ -](?:of |last |the )*)?\b${MONTH}(?: (?:of )?(\d{4}))?(?![a-z])`,
);

const readMonthDay: Rule = (said, now) => {
  const first = DAY_MONTH.exec(said);
  const second = first ? null : MONTH_DAY.exec(said);
  const [day, month, year] = first ? [first[1], first[2], first[3]] : [second?.[2], second?.[1], second?.[3]];
  if (!day || !month) return undefined;
  const at = monthIndex(month);
  if (year) return checked(Number(year), at, Number(day), now);
  return latestPast((y) => toDay(y, at, Number(day)), now);
};

const PART_DAY: readonly (readonly [RegExp, number])[] = [
  [/\b(?:start|beginning|begining|early)\b/, 5],
  [/\b(?:end|late)\b/, 25],
];

const readMonth: Rule = (said, now) => {
  const found = MONTH_ONLY.exec(said);
  const [, lead, month, year] = found ?? [];
  if (!found || !month) return undefined;
  // "may" and "march" alone are ordinary words: "it may have been a year".
  if (/^(?:may|mar)/.test(month) && !lead && !year && said.replace(/[^a-z]/g, '').length > 6) return undefined;
  const day = PART_DAY.find(([part]) => part.test(said))?.[1] ?? 15;
  if (year) return monthOf(Number(year), monthIndex(month), day, now);
  return latestPast((y) => toDay(y, monthIndex(month), day), now, monthIndex(month));
};

/** The middle of the present month may still lie ahead; then it was at its start. */
function monthOf(year: number, month: number, day: number, now: Date): When {
  const isNow = year === now.getUTCFullYear() && month === now.getUTCMonth();
  const date = toDay(year, month, isNow ? Math.min(day, Math.max(1, now.getUTCDate() - 1)) : day);
  return date ? past(date, now) : { kind: 'impossible' };
}

function latestPast(at: (year: number) => Date | undefined, now: Date, month?: number): When {
  const year = now.getUTCFullYear();
  if (month === now.getUTCMonth()) return monthOf(year, month, 15, now);
  // Four years reach the latest 29 February.
  const days = [0, 1, 2, 3, 4].flatMap((back) => at(year - back) ?? []);
  const found = days.find((d) => daysBetween(d, now) >= 0);
  return found ? { kind: 'day', day: found } : { kind: 'impossible' };
}

const monthIndex = (text: string) => MONTHS.findIndex((m) => m.startsWith(text.slice(0, 3)));

const SEASONS: Readonly<Record<string, number>> = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 0 };
const FEASTS: Readonly<Record<string, readonly [number, number]>> = {
  christmas: [11, 25],
  xmas: [11, 25],
  'new year': [0, 1],
  easter: [3, 10],
  halloween: [9, 31],
  thanksgiving: [10, 26],
};

const readSeason: Rule = (said, now) => {
  const season = /\b(?:last|in the|in|this|since|during the) (spring|summer|autumn|fall|winter)\b/.exec(said)?.[1];
  if (season) return latestPast((y) => toDay(y, SEASONS[season] ?? 0, 15), now);
  const feast = Object.keys(FEASTS).find((f) => said.includes(f));
  const [month, day] = FEASTS[feast ?? ''] ?? [];
  return month === undefined || day === undefined ? undefined : latestPast((y) => toDay(y, month, day), now);
};

const readYear: Rule = (said, now) => {
  const year = /\b(19[3-9]\d|20\d\d)\b/.exec(said)?.[1];
  if (!year) return undefined;
  if (Number(year) > now.getUTCFullYear()) return { kind: 'future' };
  const start = new Date(Date.UTC(Number(year), 0, 1));
  const isNow = Number(year) === now.getUTCFullYear();
  return { kind: 'day', day: isNow ? middle(start, now) : new Date(Date.UTC(Number(year), 6, 1)) };
};

/** The closest reading first: a full date holds a year, a day in a month holds a month. */
const RULES: readonly Rule[] = [
  readFullDate,
  readDuration,
  readMonthDay,
  readNamedDay,
  readLast,
  readMonth,
  readSeason,
  readYear,
];
