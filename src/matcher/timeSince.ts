// Reads by index carry `!` where the loop bounds guarantee the place.

/** A time told in an utterance, as whole weeks before `now`. */
export interface ToldTime {
  readonly weeks: number;
  /** Index of its first word. */
  readonly start: number;
  /** Index after its last word. */
  readonly end: number;
  /** False for a bare length ("6 weeks"), which may also be how long something lasts. */
  readonly isPast: boolean;
}

const DAYS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    day: 1,
    days: 1,
    week: 7,
    weeks: 7,
    wk: 7,
    wks: 7,
    w: 7,
    fortnight: 14,
    fortnights: 14,
    month: 30.4,
    months: 30.4,
    mth: 30.4,
    mths: 30.4,
    mo: 30.4,
    mos: 30.4,
    year: 365,
    years: 365,
    yr: 365,
    yrs: 365,
  }),
);
const NUMBERS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    couple: 2,
    three: 3,
    few: 3,
    several: 4,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    eighteen: 18,
    twenty: 20,
    half: 0.5,
  }),
);
const PAST_BEHIND = /^(?:ago|back|out|post|postop|after|since|later|on|into|following|along|in|old|earlier|now)$/;
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const SEASONS: ReadonlyMap<string, number> = new Map(
  Object.entries({ spring: 3, summer: 6, autumn: 9, winter: 0, christmas: 11, easter: 3 }),
);
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const DAY_MS = 86_400_000;

/**
 * Every time told in folded words: "6 wks ago", "two months post op", "10 days out", "3/52" (weeks, as clinicians write
 * it), "day 3", "half a year", and with `now` also "in March", "last year", "on Tuesday". Future times are left out.
 */
export function findTimes(words: readonly string[], slashes: readonly boolean[], now?: Date): ToldTime[] {
  const out: ToldTime[] = [];
  for (let i = 0; i < words.length; i++) {
    if (out.length > 0 && i < out[out.length - 1]!.end) continue;
    const told =
      shorthand(words, slashes, i) ??
      duration(words, i) ??
      ordinal(words, i) ??
      recent(words, i) ??
      (now && dated(words, i, now));
    if (told) out.push(told);
  }
  return out;
}

const toWeeks = (days: number): number => (days < 7 ? 0 : Math.round(days / 7));

/** "3/52" is three weeks, "4/12" four months, "5/7" five days. */
function shorthand(words: readonly string[], slashes: readonly boolean[], i: number): ToldTime | undefined {
  const count = numberOf(words[i]);
  if (count === undefined || !slashes[i + 1]) return undefined;
  const unit = { '52': 7, '12': 30.4, '7': 1 }[words[i + 1] ?? ''];
  return unit === undefined ? undefined : { weeks: toWeeks(count * unit), start: i, end: i + 2, isPast: true };
}

function numberOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  return /^\d{1,3}(?:\.\d)?$/.test(word) ? Number(word) : NUMBERS.get(word);
}

/** "6 weeks", "6weeks", "a couple of months", "half a year", "a year and a half", "weeks ago". */
function duration(words: readonly string[], i: number): ToldTime | undefined {
  if (/^(?:in|next|every|each)$/.test(words[i - 1] ?? '') && !isPastBehind(words, i)) return undefined;
  const glued = /^(\d{1,3})(days?|weeks?|wks?|w|months?|mths?|mo|years?|yrs?)$/.exec(words[i] ?? '');
  const glue = glued && DAYS.get(glued[2]!);
  if (glued && glue !== undefined && glue !== null) return finish(words, i, i + 1, Number(glued[1]) * glue);
  const count = numberOf(words[i]);
  if (count === undefined) return bareUnit(words, i);
  let k = i + 1;
  let times = count;
  if (words[i] === 'half' && /^(?:a|an)$/.test(words[k] ?? '')) k += 1;
  if (/^(?:a|an)$/.test(words[i]!) && numberOf(words[k]) !== undefined) times = numberOf(words[k++])!;
  if (words[k] === 'and' && words[k + 1] === 'a' && words[k + 2] === 'half') [k, times] = [k + 3, times + 0.5];
  while (/^(?:of|good|or|so|full|whole|long)$/.test(words[k] ?? '')) k += 1;
  if (/^or$/.test(words[k - 1] ?? '') && numberOf(words[k]) !== undefined) k += 1;
  const unit = DAYS.get(words[k] ?? '');
  if (unit === undefined) return undefined;
  if (words[k + 1] === 'and' && words[k + 2] === 'a' && words[k + 3] === 'half') [k, times] = [k + 3, times + 0.5];
  return finish(words, i, k + 1, times * unit);
}

/** "weeks ago" and "years ago" without a number: at least two. */
function bareUnit(words: readonly string[], i: number): ToldTime | undefined {
  const unit = DAYS.get(words[i] ?? '');
  if (unit === undefined || !/s$/.test(words[i]!) || words[i + 1] !== 'ago') return undefined;
  return { weeks: toWeeks(2 * unit), start: i, end: i + 2, isPast: true };
}

