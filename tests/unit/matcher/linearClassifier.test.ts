import {
  createPlane,
  createRandom,
  LinearTrainer,
  resetPlane,
  type LabelledRows,
} from '../../../src/matcher/linearClassifier.js';
import { rowProduct } from '../../../src/matcher/sparse.js';
import { DEFAULT_TUNING } from '../../../src/matcher/tuning.js';

/** Rows of one feature each: class 0 has feature 0, class 1 feature 1, and all share feature 2. */
const data: LabelledRows = {
  rows: {
    start: Int32Array.of(0, 2, 4, 6, 8),
    ids: Int32Array.of(0, 2, 0, 2, 1, 2, 1, 2),
    values: Float32Array.of(1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5),
  },
  classOf: Int32Array.of(0, 0, 1, 1),
  classes: 2,
  features: 3,
};

function train() {
  const trainer = new LinearTrainer(data, DEFAULT_TUNING, createRandom(1));
  const planes = [0, 1].map((target) => {
    const plane = createPlane(data);
    resetPlane(plane, target);
    return plane;
  });
  trainer.train(planes);
  return { trainer, planes };
}

describe('LinearTrainer', () => {
  test('puts the rows of a class above all others', () => {
    const { planes } = train();
    for (const plane of planes) {
      const scores = [0, 1, 2, 3].map((row) => plane.bias + rowProduct(data.rows, row, plane.w));
      const own = scores.filter((_, row) => data.classOf[row] === plane.target);
      const others = scores.filter((_, row) => data.classOf[row] !== plane.target);
      expect(Math.min(...own)).toBeGreaterThan(0);
      expect(Math.max(...others)).toBeLessThan(0);
    }
  });

  test('leaves the trained plane as it is when it trains without some rows', () => {
    const { trainer, planes } = train();
    const [plane] = planes;
    if (!plane) throw new Error('no plane');
    const before = [...plane.w];
    const out = createPlane(data);
    trainer.trainWithout(plane, (row) => row === 0, out);
    expect([...plane.w]).toEqual(before);
    expect([...out.w]).not.toEqual(before);
  });

  test('gives a plane without any row no weights', () => {
    const { trainer, planes } = train();
    const [plane] = planes;
    if (!plane) throw new Error('no plane');
    const out = createPlane(data);
    trainer.trainWithout(plane, () => true, out);
    for (const weight of out.w) expect(weight).toBeCloseTo(0, 5);
  });
});

describe('createRandom', () => {
  test('repeats itself for the same seed', () => {
    const [a, b] = [createRandom(7), createRandom(7)];
    expect([a(), a(), a()]).toEqual([b(), b(), b()]);
  });
});
