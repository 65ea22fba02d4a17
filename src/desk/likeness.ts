import { listContentWords } from '../matcher/contentWords.js';
import { BLOCK, BLOCK_COUNT, readWordFeatures, walkUtterance } from '../matcher/featureReader.js';
import { DEFAULT_TUNING } from '../matcher/tuning.js';
import { foldText, readWords, writeOut } from '../text.js';

/** An utterance as the matcher's own features: words, pairs of words and runs of letters, of length 1. */
export type FeatureVector = ReadonlyMap<number, number>;

const OPTIONS = { tuning: DEFAULT_TUNING };
/** Lengths of the parts; there is no word knowledge here, so that two texts can be compared without anything learned. */
const PART_WEIGHTS = [DEFAULT_TUNING.wordWeight, DEFAULT_TUNING.charWeight, 0, 0];

/** Reads the features of a text. Words that say nothing about a topic are left out, unless there are no others. */
export function readFeatures(text: string): FeatureVector {
  const content = listContentWords(readWords(foldText(text))).join(' ');
  const parts = Array.from({ length: BLOCK_COUNT }, () => new Map<number, number>());
  const add = (block: number, hash: number, weight: number) => {
    const part = parts[block];
    if (part) part.set(hash, (part.get(hash) ?? 0) + weight);
  };
  walkUtterance(
    content || text,
    OPTIONS,
    (token) => writeOut(token).map((word) => readWordFeatures(word, OPTIONS)),
    (word) => {
      add(BLOCK.word, word.key, 1);
      word.features.forEach((hash, i) => add(word.blocks[i] ?? BLOCK.char, hash, word.weights[i] ?? 0));
    },
    (hash, block, weight) => add(block, hash, weight),
  );
  return toUnit(parts.map((part, i) => scale(part, PART_WEIGHTS[i] ?? 0)).flatMap((part) => [...part]));
}

/** How alike two texts are, from 0 to 1. */
export function compareFeatures(a: FeatureVector, b: FeatureVector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [feature, weight] of small) sum += weight * (large.get(feature) ?? 0);
  return sum;
}

/** The middle of several texts, of length 1. */
export function middleOf(vectors: readonly FeatureVector[]): FeatureVector {
  const sums = new Map<number, number>();
  for (const vector of vectors)
    for (const [feature, weight] of vector) sums.set(feature, (sums.get(feature) ?? 0) + weight);
  return toUnit([...sums]);
}

function scale(part: ReadonlyMap<number, number>, length: number): Map<number, number> {
  const size = Math.hypot(...part.values()) || 1;
  return new Map([...part].map(([feature, weight]) => [feature, (weight / size) * length]));
}

function toUnit(features: readonly (readonly [number, number])[]): FeatureVector {
  const size = Math.hypot(...features.map(([, weight]) => weight)) || 1;
  return new Map(features.filter(([, w]) => w !== 0).map(([feature, weight]) => [feature, weight / size]));
}
