import type { Change, Doc, Documents } from './documents.js';

interface HeldDoc extends Doc {
  readonly fields: Map<string, string>;
  readonly list: string[];
  length: number;
  touched: number;
}

const NOTHING: Doc = { fields: new Map(), length: 0 };

/** Documents in this process only; lost at exit. */
export function createMemoryDocuments(now: () => number): Documents {
  const docs = new Map<string, HeldDoc>();
  const touch = (key: string): HeldDoc => {
    const doc = docs.get(key) ?? { fields: new Map(), list: [], length: 0, touched: 0 };
    docs.set(key, doc);
    return doc;
  };
  return {
    view: async (key, look) => look(docs.get(key) ?? NOTHING),
    async update(key, decide) {
      const { result, change } = decide(docs.get(key) ?? NOTHING);
      if (!change) return result;
      const doc = touch(key);
      applyChange(doc, change);
      doc.touched = now();
      if (doc.fields.size === 0 && doc.length === 0) docs.delete(key);
      return result;
    },
    async slice(key, from, limit) {
      const list = docs.get(key)?.list ?? [];
      return { entries: list.slice(from, from + limit), length: list.length };
    },
    async erase(keys) {
      for (const key of keys) docs.delete(key);
    },
    async eraseOlder(kind, beforeMs) {
      const old = [...docs].filter(([key, doc]) => key.startsWith(`${kind}/`) && doc.touched < beforeMs);
      for (const [key] of old) docs.delete(key);
      return old.length;
    },
    async purge() {},
    async check() {},
    async close() {},
  };
}

function applyChange(doc: HeldDoc, { set = [], push = [] }: Change): void {
  for (const [field, text] of set) {
    if (text === null) doc.fields.delete(field);
    else doc.fields.set(field, text);
  }
  doc.list.push(...push);
  doc.length = doc.list.length;
}
