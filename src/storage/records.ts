import type { Documents } from './documents.js';
import { recordDays, recordDoc } from './keys.js';
import type { RecordKind, Store, StoredRecord } from './store.js';

/** Records by kind and day: one document a day, so that neither writing nor sweeping touches the rest. */
export function createRecords(
  documents: Documents,
): Pick<Store, 'addRecord' | 'listRecords' | 'deleteRecords' | 'sweepRecords'> {
  const daysOf = (kind: RecordKind) => documents.view(recordDays(kind), (doc) => [...doc.fields.keys()].sort());
  const recordsOf = (kind: RecordKind, day: string) =>
    documents.view(recordDoc(kind, day), (doc) => [...doc.fields.values()].map(parseRecord));

  const addDay = async (kind: RecordKind, day: string) => {
    const isKnown = await documents.view(recordDays(kind), (doc) => doc.fields.has(day));
    if (!isKnown)
      await documents.update(recordDays(kind), () => ({ result: undefined, change: { set: [[day, '1']] } }));
  };
  const remove = async (kind: RecordKind, isGone: (record: StoredRecord) => boolean): Promise<number> => {
    const days = await daysOf(kind);
    const counts = await Promise.all(days.map((day) => removeFrom(kind, day, isGone)));
    const touched = days.filter((_, i) => (counts[i] ?? 0) > 0).map((day) => recordDoc(kind, day));
    if (touched.length > 0) await documents.purge(touched);
    return counts.reduce((sum, n) => sum + n, 0);
  };
  const removeFrom = (kind: RecordKind, day: string, isGone: (record: StoredRecord) => boolean) =>
    documents.update(recordDoc(kind, day), (doc) => {
      const gone = [...doc.fields].filter(([, json]) => isGone(parseRecord(json))).map(([id]) => [id, null] as const);
      return { result: gone.length, ...(gone.length > 0 && { change: { set: gone } }) };
    });

  return {
    async addRecord(kind, record) {
      const day = record.at.slice(0, 10);
      // The day goes first: one too many is empty, a missing one would hide the record.
      await addDay(kind, day);
      const set = [[record.id, JSON.stringify(record)] as const];
      await documents.update(recordDoc(kind, day), () => ({ result: undefined, change: { set } }));
    },
    async listRecords(kind) {
      const days = await daysOf(kind);
      const records = (await Promise.all(days.map((day) => recordsOf(kind, day)))).flat();
      return records.sort(byTime);
    },
    async deleteRecords(kind, ids) {
      const gone = new Set(ids);
      await remove(kind, (record) => gone.has(record.id));
    },
    sweepRecords: (kind, before) => remove(kind, (record) => Date.parse(record.at) < before.getTime()),
  };
}

const parseRecord = (json: string) => JSON.parse(json) as StoredRecord; // written by addRecord only
const byTime = (a: StoredRecord, b: StoredRecord) => compare(a.at, b.at) || compare(a.id, b.id);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