function finish(words: readonly string[], start: number, end: number, days: number): ToldTime | undefined {
  if (/^(?:old|of|pregnant|per)$/.test(words[end] ?? '')) return undefined;
  return { weeks: toWeeks(days), start, end, isPast: isPastBehind(words, end - 1) || isPastBefore(words, start) };
}

function isPastBehind(words: readonly string[], last: number): boolean {
  const next = words[last + 1] ?? '';
  if (next === 'in') return !/^(?:bed|hospital|plaster|a|the|pain)$/.test(words[last + 2] ?? '');
  return PAST_BEHIND.test(next) || (next === 'and' && words[last + 2] === 'counting');
}

/** "it has been 6 weeks", "at 6 weeks", "only 3 days". */
function isPastBefore(words: readonly string[], start: number): boolean {
  const near = words.slice(Math.max(0, start - 3), start);
  return (
    near.some((w) => /^(?:been|at|only|after|about|approximately|roughly|now|just|am|since)$/.test(w)) &&
    !near.some((w) => /^(?:for|in|every)$/.test(w))
  );
}

/** "day 3", "week five". */
function ordinal(words: readonly string[], i: number): ToldTime | undefined {
  const unit = /^(?:day|week|month|year)$/.test(words[i] ?? '') ? DAYS.get(words[i]!) : undefined;
  const count = /^(?:a|an|half|couple|few)$/.test(words[i + 1] ?? '') ? undefined : numberOf(words[i + 1]);
  if (unit === undefined || count === undefined) return undefined;
  return { weeks: toWeeks(unit * count), start: i, end: i + 2, isPast: true };
}

const RECENT: ReadonlyMap<string, number> = new Map(
  Object.entries({
    today: 0,
    yesterday: 1,
    'last night': 1,
    'this morning': 0,
    'this week': 3,
    'last week': 7,
    'last month': 30.4,
    'last year': 365,
    'the other day': 3,
    'day before yesterday': 2,
  }),
);

function recent(words: readonly string[], i: number): ToldTime | undefined {
  if (!/^(?:today|yesterday|last|this|the|day)$/.test(words[i] ?? '')) return undefined;
  for (const length of [3, 2, 1]) {
    const days = RECENT.get(words.slice(i, i + length).join(' '));
    if (days !== undefined) return { weeks: toWeeks(days), start: i, end: i + length, isPast: true };
  }
  return undefined;
}

/** "in March", "last summer", "since Christmas", "on Tuesday", "May 2024", "in 2022". */
function dated(words: readonly string[], i: number, now: Date): ToldTime | undefined {
  const word = words[i]!;
  const before = words[i - 1] ?? '';
  const year = /^20\d\d$/.test(words[i + 1] ?? '') ? Number(words[i + 1]) : undefined;
  const month = monthOf(word, year === undefined ? before : 'in');
  if (month !== undefined) return since(now, monthDate(month, year, now), i, year === undefined ? i + 1 : i + 2);
  const season = /^(?:last|in|this|since|at|the|over|during|around)$/.test(before) ? SEASONS.get(word) : undefined;
  if (season !== undefined)
    return since(now, monthDate(season + (SEASONS_LAST_A_QUARTER.test(word) ? 1 : 0), year, now), i, i + 1);
  if (/^20\d\d$/.test(word)) return since(now, Date.UTC(Number(word), 6, 1), i, i + 1);
  const weekday = WEEKDAYS.indexOf(word);
  if (weekday < 0 || before === 'next') return undefined;
  const days = (now.getUTCDay() - weekday + 7) % 7 || 7;
  return since(now, now.getTime() - days * DAY_MS, i, i + 1);
}

const SEASONS_LAST_A_QUARTER = /^(?:spring|summer|autumn|winter)$/;

/** A month's name; `may` and `march` only where they are one. */
function monthOf(word: string, before: string): number | undefined {
  const isVerb = word === 'may' || word === 'march';
  if (isVerb && !/^(?:in|last|since|early|late|of|mid|this|back|from|by|until)$/.test(before)) return undefined;
  if (before === 'next') return undefined;
  const month = MONTHS.findIndex(
    (m) => m === word || (word.length >= 3 && word.length <= 4 && m.startsWith(word) && word !== 'mar'),
  );
  return month < 0 ? undefined : month;
}

/** The middle of the month last passed, or of what has passed of the present one. */
function monthDate(month: number, year: number | undefined, now: Date): number {
  const present = now.getUTCMonth();
  const target = month % 12;
  const thatYear = year ?? now.getUTCFullYear() - (target > present ? 1 : 0);
  const start = Date.UTC(thatYear, target, 1);
  const end = Math.min(Date.UTC(thatYear, target + 1, 1), now.getTime());
  return (start + Math.max(start, end)) / 2;
}

function since(now: Date, then: number, start: number, end: number): ToldTime | undefined {
  const days = (now.getTime() - then) / DAY_MS;
  return days < 0 ? undefined : { weeks: toWeeks(days), start, end, isPast: true };
}
