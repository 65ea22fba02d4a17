import { createHmac, timingSafeEqual } from 'node:crypto';

/** `api`: the Direct Line bearer; `stream`: one WebSocket address; `session`: a visitor's way back to a conversation. */
export type TokenKind = 'api' | 'stream' | 'session';

/** What a token stands for. It opens this conversation, for this user, from this origin, and nothing else. */
export interface Claims {
  readonly kind: TokenKind;
  readonly conversationId: string;
  readonly userId: string;
  /** Origin of the page that uses the token; empty for a client that is not a browser. */
  readonly origin: string;
  readonly tokenId: string;
}

export type Verified =
  { readonly is: 'valid'; readonly claims: Claims } | { readonly is: 'expired' } | { readonly is: 'invalid' };

export interface Tokens {
  /** @param lifeMs how long the token is good from now on, in milliseconds */
  sign(claims: Claims, lifeMs: number): string;
  /** Takes a token back; another kind than asked for is invalid. Reads the time once. */
  verify(token: string, kind: TokenKind): Verified;
}

/** Longer texts are no tokens of ours; refusing them first keeps a hostile header cheap. */
const MAX_TOKEN_CHARS = 1024;

/**
 * Signs and checks tokens: JSON Web Tokens with HMAC-SHA256 (RFC 7519), so that Direct Line clients can read the user id
 * from the `user` claim. The first secret signs, all secrets verify; that makes a rotation "new,old".
 */
export function createTokens(secrets: readonly string[], now: () => Date): Tokens {
  const header = encode({ alg: 'HS256', typ: 'JWT' });
  return {
    sign(claims, lifeMs) {
      const body = `${header}.${encode(toPayload(claims, now().getTime() + lifeMs))}`;
      return `${body}.${mac(secrets[0] ?? '', body).toString('base64url')}`;
    },
    verify(token, kind) {
      const [head, payload, signature, ...rest] = token.length <= MAX_TOKEN_CHARS ? token.split('.') : [];
      // Any other header would let the sender choose the algorithm (RFC 8725, section 3.1).
      if (head !== header || !payload || !signature || rest.length > 0) return { is: 'invalid' };
      if (!secrets.some((s) => isSame(mac(s, `${head}.${payload}`), signature))) return { is: 'invalid' };
      const { exp, ...claims } = fromPayload(payload);
      if (claims.kind !== kind) return { is: 'invalid' };
      return exp > now().getTime() ? { is: 'valid', claims } : { is: 'expired' };
    },
  };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const mac = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest();

function isSame(expected: Buffer, signature: string): boolean {
  const given = Buffer.from(signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

interface Payload {
  kind: TokenKind;
  conv: string;
  user: string;
  origin: string;
  jti: string;
  /** Seconds since 1970, with a fraction. */
  exp: number;
}

function toPayload({ kind, conversationId, userId, origin, tokenId }: Claims, expiresAt: number): Payload {
  return { kind, conv: conversationId, user: userId, origin, jti: tokenId, exp: expiresAt / 1000 };
}

function fromPayload(encoded: string): Claims & { exp: number } {
  // Only what `sign` made passes the signature, so the shape is known.
  const p = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as Payload;
  return { kind: p.kind, conversationId: p.conv, userId: p.user, origin: p.origin, tokenId: p.jti, exp: p.exp * 1000 };
}
