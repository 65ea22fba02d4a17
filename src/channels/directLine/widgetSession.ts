import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { HttpError, readJson } from '../http.js';
import { answerPages, answerPreflight, createOwner, describeStream, describeToken, type Parts } from './routes.js';
import { originOf } from './origins.js';
import type { Claims } from './tokens.js';

type CookieKind = 'site' | 'partitioned';

const ROUTE = '/api/widget/session';
const COOKIE = 'kneebone_session';
const DAY_MS = 24 * 60 * 60 * 1000;
const HISTORY_SHOWN = 200;

const bodySchema = z.object({
  /** The visitor's session where the browser keeps no cookie for us. */
  session: z.string().max(1024).optional(),
  /**
   * Which cookies of ours work in the frame, so that no script needs to hold the session: those of the page's own site,
   * or those that a browser keeps apart for each embedding site (CHIPS).
   */
  cookies: z.enum(['site', 'partitioned']).optional(),
  /** True to continue only; without an earlier conversation the answer is 204. */
  resume: z.boolean().optional(),
  locale: z.string().max(35).optional(),
});

/**
 * Adds `POST /api/widget/session`, which answers with a token for the visitor's earlier conversation or a new one, and
 * `DELETE` of it, which erases the conversation.
 *
 * The session is a signed token: in an HttpOnly cookie where the page is of our own site, else in the answer's `session`.
 * It names one conversation of one visitor and opens nothing by itself.
 */
export function mountWidgetSession(server: Server, parts: Parts): void {
  const answer = (handler: (parts: Parts, req: Request, res: Response) => Promise<void>) =>
    answerPages(parts.origins, (req, res) => handler(parts, req, res));
  server.opts(ROUTE, answerPages(parts.origins, answerPreflight));
  server.post(ROUTE, answer(openSession));
  server.del(ROUTE, answer(eraseSession));
}

async function openSession(parts: Parts, req: Request, res: Response): Promise<void> {
  parts.access.checkNewcomer(req);
  await parts.rates.countAddress(req, 'writes');
  const body = bodySchema.safeParse(await readJson(req, res));
  if (!body.success) throw new HttpError(400, 'HTTP_BAD_JSON');
  const earlier = await findEarlier(parts, req, body.data.session);
  if (!earlier && body.data.resume) return void res.send(204);
  const owner = earlier ?? createOwner(parts, req);
  const isNew = await parts.conversations.begin(owner.conversationId, owner.userId, body.data.locale);
  const { activities, watermark } = await readLast(parts, owner.conversationId);
  res.send(isNew ? 201 : 200, {
    ...describeToken(parts, owner),
    userId: owner.userId,
    streamUrl: describeStream(parts, req, owner, watermark),
    isNew,
    activities,
    watermark: String(watermark),
    ...keepSession(parts, req, res, owner, body.data.cookies),
  });
}

/** Long transcripts are shown from their last part on. */
async function readLast({ conversations }: Parts, conversationId: string) {
  let activities: readonly unknown[] = [];
  for (let watermark = 0; ;) {
    const page = await conversations.read(conversationId, watermark);
    if (page.activities.length === 0) return { activities, watermark: page.watermark };
    activities = [...activities, ...page.activities].slice(-HISTORY_SHOWN);
    watermark = page.watermark;
  }
}

async function findEarlier(parts: Parts, req: Request, session: string | undefined): Promise<Claims | undefined> {
  const verified = parts.tokens.verify(session ?? cookieOf(req), 'session');
  if (verified.is !== 'valid' || verified.claims.origin !== originOf(req)) return undefined;
  const record = await parts.conversations.find(verified.claims.conversationId);
  if (record?.userId !== verified.claims.userId) return undefined;
  await parts.conversations.save(verified.claims.conversationId, record); // a visit counts as use: retention starts anew
  return verified.claims;
}

function keepSession(
  parts: Parts,
  req: Request,
  res: Response,
  { conversationId, userId, origin }: Pick<Claims, 'conversationId' | 'userId' | 'origin'>,
  cookies: CookieKind | undefined,
): { session?: string } {
  const lifeMs = parts.config.retentionDays * DAY_MS;
  const session = parts.access.issue({ conversationId, userId, origin }, 'session', lifeMs);
  if (!cookies || !parts.origins.isOwn(req)) return { session };
  res.setHeader('Set-Cookie', formatCookie(req, session, lifeMs / 1000, cookies));
  return {};
}

async function eraseSession(parts: Parts, req: Request, res: Response): Promise<void> {
  const { conversationId, userId } = await parts.access.checkToken(req);
  await parts.conversations.erase(conversationId, userId);
  parts.streams.end(conversationId);
  const cleared = (['site', 'partitioned'] as const).map((kind) => formatCookie(req, '', 0, kind));
  res.setHeader('Set-Cookie', cleared);
  res.send(204);
}

function formatCookie(req: Request, value: string, seconds: number, kind: CookieKind): string {
  const secure = originOf(req).startsWith('https:') ? '; Secure' : '';
  // A partitioned cookie is refused without Secure; browsers accept that on loopback without TLS too.
  const scope = kind === 'site' ? `SameSite=Lax${secure}` : 'SameSite=None; Secure; Partitioned';
  return `${COOKIE}=${value}; Path=${ROUTE}; Max-Age=${seconds}; HttpOnly; ${scope}`;
}

function cookieOf(req: Request): string {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((p) => p.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}
