import { createServer, type Request, type Response, type Server } from 'restify';
import { ERROR_CATALOGUE, KneeboneError, type ErrorCode } from '../errors.js';

/** Largest body that any route reads, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;
const REQUEST_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 5_000;
/** How often requests that take too long are looked for. */
const CHECK_MS = 1_000;
/** Above the 60 s after which load balancers commonly drop idle connections: the side that speaks next must close last. */
const KEEP_ALIVE_MS = 65_000;
/** The longest pause between two tries to reach Redis again. */
const RETRY_AFTER_S = 2;

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

export interface HttpOptions {
  /** Open connections at which new ones are closed at once; default: as many as the system gives. */
  readonly maxConnections?: number;
}

/** Creates the restify server with timeouts, security headers and JSON errors; adds no route. */
export function createHttpServer(
  onError: (error: unknown, req: Request) => void,
  { maxConnections = Infinity }: HttpOptions = {},
): Server {
  const server = createServer({ name: 'kneebone' });
  // Read when the server begins to listen, though restify hands no options to node's; node itself looks every 30 s only.
  Object.assign(server.server, { connectionsCheckingInterval: CHECK_MS });
  server.server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.server.headersTimeout = HEADERS_TIMEOUT_MS;
  if (Number.isFinite(maxConnections)) server.server.maxConnections = maxConnections;
  server.server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.pre((req, res, next) => {
    setSecurityHeaders(res);
    next(hasAddress(req) ? undefined : new HttpError(400, 'HTTP_BAD_ADDRESS'));
  });
  server.on('restifyError', (req: Request, res: Response, error: RestifyError, done: () => void) => {
    if (isPassing(error)) res.setHeader('Retry-After', String(RETRY_AFTER_S));
    if (error instanceof HttpError)
      for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value);
    answerError(error);
    if ((error.statusCode ?? 500) >= 500) onError(error, req);
    done();
  });
  return server;
}

/** The trace id of a `traceparent` header (W3C Trace Context, section 3.2); nothing where it is absent or malformed. */
export function readTraceId({ headers }: Pick<Request, 'headers'>): string | undefined {
  const id = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/.exec(
    String(headers['traceparent'] ?? ''),
  )?.[1];
  return id === '0'.repeat(32) ? undefined : id;
}

/** restify asks for the same after this, where nothing catches what a strange Host header throws: the process would end. */
function hasAddress(req: Request): boolean {
  try {
    req.getUrl();
    return true;
  } catch {
    return false;
  }
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
  503: 'HTTP_UNAVAILABLE',
};

/** Storage is away, or another process took over the conversation: what was sent was not saved, and may be sent again. */
const isPassing = (error: unknown) =>
  error instanceof KneeboneError && (error.code === 'STORAGE_UNAVAILABLE' || error.code === 'STORAGE_CONFLICT');

/** Gives an error its public form; anything unforeseen becomes an opaque 500. */
function answerError(error: RestifyError): void {
  const status = isPassing(error) ? 503 : (error.statusCode ?? 500);
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
