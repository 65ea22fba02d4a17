// Typed-array reads carry `!` in this file: indices are classes.
import { applyHead } from './calibration.js';
import type { MatcherModel } from './matcherModel.js';
import { explainClass } from './explainMatch.js';
import { restoreModel, serializeModel } from './modelFile.js';
import type { Explanation, Match, MatcherOptions, MatcherTraining, MatchOptions, MatchResult } from './matcherTypes.js';
import { Ranker } from './ranker.js';
import { trainMatcher } from './trainMatcher.js';
import { DEFAULT_TUNING, type Tuning } from './tuning.js';

const DEFAULT_LIMIT = 5;

export interface Matcher {
  /** The intents that fit an utterance. Never throws; at most `MAX_UTTERANCE_CHARS` are read. Not re-entrant. */
  match(text: string, options?: MatchOptions): MatchResult;
  /** The same decision with the words that carried the best intent and the runner-up. Slower; for curators. */
  explain(text: string): Explanation;
  /** The trained model, for `restoreMatcher`. */
  serialize(): Uint8Array;
  /** Utterances with a lower `inScope` are better declined; set by `plannedRejects`. */
  readonly scopeThreshold: number;
  readonly intents: readonly string[];
  /** The name that training gives to utterances to be declined, if any. */
  readonly declinedName: string | undefined;
}

/** Trains a matcher: about a second for 110 intents with 7,000 utterances. Pure: no disk, network, clock or chance. */
export function createMatcher(
  training: MatcherTraining,
  options: MatcherOptions & { tuning?: Partial<Tuning> } = {},
): Matcher {
  const tuning = { ...DEFAULT_TUNING, ...options.tuning };
  return createTrainedMatcher(trainMatcher(training, options, tuning), options);
}

/**
 * A matcher from what `serialize` gave, with the same `wordnet` and `extraFeatures` as then. Throws a RangeError when the
 * bytes are not a whole model of this version; train anew in that case.
 */
export function restoreMatcher(bytes: Uint8Array, options: MatcherOptions = {}): Matcher {
  // The checksum and the cache key vouch that this is what `serialize` wrote.
  return createTrainedMatcher(restoreModel(bytes) as MatcherModel, options);
}

/** A matcher from a model in memory. */
function createTrainedMatcher(model: MatcherModel, options: MatcherOptions): Matcher {
  const ranker = new Ranker(model, options);
  return {
    match: (text, { limit = DEFAULT_LIMIT } = {}) => matchUtterance(ranker, model, text, limit),
    explain: (text) => explainUtterance(ranker, model, text),
    serialize: () => serializeModel(model),
    scopeThreshold: model.confidence.scopeThreshold,
    intents: model.intents,
    declinedName: model.declinedName,
  };
}

function matchUtterance(ranker: Ranker, model: MatcherModel, text: string, limit: number): MatchResult {
  const { scores, vector, x } = ranker.read(text);
  const inScope = applyHead(model.confidence.scope, x);
  const right = Math.min(applyHead(model.confidence.right, x), inScope);
  const order = ranker.topIntents(limit + 1);
  return {
    candidates: shareScore(order, scores, right, inScope, model).slice(0, limit),
    inScope,
    coverage: vector.coverage,
  };
}

function explainUtterance(ranker: Ranker, model: MatcherModel, text: string): Explanation {
  const result = matchUtterance(ranker, model, text, DEFAULT_LIMIT);
  const parts = ranker.trace(text);
  const { vector } = ranker.read(text);
  const [top, runnerUp] = ranker.topIntents(2);
  return {
    result,
    top: top === undefined ? [] : explainClass(model, parts, vector, top),
    runnerUp: runnerUp === undefined ? [] : explainClass(model, parts, vector, runnerUp),
    unknown: [...new Set(parts.filter((part) => !part.isKnown).map((part) => part.name))],
  };
}

/** The best intent gets the calibrated probability; the others share what is left as a softmax of their scores would. */
function shareScore(
  order: readonly number[],
  scores: Float64Array,
  right: number,
  inScope: number,
  { intents, tuning }: MatcherModel,
): Match[] {
  const reference = scores[order[1] ?? 0] ?? 0;
  const weights = order.map((c) => Math.exp((scores[c]! - reference) / tuning.temperature));
  const others = weights.slice(1).reduce((sum, weight) => sum + weight, 0) || 1;
  return order.map((c, rank) => ({
    intent: intents[c]!,
    score: rank === 0 ? right : Math.min(right, ((inScope - right) * weights[rank]!) / others),
  }));
}
