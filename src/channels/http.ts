import { createServer, type Request, type Response, type Server } from 'restify';
import { ERROR_CATALOGUE, type ErrorCode } from '../errors.js';

/** Largest body that any route reads, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;
const REQUEST_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 5_000;

/** An answer other than success. Its message is shown to the client, so it holds nothing but catalogue text. */
export class HttpError extends Error {
  readonly statusCode: number;

  constructor(
    statusCode: number,
    readonly code: ErrorCode,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(ERROR_CATALOGUE[code]);
    this.name = 'HttpError';
    this.statusCode = statusCode;
  }
}

/** Creates the restify server with timeouts, security headers and JSON errors; adds no route. */
export function createHttpServer(onError: (error: unknown, req: Request) => void): Server {
  const server = createServer({ name: 'kneebone' });
  server.server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.pre((_req, res, next) => {
    setSecurityHeaders(res);
    next();
  });
  server.on('restifyError', (req: Request, _res: Response, error: RestifyError, done: () => void) => {
    answerError(error);
    if ((error.statusCode ?? 500) >= 500) onError(error, req);
    done();
  });
  return server;
}

function setSecurityHeaders(res: Response): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
  res.removeHeader('Server');
}

interface RestifyError extends Error {
  statusCode?: number;
  code?: string;
  toJSON?: () => unknown;
}

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'HTTP_BAD_JSON',
  401: 'HTTP_UNAUTHORIZED',
  403: 'HTTP_FORBIDDEN',
  404: 'HTTP_NOT_FOUND',
  405: 'HTTP_METHOD',
  413: 'HTTP_TOO_LARGE',
  415: 'HTTP_UNSUPPORTED',
  429: 'HTTP_TOO_MANY',
};

/** Gives an error its public form; anything unforeseen becomes an opaque 500. */
function answerError(error: RestifyError): void {
  const status = error.statusCode ?? 500;
  error.statusCode = status;
  const code = error instanceof HttpError ? error.code : (BY_STATUS[status] ?? 'HTTP_INTERNAL');
  const body = { error: { code, message: ERROR_CATALOGUE[code] } };
  error.toJSON = () => body;
  error.toString = () => code;
}

/**
 * Reads a JSON body before any restify parser would: restify's own lets one request with a junk gzip body end the
 * process. Refuses content encodings and other types (415), more than `limit` bytes (413) and bad JSON (400).
 * @returns the parsed value; it is outside data
 */
export async function readJson(req: Request, res: Response, limit = MAX_BODY_BYTES): Promise<unknown> {
  const raw = await readBody(req, res, limit, /^application\/json\b/i);
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    // The parser's message would quote the body.
    throw new HttpError(400, 'HTTP_BAD_JSON');
  }
}

/** Reads the raw bytes under the same limits as `readJson`. */
export async function readBody(req: Request, res: Response, limit = MAX_BODY_BYTES, type = /./): Promise<Buffer> {
  const refuse = (status: number, code: ErrorCode): never => {
    res.setHeader('Connection', 'close');
    throw new HttpError(status, code);
  };
  const encoding = req.headers['content-encoding'];
  if (encoding && encoding !== 'identity') refuse(415, 'HTTP_UNSUPPORTED');
  if (!type.test(req.headers['content-type'] ?? '')) refuse(415, 'HTTP_UNSUPPORTED');
  if (Number(req.headers['content-length'] ?? 0) > limit) refuse(413, 'HTTP_TOO_LARGE');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) refuse(413, 'HTTP_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Throws 429 with `Retry-After` once `count` passes `limit`. */
export function enforceRate(count: number, limit: number, windowMs: number): void {
  if (count > limit) throw new HttpError(429, 'HTTP_TOO_MANY', { 'Retry-After': String(Math.ceil(windowMs / 1000)) });
}
