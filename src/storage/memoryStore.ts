import type { Activity, StoreItems } from 'botbuilder';
import { KneeboneError } from '../errors.js';
import { createLeases } from './leases.js';
import type { RecordKind, Store, StoredRecord, Transcript } from './store.js';

interface Conversation {
  activities: Partial<Activity>[];
  touched: number;
}

/** Keeps everything in this process; lost at exit. For tests, the command line and `STORAGE=memory`. */
export function createMemoryStore(now: () => number = Date.now): Store {
  const items = new Map<string, { json: string; eTag: string; touched: number }>();
  const conversations = new Map<string, Conversation>();
  const claims = new Map<string, number>();
  const counters = new Map<string, { count: number; until: number }>();
  const records = new Map<RecordKind, StoredRecord[]>();
  const listeners = new Map<string, Set<() => void>>();
  const leases = createLeases();
  let tag = 0;

  const conversation = (id: string): Conversation => {
    const found = conversations.get(id) ?? { activities: [], touched: now() };
    conversations.set(id, found);
    return found;
  };

  return {
    async read(keys: string[]): Promise<StoreItems> {
      const found = keys.flatMap((key) => {
        const item = items.get(key);
        return item ? [[key, { ...JSON.parse(item.json), eTag: item.eTag }]] : [];
      });
      return Object.fromEntries(found);
    },
    async write(changes: StoreItems): Promise<void> {
      for (const [key, value] of Object.entries(changes)) {
        const eTag: unknown = value?.eTag;
        const stored = items.get(key);
        if (stored && eTag && eTag !== '*' && eTag !== stored.eTag) throw new KneeboneError('STORAGE_CONFLICT', key);
      }
      for (const [key, value] of Object.entries(changes)) {
        const { eTag: _, ...rest } = value;
        items.set(key, { json: JSON.stringify(rest), eTag: String(++tag), touched: now() });
      }
    },
    async delete(keys: string[]): Promise<void> {
      for (const key of keys) items.delete(key);
    },
    async append(id, activities) {
      const c = conversation(id);
      c.activities.push(...activities.map((a) => structuredClone(a)));
      c.touched = now();
      for (const listener of listeners.get(id) ?? []) listener();
      return c.activities.length;
    },
    async readFrom(id, watermark, limit = 1000): Promise<Transcript> {
      const all = conversations.get(id)?.activities ?? [];
      const activities = all.slice(watermark, watermark + limit);
      return { activities, watermark: Math.min(watermark, all.length) + activities.length };
    },
    async subscribe(id, listener) {
      const set = listeners.get(id) ?? new Set();
      listeners.set(id, set.add(listener));
      return async () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(id);
      };
    },
    withLease: leases.run,
    async claim(key, ttlMs) {
      if ((claims.get(key) ?? 0) > now()) return false;
      claims.set(key, now() + ttlMs);
      return true;
    },
    async release(key) {
      claims.delete(key);
    },
    async increment(key, windowMs) {
      const counter = counters.get(key);
      const fresh = !counter || counter.until <= now() ? { count: 0, until: now() + windowMs } : counter;
      fresh.count += 1;
      counters.set(key, fresh);
      return fresh.count;
    },
    async addRecord(kind, record) {
      records.set(kind, [...(records.get(kind) ?? []), record]);
    },
    async listRecords(kind) {
      return [...(records.get(kind) ?? [])];
    },
    async deleteRecords(kind, ids) {
      const gone = new Set(ids);
      records.set(kind, (records.get(kind) ?? []).filter((r) => !gone.has(r.id)));
    },
    async forget(id) {
      conversations.delete(id);
      for (const key of items.keys()) if (key.includes(`/conversations/${id}/`)) items.delete(key);
    },
    async sweep(before) {
      const old = [...conversations].filter(([, c]) => c.touched < before.getTime()).map(([id]) => id);
      for (const id of old) await this.forget(id);
      for (const [key, item] of items) if (item.touched < before.getTime()) items.delete(key);
      for (const [key, until] of claims) if (until <= now()) claims.delete(key);
      for (const [key, c] of counters) if (c.until <= now()) counters.delete(key);
      return old.length;
    },
    async check() {},
    async close() {},
  };
}
