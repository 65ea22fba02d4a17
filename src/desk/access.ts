import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'restify';
import { enforceRate, HttpError } from '../channels/http.js';
import { isLoopback, type Config } from '../config.js';
import type { Store } from '../storage/store.js';

export type AccessMode = 'token' | 'development' | 'off';

export interface DeskAccess {
  readonly mode: AccessMode;
  /** The session's own mark against forged forms, or nothing for somebody who has not signed in. */
  readSession(req: Request, res: Response): string | undefined;
  /** Sets the cookie for the right token; resolves to `false`, slowly, for a wrong one. */
  signIn(req: Request, res: Response, token: string): Promise<boolean>;
  signOut(res: Response): void;
  /** @throws HttpError 403 for a form that this session was not given */
  checkForm(session: string, form: URLSearchParams): void;
}

export interface AccessOptions {
  readonly config: Config;
  readonly store: Store;
  readonly isDevelopment: boolean;
  readonly now: () => Date;
  /** Longest wait after a wrong token, in milliseconds. */
  readonly longestWaitMs?: number;
}

const COOKIE = 'kneebone-desk';
const SESSION_MS = 8 * 3_600_000;
const TRIES = 10;
const WINDOW_MS = 15 * 60_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;

/**
 * Who may use the desk: whoever knows a token of `ADMIN_TOKEN`. Without one the desk is off, except in development on the
 * own machine. Sessions are signed and kept in the cookie alone, so that every process knows them; a changed token ends
 * them all.
 */
export function createAccess(options: AccessOptions): DeskAccess {
  const { config, store, now } = options;
  const mode = findMode(options);
  const key = createHash('sha256')
    .update(mode === 'token' ? `desk\0${config.adminTokens.join('\0')}` : randomBytes(32))
    .digest();
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const isSecure = config.publicUrl.startsWith('https:');
  const setCookie = (res: Response, value: string, seconds: number) =>
    res.setHeader(
      'Set-Cookie',
      `${COOKIE}=${value}; Path=/desk; HttpOnly; SameSite=Strict; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`,
    );
  const open = (res: Response): string => {
    const text = `${now().getTime() + SESSION_MS}.${randomBytes(12).toString('base64url')}`;
    setCookie(res, `${text}.${sign(text)}`, SESSION_MS / 1000);
    return text;
  };
  const read = (req: Request): string | undefined => {
    const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w.-]{20,200})`).exec(req.headers.cookie ?? '')?.[1] ?? '';
    const [until = '', nonce = '', signature = ''] = value.split('.');
    const text = `${until}.${nonce}`;
    return isSame(signature, sign(text)) && Number(until) > now().getTime() ? text : undefined;
  };
  return {
    mode,
    readSession(req, res) {
      const session = read(req) ?? (mode === 'development' && isFromHere(req) ? open(res) : undefined);
      return session && sign(`form ${session}`);
    },
    async signIn(req, res, token) {
      const address = req.socket.remoteAddress ?? 'unknown';
      const tries = await store.increment(`desk/${address}`, WINDOW_MS);
      enforceRate(tries, TRIES, WINDOW_MS);
      const isRight = config.adminTokens.map((t) => isSame(t, token)).includes(true);
      if (isRight) open(res);
      else await sleep(Math.min(FIRST_WAIT_MS * 2 ** tries, options.longestWaitMs ?? LONGEST_WAIT_MS));
      return isRight;
    },
    signOut: (res) => setCookie(res, '', 0),
    checkForm(session, form) {
      if (!isSame(form.get('form') ?? '', session)) throw new HttpError(403, 'HTTP_FORBIDDEN');
    },
  };
}

/** Compares in a time that does not depend on where the texts differ. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return x !== undefined && y !== undefined && timingSafeEqual(x, y);
}

/** A public address means that a proxy stands before a process which listens on loopback only. */
function findMode({ config, isDevelopment }: AccessOptions): AccessMode {
  if (config.adminTokens.length > 0) return 'token';
  const isLocal = isLoopback(config.host) && isLoopback(new URL(config.publicUrl).hostname);
  return isDevelopment && isLocal ? 'development' : 'off';
}

/** From this machine, under its own name: a page elsewhere whose name points here is not. */
function isFromHere(req: Request): boolean {
  const host = (req.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const address = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return isLoopback(host) && isLoopback(address) && !req.headers['x-forwarded-for'] && !req.headers['forwarded'];
}
