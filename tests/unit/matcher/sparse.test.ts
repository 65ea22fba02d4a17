import {
  addProducts,
  LaneMatrix,
  LANES,
  PostingsBuilder,
  rowProduct,
  type SparseRows,
} from '../../../src/matcher/sparse.js';

const rows: SparseRows = {
  start: Int32Array.of(0, 2, 3),
  ids: Int32Array.of(0, 3, 1),
  values: Float32Array.of(0.5, 2, 4),
};

describe('LaneMatrix', () => {
  test('gives the same products as one vector at a time', () => {
    const vectors = Array.from({ length: LANES }, (_, lane) => Float32Array.of(lane, 1, 2, 0.25 * lane));
    const matrix = new LaneMatrix(4);
    matrix.pack(vectors);
    matrix.multiply(rows, 0);
    expect([...matrix.products]).toEqual(vectors.map((w) => rowProduct(rows, 0, w)));
  });
});

describe('PostingsBuilder', () => {
  const build = (columns: number[][], limit = 10) => {
    const builder = new PostingsBuilder(4);
    for (const column of columns) builder.push(Float32Array.from(column));
    return builder.build(limit);
  };

  test('keeps weights within one step of 127', () => {
    const postings = build([
      [1, 0, 0, -0.5],
      [0, 2, 0, 0],
    ]);
    const sums = new Float64Array(2);
    addProducts(postings, { ids: rows.ids.subarray(0, 2), values: rows.values.subarray(0, 2), length: 2 }, sums);
    expect((sums[0] ?? 0) * (postings.scale[0] ?? 0)).toBeCloseTo(1 * 0.5 - 0.5 * 2, 1);
    expect(sums[1]).toBe(0);
  });
  test('leaves out weights that are tiny beside the largest of their column', () => {
    expect(build([[1, 0.001, 0, 0]]).column).toHaveLength(1);
  });
  test('keeps the strongest columns of a feature when there are more than the limit', () => {
    const postings = build(
      [
        [1, 0, 0, 0],
        [3, 0, 0, 0],
        [2, 0, 0, 0],
      ],
      2,
    );
    expect([...postings.column]).toEqual([1, 2]);
  });
});
