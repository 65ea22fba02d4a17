// The whole server under load. LOAD_SECONDS=60 LOAD_RATE=200 SOCKETS=1000 CONNECTIONS=10000 are the full sizes.
import assert from 'node:assert/strict';
import net from 'node:net';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import WebSocket from 'ws';
import { openConversation, quantile, size, startKneebone, until } from './support/kneebone.mjs';

const SECONDS = size('LOAD_SECONDS', 10);
const RATE = size('LOAD_RATE', 200);
const SOCKETS = size('SOCKETS', 300);
const CONNECTIONS = size('CONNECTIONS', 3000);
const LIMIT = 1000;
const TEXTS = [
  'Should I use ice or heat?',
  'What is the iliopsoas?',
  'knee',
  'how should I sleep after a hip replacement',
  'thanks',
];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const round = (n) => Math.round(n * 10) / 10;

/** One turn by Bot Framework, over kept connections; resolves to its status. */
function turn(agent, port, n) {
  const conversation = `load-${n % 500}`;
  const body = JSON.stringify({
    ...{
      type: 'message',
      id: `t${n}`,
      text: TEXTS[n % TEXTS.length],
      channelId: 'emulator',
      deliveryMode: 'expectReplies',
    },
    ...{
      serviceUrl: 'http://127.0.0.1',
      conversation: { id: conversation },
      from: { id: `p-${conversation}` },
      recipient: { id: 'k' },
    },
  });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const request = http.request(
      { agent, port, host: '127.0.0.1', path: '/api/messages', method: 'POST', headers },
      (res) => {
        res.resume();
        res.once('end', () => resolve(res.statusCode));
      },
    );
    request.once('error', () => resolve(0));
    request.end(body);
  });
}

/** Turns at a fixed rate, whether or not earlier ones are answered, so that a slow server cannot slow the load. */
async function load(server, seconds, rate, onSecond = () => {}) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const times = [];
  const running = [];
  let failed = 0;
  const from = performance.now();
  for (let n = 0; n < seconds * rate; n++) {
    const due = from + (n * 1000) / rate;
    if (due > performance.now()) await pause(due - performance.now());
    if (n % rate === 0) onSecond(n / rate);
    // From the moment it was due: waiting for a free connection counts.
    running.push(
      turn(agent, server.port, n).then((s) => (s === 200 ? times.push(performance.now() - due) : (failed += 1))),
    );
  }
  await Promise.all(running);
  const tookMs = performance.now() - from;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { times, failed, perSecond: (times.length * 1000) / tookMs };
}

/** Slope of a line through the points, in their units. */
function slopeOf(points) {
  const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
  const [mx, my] = [mean(points.map((p) => p[0])), mean(points.map((p) => p[1]))];
  const over = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return over / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

describe('load', () => {
  let server;
  before(async () => {
    // Without a limit node lets its heap grow for a long time before it looks what is garbage, which hides a leak.
    const env = {
      MAX_CONNECTIONS: String(LIMIT + SOCKETS),
      LOG_LEVEL: 'error',
      NODE_OPTIONS: '--max-old-space-size=256',
    };
    server = await startKneebone({ env });
  });
  after(() => server?.remove());

  test('turns at a steady rate with files: none fails', { timeout: 300_000 }, async () => {
    await load(server, 3, RATE / 2);
    const memory = [];
    const measure = (second) => void server.memory().then((mb) => memory.push([second, mb]));
    const { times, failed, perSecond } = await load(server, SECONDS, RATE, measure);
    assert.equal(failed, 0);
    const half = memory.slice(Math.floor(memory.length / 2));
    console.log(
      `load: ${times.length} turns, ${round(perSecond)}/s of ${RATE} asked for, ${SECONDS} s, p50 ${round(quantile(times, 0.5))} ms, ` +
        `p99 ${round(quantile(times, 0.99))} ms, memory ${Math.round(half.at(-1)?.[1] ?? NaN)} MB, ` +
        `slope over the second half ${round(slopeOf(half) * 60)} MB a minute`,
    );
  });

  test('many idle WebSockets: all stay, and turns go on', { timeout: 120_000 }, async () => {
    const before = await server.memory();
    const sockets = [];
    for (let n = 0; n < SOCKETS; n++) {
      const conversation = await openConversation(() => server);
      const socket = new WebSocket(server.url.replace('http', 'ws') + conversation.streamPath);
      sockets.push(socket);
      await new Promise((done, fail) => socket.once('open', done).once('error', fail));
    }
    const after = await server.memory();
    const { times, failed } = await load(server, 3, RATE / 4);
    assert.equal(failed, 0);
    assert.ok(sockets.every((s) => s.readyState === WebSocket.OPEN));
    console.log(
      `${SOCKETS} idle WebSockets: ${round(((after - before) / SOCKETS) * 1024)} kB each, turns beside them p50 ${round(quantile(times, 0.5))} ms, ` +
        `p99 ${round(quantile(times, 0.99))} ms`,
    );
    sockets.forEach((s) => s.terminate());
  });

  test('readers that read nothing cost little memory and hold up nobody', { timeout: 120_000 }, async () => {
    const before = await server.memory();
    const slow = [];
    for (let n = 0; n < 20; n++) {
      const conversation = await openConversation(() => server);
      const socket = net.connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      const key = Buffer.from(`slow-reader-${n}`.padEnd(16)).toString('base64');
      socket.write(
        `GET ${conversation.streamPath} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
      socket.pause();
      slow.push({ conversation, socket });
    }
    for (let n = 0; n < 20; n++)
      await Promise.all(slow.map(({ conversation }) => conversation.post(TEXTS[n % TEXTS.length], `m${n}`)));
    const { times, failed } = await load(server, 2, RATE / 4);
    assert.equal(failed, 0);
    const grown = (await server.memory()) - before;
    console.log(
      `20 slow readers, 400 turns: memory grew ${Math.round(grown)} MB, turns beside them p99 ${round(quantile(times, 0.99))} ms`,
    );
    assert.ok(grown < 200);
    slow.forEach(({ socket }) => socket.destroy());
  });

  test('more connections than the limit: refused at once, the others work', { timeout: 120_000 }, async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () =>
      new Promise((resolve) => {
        const from = performance.now();
        const request = http.get({ agent, port: server.port, host: '127.0.0.1', path: '/healthz' }, (res) => {
          res.resume();
          res.once('end', () => resolve({ status: res.statusCode, ms: performance.now() - from }));
        });
        request.once('error', () => resolve({ status: 0, ms: 0 }));
      });
    assert.equal((await ask()).status, 200);
    let [open, refused] = [0, 0];
    const sockets = [];
    for (let n = 0; n < CONNECTIONS; n++) {
      const socket = net.connect(server.port, '127.0.0.1');
      socket.once('connect', () => (open += 1));
      socket.on('error', () => undefined);
      socket.once('close', () => (refused += 1));
      sockets.push(socket);
      if (n % 500 === 499) await pause(20);
    }
    await until(() => open >= CONNECTIONS - LIMIT && refused >= CONNECTIONS - LIMIT - SOCKETS, 30_000, 'refusals');
    const { status, ms } = await ask();
    assert.equal(status, 200);
    const closed = refused;
    sockets.forEach((s) => s.destroy());
    await until(async () => (await server.readiness()) === 200);
    assert.equal(server.child.exitCode, null);
    console.log(
      `${CONNECTIONS} connections: ${closed} refused at the limit, a kept connection is answered in ${round(ms)} ms meanwhile`,
    );
    agent.destroy();
  });
});
