import type { Band } from './answerBands.js';
import type { Roles } from './roles.js';
import type { ScoredIntent } from './scoreList.js';

export interface MatchContext {
  /** The entry answered last in this conversation. */
  readonly lastIntent?: string;
  /** What the person told earlier. */
  readonly told?: Roles;
  /** Makes times such as "in March" countable in `roles.weeksSince`. */
  readonly now?: Date;
}

export interface FaqMatch {
  /** Best first, at most `CANDIDATES`. */
  readonly candidates: readonly ScoredIntent[];
  readonly band: Band;
  /** For `clarify`: the two or three to choose from, which are the first candidates. */
  readonly offered: readonly ScoredIntent[];
  /** For `answer`: what further questions in the same message ask for. */
  readonly also: readonly ScoredIntent[];
  /** What this utterance tells; what was told earlier is not in it. */
  readonly roles: Roles;
  /** It tells of an operation and of ordinary pain elsewhere, and of nothing else. */
  readonly isPlainPain: boolean;
  /** Probability, 0 to 1, that the utterance is ours at all. */
  readonly scope: number;
}

export interface FaqMatcher {
  /** The entries that fit an utterance. Pure and never throws: the same utterance and context give the same match. */
  match(utterance: string, context?: MatchContext): FaqMatch;
  /** Why it ranks as it does, in lines for a curator: words, corrections, concepts, roles, evidence, runner-up, margin. */
  explain(utterance: string, context?: MatchContext): string[];
  /** What was learned, to be restored with `saved` instead of learned again. */
  serialize(): Uint8Array;
}
