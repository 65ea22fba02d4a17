/** Counts events in windows of time, for rate limits. */
export interface Counters {
  /** Adds one to a counter that restarts every `windowMs`; resolves to its new value. */
  increment(key: string, windowMs: number): Promise<number>;
}

/** Above this many counters the expired ones are dropped; 10,000 take about 2 MB. */
const PRUNE_AT = 10_000;

/**
 * Counters of one process, in memory: a restart opens every window anew, which is cheaper than a disk write for every
 * request that is to be kept from costing anything.
 */
export function createLocalCounters(now: () => number): Counters {
  const counters = new Map<string, { count: number; until: number }>();
  let pruneAt = PRUNE_AT;
  const prune = () => {
    for (const [key, counter] of counters) if (counter.until <= now()) counters.delete(key);
    pruneAt = Math.max(PRUNE_AT, counters.size * 2);
  };
  return {
    async increment(key, windowMs) {
      const found = counters.get(key);
      const counter = found && found.until > now() ? found : { count: 0, until: now() + windowMs };
      counter.count += 1;
      counters.set(key, counter);
      if (counters.size > pruneAt) prune();
      return counter.count;
    },
  };
}
