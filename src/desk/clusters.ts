import { createHash } from 'node:crypto';
import { compareFeatures, middleOf, readFeatures, type FeatureVector } from './likeness.js';
import type { ReviewItem, ReviewReason } from './reviewQueue.js';

/** Questions of the queue that are put alike. */
export interface Cluster {
  /** The same as long as the oldest question of the cluster stays in the queue. */
  readonly id: string;
  /** Different wordings with how often each came, the most telling first. */
  readonly texts: readonly { readonly text: string; readonly count: number }[];
  readonly items: readonly ReviewItem[];
  readonly count: number;
  readonly reasons: Readonly<Partial<Record<ReviewReason, number>>>;
  /** Entries that came closest, the most frequent first. */
  readonly candidates: readonly string[];
  /** ISO days of the first and the last question. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * Likeness to the middle of a cluster from which a question joins it. Higher splits one subject into many rows; lower
 * mixes subjects, which costs a curator more, since a row is handled as a whole.
 */
const JOINS = 0.42;
/** The newest questions that are looked at: clusters of 3,000 take under a second. */
const MOST_ITEMS = 3000;
const MOST_CANDIDATES = 5;

/** Groups the queue by likeness, the largest group first. The same queue gives the same clusters. */
export function clusterItems(items: readonly ReviewItem[]): Cluster[] {
  const groups: Group[] = [];
  for (const item of items.slice(-MOST_ITEMS)) {
    const vector = readFeatures(item.text);
    const best = findNearest(groups, vector);
    if (best) join(best, item, vector);
    else groups.push({ items: [item], vectors: [vector], middle: vector });
  }
  return groups.map(toCluster).sort((a, b) => b.count - a.count || b.lastDay.localeCompare(a.lastDay));
}

interface Group {
  readonly items: ReviewItem[];
  readonly vectors: FeatureVector[];
  middle: FeatureVector;
}

function findNearest(groups: readonly Group[], vector: FeatureVector): Group | undefined {
  let best: Group | undefined;
  let likeness = JOINS;
  for (const group of groups) {
    const found = compareFeatures(group.middle, vector);
    if (found >= likeness) [best, likeness] = [group, found];
  }
  return best;
}

/** Beyond so many members the middle hardly moves any more. */
const MIDDLE_OF = 30;

function join(group: Group, item: ReviewItem, vector: FeatureVector): void {
  group.items.push(item);
  if (group.vectors.length >= MIDDLE_OF) return;
  group.vectors.push(vector);
  group.middle = middleOf(group.vectors);
}

function toCluster({ items, middle }: Group): Cluster {
  const days = items.map((i) => i.at.slice(0, 10)).sort();
  const texts = countBy(items.map((i) => i.text)).map(([text, count]) => ({ text, count }));
  const telling = new Map(texts.map(({ text }) => [text, compareFeatures(readFeatures(text), middle)]));
  const [oldest] = items;
  return {
    id: createHash('sha256')
      .update(oldest?.id ?? '')
      .digest('hex')
      .slice(0, 12),
    texts: texts.sort((a, b) => b.count - a.count || (telling.get(b.text) ?? 0) - (telling.get(a.text) ?? 0)),
    items,
    count: items.length,
    reasons: Object.fromEntries(countBy(items.map((i) => i.reason))),
    candidates: countBy(items.flatMap((i) => i.candidates))
      .slice(0, MOST_CANDIDATES)
      .map(([id]) => id),
    firstDay: days[0] ?? '',
    lastDay: days.at(-1) ?? '',
  };
}

function countBy<T extends string>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
