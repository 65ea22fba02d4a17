// Typed-array reads carry `!` in this file: both sides have `width` places.

/** A logistic head: the probability is `1 / (1 + exp(-(bias + weights · x)))`. */
export interface LogisticHead {
  readonly weights: readonly number[];
  readonly bias: number;
}

export interface Example {
  readonly x: readonly number[];
  readonly right: boolean;
  readonly weight: number;
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** The head's probability for features `x`. */
export function applyHead(head: LogisticHead, x: readonly number[]): number {
  let z = head.bias;
  for (let i = 0; i < x.length; i++) z += head.weights[i]! * x[i]!;
  return sigmoid(z);
}

/**
 * Fits a head by Newton's method with halved steps, held near `prior` by a ridge. Few examples leave it near the prior,
 * thousands override it; with none the prior comes back. Features should be of order 1.
 */
export function fitHead(examples: readonly Example[], prior: LogisticHead): LogisticHead {
  const start = Float64Array.from([...prior.weights, prior.bias]);
  let beta = start;
  let loss = lossOf(examples, beta, start);
  for (let step = 0; step < MAX_STEPS; step++) {
    const delta = newtonStep(examples, beta, start);
    let size = 1;
    let next = beta;
    let nextLoss = Infinity;
    for (; size > 1e-3 && !(nextLoss < loss); size /= 2) {
      const scale = size;
      next = beta.map((value, i) => value + scale * delta[i]!);
      nextLoss = lossOf(examples, next, start);
    }
    if (!(nextLoss < loss)) break;
    const gain = loss - nextLoss;
    beta = next;
    loss = nextLoss;
    if (gain < 1e-6) break;
  }
  const width = prior.weights.length;
  return { weights: Array.from(beta.subarray(0, width)), bias: beta[width]! };
}

const MAX_STEPS = 30;
/** Strength of the pull to the prior: that of about one example a feature. */
const RIDGE = 0.5;

function scoreOf(x: readonly number[], beta: Float64Array): number {
  let z = beta[x.length]!;
  for (let i = 0; i < x.length; i++) z += beta[i]! * x[i]!;
  return z;
}

/** Negative log likelihood with the ridge. */
function lossOf(examples: readonly Example[], beta: Float64Array, start: Float64Array): number {
  let loss = 0;
  for (const { x, right, weight } of examples) {
    const z = scoreOf(x, beta) * (right ? -1 : 1);
    // log(1 + e^z), written so that it does not overflow.
    loss += weight * (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));
  }
  beta.forEach((value, i) => (loss += (RIDGE / 2) * (value - start[i]!) ** 2));
  return loss;
}

function newtonStep(examples: readonly Example[], beta: Float64Array, start: Float64Array): Float64Array {
  const size = beta.length;
  const gradient = beta.map((value, i) => -RIDGE * (value - start[i]!));
  const hessian = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    row[i] = RIDGE;
    return row;
  });
  for (const { x, right, weight } of examples) {
    const p = sigmoid(scoreOf(x, beta));
    const slope = weight * ((right ? 1 : 0) - p);
    const curve = weight * p * (1 - p);
    for (let i = 0; i < size; i++) {
      const xi = i < x.length ? x[i]! : 1;
      gradient[i]! += slope * xi;
      const row = hessian[i]!;
      for (let j = 0; j <= i; j++) row[j]! += curve * xi * (j < x.length ? x[j]! : 1);
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) hessian[j]![i] = hessian[i]![j]!;
  return solve(hessian, gradient);
}

/** Gaussian elimination with partial pivoting; `a` and `b` are overwritten. */
function solve(a: Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  for (let col = 0; col < n; col++) {
    let pivot = col;
    for (let r = col + 1; r < n; r++) if (Math.abs(a[r]![col]!) > Math.abs(a[pivot]![col]!)) pivot = r;
    [a[col], a[pivot]] = [a[pivot]!, a[col]!];
    [b[col], b[pivot]] = [b[pivot]!, b[col]!];
    const d = a[col]![col]! || 1e-12;
    for (let r = col + 1; r < n; r++) {
      const f = a[r]![col]! / d;
      if (f === 0) continue;
      for (let k = col; k < n; k++) a[r]![k]! -= f * a[col]![k]!;
      b[r]! -= f * b[col]!;
    }
  }
  const x = new Float64Array(n);
  for (let r = n - 1; r >= 0; r--) {
    let sum = b[r]!;
    for (let k = r + 1; k < n; k++) sum -= a[r]![k]! * x[k]!;
    x[r] = sum / (a[r]![r]! || 1e-12);
  }
  return x;
}
