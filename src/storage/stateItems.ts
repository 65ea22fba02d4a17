import { randomUUID } from 'node:crypto';
import type { StoreItems } from 'botbuilder';
import { KneeboneError } from '../errors.js';
import type { Doc, Documents } from './documents.js';
import { itemDoc } from './keys.js';
import type { Store } from './store.js';

/** State lies in fields `state:<SDK key>`; the first line is the eTag, the rest JSON. */
const PREFIX = 'state:';

type FieldChange = readonly [string, string | null];

/** The SDK's storage over documents. */
export function createStateItems(documents: Documents): Pick<Store, 'read' | 'write' | 'delete'> {
  return {
    async read(keys) {
      const found = await Promise.all(
        [...groupKeys(keys)].map(([doc, own]) => documents.view(doc, (d) => readItems(d, own))),
      );
      return Object.fromEntries(found.flat());
    },
    async write(changes) {
      const groups = groupKeys(Object.keys(changes));
      await Promise.all(
        [...groups].map(([key, own]) =>
          documents.update(key, (doc) => ({ result: undefined, change: { set: checkItems(doc, pick(changes, own)) } })),
        ),
      );
    },
    async delete(keys) {
      const groups = groupKeys(keys);
      for (const [key, own] of groups) {
        await documents.update(key, (doc) => {
          const set = own.map((k) => PREFIX + k).filter((field) => doc.fields.has(field));
          return { result: undefined, ...(set.length > 0 && { change: { set: set.map((f) => [f, null] as const) } }) };
        });
      }
      // What is deleted on purpose was asked to be forgotten, so no copy keeps it either.
      await documents.purge([...groups.keys()]);
    },
  };
}

/**
 * The fields that a write changes.
 * @throws KneeboneError STORAGE_CONFLICT when an eTag is stale
 */
export function checkItems(doc: Doc, changes: StoreItems): FieldChange[] {
  return Object.entries(changes).map(([key, value]) => {
    const { eTag, ...rest } = value as { eTag?: unknown }; // StoreItems holds any object
    const stored = doc.fields.get(PREFIX + key);
    const isStale = stored !== undefined && eTag && eTag !== '*' && eTag !== tagOf(stored);
    // The key holds a person's id in some channels, so it is not named.
    if (isStale) throw new KneeboneError('STORAGE_CONFLICT', 'the state was changed by another turn');
    return [PREFIX + key, `${randomUUID()}\n${JSON.stringify(rest)}`];
  });
}

/** All state items of a document, without eTags. */
export function exportItems(doc: Doc): Record<string, unknown> {
  const fields = [...doc.fields].filter(([field]) => field.startsWith(PREFIX));
  return Object.fromEntries(fields.map(([field, text]) => [field.slice(PREFIX.length), JSON.parse(bodyOf(text))]));
}

function readItems(doc: Doc, keys: readonly string[]): [string, unknown][] {
  return keys.flatMap((key) => {
    const text = doc.fields.get(PREFIX + key);
    return text === undefined ? [] : [[key, { ...JSON.parse(bodyOf(text)), eTag: tagOf(text) }]];
  });
}

function groupKeys(keys: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const doc = itemDoc(key);
    groups.set(doc, [...(groups.get(doc) ?? []), key]);
  }
  return groups;
}

const pick = (changes: StoreItems, keys: readonly string[]): StoreItems =>
  Object.fromEntries(keys.map((key) => [key, changes[key]]));
const tagOf = (text: string) => text.slice(0, text.indexOf('\n'));
const bodyOf = (text: string) => text.slice(text.indexOf('\n') + 1);
