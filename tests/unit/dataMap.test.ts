import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createDocumentStore } from '../../src/storage/documentStore.js';
import type { Documents } from '../../src/storage/documents.js';
import { createLocalCounters } from '../../src/storage/counters.js';
import { createLeases } from '../../src/storage/leases.js';
import { createMemoryDocuments } from '../../src/storage/memoryDocuments.js';
import { createLocalSignals } from '../../src/storage/signals.js';
import type { RecordKind, Store } from '../../src/storage/store.js';

interface Row {
  readonly kind: string;
  readonly field: string;
  readonly purpose: string;
  readonly kept: string;
}

/** The rows of the table under "Data map". */
function readMap(): Row[] {
  const text = readFileSync(path.resolve('docs', 'privacy.md'), 'utf8');
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const [, kind = '', field = '', , purpose = '', kept = ''] = line.split('|').map((cell) => cell.trim());
    return { kind: kind.replaceAll('`', ''), field: field.replaceAll('`', ''), purpose, kept };
  });
}

/** What a document's field is called in the map. */
function fieldOf(key: string, field: string): string {
  const prefix = /^(state|turn|user|conversation):/.exec(field)?.[0];
  if (prefix) return prefix;
  if (key.startsWith('open/')) return 'turn';
  if (key.startsWith('claims/')) return 'delivery';
  return /^\d{4}-\d\d-\d\d$/.test(field) ? 'day' : 'id';
}

/** Documents that note the kind and the fields of everything that is ever put into them. */
function watch(documents: Documents, seen: Set<string>): Documents {
  return {
    ...documents,
    update: (key, decide) =>
      documents.update(key, (doc) => {
        const decision = decide(doc);
        const kind = key.slice(0, key.indexOf('/'));
        for (const [field, text] of decision.change?.set ?? [])
          if (text !== null) seen.add(`${kind} ${fieldOf(key, field)}`);
        if ((decision.change?.push ?? []).length > 0) seen.add(`${kind} list`);
        return decision;
      }),
  };
}

/** Uses every way in which a store keeps something. */
async function keepEverything(store: Store): Promise<void> {
  const message = { type: 'message', id: 'm1', text: 'knee' };
  for (const isInTranscript of [true, false]) {
    const turn = { conversationId: `c-${isInTranscript}`, turnId: 't1', userId: 'u1', isInTranscript };
    await store.beginTurn({ ...turn, activity: message });
    const state = { [`directline/conversations/${turn.conversationId}/`]: { memory: {} } };
    await store.commitTurn({ ...turn, state, replies: [message] });
    await store.markDelivered(turn.conversationId, 't1');
  }
  await store.append('c-true', [message]);
  await store.write({ 'directline/users/u1': { noticedAt: 'x' }, 'something/else': { a: 1 } });
  await store.claim('delivery-1', 1000);
  const kinds: RecordKind[] = ['feedback', 'review', 'figures'];
  for (const kind of kinds) await store.addRecord(kind, { id: 'r1', at: '2026-11-23T10:00:00.000Z' });
}

describe('the data map in docs/privacy.md', () => {
  const rows = readMap();

  test('names every kind of document and field that a store keeps, and nothing else', async () => {
    const seen = new Set<string>();
    const documents = watch(createMemoryDocuments(Date.now), seen);
    const parts = { leases: createLeases(), signals: createLocalSignals(), counters: createLocalCounters(Date.now) };
    await keepEverything(createDocumentStore({ documents, ...parts, now: Date.now }));
    expect([...seen].sort()).toEqual(rows.map((row) => `${row.kind} ${row.field}`).sort());
  });

  test('says of everything what it is for and how long it is kept', () => {
    expect(rows.filter((row) => row.purpose === '' || row.kept === '')).toEqual([]);
    expect(rows.length).toBeGreaterThan(8);
  });
});
