// The whole server in a process of its own, as `npm start` runs it: started, killed and restarted, its output kept.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const build = process.env.BUILD ?? path.join(root, 'dist');
/** What the matcher learned, made by the first server of a file and copied for the others: it takes seconds. */
const learned = mkdtempSync(path.join(tmpdir(), 'kneebone-learned-'));
process.on('exit', () => rmSync(learned, { recursive: true, force: true }));

/** Numbers of a run: small by default, so that all suites together take minutes; the environment raises them. */
export const size = (name, fallback) => Number(process.env[name] ?? fallback);

/** Tries until `claim` holds; throws after `limitMs`. */
export async function until(claim, limitMs = 20_000, what = String(claim)) {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await Promise.resolve()
      .then(claim)
      .catch(() => undefined);
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/**
 * @param {{ env?: Record<string, string>, dataDir?: string, cwd?: string, uid?: number, gid?: number, isAwaited?: boolean }} options
 *   `dataDir`: a folder that stays when the server is removed; `cwd`: a folder with a `knowledge` of its own
 */
export async function startKneebone({ env = {}, dataDir, cwd = root, ...ids } = {}) {
  const dir = dataDir ?? mkdtempSync(path.join(tmpdir(), 'kneebone-server-'));
  const cache = path.join(dir, 'cache');
  const settings = {
    PATH: process.env.PATH,
    PORT: '0',
    DATA_DIR: dir,
    LOG_LEVEL: 'info',
    RATE_TURNS: '100000',
    RATE_REQUESTS: '10000000',
    ...env,
  };
  const server = { dir, port: 0, url: '', output: '', child: undefined };

  server.start = async () => {
    if (existsSync(path.join(learned, 'cache')) && !existsSync(cache) && !ids.uid)
      cpSync(path.join(learned, 'cache'), cache, { recursive: true });
    const child = spawn(process.execPath, [path.join(build, 'src', 'server.js')], {
      cwd,
      env: { ...settings, PORT: String(server.port) },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...ids,
    });
    server.child = child;
    server.ended = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)));
    let text = '';
    const keep = (chunk) => {
      text += chunk;
      server.output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const isUp = () => /listens on http:\/\/[^:]+:(\d+)/.exec(text);
    const found = await Promise.race([until(isUp, 60_000, 'the server to listen'), server.ended]);
    if (!Array.isArray(found)) throw new Error(`The server ended with ${found} at its start:\n${text}`);
    server.port = Number(found[1]);
    server.url = `http://127.0.0.1:${server.port}`;
    if (existsSync(cache) && !existsSync(path.join(learned, 'cache'))) {
      mkdirSync(learned, { recursive: true });
      cpSync(cache, path.join(learned, 'cache'), { recursive: true });
    }
  };
  server.kill = async (signal = 'SIGKILL') => {
    server.child.kill(signal);
    return server.ended;
  };
  server.remove = async () => {
    if (server.child.exitCode === null && server.child.signalCode === null) await server.kill('SIGTERM');
    if (!dataDir) rmSync(dir, { recursive: true, force: true });
  };
  /** Status and body of a request; never rejects: a refused connection is status 0. */
  server.request = async (method, address, { body, headers = {} } = {}) => {
    try {
      const response = await fetch(server.url + address, {
        method,
        headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    } catch (error) {
      return { status: 0, text: String(error), headers: new Headers() };
    }
  };
  server.readiness = async () => (await server.request('GET', '/readyz')).status;
  /** Resident memory in MB. */
  server.memory = async () => {
    const { text } = await server.request('GET', '/metrics');
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 1024 / 1024;
  };
  await server.start();
  return server;
}

/** Whatever a person needs to talk by Direct Line; `pick` names the server to ask, which may change. */
export async function openConversation(pick) {
  const base = '/v3/directline';
  const { body: generated } = await pick().request('POST', `${base}/tokens/generate`, { body: {} });
  const headers = { Authorization: `Bearer ${generated.token}` };
  const { body } = await pick().request('POST', `${base}/conversations`, { body: {}, headers });
  const address = `${base}/conversations/${body.conversationId}`;
  return {
    id: body.conversationId,
    token: generated.token,
    address,
    headers,
    streamPath: new URL(body.streamUrl).pathname + new URL(body.streamUrl).search,
    /** One try; resolves to the response. */
    post: (text, clientActivityID, server = pick()) =>
      server.request('POST', `${address}/activities`, {
        headers,
        body: { type: 'message', from: { id: 'me' }, text, channelData: { clientActivityID } },
      }),
    /** The whole transcript, oldest first. */
    async read(server = pick()) {
      const all = [];
      for (let watermark = '0'; ;) {
        const found = await server.request('GET', `${address}/activities?watermark=${watermark}`, { headers });
        if (found.status !== 200) throw new Error(`reading the transcript: ${found.status} ${found.text}`);
        if (found.body.activities.length === 0) return all;
        all.push(...found.body.activities);
        watermark = found.body.watermark;
      }
    },
  };
}

/** Who said what, in order, without ids and times. */
export const wordsOf = (activities) =>
  activities.map((a) => `${a.from.id === 'kneebone' ? 'bot' : 'person'}: ${a.text}`);

/** Sorted numbers' value at a share. */
export const quantile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
