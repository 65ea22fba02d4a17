import type { Decision, Doc, Documents } from './documents.js';
import { claimDoc } from './keys.js';
import type { Store } from './store.js';

/** Expired claims of a document are dropped each time it reaches a multiple of this many. */
const PRUNE_EVERY = 256;

/** Claims over documents, durable: a delivery repeated after a restart is known. */
export function createClaims(documents: Documents, now: () => number): Pick<Store, 'claim' | 'release'> {
  return {
    claim: (key, ttlMs) => documents.update(claimDoc(key), (doc) => decideClaim(doc, key, now(), ttlMs)),
    release: (key) =>
      documents.update(claimDoc(key), (doc) => ({
        result: undefined,
        ...(doc.fields.has(key) && { change: { set: [[key, null] as const] } }),
      })),
  };
}

function decideClaim(doc: Doc, key: string, now: number, ttlMs: number): Decision<boolean> {
  if (Number(doc.fields.get(key) ?? 0) > now) return { result: false };
  const isFull = doc.fields.size > 0 && doc.fields.size % PRUNE_EVERY === 0;
  const expired = isFull
    ? [...doc.fields].filter(([, until]) => Number(until) <= now).map(([k]) => [k, null] as const)
    : [];
  return { result: true, change: { set: [...expired, [key, String(now + ttlMs)]] } };
}
