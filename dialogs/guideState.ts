import { z } from 'zod';
import type { Guide } from '../src/knowledge/guide.js';
import { isExpired } from './guideGate.js';
import type { Step, TalkState } from './talkDialog.js';
import type { Turn } from './turn.js';

/** What a guide stores between turns. */
export const guideStateSchema = z.object({
  version: z.literal(1),
  asides: z.number(),
  misses: z.number(),
  stage: z.enum(['choose', 'list', 'which', 'one', 'step', 'felt']),
  guide: z.string().optional(),
  /** Index of the step. */
  at: z.number().int().nonnegative(),
  /** Ids of the questions that are asked one by one, the open one first. */
  queue: z.array(z.string()),
  gate: z.record(z.string(), z.literal('no')),
  recordedAt: z.string().optional(),
});

export type GuideState = z.infer<typeof guideStateSchema> & TalkState;
export type GuideTurn = Step<GuideState>;

/** Nothing chosen and nothing answered. */
export const FRESH: GuideState = { version: 1, asides: 0, misses: 0, stage: 'choose', at: 0, queue: [], gate: {} };

/** The guide that a state is about, where it still exists. */
export const guideOf = (turn: Turn, state: GuideState): Guide | undefined =>
  state.guide === undefined ? undefined : turn.knowledge.guides.get(state.guide);

/** All safety questions of a guide, none of them answered. */
export const listState = (guide: string | undefined): GuideState => ({
  ...FRESH,
  stage: 'list',
  ...(guide !== undefined && { guide }),
});

/** True where the answers to the safety questions are too old for a step. */
export const hasExpired = (turn: Turn, state: GuideState) =>
  state.stage === 'step' && isExpired(state.recordedAt, turn.now);
