import { createSign, generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stand-ins for Microsoft's services on this machine: the issuer of tokens with its keys, and the service that takes replies. */

export const APP_ID = '11111111-1111-4111-8111-111111111111';
export const ISSUER = 'https://api.botframework.com';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

export interface TokenChanges {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  /** Signs with a key that the issuer does not know. */
  readonly isForged?: boolean;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

/** A token as the service signs it, with what a test changes about it. */
export function signToken(serviceUrl: string, { header, claims, isForged }: TokenChanges = {}): string {
  const head = encode({ alg: 'RS256', typ: 'JWT', kid: 'key-1', ...header });
  const body = encode({
    iss: ISSUER,
    aud: APP_ID,
    serviceurl: serviceUrl,
    nbf: seconds() - 60,
    exp: seconds() + 3600,
    ...claims,
  });
  const key = isForged ? stranger.privateKey : privateKey;
  const signature = createSign('RSA-SHA256').update(`${head}.${body}`).sign(key).toString('base64url');
  return `${head}.${body}.${signature}`;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  // Recorded for assertions; the shape is what the test expects.
  readonly body: any;
}

export interface Service {
  readonly url: string;
  readonly host: string;
  readonly requests: Request[];
  close(): Promise<void>;
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

async function serve(answer: (request: Request, count: number) => Answer): Promise<Service> {
  const requests: Request[] = [];
  const server = http.createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const request = { method: req.method ?? '', path: req.url ?? '', body: text ? JSON.parse(text) : undefined };
    requests.push(request);
    const { status, body, headers } = answer(request, requests.length);
    res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    res.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://${host}`, host, requests, close };
}

/** The issuer's published keys. */
export function startIssuer(): Promise<Service> {
  return serve(({ path }) => {
    const jwks = {
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', endorsements: ['msteams'] }],
    };
    const address = 'http://127.0.0.1';
    if (path.startsWith('/keys')) return { status: 200, body: jwks };
    return { status: 200, body: { issuer: ISSUER, jwks_uri: `${address}:${port(path)}/keys` } };
  });
}

/** The port stands in the address that the SDK was given, because the server does not know it before it listens. */
const port = (path: string) => new URL(path, 'http://x').searchParams.get('port') ?? '';

/** Where replies go. By default it takes everything and opens private chats. */
export function startConnector(
  change: (request: Request, count: number) => Answer | undefined = () => undefined,
): Promise<Service> {
  return serve((request, count) => {
    const changed = change(request, count);
    if (changed) return changed;
    if (request.method === 'POST' && request.path === '/v3/conversations')
      return { status: 201, body: { id: 'a:private-chat' } };
    return { status: 201, body: { id: `sent-${count}` } };
  });
}
