import type { Activity } from 'botbuilder';
import { createClaims } from './claims.js';
import type { Counters } from './counters.js';
import type { Documents } from './documents.js';
import { conversationDoc } from './keys.js';
import type { Leases } from './leases.js';
import { createOpenTurns, type OpenTurns } from './openTurns.js';
import { createPeople } from './people.js';
import { createRecords } from './records.js';
import type { Signals } from './signals.js';
import { createStateItems } from './stateItems.js';
import type { Store } from './store.js';
import { createTurns } from './turns.js';

export interface DocumentStoreParts {
  readonly documents: Documents;
  readonly leases: Leases;
  readonly signals: Signals;
  readonly counters: Counters;
  readonly now: () => number;
  /** Default: claims and open turns as documents. */
  readonly claims?: Pick<Store, 'claim' | 'release'>;
  readonly openTurns?: OpenTurns;
}

const DEFAULT_LIMIT = 1000;

/** The whole store over documents; the implementations differ in their parts only. */
export function createDocumentStore(parts: DocumentStoreParts): Store {
  const { documents, signals, now } = parts;
  const people = createPeople(documents, now);
  const openTurns = parts.openTurns ?? createOpenTurns(documents);
  return {
    ...createStateItems(documents),
    ...createTurns({ documents, signals, openTurns, now, link: people.linkUser }),
    ...(parts.claims ?? createClaims(documents, now)),
    ...createRecords(documents),
    ...people,
    ...createTranscripts(documents, signals),
    subscribe: signals.subscribe,
    withLease: parts.leases.run,
    increment: parts.counters.increment,
    check: documents.check,
    close: documents.close,
  };
}

function createTranscripts(documents: Documents, signals: Signals): Pick<Store, 'append' | 'readFrom'> {
  return {
    async append(conversationId, activities) {
      const push = activities.map((a) => JSON.stringify(a));
      const watermark = await documents.update(conversationDoc(conversationId), (doc) => ({
        result: doc.length + push.length,
        ...(push.length > 0 && { change: { push } }),
      }));
      if (push.length > 0) signals.notify(conversationId);
      return watermark;
    },
    async readFrom(conversationId, watermark, limit = DEFAULT_LIMIT) {
      const { entries, length } = await documents.slice(conversationDoc(conversationId), watermark, limit);
      const kept = entries.filter((json) => json !== null);
      const activities = kept.map((json) => JSON.parse(json) as Partial<Activity>); // written by append and turns only
      return { activities, watermark: Math.min(watermark, length) + entries.length };
    },
  };
}
