import type { ProfileWeights } from './classProfile.js';
import type { ReaderOptions } from './featureReader.js';
import { planHeldOut, planNothing } from './heldOutPlan.js';
import { learnConfidence } from './learnConfidence.js';
import { learnFeatures } from './learnFeatures.js';
import { indexDocuments } from './lexicalIndex.js';
import { createRandom, type LabelledRows } from './linearClassifier.js';
import type { MatcherModel, UntrustedModel } from './matcherModel.js';
import { isOutOfScopeName, type MatcherOptions, type MatcherTraining } from './matcherTypes.js';
import { isTooLargeToTrain, trainLinear } from './trainLinear.js';
import { collectRows } from './trainingRows.js';
import type { Tuning } from './tuning.js';

/** With fewer examples than this, declined utterances do not form a class of their own. */
const MIN_DECLINED = 8;

/** Trains a matcher. The same training, options and tuning give the same model, byte for byte. */
export function trainMatcher(training: MatcherTraining, options: MatcherOptions, given: Tuning): MatcherModel {
  const rows = collectRows(training);
  const tuning = { ...given, synsetRarity: given.synsetRarity / Math.max(1, rows.perIntent) };
  const usesWordnet = options.wordnet !== undefined && rows.perIntent < tuning.wordnetRows;
  const reader: ReaderOptions = {
    tuning,
    wordnet: usesWordnet ? options.wordnet : undefined,
    extraFeatures: options.extraFeatures,
    forms: options.forms,
  };
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
  const plan = isLarge ? planNothing(rows) : planHeldOut(rows, random);
  const { model: linear, heldOut } = trainLinear(data, profileWeights(rows.perIntent, tuning), tuning, random, plan);
  const model: UntrustedModel = {
    intents: rows.intents,
    declinedName: training.utterances.find((u) => isOutOfScopeName(u.intent))?.intent,
    hasDeclinedClass,
    usesWordnet,
    features: learned.table,
    linear,
    lexical: indexTraining(training, rows.intents, options),
    lexicalWeight: tuning.lexicalWeight / (1 + Math.max(0, rows.perIntent - 1) / tuning.lexicalFade),
    tuning,
  };
  const confidence = learnConfidence({ model, rows, learned, plan, heldOut }, options);
  return { ...model, confidence };
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

function indexTraining(
  training: MatcherTraining,
  intents: readonly string[],
  { forms }: MatcherOptions,
): MatcherModel['lexical'] {
  const documents = training.documents ?? [];
  if (documents.length === 0) return undefined;
  const classOf = Int32Array.from(documents, (d) => intents.indexOf(d.intent));
  return indexDocuments(
    documents.map((d) => `${d.title}\n${d.text}`),
    classOf,
    forms,
  );
}
