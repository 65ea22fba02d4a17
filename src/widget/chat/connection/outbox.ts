import type { Keep } from '../storage.js';
import type { Outgoing } from './activity.js';

const KEY = 'outbox';

/** What was said and has not reached the server yet, in order. Survives a reload of the tab. */
export interface Outbox {
  list(): readonly Outgoing[];
  first(): Outgoing | undefined;
  add(outgoing: Outgoing): void;
  remove(clientId: string): void;
  clear(): void;
}

/** Creates the outbox over the tab's storage. */
export function createOutbox(keep: Keep): Outbox {
  let items = parse(keep.get(KEY));
  const set = (next: readonly Outgoing[]) => {
    items = next;
    if (next.length > 0) keep.set(KEY, JSON.stringify(next));
    else keep.remove(KEY);
  };
  return {
    list: () => items,
    first: () => items[0],
    add: (outgoing) => set([...items, outgoing]),
    remove: (clientId) => set(items.filter((o) => o.clientId !== clientId)),
    clear: () => set([]),
  };
}

function parse(stored: string | undefined): readonly Outgoing[] {
  try {
    const value: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(value) ? (value as Outgoing[]) : []; // written by `set` only
  } catch {
    return [];
  }
}
