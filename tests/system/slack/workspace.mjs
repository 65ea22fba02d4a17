// A Slack workspace on loopback: the `emulate` package keeps messages, channels and views like Slack; a small gate before it
// adds what it lacks (Socket Mode addresses, rate limits, addresses for answers to commands) and writes down every call.
import { createServer } from 'node:http';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createEmulator } from 'emulate';
import WebSocket from 'ws';
import yaml from 'yaml';

export const TOKEN = 'xoxb-system';
export const SECRET = 'a-signing-secret';

/** Exactly the scopes that an installation from our manifest gets. */
const manifest = yaml.parse(readFileSync(new URL('../../../slack-app-manifest.yml', import.meta.url), 'utf8'));
const scopes = manifest.oauth_config.scopes.bot;

export async function startWorkspace() {
  const port = await freePort();
  const emulator = await createEmulator({
    service: 'slack',
    port,
    seed: {
      slack: {
        team: { name: 'Clinic' },
        strict_scopes: true,
        users: [{ name: 'ann' }, { name: 'bob' }],
        channels: [{ name: 'knees' }],
        oauth_apps: [
          {
            client_id: '1.1',
            client_secret: 's',
            app_id: 'A1',
            name: 'kneebone',
            redirect_uris: ['http://localhost/'],
            scopes,
          },
        ],
        tokens: [
          { token: TOKEN, user: 'kneebone', scopes },
          { token: 'xoxp-bob', user: 'bob', scopes: ['chat:write'] },
          {
            token: 'xoxp-ann',
            user: 'ann',
            scopes: [
              'chat:write',
              'users:read',
              'channels:read',
              'channels:history',
              'im:read',
              'im:history',
              'im:write',
              'channels:join',
            ],
          },
        ],
      },
    },
  });
  const gate = await startGate(`http://127.0.0.1:${port}`);
  const ask = async (method, args = {}, token = 'xoxp-ann') => {
    const body = new URLSearchParams(args);
    const call = { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body };
    const answer = await (await fetchAgain(`http://127.0.0.1:${port}/api/${method}`, call)).json();
    if (!answer.ok) throw new Error(`${method}: ${answer.error}`);
    return answer;
  };
  const { members } = await ask('users.list');
  const { channels } = await ask('conversations.list');
  const idOf = (list, name) => list.find((one) => one.name === name).id;
  const { user_id: bot, team_id: team } = await ask('auth.test', {}, TOKEN);
  const knees = idOf(channels, 'knees');
  await ask('conversations.join', { channel: knees }, 'xoxp-ann');
  const ann = idOf(members, 'ann');
  return {
    ...gate,
    team,
    bot,
    ann,
    bob: idOf(members, 'bob'),
    knees,
    dm: (await ask('conversations.open', { users: ann }, TOKEN)).channel.id,
    ask,
    bobsDm: (await ask('conversations.open', { users: idOf(members, 'bob') }, TOKEN)).channel.id,
    replies: async (channel, ts) => (await ask('conversations.replies', { channel, ts }, TOKEN)).messages,
    history: async (channel) => (await ask('conversations.history', { channel }, TOKEN)).messages,
    async close() {
      await gate.close();
      await emulator.close();
    },
  };
}

async function startGate(behind) {
  const calls = [];
  const limits = [];
  const sockets = new WebSocket.Server({ port: 0, host: '127.0.0.1' });
  sockets.on('connection', (socket) => socket.send(JSON.stringify({ type: 'hello' })));
  const server = createServer(async (req, res) => {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const method = req.url.split('/').pop();
    const isJson = req.headers['content-type']?.startsWith('application/json');
    const args = isJson ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body.toString()));
    for (const field of ['blocks', 'view']) if (typeof args[field] === 'string') args[field] = JSON.parse(args[field]);
    calls.push({ method, args, at: Date.now() });
    // restify, in the same process, changes writeHead so that it cannot be chained.
    const send = (status, headers, body) => {
      res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      res.end(body);
    };
    const answer = (value) => send(200, {}, JSON.stringify(value));
    if (limits[0] === method) {
      limits.shift();
      return send(429, { 'Retry-After': '2' }, '{"ok":false,"error":"ratelimited"}');
    }
    if (req.headers.authorization === 'Bearer xoxb-revoked') return answer({ ok: false, error: 'token_revoked' });
    if (method === 'apps.connections.open')
      return answer({ ok: true, url: `ws://127.0.0.1:${sockets.address().port}/` });
    if (method.startsWith('assistant.threads.') || req.url === '/respond') return answer({ ok: true });
    const { authorization = '', 'content-type': type = '' } = req.headers;
    const passed = await fetchAgain(behind + req.url, {
      method: req.method,
      headers: { authorization, 'content-type': type },
      body,
    });
    send(passed.status, {}, Buffer.from(await passed.arrayBuffer()));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    apiUrl: `${origin}/api/`,
    responseUrl: `${origin}/respond`,
    calls,
    limits,
    sockets,
    of: (method) => calls.filter((c) => c.method === method),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** Sends to Kneebone as Slack does, signed. */
export function createSender(base, team) {
  let events = 0;
  const send = async (route, body, type) => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const headers = { 'Content-Type': type, 'X-Slack-Request-Timestamp': timestamp, 'X-Slack-Signature': signature };
    return (await fetch(`${base}/api/slack/${route}`, { method: 'POST', headers, body })).status;
  };
  const form = 'application/x-www-form-urlencoded';
  return {
    event: (event) =>
      send(
        'events',
        JSON.stringify({ type: 'event_callback', team_id: team, event_id: `Ev${++events}`, event }),
        'application/json',
      ),
    press: (payload) =>
      send(
        'interactions',
        new URLSearchParams({
          payload: JSON.stringify({ type: 'block_actions', team: { id: team }, ...payload }),
        }).toString(),
        form,
      ),
    command: (fields) =>
      send(
        'commands',
        new URLSearchParams({
          command: '/kneebone',
          team_id: team,
          trigger_id: String(++events),
          ...fields,
        }).toString(),
        form,
      ),
  };
}

/** Waits until `find` gives something, for ten seconds at most. */
export async function until(find) {
  for (let i = 0; i < 500; i++) {
    const found = await find();
    if (found) return found;
    await wait(20);
  }
  throw new Error(`Nothing came: ${find}`);
}

/** The emulator ends idle connections, perhaps while this process was too busy to notice; then a fresh one is taken. */
async function fetchAgain(url, call) {
  try {
    return await fetch(url, call);
  } catch (error) {
    if (!['ECONNRESET', 'UND_ERR_SOCKET'].includes(error.cause?.code)) throw error;
    return fetch(url, call);
  }
}
