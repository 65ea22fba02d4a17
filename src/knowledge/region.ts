import { z } from 'zod';

const filled = z.string().trim().min(1, 'is empty');
const phone = z.strictObject({ label: filled, number: filled });
const line = z.strictObject({ text: filled, phones: z.array(phone) });

/** `knowledge/regions.yml`: whom to call where, by kind of need. */
export const regionsSchema = z.record(
  z.enum(['us', 'uk', 'ie', 'eu', 'unknown']),
  z.strictObject({ emergency: line, urgent: line, crisis: line, poison: line }),
);

export type Regions = z.infer<typeof regionsSchema>;
export type RegionNumbers = Regions[keyof Regions];
export const NEEDS = ['emergency', 'urgent', 'crisis', 'poison'] as const;
export type Need = (typeof NEEDS)[number];

/** Fills `{emergency}`, `{urgent}`, `{crisis}` and `{poison}` with the words for a region. */
export function fillNumbers(text: string, numbers: RegionNumbers): string {
  return text.replace(/\{(emergency|urgent|crisis|poison)\}/g, (_, need: Need) => numbers[need].text);
}
