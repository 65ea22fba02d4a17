import { createHash } from 'node:crypto';
import { createDocumentStore } from '../documentStore.js';
import { formatRef, parseRef, type OpenTurns, type TurnRef } from '../openTurns.js';
import type { StorageLog, Store } from '../store.js';
import { createRedisDocuments } from './redisDocuments.js';
import { createRedisLeases } from './redisLeases.js';
import { openRedisLink, type RedisLink } from './redisLink.js';
import { createRedisSignals } from './redisSignals.js';
import { INCREMENT } from './scripts.js';

export interface RedisStoreOptions {
  /** `redis://` or `rediss://`; of a cluster, any node. */
  readonly url: string;
  /** Time in ms; default: the system's clock. */
  readonly now?: () => number;
  /** Days without a change after which Redis itself drops a document; default: only `sweep` does. */
  readonly retentionDays?: number;
  readonly log?: StorageLog;
}

const SILENT: StorageLog = { info() {}, warn() {}, error() {} };
const DAY_MS = 24 * 3600 * 1000;
/** The index of open turns is spread over so many keys, which spread over the nodes of a cluster. */
const OPEN_SHARDS = 16;

/**
 * The distributed store: any number of processes over one Redis server or Redis Cluster (found out by itself).
 *
 * Opens even while Redis is away; every promise then rejects with STORAGE_UNAVAILABLE until it is back, without a restart.
 * What was acknowledged is as durable as Redis is set up to be (docs/scale.md).
 */
export async function createRedisStore(options: RedisStoreOptions): Promise<Store> {
  const { url, now = Date.now, retentionDays = 0, log = SILENT } = options;
  const signals = createRedisSignals(() => link);
  const link: RedisLink = await openRedisLink({ url, log, onGap: () => signals.notifyAll() });
  const leases = createRedisLeases(() => link);
  // A day longer than the sweep needs, so that the sweep, which also erases references, comes first.
  const lifetimeMs = retentionDays > 0 ? (retentionDays + 1) * DAY_MS : 0;
  return createDocumentStore({
    documents: createRedisDocuments({ link, now, lifetimeMs, tokenOf: leases.tokenOf }),
    leases,
    signals,
    counters: {
      increment: async (key, windowMs) =>
        Number(await link.run(INCREMENT, [`kneebone:count:${key}`], [String(windowMs)])),
    },
    now,
    claims: createRedisClaims(link),
    openTurns: createRedisOpenTurns(link),
  });
}

function createRedisClaims(link: RedisLink): Pick<Store, 'claim' | 'release'> {
  const keyOf = (key: string) => `kneebone:claim:${key}`;
  return {
    claim: async (key, ttlMs) =>
      (await link.command(keyOf(key), ['SET', keyOf(key), '1', 'NX', 'PX', String(Math.ceil(ttlMs))])) !== null,
    async release(key) {
      await link.command(keyOf(key), ['DEL', keyOf(key)]);
    },
  };
}

function createRedisOpenTurns(link: RedisLink): OpenTurns {
  const shardKey = (shard: number) => `kneebone:open:${shard}`;
  const keyOf = ({ conversationId }: TurnRef) =>
    shardKey((createHash('sha256').update(conversationId).digest()[0] ?? 0) % OPEN_SHARDS);
  return {
    async add(ref, atMs) {
      await link.command(keyOf(ref), ['ZADD', keyOf(ref), 'NX', String(atMs), formatRef(ref)]);
    },
    async remove(ref) {
      await link.command(keyOf(ref), ['ZREM', keyOf(ref), formatRef(ref)]);
    },
    async list(untilMs) {
      const keys = Array.from({ length: OPEN_SHARDS }, (_, shard) => shardKey(shard));
      const replies = await Promise.all(
        keys.map((key) => link.command(key, ['ZRANGEBYSCORE', key, '-inf', String(untilMs)])),
      );
      return replies.flatMap((reply) => (reply as string[]).map(parseRef)); // ZRANGEBYSCORE's reply
    },
  };
}
