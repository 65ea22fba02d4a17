// Typed-array reads carry `!` in this file: every index comes from the row bounds.
import { ClassProfile, type ProfileWeights } from './classProfile.js';
import { createPlane, LinearTrainer, type LabelledRows, type Plane } from './linearClassifier.js';
import { LaneMatrix, LANES, PostingsBuilder, rowProduct, type Postings } from './sparse.js';
import type { Tuning } from './tuning.js';

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
 * Beyond this many pairs of a class and a row the SVM would train for minutes. Profiles alone rank then; they need no
 * pairs. 1,000 intents of 8 rows, or 150 of 100, stay well below.
 */
const MAX_PAIRS = 10_000_000;

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
  const trainer = new LinearTrainer(data, tuning, random);
  const judge = new HeldOutJudge(data, trainer, weights, plan);
  const builder = new PostingsBuilder(features);
  const bias = new Float32Array(classes);
  const trains = classes * data.classOf.length <= MAX_PAIRS;
  for (let first = 0; first < classes; first += LANES) {
    const size = Math.min(LANES, classes - first);
    const planes = Array.from({ length: size }, (_, lane) => createPlane(data, first + lane));
    if (trains) trainer.train(planes);
    judge.read(planes);
    planes.forEach(({ target, w, bias: offset }, lane) => {
      const profile = judge.profiles[lane]!;
      for (let f = 0; f < features; f++) w[f]! += profile[f]!;
      builder.push(w);
      bias[target] = offset;
    });
  }
  return { model: { postings: builder.build(MAX_COLUMNS), bias, massPenalty: judge.massPenalty }, heldOut: judge.scores };
}

/** Scores the plan's rows by planes and profiles that have not seen them. */
class HeldOutJudge {
  readonly scores: HeldOutScores;
  readonly massPenalty: Float32Array;
  readonly profiles: readonly Float32Array[];
  readonly #data: LabelledRows;
  readonly #trainer: LinearTrainer;
  readonly #plan: HeldOutPlan;
  readonly #profile: ClassProfile;
  readonly #members: readonly Int32Array[];
  readonly #matrix: LaneMatrix;
  readonly #memory: Plane;
  readonly #mass: Float64Array;

  constructor(data: LabelledRows, trainer: LinearTrainer, weights: ProfileWeights, plan: HeldOutPlan) {
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
  }

  /** Reads the profiles of the planes' classes and writes those classes' held-out scores. */
  read(planes: readonly Plane[]): void {
    const memberScores = planes.map((plane, lane) => this.#readProfile(plane.target, this.profiles[lane]!));
    this.#matrix.pack(this.profiles);
    const { sample } = this.#plan;
    const profileScores = new Float64Array(sample.length * LANES);
    for (let s = 0; s < sample.length; s++) {
      this.#matrix.multiply(this.#data.rows, sample[s]!);
      profileScores.set(this.#matrix.products, s * LANES);
    }
    planes.forEach((plane, lane) => {
      const penalty = this.massPenalty[plane.target]!;
      for (let fold = 0; fold < this.#plan.folds; fold++) {
        this.#holdOut(plane, fold);
        for (let s = 0; s < sample.length; s++) {
          const store = this.#storeFor(sample[s]!, plane.target, fold);
          if (!store) continue;
          const profile = memberScores[lane]!.get(s) ?? profileScores[s * LANES + lane]! - penalty * this.#mass[s]!;
          const score = this.#memory.bias + rowProduct(this.#data.rows, sample[s]!, this.#memory.w);
          store[s * this.#data.classes + plane.target] = score + profile;
        }
      }
    });
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

  #holdOut(plane: Plane, fold: number): void {
    const { foldOf, groupOf } = this.#plan;
    const { classOf } = this.#data;
    this.#trainer.trainWithout(
      plane,
      (row) => foldOf[row] === fold || (groupOf[row] === fold && classOf[row] !== plane.target),
      this.#memory,
    );
  }

  /** Where a row's score for a class in a fold belongs, if the row is left out in that fold. */
  #storeFor(row: number, target: number, fold: number): Float32Array | undefined {
    const { foldOf, groupOf } = this.#plan;
    if (groupOf[row] === fold)
      return groupOf[this.#members[target]![0] ?? row] === fold ? undefined : this.scores.foreign;
    return foldOf[row] === fold ? this.scores.known : undefined;
  }
}

/** Rows of each class. */
export function membersOf(classOf: Int32Array, classes: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: classes }, () => []);
  classOf.forEach((c, row) => lists[c]?.push(row));
  return lists.map((list) => Int32Array.from(list));
}

function massOf({ rows }: LabelledRows, row: number): number {
  let mass = 0;
  for (let k = rows.start[row]!; k < rows.start[row + 1]!; k++) mass += rows.values[k]!;
  return mass;
}
