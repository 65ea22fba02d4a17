// Typed-array reads carry `!` in this file: indices are classes.
import { shuffle } from './linearClassifier.js';
import type { TrainingRows } from './trainingRows.js';

/** How rows and classes are left out to learn how far scores can be trusted. */
export interface HeldOutPlan {
  readonly folds: number;
  /** The fold in which each row is left out. */
  readonly foldOf: Uint8Array;
  /** The fold in which each row is left out with all rows of its class. */
  readonly groupOf: Uint8Array;
  /** The rows whose held-out scores are wanted. */
  readonly sample: Int32Array;
}

const FOLDS = 5;
/** Enough to place a threshold at the second of a hundred; more would only cost time. */
const MAX_SAMPLE = 2000;
/** Held-out scores kept at most, which bounds the memory of training. */
const MAX_SCORES = 2_000_000;
/** With fewer rows to hold out, confidence is not learned from them; see `DEFAULT_CONFIDENCE`. */
const MIN_SAMPLE = 30;

/** A plan that holds nothing out. */
export function planNothing(rows: TrainingRows): HeldOutPlan {
  const none = new Uint8Array(rows.classOf.length);
  return { folds: 0, foldOf: none, groupOf: none, sample: new Int32Array(0) };
}

/** Plans five folds. Rows that are the only one of their intent cannot be held out: nothing would be left of it. */
export function planHeldOut(rows: TrainingRows, random: () => number): HeldOutPlan {
  const seen = new Int32Array(rows.intents.length + 1);
  const foldOf = Uint8Array.from(rows.classOf, (c) => (seen[c]!++ + c) % FOLDS);
  // Declined utterances form no group: there is nothing they could be foreign to.
  const groupOf = Uint8Array.from(rows.classOf, (c) => (c === rows.intents.length ? 255 : (c * 7 + 3) % FOLDS));
  const typed = new Int32Array(rows.intents.length + 1);
  rows.classOf.forEach((c, row) => (typed[c]! += rows.isTyped[row] ? 1 : 0));
  const usable = Int32Array.from(rows.classOf.keys()).filter(
    (row) => rows.isTyped[row] && typed[rows.classOf[row]!]! > 1,
  );
  if (usable.length < MIN_SAMPLE) return planNothing(rows);
  shuffle(usable, usable.length, random);
  const size = Math.min(MAX_SAMPLE, Math.ceil(MAX_SCORES / rows.intents.length));
  return { folds: FOLDS, foldOf, groupOf, sample: usable.slice(0, size) };
}
