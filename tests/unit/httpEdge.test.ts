import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { createApp, type App } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { TEST_CACHE } from '../realDecider.js';
import { createMemoryStore } from '../../src/storage/memoryStore.js';

let app: App;
let base: string;

beforeAll(async () => {
  app = await createApp({
    config: readConfig({ STORAGE: 'memory' }),
    store: createMemoryStore(),
    cacheDir: TEST_CACHE,
    log: pino({ level: 'silent' }),
  });
  await new Promise<void>((done) => app.server.listen(0, '127.0.0.1', () => done()));
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  app.server.server.close();
  await app.close();
});

const post = (
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => fetch(`${base}${path}`, { method: 'POST', headers, body: body as string });

const activity = (text: unknown, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    type: 'message',
    id: String(Math.floor(performance.now() * 1000)),
    text,
    channelId: 'emulator',
    deliveryMode: 'expectReplies',
    serviceUrl: base,
    conversation: { id: `c-${String(text).slice(0, 8)}-${Object.keys(more).join()}` },
    from: { id: 'person' },
    recipient: { id: 'kneebone' },
    ...more,
  });

async function ask(text: unknown, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await post('/api/messages', activity(text, more));
  const { activities } = (await answer.json()) as { activities: { text?: string }[] };
  return activities.map((a) => a.text ?? '').join('\n');
}

describe('POST /api/messages', () => {
  test('answers the first question with its sources', async () => {
    const text = await ask('I had hip surgery, why does my knee hurt?');
    expect(text).toContain('share nerves');
    expect(text).toContain('Sources');
  });

  test.each([
    ['empty', ''],
    ['blank', '   \n\t '],
    ['emoji only', '🙂🙂🙂'],
    ['control characters', '\u0000\u0001\u0002\uffff'],
    ['a lone surrogate', 'knee \ud800 pain'],
    ['100 kB', 'knee pain '.repeat(10_000)],
  ])('says something sensible to a message that is %s', async (_name, text) => {
    expect((await ask(text)).length).toBeGreaterThan(20);
  });

  test('says that it reads words only when a file comes without text', async () => {
    const said = await ask('', {
      attachments: [{ contentType: 'image/png', contentUrl: 'https://example.org/x.png' }],
    });
    expect(said).toContain('I can only read text');
  });

  test('takes activities of other types without an answer or a failure', async () => {
    for (const type of ['typing', 'messageReaction', 'unheardOf', 'event']) {
      const answer = await post('/api/messages', activity('x', { type, text: undefined }));
      expect(answer.status).toBe(200);
    }
  });

  test.each([
    ['malformed JSON', '{"type":', 400, 'HTTP_BAD_JSON'],
    ['an empty object', '{}', 400, 'HTTP_BAD_ACTIVITY'],
    ['an array', '[]', 400, 'HTTP_BAD_ACTIVITY'],
    ['null', 'null', 400, 'HTTP_BAD_ACTIVITY'],
    [
      'a text that is no text',
      JSON.stringify({ type: 'message', conversation: { id: 'a' }, text: { a: 1 } }),
      400,
      'HTTP_BAD_ACTIVITY',
    ],
  ])('refuses %s', async (_name, body, status, code) => {
    const answer = await post('/api/messages', body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: { code, message: expect.any(String) } });
  });

  test('refuses a body over 256 kB before reading it whole', async () => {
    const answer = await post('/api/messages', activity('x'.repeat(300_000)));
    expect(answer.status).toBe(413);
  });

  test('survives a junk gzip body, which ends a process that uses the own parser of restify', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await post('/api/messages', 'not gzip at all', headers)).status).toBe(415);
    expect((await post('/api/messages', gzipSync(activity('hello')), headers)).status).toBe(415);
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
  });

  test('refuses multipart and plain text', async () => {
    expect((await post('/api/messages', 'hello', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('/api/messages', '--x', { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(
      415,
    );
  });

  test('goes on after a client that hangs up in the middle of its body', async () => {
    await new Promise<void>((done) => {
      const request = http.request(`${base}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': '1000' },
      });
      request.on('error', () => done());
      request.write('{"type"');
      setTimeout(() => request.destroy(), 20);
    });
    expect(await ask('I had hip surgery, why does my knee hurt?')).toContain('share nerves');
  });
});

/** What comes back for bytes that no HTTP client would send. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const { port } = app.server.address() as AddressInfo;
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => (text += chunk)).once('close', () => resolve(text));
  });
}

describe('every route', () => {
  test('survives a Host header that makes no address, which ends a process that leaves it to restify', async () => {
    for (const host of ["*^Lo@HQt@cSFV'PI@hlJX<cRB+m", '4Bm%Zk@(&[1', '[::1', '%', 'a b'])
      expect(await sendRaw(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
        / 400 .*HTTP_BAD/s,
      );
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
  });

  test('answers an unknown address and a wrong method in JSON, without a path of the machine', async () => {
    const missing = await fetch(`${base}/nowhere/../../etc/passwd`);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({ error: { code: 'HTTP_NOT_FOUND', message: expect.any(String) } });
    expect((await fetch(`${base}/api/messages`)).status).toBe(405);
  });

  test('sends security headers', async () => {
    const { headers } = await fetch(`${base}/healthz`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('server')).toBeNull();
  });

  test('reports health, readiness and figures', async () => {
    expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({ status: 'ready' });
    expect(await (await fetch(`${base}/metrics`)).text()).toContain(
      'kneebone_turns_total{channel="emulator",decision="answer"',
    );
  });

  test('serves the topics page', async () => {
    const page = await fetch(`${base}/topics`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('id="why.hip-surgery-knee-pain"');
  });
});

describe('without an app id, beyond loopback', () => {
  test('/api/messages stays off', async () => {
    const open = await createApp({
      config: readConfig({ HOST: '0.0.0.0', STORAGE: 'memory' }),
      store: createMemoryStore(),
      cacheDir: TEST_CACHE,
      log: pino({ level: 'silent' }),
    });
    await new Promise<void>((done) => open.server.listen(0, '127.0.0.1', () => done()));
    const { port } = open.server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: activity('hello'),
    });
    expect(answer.status).toBe(404);
    open.server.server.close();
    await open.close();
  });
});
