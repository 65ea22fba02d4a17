import { z } from 'zod';

/** Emergency number now (1) or a call on the same day (2). Routine matters are no red flag. */
export type Tier = 1 | 2;

/**
 * Cues by which a sentence is read. Each is a list of patterns; what each does stands in `docs/safety.md`.
 */
export const CUES = [
  'negator',
  'strong-negator',
  'not-negation',
  'see-through',
  'answer-no',
  'resolved',
  'resolving',
  'ruled-out',
  'settled',
  'past',
  'soft-past',
  'event',
  'present',
  'hypothetical',
  'general',
  'weak-general',
  'not-general',
  'contrast',
  'reason',
  'subject',
  'person',
  'owner',
  'link',
  'binder',
  'breaker',
  'copula',
  'preposition',
  'noun',
  'mild',
  'has-sign',
  'has-none',
  'has-help',
] as const;
export type Cue = (typeof CUES)[number];

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens');
const patterns = z.array(z.coerce.string().min(1)).min(1);
const entryId = z.string().regex(/^safety\.[a-z-]+$/, 'name a safety entry, such as safety.blood-clot');
const tier = z.union([z.literal(1), z.literal(2)]);

const signSchema = z.strictObject({
  say: patterns.optional(),
  pairs: z.array(z.string().regex(/^[a-z0-9 -]+:[a-z0-9 -]+$/, 'write "place place: finding finding"')).optional(),
  passing: z.boolean().optional(),
  meant: z.boolean().optional(),
  topic: z.boolean().optional(),
  mild: z.boolean().optional(),
  context: z.boolean().optional(),
});

const ruleSchema = z.strictObject({
  id: name,
  entry: entryId,
  tier,
  sources: z.array(name).min(1),
  when: z.array(z.string().min(1)).min(1),
  unless: z.array(z.string().min(1)).optional(),
  reviewer: z.string(),
  reviewedOn: z.union([z.literal(''), z.iso.date()]),
  examples: z.strictObject({ yes: z.array(z.string()).min(1), no: z.array(z.string()).min(1) }),
});

const phrases = z.record(name, patterns);

export const fileSchema = z.strictObject({
  language: z.string(),
  spelling: z.strictObject({
    slang: z.record(z.string(), z.string()),
    soundsLike: z.record(z.string(), z.string()),
    corrected: z.string(),
    everyday: z.string(),
    realWords: z.string(),
  }),
  cues: z.strictObject(Object.fromEntries(CUES.map((cue) => [cue, patterns])) as Record<Cue, typeof patterns>), // keys are CUES
  words: phrases,
  benign: phrases,
  places: phrases,
  findings: phrases,
  topics: z.record(name, z.strictObject({ entry: entryId, say: patterns })),
  signs: z.record(name, signSchema),
  shown: z.record(entryId, tier),
  rules: z.array(ruleSchema).min(1),
});

export type RedFlagFile = z.infer<typeof fileSchema>;
export type SignSource = z.infer<typeof signSchema>;

/**
 * One rule: all of `when` must be reported (each item is one sign or several with `|`), none of `unless`.
 *
 * Rules of one tier stand in order of urgency. `reviewer` and `reviewedOn` are empty until a clinician has signed.
 */
export type RedFlagRule = z.infer<typeof ruleSchema>;

/** The whole of `knowledge/red-flags.yml`, valid: every name that is used exists, every pattern can be read. */
export interface RedFlagRules extends RedFlagFile {
  readonly kind: 'red-flag rules';
}
