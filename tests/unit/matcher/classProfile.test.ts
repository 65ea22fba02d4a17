import { ClassProfile } from '../../../src/matcher/classProfile.js';
import type { LabelledRows } from '../../../src/matcher/linearClassifier.js';
import { rowProduct } from '../../../src/matcher/sparse.js';

const data: LabelledRows = {
  rows: {
    start: Int32Array.of(0, 2, 4, 6),
    ids: Int32Array.of(0, 1, 0, 2, 1, 2),
    values: Float32Array.of(1, 0.5, 0.8, 0.6, 0.3, 0.9),
  },
  classOf: Int32Array.of(0, 0, 0),
  classes: 1,
  features: 3,
};
const weights = { centroid: 1, bayes: 0.05, smoothing: 0.05 };

describe('ClassProfile', () => {
  test('scores its own row as a profile would that has not read the row', () => {
    const all = new ClassProfile(data, weights);
    all.read(Int32Array.of(0, 1, 2));
    const without = new ClassProfile(data, weights);
    without.read(Int32Array.of(1, 2));
    const plane = new Float32Array(3);
    without.addTo(plane);
    const mass = 1 + 0.5;
    expect(all.scoreMember(0)).toBeCloseTo(rowProduct(data.rows, 0, plane) - without.massPenalty * mass, 5);
  });

  test('says nothing of the only row it has read', () => {
    const profile = new ClassProfile(data, weights);
    profile.read(Int32Array.of(0));
    expect(profile.scoreMember(0)).toBeGreaterThan(-1);
    expect(profile.scoreMember(0)).toBeLessThan(1);
  });
});
