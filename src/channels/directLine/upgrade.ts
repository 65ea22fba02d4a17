import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpError } from '../http.js';
import type { Access } from './access.js';
import { clientAddress, originOf } from './origins.js';
import type { Streams } from './stream.js';

export interface UpgradeOptions {
  readonly access: Pick<Access, 'checkStream'>;
  readonly streams: Pick<Streams, 'open'>;
  readonly isAllowed: (req: IncomingMessage) => boolean;
}

const STREAM_PATH = /^\/v3\/directline\/conversations\/([\w-]{1,64})\/stream$/;

/** Answers requests for a WebSocket: a stream for a valid stream address, else an HTTP error. */
export function createUpgradeListener(options: UpgradeOptions) {
  return (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A socket that breaks now belongs to nobody else; without a listener its error would end the process.
    socket.on('error', () => socket.destroy());
    try {
      openStream(options, req, socket, head);
    } catch (error) {
      refuse(socket, error instanceof HttpError ? error.statusCode : 500);
    }
  };
}

function openStream(
  { access, streams, isAllowed }: UpgradeOptions,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const conversationId = STREAM_PATH.exec(url.pathname)?.[1];
  if (!conversationId) throw new HttpError(404, 'HTTP_NOT_FOUND');
  if (originOf(req) !== '' && !isAllowed(req)) throw new HttpError(403, 'HTTP_FORBIDDEN');
  access.checkStream(req, conversationId, url.searchParams.get('t') ?? '');
  const watermark = parseWatermark(url.searchParams.get('watermark'));
  const address = clientAddress(req);
  if (!streams.open({ conversationId, watermark, address }, req, socket, head))
    throw new HttpError(429, 'HTTP_TOO_MANY');
}

/** Reads a position from a client; `-`, nothing and nonsense mean the beginning, which repeats but never loses. */
export function parseWatermark(text: string | null | undefined): number {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0;
}

function refuse(socket: Duplex, status: number): void {
  const wait = status === 429 ? 'Retry-After: 60\r\n' : '';
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${wait}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
