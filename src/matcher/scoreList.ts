import type { Match } from './matcherTypes.js';

/** An intent with its score, 0 to 1. */
export type ScoredIntent = Match;

/** Best first; equal scores keep their order. */
export function sortByScore(scored: readonly ScoredIntent[]): ScoredIntent[] {
  return [...scored].sort((a, b) => b.score - a.score);
}

/** The weighted mean of two lists; an intent that one of them lacks scores 0 there. */
export function mixScores(a: readonly ScoredIntent[], b: readonly ScoredIntent[], shareOfB: number): ScoredIntent[] {
  const sums = new Map<string, number>();
  for (const { intent, score } of a) sums.set(intent, score * (1 - shareOfB));
  for (const { intent, score } of b) sums.set(intent, (sums.get(intent) ?? 0) + score * shareOfB);
  return sortByScore(Array.from(sums, ([intent, score]) => ({ intent, score })));
}
