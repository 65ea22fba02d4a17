// A Direct Line turn as a visitor's browser sees it: from sending a message until the answer stands on the stream.
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import WebSocket from 'ws';
import { readBody, startServer, stopServer } from './httpLoad.mjs';

const CONVERSATIONS = 50;
const MS = Number(process.env.BENCH_MS ?? 8000);
/** A person who reads and writes quickly. */
const PAUSE_MS = 1000;
const LIMIT_MS = 10_000;
const TEXTS = [
  'I had hip surgery, why does my knee hurt?',
  'knee',
  'how should I sleep after a hip replacement',
  'what is the iliopsoas',
  'hello',
  'can I use ice for the swelling',
  'thanks',
];

export const title = `A Direct Line turn, from sending to the answer on the stream, ${CONVERSATIONS} conversations at once`;

export async function run() {
  const rows = [];
  for (const storage of ['lowdb', 'memory']) {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'kneebone-bench-'));
    const env = { PORT: '0', LOG_LEVEL: 'silent', RATE_TURNS: '100000', RATE_REQUESTS: '10000000' };
    const server = await startServer(['scripts/start.mjs'], { ...env, STORAGE: storage, DATA_DIR: dir });
    try {
      await load(server.port, MS / 2, 0);
      rows.push({ storage, asks: 'once a second', ...(await load(server.port, MS, PAUSE_MS)) });
      rows.push({ storage, asks: 'without a pause', ...(await load(server.port, MS, 0)) });
    } finally {
      await stopServer(server);
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return rows;
}

/** Times are in milliseconds; `failed` counts turns without an answer in `LIMIT_MS`. */
async function load(port, ms, pauseMs) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONVERSATIONS });
  const visitors = await Promise.all(Array.from({ length: CONVERSATIONS }, () => begin(agent, port)));
  const times = [];
  let failed = 0;
  const started = performance.now();
  const talk = async (visitor, number) => {
    // People do not ask in step.
    await wait((pauseMs * number) / CONVERSATIONS);
    for (let n = number; performance.now() - started < ms; n++) {
      const took = await ask(visitor, TEXTS[n % TEXTS.length]);
      if (took === undefined) failed += 1;
      else times.push(took);
      await wait(pauseMs - (took ?? 0));
    }
  };
  await Promise.all(visitors.map(talk));
  const seconds = (performance.now() - started) / 1000;
  for (const { socket } of visitors) socket.terminate();
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share) => Number((times[Math.floor((times.length - 1) * share)] ?? NaN).toFixed(1));
  return { 'turns/s': Math.round(times.length / seconds), 'p50 ms': at(0.5), 'p99 ms': at(0.99), failed };
}

async function begin(agent, port) {
  const call = (route, token, body) => post(agent, port, `/v3/directline${route}`, token, body);
  const { token } = await call('/tokens/generate', '', {});
  const { conversationId, streamUrl } = await call('/conversations', token, {});
  const socket = new WebSocket(streamUrl);
  const visitor = { socket, waiting: undefined };
  socket.on('message', (data) => {
    if (data.length === 0) return;
    for (const activity of JSON.parse(data).activities) if (activity.replyToId) visitor.waiting?.(activity);
  });
  visitor.say = (text) => call(`/conversations/${conversationId}/activities`, token, { type: 'message', text });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return visitor;
}

/** Milliseconds until the first answer; nothing when none came. */
async function ask(visitor, text) {
  const begun = performance.now();
  let timer;
  const answered = new Promise((resolve) => {
    visitor.waiting = () => resolve(performance.now() - begun);
    timer = setTimeout(resolve, LIMIT_MS);
  });
  await visitor.say(text);
  const took = await answered;
  clearTimeout(timer);
  visitor.waiting = undefined;
  return took;
}

function post(agent, port, route, token, value) {
  const body = JSON.stringify(value);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(
      { agent, port, host: '127.0.0.1', path: route, method: 'POST', headers },
      async (response) => {
        const text = await readBody(response);
        if (response.statusCode >= 300) reject(new Error(`${route}: ${response.statusCode}`));
        else resolve(JSON.parse(text));
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

const wait = (ms) => new Promise((done) => setTimeout(done, Math.max(0, ms)));
