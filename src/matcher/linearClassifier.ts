// Typed-array reads carry `!` in this file: every index comes from the row bounds.
import { addRow, LaneMatrix, LANES, rowProduct, squaredNorms, type SparseRows } from './sparse.js';
import type { Tuning } from './tuning.js';

/** A small seeded random source (mulberry32) with values in [0, 1). */
export function createRandom(seed: number): () => number {
  let s = seed >>> 0 || 1;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Shuffles the first `n` items in place. */
export function shuffle(items: Int32Array, n: number, random: () => number): void {
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const t = items[i]!;
    items[i] = items[j]!;
    items[j] = t;
  }
}

/** Rows with their classes. */
export interface LabelledRows {
  readonly rows: SparseRows;
  readonly classOf: Int32Array;
  readonly classes: number;
  readonly features: number;
}

/** One class being trained: its plane, and the dual variable of each row. */
export interface Plane {
  target: number;
  /** Number of rows of the class. */
  members: number;
  readonly w: Float32Array;
  readonly alpha: Float32Array;
  /** The first `count` are the rows that matter. */
  readonly active: Int32Array;
  count: number;
  bias: number;
}

/** Working memory for one plane over `data`; `resetPlane` readies it for a class. */
export function createPlane(data: LabelledRows): Plane {
  const rows = data.classOf.length;
  return {
    target: -1,
    members: 0,
    w: new Float32Array(data.features),
    alpha: new Float32Array(rows),
    active: new Int32Array(rows),
    count: 0,
    bias: START_BIAS,
  };
}

/** Forgets what the plane has learned, and gives it another class. */
export function resetPlane(plane: Plane, target: number): void {
  plane.target = target;
  plane.members = 0;
  plane.w.fill(0);
  plane.alpha.fill(0);
  plane.count = 0;
  plane.bias = START_BIAS;
}

/**
 * With the plane at `w = 0` this bias satisfies every negative row, so only rows that share features with the class
 * ever become active (about one in twenty). That is what makes training fast.
 */
const START_BIAS = -1;
/** A row whose gradient is within this of 0 is left as it is: the step would not change any ranking. */
const CLOSE_ENOUGH = 0.01;
/** A plane that no row wants to move by more than this has converged; it rests until the next look at all rows. */
const SETTLED = 0.05;
/** The first sweep takes all positives and one negative in this many; the looks at all rows find the rest. */
const FIRST_STRIDE = 10;

/**
 * Linear SVMs with L2 loss, "this class against the rest", by dual coordinate descent with shrinking (Hsieh et al.
 * 2008), eight classes side by side.
 */
export class LinearTrainer {
  readonly #data: LabelledRows;
  readonly #tuning: Tuning;
  readonly #random: () => number;
  readonly #norms: Float32Array;
  readonly #matrix: LaneMatrix;
  readonly #order: Int32Array;
  /** How wrong the planes are about their active rows, lane by lane. */
  readonly #urgency: Float32Array;

  constructor(data: LabelledRows, tuning: Tuning, random: () => number) {
    this.#data = data;
    this.#tuning = tuning;
    this.#random = random;
    this.#norms = squaredNorms(data.rows);
    this.#matrix = new LaneMatrix(data.features);
    this.#order = Int32Array.from(data.classOf.keys());
    this.#urgency = new Float32Array(data.classOf.length * LANES);
  }

