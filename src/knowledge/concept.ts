import { z } from 'zod';
import { SITES } from './entry.js';

const filled = z.string().trim().min(1, 'is empty');

/** `knowledge/synonyms.yml`: words and phrases that mean one thing. */
export const conceptsSchema = z.array(
  z.strictObject({
    id: filled,
    kind: z.enum([
      'operation',
      'site',
      'symptom',
      'tool',
      'care',
      'muscle',
      'condition',
      'activity',
      'time',
      'person',
      'medicine',
    ]),
    site: z.enum(SITES).optional(),
    forms: z.array(filled).min(1, 'is empty'),
  }),
);

export type Concept = z.infer<typeof conceptsSchema>[number];
