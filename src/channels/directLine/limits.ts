import { createHash } from 'node:crypto';
import type { Request, Response } from 'restify';
import type { Store } from '../../storage/store.js';
import { HttpError } from '../http.js';
import { clientAddress } from './origins.js';

/** Largest numbers of things; everything beyond is refused with 429 and `Retry-After`. */
export interface Limits {
  /** Messages of one person in a minute. A careful reader sends three; twenty leaves room for buttons. */
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

export const DEFAULT_LIMITS: Limits = {
  turnsPerUser: 20,
  writesPerAddress: 60,
  readsPerAddress: 600,
  socketsPerConversation: 8,
  socketsPerAddress: 100,
};

const WINDOW_MS = 60_000;

export type Counted = 'writes' | 'reads';

export interface RateLimiter {
  /** @throws HttpError 429 once the address of the request is over its number */
  countAddress(req: Request, res: Response, what: Counted): Promise<void>;
  /** @throws HttpError 429 once the person is over the number of messages */
  countTurn(userId: string, res: Response): Promise<void>;
}

/** Counts in the store, so that all processes share the numbers. Addresses are hashed: a count needs no name. */
export function createRateLimiter(store: Pick<Store, 'increment'>, limits: Limits): RateLimiter {
  const enforce = async (key: string, limit: number, res: Response) => {
    if ((await store.increment(`rate/${key}`, WINDOW_MS)) <= limit) return;
    res.setHeader('Retry-After', String(WINDOW_MS / 1000));
    throw new HttpError(429, 'HTTP_TOO_MANY');
  };
  return {
    async countAddress(req, res, what) {
      const address = clientAddress(req);
      const limit = what === 'writes' ? limits.writesPerAddress : limits.readsPerAddress;
      if (address !== undefined) await enforce(`${what}/${hash(address)}`, limit, res);
    },
    countTurn: (userId, res) => enforce(`turns/${userId}`, limits.turnsPerUser, res),
  };
}

const hash = (address: string) => createHash('sha256').update(address).digest('base64url').slice(0, 16);
