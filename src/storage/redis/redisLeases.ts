import { randomUUID } from 'node:crypto';
import { KneeboneError } from '../../errors.js';
import { createLeases, type Leases } from '../leases.js';
import type { RedisLink } from './redisLink.js';
import { leaseKey } from './redisDocuments.js';
import { ACQUIRE, RELEASE, RENEW } from './scripts.js';

/** Longer than any pause of a healthy process; a person whose turn died with its process waits this long at most. */
const LEASE_MS = 5000;
const RENEW_MS = 1500;
/** One that waits asks at least every 25 ms; a second of silence means it died. */
const PATIENCE_MS = 1000;
const MAX_POLL_MS = 25;
/** Longer queues than this mean that something hangs. */
const MAX_WAIT_MS = 60_000;

export interface RedisLeases extends Leases {
  /** The token with which this process holds the lease; also while it does not know yet that it lost it. */
  tokenOf(key: string): string | undefined;
}

/**
 * Leases across processes. Within one process turns queue up here; processes queue up in Redis in order of arrival.
 *
 * The token fences: a document of the conversation changes only while the lease still has the token, checked in the same
 * step as the change, so a process that was paused beyond its lease changes nothing.
 */
export function createRedisLeases(getLink: () => RedisLink): RedisLeases {
  const local = createLeases();
  const held = new Map<string, string>();
  return {
    tokenOf: (key) => held.get(key),
    run: (key, turn) =>
      local.run(key, async () => {
        const token = randomUUID();
        await acquire(getLink(), key, token);
        held.set(key, token);
        const renewal = setInterval(() => void renew(getLink(), key, token), RENEW_MS);
        try {
          return await turn();
        } finally {
          clearInterval(renewal);
          held.delete(key);
          // Redis away: the lease runs out by itself.
          await release(getLink(), key, token).catch(() => undefined);
        }
      }),
  };
}

async function acquire(link: RedisLink, key: string, token: string): Promise<void> {
  const args = [token, String(LEASE_MS), String(PATIENCE_MS)];
  const began = performance.now();
  for (let waitMs = 2; ; waitMs = Math.min(waitMs * 1.5, MAX_POLL_MS)) {
    if ((await link.run(ACQUIRE, keysOf(key), args)) === 1) return;
    if (performance.now() - began > MAX_WAIT_MS) break;
    await new Promise((done) => setTimeout(done, waitMs * (0.5 + 0.5 * Math.random())));
  }
  await release(link, key, token);
  throw new KneeboneError('STORAGE_UNAVAILABLE', 'an earlier turn of the conversation does not end');
}

/** A renewal that fails is tried again; one that comes too late changes nothing, as the writes are fenced. */
async function renew(link: RedisLink, key: string, token: string): Promise<void> {
  await link.run(RENEW, keysOf(key).slice(0, 1), [token, String(LEASE_MS)]).catch(() => undefined);
}

async function release(link: RedisLink, key: string, token: string): Promise<void> {
  await link.run(RELEASE, keysOf(key), [token]);
}

const keysOf = (key: string) => [leaseKey(key), `${leaseKey(key)}:queue`, `${leaseKey(key)}:asked`];
