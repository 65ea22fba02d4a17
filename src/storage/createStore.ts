import type { Config } from '../config.js';
import { createLowdbStore } from './lowdb/lowdbStore.js';
import { createMemoryStore } from './memoryStore.js';
import type { StorageLog, Store } from './store.js';

export interface StoreOptions {
  /** Time in ms; default: the system's clock. */
  readonly now?: () => number;
  readonly log?: StorageLog;
}

/**
 * Opens the store that `STORAGE` names.
 * @throws KneeboneError STORAGE_LOCKED when another process uses DATA_DIR
 */
export async function createStore(config: Config, { now = Date.now, log }: StoreOptions = {}): Promise<Store> {
  if (config.storage === 'memory') return createMemoryStore(now);
  if (config.storage === 'lowdb') return createLowdbStore({ dir: config.dataDir, now, ...(log && { log }) });
  // Loaded only where it is used: the client takes a tenth of the start.
  const { createRedisStore } = await import('./redis/redisStore.js');
  return createRedisStore({ url: config.redisUrl, now, retentionDays: config.retentionDays, ...(log && { log }) });
}
