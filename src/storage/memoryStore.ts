import { createLocalCounters } from './counters.js';
import { createDocumentStore } from './documentStore.js';
import { createLeases } from './leases.js';
import { createMemoryDocuments } from './memoryDocuments.js';
import { createLocalSignals } from './signals.js';
import type { Store } from './store.js';

/** Keeps everything in this process; lost at exit. For tests, the command line and `STORAGE=memory`. */
export function createMemoryStore(now: () => number = Date.now): Store {
  return createDocumentStore({
    documents: createMemoryDocuments(now),
    leases: createLeases(),
    signals: createLocalSignals(),
    counters: createLocalCounters(now),
    now,
  });
}
