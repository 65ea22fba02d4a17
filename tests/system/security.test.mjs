// Hostile clients against the whole server. FUZZ=5000 is the full size.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openConversation, size, startKneebone, until } from './support/kneebone.mjs';

const FUZZ = size('FUZZ', 250);
const SIGNING = 'a-signing-secret-of-nobody';
const CANARY = 'Zebediah-canary-4711';

let server;
before(async () => {
  // Slack on, with services that do not exist, so that its endpoints check signatures.
  const slack = {
    SLACK_SIGNING_SECRET: SIGNING,
    SLACK_BOT_TOKEN: 'xoxb-nobody',
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
  };
  server = await startKneebone({ env: { LOG_LEVEL: 'debug', ...slack } });
});
after(() => server?.remove());

const isAlive = async () => (await server.request('GET', '/healthz')).status === 200 && server.child.exitCode === null;

/** Sends raw bytes and resolves to what came back until the connection closed, or `limitMs` passed. */
function raw(bytes, limitMs) {
  return new Promise((resolve) => {
    const from = performance.now();
    let text = '';
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(bytes));
    const done = () => {
      socket.destroy();
      resolve({ text, ms: performance.now() - from, isClosed: socket.destroyed });
    };
    socket.setTimeout(limitMs, done);
    socket
      .on('data', (chunk) => (text += chunk))
      .once('close', done)
      .on('error', () => undefined);
  });
}

describe('bodies', () => {
  test('of 20 MB are refused with 413 before they are read', { timeout: 60_000 }, async () => {
    const head =
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20971520\r\n\r\n';
    const { text, ms } = await raw(head + '{"type":"', 10_000);
    assert.match(text, /^HTTP\/1\.1 413 /);
    console.log(`20 MB body: 413 after ${Math.round(ms)} ms`);
    const big = await server.request('POST', '/api/messages', {
      body: JSON.stringify({ text: 'x'.repeat(20_000_000) }),
    });
    assert.ok([413, 0].includes(big.status), `status ${big.status}`);
    assert.ok(await isAlive());
  });

  test('of 20 MB without a length are refused at the limit', { timeout: 60_000 }, async () => {
    const head =
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const { text } = await raw(head + chunk.repeat(8), 10_000);
    assert.match(text, /^HTTP\/1\.1 413 /);
    assert.ok(await isAlive());
  });

  test('in gzip, junk or not, are refused with 415', async () => {
    for (const body of [Buffer.from('junk'), gzipSync(Buffer.alloc(50_000_000))]) {
      const headers = `Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n`;
      const { text } = await raw(
        Buffer.concat([Buffer.from(`POST /api/messages HTTP/1.1\r\nHost: x\r\n${headers}\r\n`), body]),
        5000,
      );
      assert.match(text, /^HTTP\/1\.1 415 /);
    }
    assert.ok(await isAlive());
  });
});

describe('slow clients', () => {
  test('that drip their headers or their body are cut off within 15 s', { timeout: 60_000 }, async () => {
    const drip = (head) =>
      new Promise((resolve) => {
        const from = performance.now();
        const socket = net.connect(server.port, '127.0.0.1', () => socket.write(head));
        const timer = setInterval(() => socket.write('a'), 500);
        socket.on('error', () => undefined);
        socket.once('close', () => {
          clearInterval(timer);
          resolve(performance.now() - from);
        });
      });
    const heads = [
      'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ',
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"',
    ];
    const drips = Promise.all([...heads, ...heads, ...Array.from({ length: 200 }, (_, i) => heads[i % 2])].map(drip));
    const from = performance.now();
    assert.ok(await isAlive());
    const healthMs = performance.now() - from;
    const slowest = Math.max(...(await drips));
    assert.ok(slowest < 15_000, `${slowest} ms`);
    console.log(
      `204 slow clients: cut off after ${Math.round(slowest)} ms at most, /healthz meanwhile ${Math.round(healthMs)} ms`,
    );
  });
});

