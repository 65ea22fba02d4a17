import { z } from 'zod';
import { SITES, whenSchema } from './entry.js';

const filled = z.string().trim().min(1, 'is empty');
const several = z.array(filled).min(1, 'is empty');
const question = { ask: several, why: filled, again: several };

/** The check-in's questions, in the order in which they are asked. */
export const SLOTS = ['surgery', 'when', 'pain', 'strength', 'trend', 'signs'] as const;
export type Slot = (typeof SLOTS)[number];

export const TRENDS = ['better', 'worse', 'same'] as const;
export type Trend = (typeof TRENDS)[number];

/** `knowledge/check-in.yml`: everything the check-in says and how its outcome is chosen. */
export const checkInSchema = z.strictObject({
  intro: filled,
  questions: z.strictObject({
    surgery: z.strictObject(question),
    when: z.strictObject({ ...question, future: filled, impossible: filled }),
    pain: z.strictObject(question),
    strength: z.strictObject({ ...question, offScale: filled }),
    trend: z.strictObject(question),
    signs: z.strictObject({ ...question, which: filled }),
  }),
  signs: z
    .array(z.strictObject({ say: filled, entry: filled, tier: z.union([z.literal(1), z.literal(2)]) }))
    .min(1, 'has no sign'),
  trends: z.record(z.enum(TRENDS), several),
  noOperation: several,
  everywhere: several,
  corrections: several,
  slots: z.record(z.enum(SLOTS), several),
  words: z.strictObject({
    sites: z.record(z.enum(SITES), filled),
    regions: z.strictObject({ thigh: filled, leg: filled, pelvis: filled, elsewhere: filled }),
    sides: z.record(z.enum(['left', 'right', 'both']), filled),
    trends: z.record(z.enum(TRENDS), filled),
    and: filled,
    facts: z.strictObject({
      surgery: filled,
      when: filled,
      pain: filled,
      strength: filled,
      trend: filled,
      noSurgery: filled,
      bloodThinner: filled,
      side: filled,
      noSigns: filled,
    }),
    weeks: z.strictObject({ zero: filled, one: filled, few: filled, months: filled, years: filled }),
  }),
  operations: z.record(filled, z.strictObject({ say: filled, concepts: several })),
  ack: several,
  skipped: several,
  corrected: filled,
  summary: filled,
  summaryNothing: filled,
  summaryAsk: filled,
  summaryAgain: several,
  changeWhich: filled,
  explain: z.array(z.strictObject({ when: whenSchema, entry: filled })),
  explainDefault: filled,
  explainLead: filled,
  advice: z.array(
    z.strictObject({ trend: z.enum(TRENDS).optional(), strengthFrom: z.number().optional(), say: filled }),
  ),
  adviceNone: filled,
  next: several,
  offer: filled,
  offerAfter: several,
  vague: several,
});

export type CheckIn = z.infer<typeof checkInSchema>;

/** The kind of operation, as `when` of a variant names it, to which a concept such as `knee-replacement` belongs. */
export function operationKind(checkIn: CheckIn, concept: string): string | undefined {
  return Object.entries(checkIn.operations).find(([, o]) => o.concepts.includes(concept))?.[0];
}

/** Ids of all entries that the check-in names, for the check of dead links. */
export function listCheckInEntries(checkIn: CheckIn): string[] {
  const lists = [checkIn.signs, checkIn.explain].flatMap((list) => list.map((row) => row.entry));
  return [...new Set([...lists, ...checkIn.next, ...checkIn.offerAfter, checkIn.explainDefault])];
}
