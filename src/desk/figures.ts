import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FinishedTurn } from '../bot.js';
import type { Store, StoredRecord } from '../storage/store.js';

const KINDS = ['answer', 'clarify', 'fallback', 'redFlag'] as const;
export type FigureKind = (typeof KINDS)[number];

/** Questions of one day by what became of them. */
export interface DayFigures extends Readonly<Record<FigureKind, number>> {
  /** ISO day, UTC. */
  readonly day: string;
}

/** Verdicts on one entry. */
export interface HelpfulRate {
  readonly entry: string;
  readonly helpful: number;
  readonly count: number;
}

export interface FigureCounter {
  count(turn: FinishedTurn): void;
  /** Saves what was counted since; a failure is reported and nothing is lost. */
  save(): Promise<void>;
  close(): Promise<void>;
}

const SAVE_MS = 30_000;

/**
 * Counts questions by day and outcome: numbers alone, saved every half a minute and at the end as one record per day and
 * process. A killed process loses at most the last half minute.
 */
export function createFigureCounter(
  store: Store,
  options: { readonly now: () => Date; readonly onError: (error: unknown) => void },
): FigureCounter {
  const process = randomUUID();
  let current = { day: '', counts: emptyCounts(), isSaved: true };
  const save = async (): Promise<void> => {
    const { day, counts, isSaved } = current;
    if (isSaved) return;
    const saved = current;
    saved.isSaved = true;
    const record = { id: process, at: `${day}T00:00:00.000Z`, ...counts };
    await store.addRecord('figures', record).catch((error: unknown) => {
      saved.isSaved = false;
      throw error;
    });
  };
  const saveSafely = () => save().catch(options.onError);
  const timer = setInterval(() => void saveSafely(), SAVE_MS);
  timer.unref();
  return {
    count({ report }) {
      const kind = KINDS.find((k) => k === report.decision);
      if (!kind) return;
      const day = options.now().toISOString().slice(0, 10);
      if (day !== current.day) {
        void saveSafely();
        current = { day, counts: emptyCounts(), isSaved: true };
      }
      current.counts[kind] += 1;
      current.isSaved = false;
    },
    save: saveSafely,
    async close() {
      clearInterval(timer);
      await saveSafely();
    },
  };
}

const emptyCounts = (): Record<FigureKind, number> => ({ answer: 0, clarify: 0, fallback: 0, redFlag: 0 });

const count = z.number().int().nonnegative().catch(0);
const figuresSchema = z.object({ at: z.string(), answer: count, clarify: count, fallback: count, redFlag: count });

/** Sums the records of all processes by day, oldest first. Days without a question are left out. */
export function sumFigures(records: readonly StoredRecord[]): DayFigures[] {
  const days = new Map<string, Record<FigureKind, number>>();
  for (const record of records) {
    const { data } = figuresSchema.safeParse(record);
    if (!data) continue;
    const day = data.at.slice(0, 10);
    const sum = days.get(day) ?? emptyCounts();
    for (const kind of KINDS) sum[kind] += data[kind];
    days.set(day, sum);
  }
  return [...days].sort(([a], [b]) => a.localeCompare(b)).map(([day, counts]) => ({ day, ...counts }));
}

const verdictSchema = z.object({ entry: z.string(), helpful: z.boolean() });

/** Verdicts by entry, those with the most verdicts that it did not help first. */
export function rateEntries(records: readonly StoredRecord[]): HelpfulRate[] {
  const rates = new Map<string, { helpful: number; count: number }>();
  for (const record of records) {
    const { data } = verdictSchema.safeParse(record);
    if (!data) continue;
    const rate = rates.get(data.entry) ?? { helpful: 0, count: 0 };
    rate.count += 1;
    if (data.helpful) rate.helpful += 1;
    rates.set(data.entry, rate);
  }
  const unhelpful = (r: { helpful: number; count: number }) => r.count - r.helpful;
  return [...rates].map(([entry, rate]) => ({ entry, ...rate })).sort((a, b) => unhelpful(b) - unhelpful(a));
}
