// Typed-array reads carry `!` in this file: indices are classes.
import type { LogisticHead } from './calibration.js';

/** The two heads that turn scores into probabilities, and where to decline. */
export interface Confidence {
  /** Probability that the best intent is the right one. */
  readonly right: LogisticHead;
  /** Probability that the utterance is in scope at all. */
  readonly scope: LogisticHead;
  readonly scopeThreshold: number;
}

/** The scores of an utterance and what is known beside them. */
export interface Reading {
  readonly scores: ArrayLike<number>;
  /** What the best class scores when no word is known. */
  readonly bias: ArrayLike<number>;
  /** How many of the classes are intents; the one after them, if any, stands for what is declined. */
  readonly intents: number;
  readonly coverage: number;
  readonly words: number;
}

export interface Leaders {
  readonly best: number;
  readonly second: number;
}

/** The two best of the first `intents` classes; -1 where there is none. Classes scored NaN do not take part. */
export function findLeaders(scores: ArrayLike<number>, intents: number): Leaders {
  let best = -1;
  let second = -1;
  for (let c = 0; c < intents; c++) {
    const score = scores[c]!;
    if (Number.isNaN(score)) continue;
    if (best < 0 || score > scores[best]!) {
      second = best;
      best = c;
    } else if (second < 0 || score > scores[second]!) second = c;
  }
  return { best, second };
}

/** A gap beyond this says no more; without the cap, a few very clear utterances would set the slope for all. */
const WIDE_GAP = 0.5;

/**
 * What the heads look at, each of order 1. The products let coverage count more where the scores are high: a high score
 * from few known words is the usual mark of an utterance from another field.
 */
export function headFeatures({ scores, bias, intents, coverage, words }: Reading, { best, second }: Leaders): number[] {
  const top = best < 0 ? -1 : scores[best]!;
  const evidence = best < 0 ? 0 : top - bias[best]!;
  const gap = second < 0 ? WIDE_GAP : top - scores[second]!;
  const declined = scores.length > intents ? scores[intents]! : 0;
  return [
    top,
    evidence,
    gap,
    Math.min(gap, WIDE_GAP),
    coverage,
    coverage * coverage,
    top * coverage,
    gap * coverage,
    Math.log1p(words) / 2,
    declined,
  ];
}
