import type { AddressInfo } from 'node:net';
import type { Server } from 'restify';
import { createHttpServer, enforceRate, HttpError } from '../../../src/channels/http.js';

let server: Server;
let base = '';
beforeAll(async () => {
  server = createHttpServer(() => undefined);
  server.get('/busy', async () => enforceRate(11, 10, 60_000));
  server.get('/calm', async (_req, res) => {
    enforceRate(10, 10, 60_000);
    res.send(200, {});
  });
  server.get('/other', async () => {
    throw new HttpError(403, 'HTTP_FORBIDDEN', { 'X-Why': 'because' });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  base = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`; // listening on TCP
});
afterAll(async () => {
  server.server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
});

describe('createHttpServer', () => {
  test('sends the headers of a refusal with it', async () => {
    const response = await fetch(`${base}/other`);
    expect(response.status).toBe(403);
    expect(response.headers.get('x-why')).toBe('because');
    expect(await response.json()).toMatchObject({ error: { code: 'HTTP_FORBIDDEN' } });
  });

  test('keeps idle connections for longer than a load balancer does, so that none is closed under a request', () => {
    expect(server.server.keepAliveTimeout).toBeGreaterThan(60_000);
  });
});

describe('enforceRate', () => {
  test('answers 429 beyond the limit, and when to come back', async () => {
    const response = await fetch(`${base}/busy`);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('60');
    expect((await fetch(`${base}/calm`)).status).toBe(200);
  });
});
