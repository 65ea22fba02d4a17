import { createRandom } from '../../src/matcher/linearClassifier.js';
import { editDistance, typingCost } from '../../src/wordDistance.js';

describe('editDistance', () => {
  test.each([
    ['knee', 'knee', 0],
    ['kne', 'knee', 1],
    ['knnee', 'knee', 1],
    ['kene', 'knee', 1],
    ['knoo', 'knee', 2],
    ['', 'hip', 3],
  ])('from "%s" to "%s" is %i', (a, b, edits) => {
    expect(editDistance(a, b, 5)).toBe(edits);
  });

  test('gives up one above the limit', () => {
    expect(editDistance('piriformis', 'hip', 2)).toBe(3);
  });

  test('is what a plain table gives', () => {
    const random = createRandom(3);
    const word = () => Array.from({ length: Math.floor(random() * 8) }, () => 'abc'[Math.floor(random() * 3)]).join('');
    for (let i = 0; i < 500; i++) {
      const [a, b] = [word(), word()];
      expect([a, b, editDistance(a, b, 9)]).toEqual([a, b, plainDistance(a, b)]);
    }
  });
});

/** Optimal string alignment by the book, without limits. */
function plainDistance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number): number => d[i]?.[j] ?? Infinity;
  for (let j = 0; j <= b.length; j++) d[0]![j] = j; // the first row was made above
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      d[i]![j] = Math.min(change, at(i - 1, j) + 1, at(i, j - 1) + 1, isSwap ? at(i - 2, j - 2) + 1 : Infinity);
    }
  return at(a.length, b.length);
}

describe('typingCost', () => {
  test('holds a doubled letter or a swap for likelier than another letter', () => {
    expect(typingCost('kneee', 'knee', 3)).toBeLessThan(typingCost('knep', 'knee', 3));
    expect(typingCost('hpi', 'hip', 3)).toBeLessThan(typingCost('hap', 'hip', 3));
  });

  test('is infinite above its limit', () => {
    expect(typingCost('shoulder', 'hip', 2)).toBe(Infinity);
  });
});
