// Typed-array reads carry `!` in this file: ids come from the model itself.
import type { MatcherModel } from './matcherModel.js';
import type { Evidence } from './matcherTypes.js';
import type { Postings } from './sparse.js';
import type { TracedPart, UtteranceVector } from './vectorizer.js';

/** Evidence listed per intent. */
const MAX_EVIDENCE = 8;

/**
 * The parts of an utterance that speak for or against class `c`, strongest first. The weights add up to the class's
 * score, but for its bias, for what naive Bayes takes off and for the share of titles and answers.
 */
export function explainClass(
  model: MatcherModel,
  parts: readonly TracedPart[],
  vector: UtteranceVector,
  c: number,
): Evidence[] {
  const { postings } = model.linear;
  const total = new Map<number, number>();
  for (const part of parts) part.ids.forEach((id, i) => total.set(id, (total.get(id) ?? 0) + part.counts[i]!));
  const perCount = new Map<number, number>();
  for (let i = 0; i < vector.length; i++) {
    const id = vector.ids[i]!;
    // A word whose counts cancel out carries nothing.
    const counted = total.get(id) ?? 0;
    perCount.set(id, counted === 0 ? 0 : (vector.values[i]! * weightOf(postings, id, c)) / counted);
  }
  const merged = new Map<string, number>();
  for (const part of parts) {
    const weight = part.ids.reduce((sum, id, i) => sum + (perCount.get(id) ?? 0) * part.counts[i]!, 0);
    merged.set(part.name, (merged.get(part.name) ?? 0) + weight);
  }
  return [...merged]
    .map(([feature, weight]) => ({ feature, weight }))
    .filter((evidence) => evidence.weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MAX_EVIDENCE);
}

function weightOf({ start, column, weight, scale }: Postings, id: number, c: number): number {
  for (let p = start[id]!; p < start[id + 1]!; p++) if (column[p] === c) return weight[p]! * scale[c]!;
  return 0;
}
