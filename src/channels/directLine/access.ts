import type { IncomingMessage } from 'node:http';
import { isLoopback, type Config } from '../../config.js';
import { HttpError } from '../http.js';
import type { Conversations } from './conversations.js';
import { originOf, type Origins } from './origins.js';
import type { Claims, TokenKind, Tokens } from './tokens.js';

/** Life of a Direct Line token in milliseconds; clients refresh at half of it. */
export const TOKEN_LIFE_MS = 30 * 60_000;
/** Life of a stream address: long enough for a slow phone to connect, too short to be found in a log and used. */
export const STREAM_LIFE_MS = 60_000;
/** After a refresh the old token serves the calls that were on their way. */
const ROTATION_GRACE_MS = 5_000;

export interface AccessOptions {
  readonly config: Pick<Config, 'host' | 'widget'>;
  readonly tokens: Tokens;
  readonly origins: Origins;
  readonly conversations: Conversations;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Decides who may do what. Every refusal is an HttpError: 401 no valid token, 403 expired or not for this, 404 gone. */
export interface Access {
  /** A page of ours or of WIDGET_ORIGINS, a bearer of WIDGET_SECRET, or (on loopback) a program on this machine. */
  checkNewcomer(req: IncomingMessage): void;
  /** The claims of the bearer token; with a conversation, only of a token for it. */
  checkToken(req: IncomingMessage, conversationId?: string): Promise<Claims>;
  /** The claims of a stream address. */
  checkStream(req: IncomingMessage, conversationId: string, token: string): Claims;
  /** True where the request carries WIDGET_SECRET itself, as a site's own server does. */
  hasSecret(req: IncomingMessage): boolean;
  issue(claims: Omit<Claims, 'kind' | 'tokenId'>, kind: TokenKind, lifeMs: number): string;
  /** From now on (after a grace of seconds) the token opens nothing. */
  retire(claims: Claims): Promise<void>;
}

/** Creates the access rules of the channel. */
export function createAccess(options: AccessOptions): Access {
  const { config, tokens, origins, conversations, now } = options;
  const hasSecret = (req: IncomingMessage) => config.widget.secrets.includes(bearerOf(req));
  const verify = (token: string, kind: TokenKind) => {
    const verified = tokens.verify(token, kind);
    // Direct Line clients take 403 as "expired, get another".
    if (verified.is === 'expired') throw new HttpError(403, 'HTTP_FORBIDDEN');
    if (verified.is === 'invalid') throw new HttpError(401, 'HTTP_UNAUTHORIZED');
    return verified.claims;
  };
  const checkBinding = (req: IncomingMessage, claims: Claims, conversationId: string) => {
    const isBound = claims.conversationId === conversationId && isSameOrigin(req, claims, origins);
    if (!isBound) throw new HttpError(403, 'HTTP_FORBIDDEN');
  };
  return {
    hasSecret,
    checkNewcomer(req) {
      const isProgramHere = originOf(req) === '' && isLoopback(config.host);
      if (!origins.isAllowed(req) && !hasSecret(req) && !isProgramHere) throw new HttpError(403, 'HTTP_FORBIDDEN');
    },
    async checkToken(req, conversationId) {
      const claims = verify(bearerOf(req), 'api');
      checkBinding(req, claims, conversationId ?? claims.conversationId);
      const record = await conversations.find(claims.conversationId);
      if (record && record.userId !== claims.userId) throw new HttpError(403, 'HTTP_FORBIDDEN');
      const endsAt = record?.rotated[claims.tokenId];
      if (endsAt !== undefined && endsAt <= now().getTime()) throw new HttpError(401, 'HTTP_UNAUTHORIZED');
      return claims;
    },
    checkStream(req, conversationId, token) {
      const claims = verify(token, 'stream');
      checkBinding(req, claims, conversationId);
      return claims;
    },
    issue: (claims, kind, lifeMs) => tokens.sign({ ...claims, kind, tokenId: options.newId() }, lifeMs),
    async retire({ conversationId, tokenId }) {
      const record = await conversations.find(conversationId);
      if (!record) return;
      const time = now().getTime();
      // A token that has expired by itself needs no entry.
      const recent = Object.entries(record.rotated).filter(([, endsAt]) => endsAt > time - TOKEN_LIFE_MS);
      const rotated = { ...Object.fromEntries(recent), [tokenId]: time + ROTATION_GRACE_MS };
      await conversations.save(conversationId, { ...record, rotated });
    },
  };
}

/**
 * A browser names its page on every cross-origin call, on every POST and on WebSockets; a same-origin GET goes without.
 * So a missing origin fits a token of our own pages and of programs, and never one of another site.
 */
function isSameOrigin(req: IncomingMessage, claims: Claims, origins: Origins): boolean {
  const origin = originOf(req);
  if (origin === claims.origin) return true;
  return origin === '' && !origins.embedders.includes(claims.origin);
}

function bearerOf(req: IncomingMessage): string {
  return /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
}
