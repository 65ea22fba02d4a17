import { calibrationError, share } from '../../../src/cli/evaluation.js';

describe('share', () => {
  test('gives the Wilson interval: 99 of 100 is 0.946 to 0.998', () => {
    const s = share(99, 100);
    expect(s.value).toBeCloseTo(0.99, 5);
    expect(s.low).toBeCloseTo(0.9455, 3);
    expect(s.high).toBeCloseTo(0.9982, 3);
  });

  test('nothing measured leaves everything open', () => {
    expect(share(0, 0)).toMatchObject({ low: 0, high: 1 });
  });
});

describe('calibrationError', () => {
  test('is zero when scores are right as often as they say', () => {
    const rows = [...Array(8).fill({ score: 0.8, right: true }), ...Array(2).fill({ score: 0.8, right: false })];
    expect(calibrationError(rows)).toBeCloseTo(0, 6);
  });

  test('is the gap when every score promises too much', () => {
    expect(calibrationError(Array(10).fill({ score: 0.9, right: false }))).toBeCloseTo(0.9, 6);
  });
});
