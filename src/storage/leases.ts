/** Turns of one key run one after the other, in order of arrival; different keys run side by side. */
export interface Leases {
  /** Not re-entrant: a turn that waits for a lease on its own key waits for ever. */
  run<T>(key: string, turn: () => Promise<T>): Promise<T>;
}

/** Leases within one process. */
export function createLeases(): Leases {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, turn) {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(turn, turn);
      const tail = mine.catch(() => undefined);
      tails.set(key, tail);
      void tail.then(() => tails.get(key) === tail && tails.delete(key));
      return mine;
    },
  };
}
