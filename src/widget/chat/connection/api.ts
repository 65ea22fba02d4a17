import { findCookieKind } from '../cookies.js';
import type { Keeps } from '../storage.js';
import type { Activity, Frame, Outgoing } from './activity.js';

/** A conversation that this browser may use. */
export interface Session {
  readonly conversationId: string;
  readonly userId: string;
  readonly token: string;
  /** `performance.now()` at which the token is to be renewed. */
  readonly renewAt: number;
  readonly streamUrl: string;
  readonly watermark: number;
  readonly activities: readonly Activity[];
}

/** An answer other than success; status 0 where none came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterMs: number,
  ) {
    super(`HTTP ${status}`);
  }
}

export interface Api {
  /** The visitor's conversation, or with `resume` nothing where there is none. */
  openSession(options: { resume: boolean; locale: string }): Promise<Session | undefined>;
  renew(session: Session): Promise<Session>;
  /** A fresh stream address after a drop. */
  reconnect(session: Session, watermark: number): Promise<Session>;
  read(session: Session, watermark: number): Promise<Frame>;
  post(session: Session, outgoing: Outgoing, locale: string): Promise<void>;
  erase(session: Session): Promise<void>;
}

const SESSION_ROUTE = '/api/widget/session';
const BASE = '/v3/directline';
const SESSION_KEY = 'session';
/** A server that thinks longer is taken for lost; the message is offered again and answered once. */
const CALL_LIMIT_MS = 20_000;

interface TokenAnswer {
  readonly conversationId: string;
  readonly token: string;
  readonly expires_in: number;
  readonly streamUrl?: string;
}

/** Calls the server that this page came from. */
export function createApi(keeps: Keeps): Api {
  const withToken = (session: Session) => ({ Authorization: `Bearer ${session.token}` });
  const renewed = (session: Session, answer: TokenAnswer): Session => ({
    ...session,
    token: answer.token,
    // At half of its life, so that a failed try can be repeated.
    renewAt: performance.now() + answer.expires_in * 500,
    streamUrl: answer.streamUrl ?? session.streamUrl,
  });
  return {
    async openSession({ resume, locale }) {
      const kept = keeps.browser.get(SESSION_KEY);
      const cookies = findCookieKind();
      const body = { resume, locale, ...(cookies && { cookies }), ...(kept && { session: kept }) };
      const answer = await call<TokenAnswer & Frame & { userId: string; session?: string }>(
        'POST',
        SESSION_ROUTE,
        body,
      );
      if (!answer) return undefined;
      if (answer.session) keeps.browser.set(SESSION_KEY, answer.session);
      else keeps.browser.remove(SESSION_KEY);
      const { conversationId, userId, activities } = answer;
      const bare = {
        conversationId,
        userId,
        activities,
        watermark: Number(answer.watermark),
        token: '',
        renewAt: 0,
        streamUrl: '',
      };
      return renewed(bare, answer);
    },
    async renew(session) {
      return renewed(session, await need(call('POST', `${BASE}/tokens/refresh`, {}, withToken(session))));
    },
    async reconnect(session, watermark) {
      const path = `${BASE}/conversations/${session.conversationId}?watermark=${watermark}`;
      return renewed(session, await need(call('GET', path, undefined, withToken(session))));
    },
    read(session, watermark) {
      const path = `${BASE}/conversations/${session.conversationId}/activities?watermark=${watermark}`;
      return need(call('GET', path, undefined, withToken(session)));
    },
    async post(session, { clientId, about, at, ...said }, locale) {
      const channelData = {
        clientActivityID: clientId,
        ...(about && { about }),
        ...(said.type === 'event' && { postBack: true }),
      };
      const path = `${BASE}/conversations/${session.conversationId}/activities`;
      await call(
        'POST',
        path,
        { ...said, locale, localTimestamp: new Date(at).toISOString(), channelData },
        withToken(session),
      );
    },
    async erase(session) {
      keeps.browser.remove(SESSION_KEY);
      await call('DELETE', SESSION_ROUTE, undefined, withToken(session));
    },
  };
}

/** @throws ApiError for every answer but success, and for none */
async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T | undefined> {
  const hasBody = body !== undefined;
  const response = await fetch(path, {
    method,
    headers: { ...headers, ...(hasBody && { 'Content-Type': 'application/json' }) },
    ...(hasBody && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(CALL_LIMIT_MS),
    cache: 'no-store',
  }).catch(() => undefined);
  if (!response) throw new ApiError(0, 0);
  if (!response.ok) throw new ApiError(response.status, Number(response.headers.get('Retry-After') ?? 0) * 1000);
  // Our own server's answers have the shapes named here.
  return response.status === 204 ? undefined : ((await response.json()) as T);
}

async function need<T>(answer: Promise<T | undefined>): Promise<T> {
  const value = await answer;
  if (value === undefined) throw new ApiError(204, 0);
  return value;
}
