// Typed-array reads carry `!` in this file: every index comes from the row bounds.
import { ClassProfile, type ProfileWeights } from './classProfile.js';
import type { HeldOutPlan } from './heldOutPlan.js';
import { createPlane, LinearTrainer, resetPlane, type LabelledRows, type Plane } from './linearClassifier.js';
import { LaneMatrix, LANES, PostingsBuilder, rowProduct, type Postings } from './sparse.js';
import type { Tuning } from './tuning.js';

/** A linear score per class: `bias + w·x - massPenalty × Σx`. */
export interface LinearModel {
  readonly postings: Postings;
  readonly bias: Float32Array;
  readonly massPenalty: Float32Array;
}

/** Scores of the sample's rows, `classes` in a row, by models that have not seen the row. NaN where none applies. */
export interface HeldOutScores {
  readonly known: Float32Array;
  /** By models that have not seen the row's class at all, nor its group; NaN for classes of the group. */
  readonly foreign: Float32Array;
}

/**
 * Beyond this many pairs of a class and a row the SVM would train for minutes. Profiles alone rank then, and nothing is
 * held out. 1,000 intents of 8 rows, or 150 of 100, stay below.
 */
const MAX_PAIRS = 10_000_000;

/** True when there are too many classes and rows to train more than profiles. */
export function isTooLargeToTrain(classes: number, rows: number): boolean {
  return classes * rows > MAX_PAIRS;
}

/** Columns kept per feature. With more classes than this, a common feature speaks for its strongest ones only. */
const MAX_COLUMNS = 512;

/** Trains all classes, eight at a time, and their held-out versions right after while their rows are at hand. */
export function trainLinear(
  data: LabelledRows,
  weights: ProfileWeights,
  tuning: Tuning,
  random: () => number,
  plan: HeldOutPlan,
): { model: LinearModel; heldOut: HeldOutScores } {
  const { classes, features } = data;
  const trainer = isTooLargeToTrain(classes, data.classOf.length) ? undefined : new LinearTrainer(data, tuning, random);
  const judge = new HeldOutJudge(data, trainer, weights, plan);
  const builder = new PostingsBuilder(features);
  const bias = new Float32Array(classes);
  const memory = Array.from({ length: LANES }, () => createPlane(data));
  for (let first = 0; first < classes; first += LANES) {
    const planes = memory.slice(0, classes - first);
    planes.forEach((plane, lane) => resetPlane(plane, first + lane));
    trainer?.train(planes);
    judge.read(planes);
    planes.forEach(({ target, w, bias: offset }, lane) => {
      const profile = judge.profiles[lane]!;
      for (let f = 0; f < features; f++) w[f]! += profile[f]!;
      builder.push(w);
      bias[target] = offset;
    });
  }
  return {
    model: { postings: builder.build(MAX_COLUMNS), bias, massPenalty: judge.massPenalty },
    heldOut: judge.scores,
  };
}

/** Scores the plan's rows by planes and profiles that have not seen them. */
class HeldOutJudge {
  readonly scores: HeldOutScores;
  readonly massPenalty: Float32Array;
  readonly profiles: readonly Float32Array[];
  readonly #data: LabelledRows;
  readonly #trainer: LinearTrainer | undefined;
  readonly #plan: HeldOutPlan;
  readonly #profile: ClassProfile;
  readonly #members: readonly Int32Array[];
  readonly #matrix: LaneMatrix;
  readonly #memory: Plane;
  readonly #mass: Float64Array;
  /** Places of the sample that are left out in each fold, alone or with their group. */
  readonly #alone: readonly number[][];
  readonly #grouped: readonly number[][];

