// Typed-array reads carry `!` in this file: every index is a row, class or place of the sample counted here.
import type { ProfileWeights } from './classProfile.js';
import { learnConfidence } from './learnConfidence.js';
import type { ReaderOptions } from './featureReader.js';
import { indexDocuments } from './lexicalIndex.js';
import { createRandom, shuffle, type LabelledRows } from './linearClassifier.js';
import type { MatcherModel, UntrustedModel } from './matcherModel.js';
import { isOutOfScopeName, type MatcherOptions, type MatcherTraining } from './matcherTypes.js';
import { isTooLargeToTrain, trainLinear, type HeldOutPlan } from './trainLinear.js';
import type { Tuning } from './tuning.js';
import { learnFeatures } from './learnFeatures.js';

/** The training rows in one list: utterances, titles, names of intents, then what is to be declined. */
export interface TrainingRows {
  readonly intents: readonly string[];
  readonly texts: readonly string[];
  /** `intents.length` for utterances to be declined. */
  readonly classOf: Int32Array;
  /** Rows that a person could have typed; names of intents are not. */
  readonly isTyped: readonly boolean[];
  readonly perIntent: number;
}

/** With fewer examples than this, declined utterances do not form a class of their own. */
const MIN_DECLINED = 8;
const FOLDS = 5;
const MAX_SAMPLE = 2000;
/** Held-out scores kept at most, which bounds the memory of training. */
const MAX_HELD_OUT = 2_000_000;
/** With fewer rows to hold out, confidence is not learned from them; see `DEFAULT_CONFIDENCE`. */
const MIN_SAMPLE = 30;

/** Trains a matcher. The same training, options and tuning give the same model, byte for byte. */
export function trainMatcher(training: MatcherTraining, options: MatcherOptions, tuning: Tuning): MatcherModel {
  const rows = collectRows(training);
  const usesWordnet = options.wordnet !== undefined && rows.perIntent < tuning.wordnetRows;
  const reader: ReaderOptions = { tuning, wordnet: usesWordnet ? options.wordnet : undefined, extraFeatures: options.extraFeatures };
  const isLarge = isTooLargeToTrain(rows.intents.length, rows.texts.length);
  const learned = learnFeatures(rows.texts, reader, isLarge || rows.perIntent >= tuning.minDfRows ? 2 : 1);
  const declined = rows.classOf.reduce((sum, c) => sum + (c === rows.intents.length ? 1 : 0), 0);
  const hasDeclinedClass = declined >= MIN_DECLINED;
  const data: LabelledRows = {
    rows: learned.rows,
    classOf: rows.classOf,
    classes: rows.intents.length + (hasDeclinedClass ? 1 : 0),
    features: learned.table.hashes.length,
  };
  const random = createRandom(options.seed ?? 1);
  const plan = planHeldOut(rows, isLarge ? 0 : MAX_SAMPLE, random);
  const { model: linear, heldOut } = trainLinear(data, profileWeights(rows.perIntent, tuning), tuning, random, plan);
  const model: UntrustedModel = {
    intents: rows.intents,
    declinedName: training.utterances.find((u) => isOutOfScopeName(u.intent))?.intent,
    hasDeclinedClass,
    usesWordnet,
    features: learned.table,
    linear,
    lexical: indexTraining(training, rows.intents),
    lexicalWeight: tuning.lexicalWeight / (1 + Math.max(0, rows.perIntent - 1) / tuning.lexicalFade),
    tuning,
  };
  const confidence = learnConfidence({ model, rows, learned, plan, heldOut }, options);
  return { ...model, confidence };
}

