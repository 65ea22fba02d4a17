import type { EntryRanking } from './entryRanker.js';
import type { UtteranceReading } from './readUtterance.js';
import type { ScoredIntent } from './scoreList.js';

/** Candidates whose scores are probabilities of being right, and the probability that the utterance is ours. */
export interface Trusted {
  readonly candidates: readonly ScoredIntent[];
  readonly scope: number;
}

/** Placeholder until fitted. */
export function trustScores(scored: readonly ScoredIntent[], ranking: EntryRanking, _reading: UtteranceReading): Trusted {
  return { candidates: scored, scope: ranking.inScope };
}
