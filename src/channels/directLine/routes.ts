import type { Request, Response, Server } from 'restify';
import type { Config } from '../../config.js';
import { HttpError, readJson, readTraceId } from '../http.js';
import { STREAM_LIFE_MS, TOKEN_LIFE_MS, type Access } from './access.js';
import type { Conversations } from './conversations.js';
import { parseIncoming } from './incoming.js';
import type { RateLimiter } from './limits.js';
import { originOf, type Origins } from './origins.js';
import type { Streams } from './stream.js';
import type { Claims, Tokens } from './tokens.js';
import { parseWatermark } from './upgrade.js';

/** What the routes of this channel share. */
export interface Parts {
  readonly config: Config;
  readonly access: Access;
  readonly origins: Origins;
  readonly conversations: Conversations;
  readonly tokens: Tokens;
  readonly rates: RateLimiter;
  readonly streams: Streams;
  readonly newId: () => string;
}

type Owner = Pick<Claims, 'conversationId' | 'userId' | 'origin'>;
export type Handler = (req: Request, res: Response) => Promise<void>;

const BASE = '/v3/directline';
/** The transcript in one answer to a client that polls; the rest follows with the next watermark. */
const ACTIVITIES_PER_PAGE = 200;

/** Adds the Direct Line 3.0 routes. */
export function mountRoutes(server: Server, parts: Parts): void {
  const withCors = (handler: Handler) => answerPages(parts.origins, handler);
  server.opts(`${BASE}/*`, withCors(answerPreflight));
  server.post(`${BASE}/tokens/generate`, withCors(generateToken(parts)));
  server.post(`${BASE}/tokens/refresh`, withCors(refreshToken(parts)));
  server.post(`${BASE}/conversations`, withCors(startConversation(parts)));
  server.get(`${BASE}/conversations/:id`, withCors(reconnect(parts)));
  server.get(`${BASE}/conversations/:id/activities`, withCors(getActivities(parts)));
  server.post(`${BASE}/conversations/:id/activities`, withCors(postActivity(parts)));
}

/** Lets pages of allowed origins read the answers of a route, errors too; refuses other pages with 403. */
export function answerPages(origins: Origins, handler: Handler): Handler {
  return async (req, res) => {
    setCors(req, res, origins);
    await handler(req, res);
  };
}

/** Answers a browser that asks first whether it may send a request. */
export async function answerPreflight(_req: Request, res: Response): Promise<void> {
  res.send(204);
}

function setCors(req: Request, res: Response, origins: Origins): void {
  res.setHeader('Vary', 'Origin');
  res.setHeader('Cache-Control', 'no-store');
  const origin = originOf(req);
  if (origin === '') return;
  if (!origins.isAllowed(req)) throw new HttpError(403, 'HTTP_FORBIDDEN');
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  if (req.method !== 'OPTIONS') return;
  res.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS');
  res.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, x-ms-bot-agent, x-requested-with');
  res.setHeader('Access-Control-Max-Age', '600');
}

/** A token with what a client needs beside it. */
export function describeToken({ access }: Parts, owner: Owner) {
  const token = access.issue(owner, 'api', TOKEN_LIFE_MS);
  return { conversationId: owner.conversationId, token, expires_in: TOKEN_LIFE_MS / 1000 };
}

/** The address of the conversation's stream from a watermark on. Its token stands in the address: never log it. */
export function describeStream({ access, origins }: Parts, req: Request, owner: Owner, watermark: number): string {
  const token = access.issue(owner, 'stream', STREAM_LIFE_MS);
  const base = origins.ownAddress(req).replace(/^http/, 'ws');
  return `${base}${BASE}/conversations/${owner.conversationId}/stream?watermark=${watermark}&t=${token}`;
}

/** A visitor nobody has met, in a conversation that has not begun. */
export function createOwner({ newId }: Pick<Parts, 'newId'>, req: Request): Owner {
  return { conversationId: newId(), userId: `dl_${newId()}`, origin: originOf(req) };
}

function generateToken(parts: Parts): Handler {
  return async (req, res) => {
    parts.access.checkNewcomer(req);
    await parts.rates.countAddress(req, 'writes');
    res.send(200, describeToken(parts, createOwner(parts, req)));
  };
}

function refreshToken(parts: Parts): Handler {
  return async (req, res) => {
    const claims = await parts.access.checkToken(req);
    await parts.rates.countAddress(req, 'reads');
    await parts.access.retire(claims);
    res.send(200, describeToken(parts, claims));
  };
}

/** Begins the conversation of the token, or with the secret one of its own. Beginning again continues. */
function startConversation(parts: Parts): Handler {
  return async (req, res) => {
    const owner = parts.access.hasSecret(req) ? createOwner(parts, req) : await parts.access.checkToken(req);
    await parts.rates.countAddress(req, 'writes');
    const isNew = await parts.conversations.begin(owner.conversationId, owner.userId);
    const stream = describeStream(parts, req, owner, 0);
    res.send(isNew ? 201 : 200, { ...describeToken(parts, owner), streamUrl: stream, referenceGrammarId: '' });
  };
}

function reconnect(parts: Parts): Handler {
  return async (req, res) => {
    const claims = await parts.access.checkToken(req, idOf(req));
    await parts.rates.countAddress(req, 'reads');
    const stream = describeStream(parts, req, claims, watermarkOf(req));
    res.send(200, { ...describeToken(parts, claims), streamUrl: stream, referenceGrammarId: '' });
  };
}

function getActivities(parts: Parts): Handler {
  return async (req, res) => {
    const { conversationId } = await parts.access.checkToken(req, idOf(req));
    await parts.rates.countAddress(req, 'reads');
    const { activities, watermark } = await parts.conversations.read(
      conversationId,
      watermarkOf(req),
      ACTIVITIES_PER_PAGE,
    );
    res.send(200, { activities, watermark: String(watermark) });
  };
}

function postActivity(parts: Parts): Handler {
  return async (req, res) => {
    const { conversationId, userId } = await parts.access.checkToken(req, idOf(req));
    await parts.rates.countAddress(req, 'writes');
    const incoming = parseIncoming(await readJson(req, res));
    // Clients may put any name there, and it does not count; the prefix of our own ids would be a forgery.
    const isForged = incoming.claimedUserId?.startsWith('dl_') && incoming.claimedUserId !== userId;
    if (isForged) throw new HttpError(403, 'HTTP_FORBIDDEN');
    if (incoming.type === 'typing') return void res.send(200, { id: parts.newId() });
    await parts.rates.countTurn(userId);
    res.send(200, { id: await parts.conversations.post(conversationId, userId, incoming, readTraceId(req)) });
  };
}

const idOf = (req: Request) => String((req.params as Record<string, unknown>)['id']); // restify's parsed path

function watermarkOf(req: Request): number {
  return parseWatermark(new URL(req.url ?? '/', 'http://localhost').searchParams.get('watermark'));
}
