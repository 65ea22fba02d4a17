// A bounded load of Bot Framework messages over keep-alive connections, and small helpers around it.
import { spawn } from 'node:child_process';
import http from 'node:http';

/** Reads a request's or response's body as text. */
export async function readBody(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Starts a server script and resolves to its process and port once it says where it listens. */
export function startServer(args, env = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let out = '';
    const onData = (chunk) => {
      out += chunk;
      const found = /listens on http:\/\/[^:]+:(\d+)/.exec(out);
      if (found) resolve({ child, port: Number(found[1]) });
    };
    child.stdout.on('data', onData);
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
  });
}

export async function stopServer({ child }) {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

/**
 * Sends messages for `ms` over `connections` connections, each its own conversation.
 * @returns {Promise<{perSecond: number, p50: number, p99: number, failed: number}>} times in milliseconds
 */
export async function loadMessages({ port, ms, connections, texts, run }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const times = [];
  let failed = 0;
  const started = performance.now();
  const worker = async (id) => {
    for (let n = 0; performance.now() - started < ms; n++) {
      const begun = performance.now();
      const status = await postMessage(
        agent,
        port,
        texts[(n + id) % texts.length],
        `${run}-${id}-${Math.floor(n / 20)}`,
        n,
      );
      if (status === 200) times.push(performance.now() - begun);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, id) => worker(id)));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), failed };
}

function postMessage(agent, port, text, conversation, n) {
  const body = JSON.stringify({
    type: 'message',
    id: `${conversation}-${n}`,
    text,
    channelId: 'emulator',
    deliveryMode: 'expectReplies',
    serviceUrl: 'http://127.0.0.1',
    conversation: { id: conversation },
    from: { id: `person-${conversation}` },
    recipient: { id: 'bot' },
  });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(
      { agent, port, host: '127.0.0.1', path: '/api/messages', method: 'POST', headers },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode));
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}
