import { createLocalCounters } from '../counters.js';
import { createDocumentStore } from '../documentStore.js';
import { createLeases } from '../leases.js';
import { createLocalSignals } from '../signals.js';
import type { StorageLog, Store } from '../store.js';
import { openFileDocuments } from './fileDocuments.js';

export interface LowdbStoreOptions {
  /** Folder of the data; made when it is missing. */
  readonly dir: string;
  /** Time in ms; default: the system's clock. */
  readonly now?: () => number;
  /** Hears of damaged files and of a disk that takes nothing. */
  readonly log?: StorageLog;
}

const SILENT: StorageLog = { info() {}, warn() {}, error() {} };

/**
 * The embedded store, for one process. What a promise acknowledged survives a kill and a power failure.
 *
 * While the disk takes nothing (full, read-only), reading and saving go on in memory, `check` rejects, and what waits is
 * written as soon as the disk allows; only a kill in that time loses it. Damaged files are set aside and reported.
 * @throws KneeboneError STORAGE_LOCKED when another process uses the folder
 */
export async function createLowdbStore({ dir, now = Date.now, log = SILENT }: LowdbStoreOptions): Promise<Store> {
  return createDocumentStore({
    documents: await openFileDocuments({ dir, now, log }),
    leases: createLeases(),
    signals: createLocalSignals(),
    counters: createLocalCounters(now),
    now,
  });
}
