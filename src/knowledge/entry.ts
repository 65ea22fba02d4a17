import { z } from 'zod';

/** Body regions that the knowledge tells apart; `foot` includes the ankle. */
export const SITES = ['back', 'hip', 'knee', 'foot'] as const;
export type Site = (typeof SITES)[number];

export const ENTRY_KINDS = ['explanation', 'guidance', 'safety', 'red-flag', 'chitchat'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[a-z]+(?:\.[a-z0-9-]+)$/;
const filled = z.string().trim().min(1, 'is empty');
const date = z.string().regex(DATE, 'is not a date such as 2026-11-23');
const sites = z.array(z.enum(SITES)).min(1, 'is empty');

/** Circumstances that a person may have told; each one given must fit. */
export const whenSchema = z
  .strictObject({
    surgery: sites.optional(),
    pain: sites.optional(),
    operation: z.array(filled).min(1).optional(),
    approach: z
      .array(z.enum(['front', 'back', 'side']))
      .min(1)
      .optional(),
    weeksBelow: z.number().int().positive().optional(),
    weeksFrom: z.number().int().nonnegative().optional(),
    bloodThinner: z.boolean().optional(),
    noSurgery: z.boolean().optional(),
  })
  .refine((w) => Object.keys(w).length > 0, 'names no circumstance');

const variantSchema = z
  .strictObject({ when: whenSchema, caution: filled.optional(), paragraph: filled.optional() })
  .refine((v) => (v.caution === undefined) !== (v.paragraph === undefined), 'needs either caution or paragraph');

/** The front matter of an entry, as `knowledge/README.md` describes it field by field. */
export const entrySchema = z.strictObject({
  title: filled.max(100, 'has more than 100 characters'),
  kind: z.enum(ENTRY_KINDS),
  short: filled,
  utterances: z.array(filled).min(1, 'is empty'),
  sources: z.array(filled).min(1, 'is empty'),
  related: z.array(z.string().regex(ID, 'is not an entry id such as why.clicking-hip')).min(1, 'is empty'),
  roles: z.strictObject({ surgery: sites, pain: sites }).optional(),
  safetyNote: filled.optional(),
  interest: z.literal('maker').optional(),
  picture: filled.optional(),
  guide: filled.optional(),
  variants: z.array(variantSchema).optional(),
  reviewed: date,
  reviewBy: date,
  reviewer: z.string().optional(),
});

/** The front matter of a translated entry; what is not named here is that of the English entry. */
export const translationSchema = entrySchema.pick({
  title: true,
  short: true,
  utterances: true,
  safetyNote: true,
  variants: true,
  reviewed: true,
  reviewBy: true,
  reviewer: true,
});

export type When = z.infer<typeof whenSchema>;
export type Variant = z.infer<typeof variantSchema>;

/** A piece of an answer: its text without marks, and the ids of the sources that the marks named. */
export interface Statement {
  readonly text: string;
  readonly sources: readonly string[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly statement: Statement }
  | { readonly kind: 'list' | 'steps'; readonly items: readonly Statement[] };

/** One curated answer with the ways people ask for it. */
export interface Entry extends Omit<z.infer<typeof entrySchema>, 'utterances'> {
  /** From the path: `knowledge/why/clicking-hip.md` is `why.clicking-hip`. */
  readonly id: string;
  /** Path from the project's folder. */
  readonly file: string;
  readonly body: readonly Block[];
  /** Those of the entry first, then those of the file beside it. */
  readonly utterances: readonly string[];
  /** False where the English entry stands in for one that has not been translated. */
  readonly translated?: boolean;
}

export const supportKinds = ['guideline', 'study', 'maker', 'article', 'web', 'general', 'policy'] as const;

export const sourceSchema = z.strictObject({
  title: filled,
  publisher: filled,
  link: z.url({ protocol: /^https?$/ }).optional(),
  support: z.enum(supportKinds),
  seen: filled,
});

export type SupportKind = (typeof supportKinds)[number];

/** A page or paper that entries cite. */
export interface Source extends z.infer<typeof sourceSchema> {
  readonly id: string;
}