function collectRows(training: MatcherTraining): TrainingRows {
  const documents = training.documents ?? [];
  const inside = [
    ...training.utterances.filter((u) => !isOutOfScopeName(u.intent)),
    ...documents.map((d) => ({ text: d.title, intent: d.intent })),
  ];
  const intents = [...new Set(inside.map((u) => u.intent))];
  const named = nameRows(intents);
  const outside = [
    ...training.utterances.filter((u) => isOutOfScopeName(u.intent)).map((u) => u.text),
    ...(training.outOfScope ?? []),
  ];
  const idOf = new Map(intents.map((intent, i) => [intent, i]));
  const labelled = [...inside, ...named];
  return {
    intents,
    texts: [...labelled.map((u) => u.text), ...outside],
    classOf: Int32Array.from([...labelled.map((u) => idOf.get(u.intent) ?? 0), ...outside.map(() => intents.length)]),
    isTyped: [...inside.map(() => true), ...named.map(() => false), ...outside.map(() => true)],
    perIntent: medianCount(inside.map((u) => u.intent)),
  };
}

/** The middle one of the counts of each name; a few large intents should not set the tone for many small ones. */
function medianCount(names: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts.values()].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * The words of the intents' names, as one more row each to learn from: `card_arrival` is `card arrival`. Names are chosen
 * by people to say what the intent is about; at one row per intent they are worth 15 points, at ten 1.5, at a hundred
 * nothing. Names that differ in nothing but numbers (`faq001`, `faq002`) say nothing and are left out.
 */
export function nameRows(intents: readonly string[]): { text: string; intent: string }[] {
  const count = new Map<string, number>();
  const wordsOf = (intent: string): string =>
    intent
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/[^\p{L}']+/gu, ' ')
      .trim()
      .toLowerCase();
  for (const intent of intents) count.set(wordsOf(intent), (count.get(wordsOf(intent)) ?? 0) + 1);
  return intents
    .map((intent) => ({ text: wordsOf(intent), intent }))
    .filter(({ text }) => text !== '' && count.get(text) === 1);
}

/** Shares of the class profiles, between the two ends in steps of the logarithm of the rows per intent. */
function profileWeights(perIntent: number, t: Tuning): ProfileWeights {
  const many = Math.min(1, Math.max(0, Math.log(perIntent / 10) / Math.log(5)));
  return {
    centroid: t.centroidFew + (t.centroidMany - t.centroidFew) * many,
    bayes: t.bayesFew + (t.bayesMany - t.bayesFew) * many,
    smoothing: t.bayesSmoothing,
  };
}

function indexTraining(training: MatcherTraining, intents: readonly string[]): MatcherModel['lexical'] {
  const documents = training.documents ?? [];
  if (documents.length === 0) return undefined;
  const classOf = Int32Array.from(documents, (d) => intents.indexOf(d.intent));
  return indexDocuments(
    documents.map((d) => `${d.title}\n${d.text}`),
    classOf,
  );
}

/** Plans five folds. Rows that are the only one of their intent cannot be held out: nothing would be left of it. */
function planHeldOut(rows: TrainingRows, most: number, random: () => number): HeldOutPlan {
  const seen = new Int32Array(rows.intents.length + 1);
  const foldOf = Uint8Array.from(rows.classOf, (c) => (seen[c]!++ + c) % FOLDS);
  // Declined utterances form no group: there is nothing they could be foreign to.
  const groupOf = Uint8Array.from(rows.classOf, (c) => (c === rows.intents.length ? 255 : (c * 7 + 3) % FOLDS));
  const typed = new Int32Array(rows.intents.length + 1);
  rows.classOf.forEach((c, row) => (typed[c]! += rows.isTyped[row] ? 1 : 0));
  const usable = Int32Array.from(rows.classOf.keys()).filter((row) => rows.isTyped[row] && typed[rows.classOf[row]!]! > 1);
  if (Math.min(usable.length, most) < MIN_SAMPLE) return { folds: 0, foldOf, groupOf, sample: new Int32Array(0) };
  shuffle(usable, usable.length, random);
  return { folds: FOLDS, foldOf, groupOf, sample: usable.slice(0, Math.min(most, Math.ceil(MAX_HELD_OUT / rows.intents.length))) };
}
