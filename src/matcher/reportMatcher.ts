// Typed-array reads carry `!` in this file: indices are classes.
import type { ConceptSpan } from '../language/conceptSpan.js';
import { hashConceptPairs } from './conceptPairs.js';
import type { ReaderOptions, WordForms } from './featureReader.js';
import { learnFeatures } from './learnFeatures.js';
import {
  createPlane,
  createRandom,
  LinearTrainer,
  resetPlane,
  type LabelledRows,
  type Plane,
} from './linearClassifier.js';
import { restoreModel, serializeModel } from './modelFile.js';
import { addProducts, LANES, PostingsBuilder, type Postings } from './sparse.js';
import { DEFAULT_TUNING, type Tuning } from './tuning.js';
import { Vectorizer } from './vectorizer.js';
import type { FeatureTable } from './weighting.js';

/** How much an utterance is like the reports of a warning sign. */
export interface Report {
  /** The entry that answers the likeliest sign, for example `safety.infection`. */
  readonly entry: string;
  /** Above 0 where it is liker to reports than to harmless utterances; most lie between -2 and 2. */
  readonly margin: number;
}

/** What reports are learned from; all of it stands in `knowledge/`. */
export interface ReportTraining {
  /** Utterances that report a sign, by entry. */
  readonly reports: ReadonlyMap<string, readonly string[]>;
  /** Utterances that report none. */
  readonly others: readonly string[];
}

export interface ReportMatcher {
  /** The likeliest sign; nothing where there is none to choose from. Pure; never throws. */
  measure(utterance: string): Report | undefined;
  serialize(): Uint8Array;
}

export interface ReportOptions {
  /** The concepts of the red-flag rules in a text, by their start. */
  readonly listConcepts?: ((text: string) => readonly ConceptSpan[]) | undefined;
  /** How words are read; English unless told. */
  readonly forms?: WordForms | undefined;
  /** What `serialize` gave for the same training, options and program; bytes that do not fit are ignored. */
  readonly saved?: Uint8Array | undefined;
}

interface ReportModel {
  readonly kind: 'reports';
  readonly entries: readonly string[];
  readonly features: FeatureTable;
  /** One column for each entry, then one for reports of any kind. */
  readonly postings: Postings;
  readonly bias: Float32Array;
}

/**
 * The numbers of the general matcher, but for these: a higher weight for pairs of words (+2 points of reports found at
 * 3 false alarms in 100 near misses, by cross-validation), no word knowledge (+1, at a third more time), and every row
 * kept in play, because there are only a few classes.
 */
const TUNING: Tuning = {
  ...DEFAULT_TUNING,
  bigramWeight: 1,
  activeRows: Number.MAX_SAFE_INTEGER,
  biasFeature: 1,
  passes: 8,
  lookPasses: [1, 3, 5],
};
/** Features of a single utterance tell nothing about others. */
const LEAST_ROWS = 2;

/**
 * Learns from examples how people report warning signs, as a second look beside the rules of `src/safety/`: the rules
 * know what they were told, this generalises from words, pairs and letters. Half of the margin is what tells any report
 * from harmless utterances, half the likeliest kind of report: together they find 4 points more than either alone.
 * The concepts of the rules and their pairs, whatever the rules make of them, find 5 points more at 3 false alarms in 100.
 * About ten seconds for 35,000 utterances.
 */
export function createReportMatcher(training: ReportTraining, options: ReportOptions = {}): ReportMatcher {
  const { listConcepts, forms, saved } = options;
  const reader: ReaderOptions = {
    tuning: TUNING,
    forms,
    ...(listConcepts && { extraHashes: (text) => hashConceptPairs(listConcepts(text)) }),
  };
  const model = restore(saved) ?? learn(training, reader);
  const vectorizer = new Vectorizer(model.features, reader);
  const sums = new Float64Array(model.entries.length + 1);
  const measure = (utterance: string): Report | undefined => {
    sums.fill(0);
    addProducts(model.postings, vectorizer.vectorize(utterance), sums);
    return toReport(model, sums);
  };
  return { measure, serialize: () => serializeModel(model) };
}

function toReport({ entries, postings, bias }: ReportModel, sums: Float64Array): Report | undefined {
  const scores = Array.from(sums, (sum, c) => sum * postings.scale[c]! + bias[c]!);
  const any = scores.at(-1) ?? 0;
  let best = 0;
  for (let c = 1; c < entries.length; c++) if (scores[c]! > scores[best]!) best = c;
  const entry = entries[best];
  return entry === undefined ? undefined : { entry, margin: (any + scores[best]!) / 2 };
}

function learn({ reports, others }: ReportTraining, reader: ReaderOptions): ReportModel {
  const entries = [...reports.keys()];
  const texts = [...reports.values(), others].flat();
  const classOf = Int32Array.from([...reports.values(), others].flatMap((list, c) => list.map(() => c)));
  const { table, rows } = learnFeatures(texts, reader, LEAST_ROWS);
  const data = { rows, classOf, classes: entries.length + 1, features: table.hashes.length };
  const isReport = classOf.map((c) => (c < entries.length ? 0 : 1));
  const planes = [...trainPlanes(data, entries.length), ...trainPlanes({ ...data, classOf: isReport, classes: 2 }, 1)];
  const builder = new PostingsBuilder(data.features);
  for (const plane of planes) builder.push(plane.w);
  return {
    kind: 'reports',
    entries,
    features: table,
    postings: builder.build(planes.length),
    bias: Float32Array.from(planes, (plane) => plane.bias),
  };
}

/** Planes of the first `count` classes, each against all the rest. */
function trainPlanes(data: LabelledRows, count: number): Plane[] {
  const trainer = new LinearTrainer(data, TUNING, createRandom(1));
  const planes = Array.from({ length: count }, (_, target) => {
    const plane = createPlane(data);
    resetPlane(plane, target);
    return plane;
  });
  for (let at = 0; at < count; at += LANES) trainer.train(planes.slice(at, at + LANES));
  return planes;
}

function restore(saved: Uint8Array | undefined): ReportModel | undefined {
  try {
    const model = saved && (restoreModel(saved) as Partial<ReportModel>); // `kind` tells whether it is one of ours
    return model?.kind === 'reports' ? (model as ReportModel) : undefined;
  } catch {
    // Bytes of another version; it learns anew.
    return undefined;
  }
}
