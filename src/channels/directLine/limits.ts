import { createHash } from 'node:crypto';
import type { Request } from 'restify';
import type { Config } from '../../config.js';
import type { Store } from '../../storage/store.js';
import { enforceRate } from '../http.js';
import { clientAddress } from './origins.js';

/** Largest numbers of things; everything beyond is refused with 429 and `Retry-After`. */
export interface Limits {
  /** Messages of one person in a minute. */
  readonly turnsPerUser: number;
  /** Messages and new conversations from one address in a minute; a clinic's waiting room may share one. */
  readonly writesPerAddress: number;
  /** Other calls from one address in a minute; a client that polls each second makes sixty. */
  readonly readsPerAddress: number;
  /** Open streams of one conversation: a person's tabs and devices. */
  readonly socketsPerConversation: number;
  /** Open streams from one address. */
  readonly socketsPerAddress: number;
}

/** The limits of RATE_TURNS and RATE_REQUESTS, and those of streams, which cost memory while nothing happens. */
export function limitsOf({ turnsPerPerson, requestsPerAddress }: Config['rates']): Limits {
  return {
    turnsPerUser: turnsPerPerson,
    writesPerAddress: requestsPerAddress,
    readsPerAddress: requestsPerAddress,
    socketsPerConversation: 8,
    socketsPerAddress: 500,
  };
}

const WINDOW_MS = 60_000;

export type Counted = 'writes' | 'reads';

export interface RateLimiter {
  /** @throws HttpError 429 once the address of the request is over its number */
  countAddress(req: Request, what: Counted): Promise<void>;
  /** @throws HttpError 429 once the person is over the number of messages */
  countTurn(userId: string): Promise<void>;
}

/** Counts in the store, so that all processes share the numbers. Addresses are hashed: a count needs no name. */
export function createRateLimiter(store: Pick<Store, 'increment'>, limits: Limits): RateLimiter {
  const enforce = async (key: string, limit: number) =>
    enforceRate(await store.increment(`rate/${key}`, WINDOW_MS), limit, WINDOW_MS);
  return {
    async countAddress(req, what) {
      const address = clientAddress(req);
      const limit = what === 'writes' ? limits.writesPerAddress : limits.readsPerAddress;
      if (address !== undefined) await enforce(`${what}/${hash(address)}`, limit);
    },
    countTurn: (userId) => enforce(`turns/${userId}`, limits.turnsPerUser),
  };
}

const hash = (address: string) => createHash('sha256').update(address).digest('base64url').slice(0, 16);
