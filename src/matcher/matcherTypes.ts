import type { WordForms } from './featureReader.js';
import type { WordNetTable } from './wordnet.js';

/** One utterance with the intent it asks for; `intent: "oos"` or `"None"` marks one that nobody's entry answers. */
export interface LabelledUtterance {
  readonly text: string;
  readonly intent: string;
}

/** A longer text that stands for an intent, for retrieval: its title, and its answer (may be empty). */
export interface IntentDocument {
  readonly intent: string;
  readonly title: string;
  readonly text: string;
}

/** What a matcher learns from. Order matters only for repeatability: the same training gives the same model. */
export interface MatcherTraining {
  readonly utterances: readonly LabelledUtterance[];
  readonly documents?: readonly IntentDocument[];
  /** Utterances that have to be declined. They train the scope figure and never become candidates. */
  readonly outOfScope?: readonly string[];
}

/** An intent the matcher proposes. `score` is the probability, 0 to 1, that it is the right one. */
export interface Match {
  readonly intent: string;
  readonly score: number;
}

export interface MatchResult {
  /** Best first, at most `limit` of them. Empty only when the matcher knows no intent. */
  readonly candidates: readonly Match[];
  /** Probability, 0 to 1, that the utterance asks for any of the intents at all. */
  readonly inScope: number;
  /** Share, 0 to 1, of the utterance's content words (weighted by rarity) that training has seen. */
  readonly coverage: number;
}

/** A word or feature that speaks for (positive) or against (negative) an intent. */
export interface Evidence {
  readonly feature: string;
  readonly weight: number;
}

export interface Explanation {
  readonly result: MatchResult;
  /** The words that carried the top intent, strongest first. */
  readonly top: readonly Evidence[];
  /** The same for the runner-up. */
  readonly runnerUp: readonly Evidence[];
  /** Words training has never seen. */
  readonly unknown: readonly string[];
}

export interface MatchOptions {
  /** How many candidates to return; 5 unless told. */
  readonly limit?: number;
}

export interface MatcherOptions {
  /** Seed of the training order; the same seed and training give the same model. */
  readonly seed?: number;
  /** Word knowledge, used where there are few utterances per intent. */
  readonly wordnet?: WordNetTable;
  /** Names of further features of a folded utterance, for example its concepts and roles. Must be pure. */
  readonly extraFeatures?: (foldedText: string) => readonly string[];
  /** How the words of the language are read; English unless told. */
  readonly forms?: WordForms | undefined;
  /** Share of in-scope utterances one is ready to decline, 0 to 1; sets `scopeThreshold`. */
  readonly plannedRejects?: number;
}

/** True for the names that mark an utterance nobody's entry answers: `oos`, `None`. */
export function isOutOfScopeName(intent: string): boolean {
  return /^(?:oos|none)$/i.test(intent);
}
