const DAY_MS = 86_400_000;

export const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** A day of the calendar in UTC, or nothing where it does not exist (31 February). `month` counts from 0. */
export function toDay(year: number, month: number, day: number): Date | undefined {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCMonth() === month && date.getUTCDate() === day ? date : undefined;
}

/** Midnight in UTC of the day that `at` falls on. */
export function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
}

export function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}

/** Whole days from `from` to `to`; negative when `to` comes first. */
export function daysBetween(from: Date, to: Date): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY_MS);
}

/** Whole weeks since an ISO day such as 2026-11-02; never below 0. */
export function weeksSince(isoDay: string, now: Date): number {
  return Math.max(0, Math.floor(daysBetween(new Date(`${isoDay}T00:00:00Z`), now) / 7));
}

/** `2026-11-02` */
export function toIsoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
