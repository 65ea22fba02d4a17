import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack asks for five minutes; both sides count, so that a stolen request cannot be dated ahead. */
const MAX_AGE_SECONDS = 300;

/** What a request carries to prove that Slack sent it. */
export interface SignedRequest {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** The body as it came, before any parser. */
  readonly body: Buffer;
}

/**
 * True when one of the secrets signed the request within five minutes of `now`. During a rotation both the new and the old
 * secret count. Takes the same time whichever byte of a signature is wrong.
 */
export function isSigned(request: SignedRequest, secrets: readonly string[], now: Date): boolean {
  const { timestamp, signature, body } = request;
  if (!timestamp || !/^\d{1,12}$/.test(timestamp) || !signature) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > MAX_AGE_SECONDS) return false;
  const given = Buffer.from(signature);
  // Every secret is tried, so that the time does not tell which one fits.
  return secrets.map((secret) => isEqual(given, sign(secret, timestamp, body))).some(Boolean);
}

/** The signature that Slack sends for a body. */
export function sign(secret: string, timestamp: string, body: Buffer | string): string {
  if (secret === '') throw new RangeError('An empty signing secret would let everybody in.');
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

function isEqual(given: Buffer, expected: string): boolean {
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Remembers the signatures of the last minutes. */
export interface ReplayGuard {
  /** True the first time a signature is seen. */
  isNew(signature: string): boolean;
}

/** Keeps at most `limit` signatures; the oldest goes first, which is past its five minutes unless there is a flood. */
export function createReplayGuard(limit = 20_000): ReplayGuard {
  const seen = new Set<string>();
  return {
    isNew(signature) {
      if (seen.has(signature)) return false;
      seen.add(signature);
      const [oldest] = seen;
      if (seen.size > limit && oldest !== undefined) seen.delete(oldest);
      return true;
    },
  };
}
