/** Tells whoever waits for a conversation that it has something new. */
export interface Signals {
  notify(conversationId: string): void;
  subscribe(conversationId: string, listener: () => void): Promise<() => Promise<void>>;
}

/** Listeners by conversation, for one process. */
export interface Listeners extends Signals {
  /** Conversations that somebody listens to. */
  ids(): string[];
  has(conversationId: string): boolean;
}

/** Signals within one process. */
export function createLocalSignals(): Listeners {
  const listeners = new Map<string, Set<() => void>>();
  return {
    notify(id) {
      for (const listener of listeners.get(id) ?? []) listener();
    },
    async subscribe(id, listener) {
      const set = listeners.get(id) ?? new Set();
      // Wrapped, so that the same function can listen twice.
      const own = () => listener();
      listeners.set(id, set.add(own));
      return async () => {
        set.delete(own);
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id);
      };
    },
    ids: () => [...listeners.keys()],
    has: (id) => listeners.has(id),
  };
}
