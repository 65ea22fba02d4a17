import { randomUUID } from 'node:crypto';
import { KneeboneError } from '../../errors.js';
import type { Change, Doc, Documents } from '../documents.js';
import { CONVERSATION, USER } from '../keys.js';
import { createLeases } from '../leases.js';
import type { RedisLink } from './redisLink.js';
import { ERASE_OLDER, READ, SLICE, UPDATE } from './scripts.js';

export interface RedisDocumentsOptions {
  readonly link: RedisLink;
  readonly now: () => number;
  /** After this long without a change a document expires, even if no Kneebone runs any more; 0: never. */
  readonly lifetimeMs: number;
  /** Token of the lease that this process holds on a conversation. */
  readonly tokenOf: (conversationId: string) => string | undefined;
}

/** Each attempt fails only where another process succeeded, so this is reached by a fault, not by load. */
const MAX_ATTEMPTS = 100;
/** A person's document outlives the conversations that it names (people.ts). */
const USER_SLACK_MS = 3 * 24 * 3600 * 1000;
const META = new Set(['!version', '!touched']);

/**
 * Documents in Redis: `kneebone:{<document>}:fields` (hash), `:list`, and `:lease` beside them. The braces are a hash tag:
 * all keys of a document lie on one node of a cluster, so that one script sees them.
 */
export function createRedisDocuments(options: RedisDocumentsOptions): Documents {
  const { link } = options;
  const inOrder = createLeases();
  const erase = async (key: string) => {
    await link.command(fieldsKey(key), ['DEL', fieldsKey(key), listKey(key)]);
  };
  return {
    view: async (key, look) => look(await readDoc(link, key)),
    // One at a time within the process, so that only other processes can come between reading and writing.
    update: (key, decide) =>
      inOrder.run(key, async () => {
        for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
          const doc = await readDoc(link, key);
          const { result, change } = decide(doc);
          if (!change || (await tryUpdate(options, key, doc.version, change))) return result;
          await new Promise((done) => setTimeout(done, Math.random() * 5 * attempt));
        }
        throw new KneeboneError('STORAGE_UNAVAILABLE', 'other processes change the same document without end');
      }),
    async slice(key, from, limit) {
      const reply = await link.run(SLICE, [listKey(key)], [String(from), String(from + limit - 1)]);
      const [entries, length] = reply as [string[], number]; // SLICE's reply
      return { entries: limit > 0 ? entries : [], length };
    },
    async erase(keys) {
      await Promise.all(keys.map(erase));
    },
    async eraseOlder(kind, beforeMs) {
      let erased = 0;
      for await (const fields of link.scan(`kneebone:{${kind}/*}:fields`)) {
        const list = fields.replace(/:fields$/, ':list');
        erased += Number(await link.run(ERASE_OLDER, [fields, list], [String(beforeMs)]));
      }
      return erased;
    },
    // A change replaces what was there; Redis's own append-only file forgets it at its next rewrite (docs/scale.md).
    async purge() {},
    async check() {
      await link.command('kneebone:check', ['SET', 'kneebone:check', '1', 'PX', '60000']);
    },
    close: () => link.close(),
  };
}

/** Key of a conversation's lease, on the same node as its document. */
export const leaseKey = (conversationId: string) => `${tagOf(`${CONVERSATION}/${conversationId}`)}:lease`;
const fieldsKey = (key: string) => `${tagOf(key)}:fields`;
const listKey = (key: string) => `${tagOf(key)}:list`;
/** Encoded, because a brace in an id would move the hash tag. */
const tagOf = (key: string) => `kneebone:{${key.split('/').map(encodeURIComponent).join('/')}}`;
const channelPrefix = 'kneebone:news:';

/** Channel that tells of a conversation's new activities. */
export const channelOf = (conversationId: string) => channelPrefix + conversationId;

async function readDoc(link: RedisLink, key: string): Promise<Doc & { version: string }> {
  const [flat, length] = (await link.run(READ, [fieldsKey(key), listKey(key)], [])) as [string[], number]; // READ's reply
  const fields = new Map<string, string>();
  let version = '';
  for (let i = 0; i < flat.length; i += 2) {
    const [field, text] = [flat[i] ?? '', flat[i + 1] ?? ''];
    if (field === '!version') version = text;
    if (!META.has(field)) fields.set(field, text);
  }
  return { fields, length, version };
}

async function tryUpdate(
  options: RedisDocumentsOptions,
  key: string,
  version: string,
  change: Change,
): Promise<boolean> {
  const { link, now, lifetimeMs, tokenOf } = options;
  const conversation = key.startsWith(`${CONVERSATION}/`) ? key.slice(CONVERSATION.length + 1) : undefined;
  const channel = conversation === undefined ? '' : channelOf(conversation);
  const token = conversation === undefined ? '' : (tokenOf(conversation) ?? '');
  const set = (change.set ?? []).flatMap(([field, text]) => (text === null ? [] : [field, text]));
  const removed = (change.set ?? []).filter(([, text]) => text === null).map(([field]) => field);
  const lifetime = lifetimeMs > 0 && key.startsWith(`${USER}/`) ? lifetimeMs + USER_SLACK_MS : lifetimeMs;
  const reply = await link.run(
    UPDATE,
    [fieldsKey(key), listKey(key), `${tagOf(key)}:lease`],
    [
      ...[version, randomUUID(), token, String(now()), String(lifetime), channel],
      ...[String(set.length / 2), ...set, String(removed.length), ...removed],
      ...(change.push ?? []),
    ],
  );
  if (reply === -1) throw new KneeboneError('STORAGE_CONFLICT', 'the turn lost its lease');
  return reply === 1;
}