  /** Trains up to eight planes that were reset on all rows. */
  train(planes: readonly Plane[]): void {
    const { passes, lookPasses } = this.#tuning;
    shuffle(this.#order, this.#order.length, this.#random);
    for (const plane of planes) {
      this.#activateFirst(plane);
      this.#sweep(plane);
    }
    let moving = planes;
    for (let pass = 1; pass < passes && (moving.length > 0 || pass <= (lookPasses.at(-1) ?? 0)); pass++) {
      if (lookPasses.includes(pass)) this.#activateAll((moving = planes));
      moving = moving.filter((plane) => this.#sweep(plane) > SETTLED);
    }
  }

  /**
   * Fills `out` with a trained plane as it would be without some rows. It starts from the trained plane less those
   * rows' part and repeats a few sweeps over the rows that mattered; the trained plane stays as it is.
   */
  trainWithout(plane: Plane, isLeftOut: (row: number) => boolean, out: Plane): void {
    const { rows, classOf } = this.#data;
    out.w.set(plane.w);
    out.bias = plane.bias;
    out.count = 0;
    for (let i = 0; i < plane.count; i++) {
      const row = plane.active[i]!;
      const alpha = plane.alpha[row]!;
      out.alpha[row] = alpha;
      if (!isLeftOut(row)) out.active[out.count++] = row;
      else if (alpha > 0) {
        const step = classOf[row] === plane.target ? -alpha : alpha;
        addRow(rows, row, step, out.w);
        out.bias += step * this.#tuning.biasFeature;
      }
    }
    const state: Plane = { ...out, target: plane.target };
    for (let pass = 0; pass < this.#tuning.foldPasses; pass++) this.#sweep(state);
    out.bias = state.bias;
  }

  #activateFirst(plane: Plane): void {
    this.#order.forEach((row, i) => {
      const isMember = this.#data.classOf[row] === plane.target;
      if (isMember) plane.members += 1;
      if (isMember || i % FIRST_STRIDE === 0) plane.active[plane.count++] = row;
    });
  }

  /** Looks at all rows with the planes as they are, and makes active what they get wrong or nearly so. */
  #activateAll(planes: readonly Plane[]): void {
    const { rows, classOf } = this.#data;
    const { products } = this.#matrix;
    this.#matrix.pack(planes.map((plane) => plane.w));
    for (const plane of planes) plane.count = 0;
    for (const row of this.#order) {
      this.#matrix.multiply(rows, row);
      for (let lane = 0; lane < planes.length; lane++) {
        const plane = planes[lane]!;
        const score = plane.bias + products[lane]!;
        const isMember = classOf[row] === plane.target;
        const slack = isMember ? score - 1 : -score - 1;
        if (slack >= this.#tuning.shrinkMargin && plane.alpha[row]! === 0) continue;
        this.#urgency[plane.count * LANES + lane] = isMember ? Infinity : -slack;
        plane.active[plane.count++] = row;
      }
    }
    planes.forEach((plane, lane) => this.#keepUrgent(plane, lane));
  }

  /** Cuts the active rows down to those that a plane gets most wrong, where there are many. */
  #keepUrgent(plane: Plane, lane: number): void {
    const limit = Math.max(this.#tuning.activeRows, this.#tuning.activePerMember * plane.members);
    if (plane.count <= limit) return;
    const urgency = Float32Array.from({ length: plane.count }, (_, i) => this.#urgency[i * LANES + lane]!);
    const least = Float32Array.from(urgency).sort()[plane.count - limit]!;
    let kept = 0;
    for (let i = 0; i < plane.count; i++) {
      const row = plane.active[i]!;
      if (urgency[i]! >= least || plane.alpha[row]! > 0) plane.active[kept++] = row;
    }
    plane.count = kept;
  }

  /**
   * One pass over the active rows in random order. Rows that are safely on their side become inactive. Returns the
   * largest gradient met.
   */
  #sweep(plane: Plane): number {
    const { rows, classOf } = this.#data;
    const { cost, biasFeature, shrinkMargin } = this.#tuning;
    const { w, alpha, active, target } = plane;
    const slack = 1 / (2 * cost);
    shuffle(active, plane.count, this.#random);
    let kept = 0;
    let largest = 0;
    for (let i = 0; i < plane.count; i++) {
      const row = active[i]!;
      const a = alpha[row]!;
      const y = classOf[row] === target ? 1 : -1;
      const gradient = y * (plane.bias + rowProduct(rows, row, w)) - 1 + a * slack;
      if (a === 0 && gradient >= shrinkMargin) continue;
      active[kept++] = row;
      if ((a === 0 && gradient >= 0) || Math.abs(gradient) < CLOSE_ENOUGH) continue;
      if (Math.abs(gradient) > largest) largest = Math.abs(gradient);
      const next = Math.max(a - gradient / (this.#norms[row]! + biasFeature + slack), 0);
      alpha[row] = next;
      addRow(rows, row, (next - a) * y, w);
      plane.bias += (next - a) * y * biasFeature;
    }
    plane.count = kept;
    return largest;
  }
}
