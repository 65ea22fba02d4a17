// Typed-array reads carry `!` in this file: every index comes from the index or the row bounds built here.
import {
  BLOCK,
  BLOCK_COUNT,
  ENGLISH_FORMS,
  readWordFeatures,
  walkUtterance,
  type ReaderOptions,
  type WordFeatures,
} from './featureReader.js';
import { HashIndex } from './hashing.js';
import type { SparseRows } from './sparse.js';
import { weighVector, type FeatureTable } from './weighting.js';

/** Rows as counted features, before rare ones are dropped and weights are known. */
interface CountedRows {
  readonly hashes: Int32Array;
  readonly blockOf: readonly number[];
  /** Number of rows that have each feature. */
  readonly rowCount: readonly number[];
  readonly start: Int32Array;
  readonly ids: Int32Array;
  readonly counts: Float32Array;
  readonly words: Int32Array;
  /** Features that are words by themselves. */
  readonly isWord: ReadonlySet<number>;
}

export interface LearnedFeatures {
  readonly table: FeatureTable;
  readonly rows: SparseRows;
  /** Number of words of each row. */
  readonly words: Int32Array;
  /** Coverage of each row if it had not been among the rows. */
  readonly coverage: Float32Array;
  /** Coverage of a row if all rows of its group had not been there. `groupOf` names the group of each row. */
  foreignCoverage(row: number, groupOf: Uint8Array): number;
}

/** Learns the features of rows of text, leaving out those seen in fewer than `minRows` rows. */
export function learnFeatures(texts: readonly string[], options: ReaderOptions, minRows: number): LearnedFeatures {
  const counted = countRows(texts, options);
  const map = new Int32Array(counted.hashes.length).fill(-1);
  const kept: number[] = [];
  counted.rowCount.forEach((count, id) => {
    if (count >= minRows) map[id] = kept.push(id) - 1;
  });
  const table: FeatureTable = {
    hashes: Int32Array.from(kept, (id) => counted.hashes[id]!),
    blockOf: Uint8Array.from(kept, (id) => counted.blockOf[id]!),
    idf: Float32Array.from(kept, (id) => {
      const rare = rarity(counted.rowCount[id]!, texts.length);
      return counted.blockOf[id] === BLOCK.synset ? rare ** options.tuning.synsetRarity : rare;
    }),
    maxIdf: rarity(1, texts.length),
  };
  let groups: Int16Array | undefined;
  return {
    table,
    rows: weighRows(counted, map, table, options),
    words: counted.words,
    coverage: Float32Array.from(texts, (_, row) => coverageOf(counted, row, (id) => counted.rowCount[id]! > 1)),
    foreignCoverage: (row, groupOf) => {
      const seen = (groups ??= soleGroups(counted, groupOf));
      return coverageOf(counted, row, (id) => seen[id] !== groupOf[row]);
    },
  };
}

function rarity(rowCount: number, rows: number): number {
  return Math.log((1 + rows) / (1 + rowCount)) + 1;
}

function countRows(texts: readonly string[], options: ReaderOptions): CountedRows {
  const index = new HashIndex(1 << 16);
  const blockOf: number[] = [];
  const rowCount: number[] = [];
  const slot: number[] = [];
  const isWord = new Set<number>();
  const start = new Int32Array(texts.length + 1);
  const words = new Int32Array(texts.length);
  let ids = new Int32Array(texts.length * 160 + 1024);
  let counts = new Float32Array(ids.length);
  let n = 0;
  let rowStart = 0;
  const add = (hash: number, block: number, weight: number): number => {
    const id = index.add(hash);
    if (id === blockOf.length) {
      blockOf.push(block);
      rowCount.push(0);
      slot.push(-1);
    }
    // `slot` remembers where this row already counts the feature.
    if (slot[id]! >= rowStart) {
      counts[slot[id]!]! += weight;
      return id;
    }
    if (n === ids.length) {
      ids = growInts(ids);
      counts = growFloats(counts);
    }
    slot[id] = n;
    rowCount[id]! += 1;
    ids[n] = id;
    counts[n++] = weight;
    return id;
  };
  const { writeOut } = options.forms ?? ENGLISH_FORMS;
  const cache = new Map<string, WordFeatures[]>();
  const find = (token: string): WordFeatures[] => {
    let found = cache.get(token);
    if (!found) cache.set(token, (found = writeOut(token).map((word) => readWordFeatures(word, options))));
    return found;
  };
  const onWord = (word: WordFeatures): void => {
    isWord.add(add(word.key, BLOCK.word, 1));
    for (let i = 0; i < word.features.length; i++) add(word.features[i]!, word.blocks[i]!, word.weights[i]!);
  };
  texts.forEach((text, row) => {
    rowStart = n;
    words[row] = walkUtterance(text, options, find, onWord, add);
    start[row + 1] = n;
  });
  return { hashes: index.hashes(), blockOf, rowCount, start, ids, counts, words, isWord };
}

function growInts(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const out = new Int32Array(values.length * 2);
  out.set(values);
  return out;
}

function growFloats(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const out = new Float32Array(values.length * 2);
  out.set(values);
  return out;
}

function weighRows(counted: CountedRows, map: Int32Array, table: FeatureTable, options: ReaderOptions): SparseRows {
  const rows = counted.start.length - 1;
  const start = new Int32Array(rows + 1);
  const ids = new Int32Array(counted.start[rows]!);
  const values = new Float32Array(ids.length);
  const unknown = new Float32Array(BLOCK_COUNT);
  let n = 0;
  for (let row = 0; row < rows; row++) {
    unknown.fill(0);
    const from = n;
    for (let p = counted.start[row]!; p < counted.start[row + 1]!; p++) {
      const raw = counted.ids[p]!;
      const count = counted.counts[p]!;
      const id = map[raw]!;
      if (count === 0) continue;
      if (id < 0) unknown[counted.blockOf[raw]!]! += count * count;
      else {
        ids[n] = id;
        values[n++] = count;
      }
    }
    weighVector(table, options.tuning, ids.subarray(from, n), values.subarray(from, n), n - from, unknown);
    start[row + 1] = n;
  }
  return { start, ids: ids.slice(0, n), values: values.slice(0, n) };
}

function coverageOf(counted: CountedRows, row: number, isKnown: (id: number) => boolean): number {
  const rows = counted.start.length - 1;
  let known = 0;
  let all = 0;
  for (let p = counted.start[row]!; p < counted.start[row + 1]!; p++) {
    const id = counted.ids[p]!;
    if (!counted.isWord.has(id)) continue;
    const weight = Math.round(counted.counts[p]!) * rarity(isKnown(id) ? counted.rowCount[id]! : 1, rows);
    all += weight;
    if (isKnown(id)) known += weight;
  }
  return all > 0 ? known / all : 0;
}

/** The one group whose rows have the feature, or -1 when rows of several groups have it. */
function soleGroups(counted: CountedRows, groupOf: Uint8Array): Int16Array {
  const out = new Int16Array(counted.hashes.length).fill(-2);
  for (let row = 0; row < groupOf.length; row++)
    for (let p = counted.start[row]!; p < counted.start[row + 1]!; p++) {
      const id = counted.ids[p]!;
      if (out[id] === -2) out[id] = groupOf[row]!;
      else if (out[id] !== groupOf[row]) out[id] = -1;
    }
  return out;
}
