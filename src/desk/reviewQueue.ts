import { z } from 'zod';
import type { StoredRecord } from '../storage/store.js';

/** Why a question stands in the queue. */
export const REVIEW_REASONS = ['left', 'unanswered', 'unsure', 'notHelpful', 'askedAgain'] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/** A question for a curator. Redacted; names nobody. */
export interface ReviewItem {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: ReviewReason;
  readonly text: string;
  /** Entries that came closest, or the one whose answer did not help. */
  readonly candidates: readonly string[];
  /** What the person said about the answer. */
  readonly comment?: string | undefined;
}

const recordSchema = z.object({
  id: z.string(),
  at: z.string(),
  text: z.string().trim().min(1),
  reason: z.enum(REVIEW_REASONS).optional(),
  isLeft: z.boolean().optional(),
  candidates: z.array(z.string()).catch([]),
  comment: z.string().optional(),
});

/** Reads the queue from its records; those without a text, or of another shape, are left out. */
export function readReviewItems(records: readonly StoredRecord[]): ReviewItem[] {
  return records.flatMap((record) => {
    const { data } = recordSchema.safeParse(record);
    if (!data) return [];
    const { isLeft, reason, ...rest } = data;
    return [{ ...rest, reason: reason ?? (isLeft ? 'left' : 'unanswered') }];
  });
}
