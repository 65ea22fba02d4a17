import type { IncomingMessage } from 'node:http';
import { isLoopback, type Config } from '../../config.js';

/** Which web pages may talk to this server, and who a request comes from. */
export interface Origins {
  /** Origins of other sites that may embed the widget. */
  readonly embedders: readonly string[];
  /** True for pages of this server and of WIDGET_ORIGINS. */
  isAllowed(req: IncomingMessage): boolean;
  /** True for pages of this server only. */
  isOwn(req: IncomingMessage): boolean;
  /** The address that the sender of a request used for this server, for example `https://chat.example.org`. */
  ownAddress(req: IncomingMessage): string;
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads the rules from the configuration. */
export function createOrigins(config: Pick<Config, 'host' | 'port' | 'publicUrl' | 'widget'>): Origins {
  const hasPublicUrl = config.publicUrl !== `http://localhost:${config.port}`;
  const publicOrigin = new URL(config.publicUrl).origin;
  const embedders = config.widget.origins;
  const isOwn = (req: IncomingMessage) => {
    const origin = originOf(req);
    return origin === publicOrigin || (!hasPublicUrl && isSameHost(origin, req, isLoopback(config.host)));
  };
  return {
    embedders,
    isOwn,
    isAllowed: (req) => isOwn(req) || embedders.includes(originOf(req)),
    ownAddress: (req) => (hasPublicUrl ? config.publicUrl : `http://${hostOf(req) || new URL(config.publicUrl).host}`),
  };
}

/** The page that a browser names as the sender; empty where none is named. */
export function originOf(req: IncomingMessage): string {
  return req.headers.origin ?? '';
}

/**
 * A page whose address bar shows the name it sends the request to. On loopback the name must be a loopback name too:
 * a hostile page could otherwise point its own name at 127.0.0.1 (DNS rebinding).
 */
function isSameHost(origin: string, req: IncomingMessage, onLoopback: boolean): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.host === hostOf(req) && (!onLoopback || LOOPBACK_NAMES.has(url.hostname));
}

function hostOf(req: IncomingMessage): string {
  const host = req.headers.host ?? '';
  return /^[\w.:[\]-]+$/.test(host) ? host : '';
}

/**
 * The address that limits count, or `undefined` for a client on this machine, which needs none.
 *
 * `X-Forwarded-For` is believed from a proxy on this machine or a private network only, and of it only the last entry,
 * the one that this proxy added; a client from outside cannot choose either.
 */
export function clientAddress(req: IncomingMessage): string | undefined {
  const peer = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const forwarded = String(req.headers['x-forwarded-for'] ?? '');
  const last = forwarded.split(',').at(-1)?.trim() ?? '';
  if (last && isNear(peer)) return last;
  return isOnThisMachine(peer) ? undefined : peer;
}

const isOnThisMachine = (address: string) => address === '::1' || address.startsWith('127.');
const isNear = (address: string) =>
  isOnThisMachine(address) || /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i.test(address);
