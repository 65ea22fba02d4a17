import { learnFeatures } from '../../../src/matcher/learnFeatures.js';
import { DEFAULT_TUNING } from '../../../src/matcher/tuning.js';
import { Vectorizer } from '../../../src/matcher/vectorizer.js';

const options = { tuning: DEFAULT_TUNING };
const texts = ["my knee hurts and it doesn't stop", 'my hip hurts', 'knee knee knee'];

describe('Vectorizer', () => {
  const learned = learnFeatures(texts, options, 1);
  const vectorizer = new Vectorizer(learned.table, options);

  test('gives an utterance of the training the vector it had there', () => {
    texts.forEach((text, row) => {
      const vector = vectorizer.vectorize(text);
      const weights = new Map(Array.from({ length: vector.length }, (_, i) => [vector.ids[i], vector.values[i]]));
      const { start, ids, values } = learned.rows;
      const places = Array.from(ids.keys()).slice(start[row], start[row + 1]);
      expect(vector.length).toBe(places.length);
      for (const k of places) expect(weights.get(ids[k])).toBeCloseTo(values[k] ?? NaN, 5);
    });
  });
  test('weighs coverage by rarity, so an unknown word costs more than a common one', () => {
    expect(vectorizer.vectorize('my knee hurts').coverage).toBe(1);
    expect(vectorizer.vectorize('my zebra hurts').coverage).toBeLessThan(2 / 3);
  });
  test('shortens a vector by what training has not seen', () => {
    const length = (text: string): number => {
      const { values, length: n } = vectorizer.vectorize(text);
      return values.subarray(0, n).reduce((sum, v) => sum + v * v, 0);
    };
    expect(length('my knee xqz wvb')).toBeLessThan(length('my knee'));
  });
  test('names the words and pairs that features come from', () => {
    expect(vectorizer.trace('my hip hurts').map((part) => part.name)).toEqual(
      expect.arrayContaining(['my', 'hip', 'hurts', 'my hip', 'hip hurts', 'my … hurts']),
    );
  });
});

describe('learnFeatures', () => {
  test('leaves out features of fewer rows than asked for', () => {
    const all = learnFeatures(texts, options, 1).table.hashes.length;
    const shared = learnFeatures(texts, options, 2).table.hashes.length;
    expect(shared).toBeGreaterThan(0);
    expect(shared).toBeLessThan(all);
  });
  test('counts coverage as if the row had not been there', () => {
    const { coverage } = learnFeatures(['hip hurts', 'hip aches'], options, 1);
    expect(coverage[0]).toBeGreaterThan(0);
    expect(coverage[0]).toBeLessThan(0.5);
  });
});
