// Typed-array reads carry `!` in this file: the loops stay within the list.
import type { ConceptSpan } from '../language/conceptSpan.js';
import { hashPair, mixBits } from './hashing.js';

const SEED = { concept: 7, pair: 8 } as const;
/** Two concepts with this many words or more between them say nothing about each other. */
const REACH = 6;
/** Concepts that are read: a text of 2,000 characters may hold thousands, and pairs grow with their neighbours. */
const MOST = 400;

/**
 * Hashes of the concepts in a text and of the pairs that stand close together, in their order: "calf" and "hot" stand
 * for every wording of the two. Each once.
 * @param spans by their start
 */
export function hashConceptPairs(spans: readonly ConceptSpan[]): number[] {
  const read = keepFirst(spans);
  const hashes = new Set<number>();
  for (let i = 0; i < read.length; i++) {
    const { concept, end } = read[i]!;
    hashes.add(mixBits(concept * 31 + SEED.concept));
    for (let j = i + 1; j < read.length && read[j]!.start - end < REACH; j++)
      if (read[j]!.start >= end) hashes.add(hashPair(concept + 1, read[j]!.concept + 1, SEED.pair));
  }
  return [...hashes];
}

/** A concept that starts at a word in several ways counts once there; half of all spans are such. */
function keepFirst(spans: readonly ConceptSpan[]): ConceptSpan[] {
  const kept: ConceptSpan[] = [];
  let sameStart = 0;
  for (const span of spans) {
    if (kept.length === MOST) break;
    if (kept[sameStart]?.start !== span.start) sameStart = kept.length;
    let at = sameStart;
    while (at < kept.length && kept[at]!.concept !== span.concept) at++;
    if (at === kept.length) kept.push(span);
  }
  return kept;
}
