import { applyHead, fitHead, type Example } from '../../../src/matcher/calibration.js';
import { createRandom } from '../../../src/matcher/linearClassifier.js';

const FLAT = { weights: [0], bias: 0 };

describe('fitHead', () => {
  test('gives the shares that the examples have', () => {
    const random = createRandom(3);
    const examples: Example[] = Array.from({ length: 4000 }, () => {
      const x = random() * 4 - 2;
      return { x: [x], right: random() < 1 / (1 + Math.exp(-(1.5 * x - 0.5))), weight: 1 };
    });
    const head = fitHead(examples, FLAT);
    expect(head.weights[0]).toBeCloseTo(1.5, 0);
    expect(applyHead(head, [1])).toBeCloseTo(0.73, 1);
  });
  test('returns the prior when there are no examples', () => {
    expect(fitHead([], { weights: [2, -1], bias: 0.5 })).toEqual({ weights: [2, -1], bias: 0.5 });
  });
  test('stays finite when the examples are all alike', () => {
    const examples = Array.from({ length: 100 }, () => ({ x: [1], right: true, weight: 1 }));
    const p = applyHead(fitHead(examples, FLAT), [1]);
    expect(p).toBeGreaterThan(0.9);
    expect(p).toBeLessThan(1);
  });
  test('counts an example by its weight', () => {
    const examples = [
      { x: [0], right: true, weight: 300 },
      { x: [0], right: false, weight: 100 },
    ];
    expect(applyHead(fitHead(examples, FLAT), [0])).toBeCloseTo(0.75, 2);
  });
});