  constructor(data: LabelledRows, trainer: LinearTrainer | undefined, weights: ProfileWeights, plan: HeldOutPlan) {
    const size = plan.sample.length * data.classes;
    this.#data = data;
    this.#trainer = trainer;
    this.#plan = plan;
    this.scores = { known: new Float32Array(size).fill(NaN), foreign: new Float32Array(size).fill(NaN) };
    this.massPenalty = new Float32Array(data.classes);
    this.profiles = Array.from({ length: LANES }, () => new Float32Array(data.features));
    this.#profile = new ClassProfile(data, weights);
    this.#members = membersOf(data.classOf, data.classes);
    this.#matrix = new LaneMatrix(data.features);
    this.#memory = createPlane(data);
    this.#mass = Float64Array.from(plan.sample, (row) => massOf(data, row));
    const { foldOf, groupOf } = plan;
    const places = [...plan.sample.keys()];
    const listFolds = (isIn: (row: number, fold: number) => boolean): number[][] =>
      Array.from({ length: plan.folds }, (_, fold) => places.filter((s) => isIn(plan.sample[s]!, fold)));
    this.#grouped = listFolds((row, fold) => groupOf[row] === fold);
    this.#alone = listFolds((row, fold) => foldOf[row] === fold && groupOf[row] !== fold);
  }

  /** Reads the profiles of the planes' classes and writes those classes' held-out scores. */
  read(planes: readonly Plane[]): void {
    const memberScores = planes.map((plane, lane) => this.#readProfile(plane.target, this.profiles[lane]!));
    const profileScores = this.#scoreProfiles();
    planes.forEach((plane, lane) => {
      const penalty = this.massPenalty[plane.target]!;
      const profileOf = (s: number): number =>
        memberScores[lane]!.get(s) ?? profileScores[s * LANES + lane]! - penalty * this.#mass[s]!;
      for (let fold = 0; fold < this.#plan.folds; fold++) this.#readFold(plane, fold, profileOf);
    });
  }

  #readFold(plane: Plane, fold: number, profileOf: (s: number) => number): void {
    const { rows, classes } = this.#data;
    const memory = this.#trainer ? this.#holdOut(this.#trainer, plane, fold) : plane;
    const write = (store: Float32Array, places: readonly number[]): void => {
      for (const s of places) {
        const linear = memory.bias + rowProduct(rows, this.#plan.sample[s]!, memory.w);
        store[s * classes + plane.target] = linear + profileOf(s);
      }
    };
    write(this.scores.known, this.#alone[fold]!);
    const isInGroup = this.#plan.groupOf[this.#members[plane.target]![0] ?? 0] === fold;
    if (!isInGroup) write(this.scores.foreign, this.#grouped[fold]!);
  }

  /** Products of the sample with the eight profiles, eight a place. */
  #scoreProfiles(): Float64Array {
    const { sample } = this.#plan;
    const out = new Float64Array(sample.length * LANES);
    if (sample.length === 0) return out;
    this.#matrix.pack(this.profiles);
    for (let s = 0; s < sample.length; s++) {
      this.#matrix.multiply(this.#data.rows, sample[s]!);
      out.set(this.#matrix.products, s * LANES);
    }
    return out;
  }

  /** Writes a class's profile into `plane`; returns what the profile says of its own rows in the sample. */
  #readProfile(target: number, plane: Float32Array): Map<number, number> {
    this.#profile.read(this.#members[target]!);
    plane.fill(0);
    this.#profile.addTo(plane);
    this.massPenalty[target] = this.#profile.massPenalty;
    const own = new Map<number, number>();
    this.#plan.sample.forEach((row, s) => {
      if (this.#data.classOf[row] === target) own.set(s, this.#profile.scoreMember(row));
    });
    return own;
  }

  #holdOut(trainer: LinearTrainer, plane: Plane, fold: number): Plane {
    const { foldOf, groupOf } = this.#plan;
    const { classOf } = this.#data;
    const isLeftOut = (row: number): boolean =>
      foldOf[row] === fold || (groupOf[row] === fold && classOf[row] !== plane.target);
    trainer.trainWithout(plane, isLeftOut, this.#memory);
    return this.#memory;
  }
}

/** Rows of each class. */
function membersOf(classOf: Int32Array, classes: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: classes }, () => []);
  classOf.forEach((c, row) => lists[c]?.push(row));
  return lists.map((list) => Int32Array.from(list));
}

function massOf({ rows }: LabelledRows, row: number): number {
  let mass = 0;
  for (let k = rows.start[row]!; k < rows.start[row + 1]!; k++) mass += rows.values[k]!;
  return mass;
}