/** A generator of numbers that gives the same ones in every run (mulberry32). */
function seeded(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const random = seeded(20_261_123);
const pick = (list) => list[Math.floor(random() * list.length)];
const NAMES = [
  'type',
  'text',
  'conversation',
  'from',
  'recipient',
  'channelId',
  'channelData',
  'value',
  'attachments',
  'entities',
];
const MORE_NAMES = [
  'id',
  'serviceUrl',
  'membersAdded',
  'deliveryMode',
  'locale',
  'session',
  'resume',
  '__proto__',
  'constructor',
  'timestamp',
];
const STRINGS = [
  '',
  'message',
  'expectReplies',
  'event',
  'conversationUpdate',
  '\u0000',
  '\ud800',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
];
const MORE_STRINGS = [
  '../../etc/passwd',
  '${7*7}',
  'http://169.254.169.254/',
  'a'.repeat(5000),
  '🙂'.repeat(300),
  'NaN',
  '2026-13-45T99:99:99Z',
];

function anyValue(depth = 0) {
  const kinds = [
    () => pick([...STRINGS, ...MORE_STRINGS]),
    () => pick([null, true, false, 0, -1, 1e308, 9007199254740993]),
    () => Array.from({ length: Math.floor(random() * 4) }, () => anyValue(depth + 1)),
    () => anyObject(depth + 1),
  ];
  return depth > 4 ? pick(STRINGS) : pick(kinds)();
}

function anyObject(depth = 0) {
  const names = [...NAMES, ...MORE_NAMES];
  return Object.fromEntries(Array.from({ length: Math.floor(random() * 8) }, () => [pick(names), anyValue(depth + 1)]));
}

/** Most have the shape of an activity with some part replaced; the rest is anything, or no JSON. */
function anyBody() {
  const share = random();
  const sound = {
    type: 'message',
    text: 'knee',
    channelId: 'emulator',
    deliveryMode: 'expectReplies',
    conversation: { id: 'f' },
    from: { id: 'p' },
  };
  const json = JSON.stringify(share < 0.6 ? { ...sound, [pick([...NAMES, ...MORE_NAMES])]: anyValue() } : anyValue());
  if (share < 0.85) return json;
  const at = Math.floor(random() * json.length);
  return json.slice(0, at) + pick(['', '\u0000', '}', '{{{{', '"']) + json.slice(at + 1);
}

describe('fuzzed payloads', () => {
  const endpoints = () => [
    ['/api/messages', {}],
    ['/v3/directline/tokens/generate', {}],
    ['/v3/directline/conversations', {}],
    ['/v3/directline/tokens/refresh', {}],
    ['/api/widget/session', { Origin: `http://127.0.0.1:${server.port}` }],
    ['/api/slack/events', {}],
    ['/api/slack/interactions', {}],
    ['/api/slack/commands', {}],
  ];
  const tally = (statuses) => {
    const counts = {};
    for (const s of statuses) counts[s] = (counts[s] ?? 0) + 1;
    return JSON.stringify(counts);
  };

  async function fuzz(address, headers) {
    const statuses = [];
    for (let n = 0; n < FUZZ; n += 25) {
      const posts = Array.from({ length: Math.min(25, FUZZ - n) }, () =>
        server.request('POST', address, { body: anyBody(), headers }),
      );
      for (const { status, text } of await Promise.all(posts)) {
        assert.ok(status >= 200 && status < 500, `${address}: status ${status} ${text}`);
        assert.ok(!/\bat \S+:\d+:\d+|node_modules/.test(text), 'a stack trace');
        statuses.push(status);
      }
    }
    assert.ok(await isAlive());
    console.log(`fuzzed ${address}: ${FUZZ} payloads, statuses ${tally(statuses)}`);
  }

  test('to every endpoint get a status below 500, and the process lives', { timeout: 3_600_000 }, async () => {
    for (const [address, headers] of endpoints()) await fuzz(address, headers);
    const conversation = await openConversation(() => server);
    await fuzz(`${conversation.address}/activities`, conversation.headers);
  });

  test('as addresses and headers get a status below 500', { timeout: 60_000 }, async () => {
    const bytes = () =>
      Array.from({ length: 1 + Math.floor(random() * 40) }, () =>
        String.fromCharCode(33 + Math.floor(random() * 90)),
      ).join('');
    for (let n = 0; n < Math.min(FUZZ, 500); n++) {
      const { text } = await raw(
        `${pick(['GET', 'POST', 'PUT', 'OPTIONS', 'DELETE', 'BREW'])} /${bytes()} HTTP/1.1\r\nHost: ${bytes()}\r\nOrigin: ${bytes()}\r\nConnection: close\r\n\r\n`,
        5000,
      );
      assert.match(text, /^HTTP\/1\.1 [234]\d\d /);
    }
    assert.ok(await isAlive());
  });
});

describe('what people write', () => {
  test('stands in no log at any level, and after "forget me" in no file', { timeout: 60_000 }, async () => {
    const conversation = await openConversation(() => server);
    const texts = [
      `my name is ${CANARY}`,
      `my knee hurts ${CANARY}`,
      `${CANARY} chest pain and I cannot breathe`,
      `${CANARY}`.repeat(50),
    ];
    for (const [n, text] of texts.entries()) assert.equal((await conversation.post(text, `m${n}`)).status, 200);
    const broken = `{"type":"message","text":"${CANARY}"`;
    assert.equal((await server.request('POST', '/api/messages', { body: broken })).status, 400);
    assert.equal((await server.request('GET', `/${CANARY}`)).status, 404);
    const messages = {
      type: 'message',
      id: 'c1',
      channelId: 'emulator',
      text: `${CANARY} knee`,
      conversation: { id: 'cc' },
      from: { id: CANARY },
    };
    const awaited = { ...messages, serviceUrl: server.url, deliveryMode: 'expectReplies', recipient: { id: 'k' } };
    assert.equal((await server.request('POST', '/api/messages', { body: awaited })).status, 200);
    const hasCanary = () => spawnSync('grep', ['-rqa', CANARY, server.dir]).status === 0;
    assert.ok(hasCanary(), 'the test sees what is stored');

    // By the person's own words in one conversation, and by the widget's way in the other.
    const from = performance.now();
    await server.request('POST', '/api/messages', { body: { ...awaited, id: 'f1', text: 'forget me' } });
    const erased = await server.request('DELETE', '/api/widget/session', { headers: conversation.headers });
    assert.equal(erased.status, 204);
    const tookMs = performance.now() - from;
    const { stdout } = spawnSync('grep', ['-rlaF', CANARY, server.dir], { encoding: 'utf8' });
    assert.equal(stdout, '');
    assert.ok(!server.output.includes(CANARY));
    assert.ok(!server.output.includes(conversation.token));
    console.log(
      `canary: in no log line of ${server.output.split('\n').length}, in no file ${Math.round(tookMs)} ms after "forget me"`,
    );
  });

  test('stands in no output of a process that breaks', { timeout: 60_000 }, async () => {
    const other = await startKneebone({ env: { LOG_LEVEL: 'debug' } });
    const conversation = await openConversation(() => other);
    await conversation.post(`${CANARY} knee`, 'm1');
    const posted = conversation.post(`${CANARY} hip`, 'm2');
    await other.kill('SIGABRT');
    await posted;
    assert.ok(!other.output.includes(CANARY));
    await other.remove();
  });

  test('figures name no person and no conversation', async () => {
    const conversation = await openConversation(() => server);
    await conversation.post(`${CANARY} knee`, 'm1');
    const { text } = await until(async () => {
      const found = await server.request('GET', '/metrics');
      return found.text.includes('kneebone_turns_total') && found;
    });
    assert.ok(!text.includes(CANARY) && !text.includes(conversation.id));
  });
});
