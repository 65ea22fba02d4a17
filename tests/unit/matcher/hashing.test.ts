import { hashPair, HashIndex, hashText } from '../../../src/matcher/hashing.js';

describe('hashText', () => {
  test('gives different kinds of features different hashes', () => {
    expect(hashText('knee', 1)).not.toBe(hashText('knee', 2));
  });
  test('is never 0, which marks an empty place of the index', () => {
    const hashes = Array.from({ length: 10_000 }, (_, i) => hashText(`word${i}`, 1));
    expect(hashes).not.toContain(0);
  });
});

describe('hashPair', () => {
  test('tells the order of a pair', () => {
    const [hip, knee] = [hashText('hip', 1), hashText('knee', 1)];
    expect(hashPair(hip, knee, 2)).not.toBe(hashPair(knee, hip, 2));
  });
});

describe('HashIndex', () => {
  test('numbers hashes in the order of their first adding', () => {
    const index = new HashIndex();
    expect([7, 9, 7, -3].map((hash) => index.add(hash))).toEqual([0, 1, 0, 2]);
    expect(index.size).toBe(3);
  });
  test('answers -1 for a hash it does not have', () => {
    expect(new HashIndex().get(5)).toBe(-1);
  });
  test('keeps every number when it grows', () => {
    const index = new HashIndex();
    const hashes = Array.from({ length: 20_000 }, (_, i) => hashText(`w${i}`, 3));
    const ids = hashes.map((hash) => index.add(hash));
    expect(hashes.map((hash) => index.get(hash))).toEqual(ids);
  });
  test('is the same after going through its hashes', () => {
    const index = new HashIndex();
    [5, 6, 7].forEach((hash) => index.add(hash));
    expect(HashIndex.from(index.hashes()).get(7)).toBe(2);
  });
});
