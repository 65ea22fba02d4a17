import type { Roles } from './roles.js';
import type { ScoredIntent } from './scoreList.js';
import type { UtteranceReading } from './readUtterance.js';

export type Band = 'answer' | 'clarify' | 'fallback';

/** Lowest score at which the bot answers without asking back. Placeholder until calibrated. */
export const ANSWER_SCORE = 0.5;
export const CLARIFY_SCORE = 0.2;
export const SCOPE_FLOOR = 0.3;

export interface Judged {
  readonly candidates: readonly ScoredIntent[];
  readonly scope: number;
}

/** How far an answer can be trusted: answer, ask which is meant, or say that one does not know. */
export function chooseBand({ candidates, scope }: Judged): Band {
  const top = candidates[0]?.score ?? 0;
  if (top >= ANSWER_SCORE) return 'answer';
  return top >= CLARIFY_SCORE && scope >= SCOPE_FLOOR ? 'clarify' : 'fallback';
}

/** For a question back: the two or three likeliest, without those far behind the first. */
export function chooseOffered(candidates: readonly ScoredIntent[]): ScoredIntent[] {
  const top = candidates[0]?.score ?? 0;
  return candidates.slice(0, 3).filter((c, i) => i < 2 || c.score >= top / 4);
}

export type { Roles, UtteranceReading };
