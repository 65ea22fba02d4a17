import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { startFakeSlack } from './fakeSlack.js';
import { direct, startSlack } from './startSlack.js';

/** The far end of Socket Mode: takes connections, sends envelopes, notes acknowledgements. */
async function startSockets() {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  const open: WebSocket[] = [];
  const acks: string[] = [];
  sockets.on('connection', (socket) => {
    open.push(socket);
    socket.on('message', (data) => void acks.push(JSON.parse(String(data)).envelope_id));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `ws://127.0.0.1:${port}/`,
    open,
    acks,
    send: (envelope: unknown) => open.at(-1)?.send(typeof envelope === 'string' ? envelope : JSON.stringify(envelope)),
    async until(isSo: () => boolean) {
      for (let i = 0; i < 600 && !isSo(); i++) await wait(10);
    },
    async close() {
      for (const socket of open) socket.terminate();
      sockets.close();
      await new Promise((done) => server.close(done));
    },
  };
}

const envelope = (id: string, event: object, type = 'events_api') => ({
  envelope_id: id,
  type,
  payload: { type: 'event_callback', team_id: 'T1', event_id: `Ev${id}`, event },
  accepts_response_payload: false,
  retry_attempt: 0,
  retry_reason: '',
});

let sockets: Awaited<ReturnType<typeof startSockets>>;
let slack: Awaited<ReturnType<typeof startSlack>>;

async function connect(options: Parameters<typeof startSlack>[0] = {}) {
  const fake = await startFakeSlack();
  for (let i = 0; i < 10; i++) fake.plan('apps.connections.open', { body: { ok: true, url: sockets.url } });
  const env = { SLACK_APP_TOKEN: 'xapp-test', SLACK_SIGNING_SECRET: '' };
  slack = await startSlack({ fake, env, retryAfterMs: [50, 50, 50], ...options });
  await sockets.until(() => sockets.open.length > 0);
}

beforeEach(async () => void (sockets = await startSockets()));
afterEach(async () => {
  await slack.close();
  await sockets.close();
});

describe('Socket Mode', () => {
  test('acknowledges before the work is done', async () => {
    let acksInTime: string[] = [];
    await connect({
      handler: async () => {
        await wait(200);
        acksInTime = [...sockets.acks];
      },
    });
    sockets.send(envelope('e1', direct('hi', '1.1')));
    await sockets.until(() => acksInTime.length > 0);
    expect(acksInTime).toEqual(['e1']);
  });

  test('answers an event once over both ways in', async () => {
    await connect({ env: { SLACK_APP_TOKEN: 'xapp-test' } });
    sockets.send(envelope('e1', direct('hi', '1.1')));
    await slack.event(direct('hi', '1.1'));
    await slack.until(1, 'chat.postMessage');
    await slack.quiet();
    expect(slack.fake.of('chat.postMessage')).toHaveLength(1);
  });

  test('takes buttons and commands', async () => {
    await connect();
    const actions = [{ type: 'button', action_id: 'say:0', value: 'more', action_ts: '9.1' }];
    const press = {
      type: 'block_actions',
      team: { id: 'T1' },
      user: { id: 'U1' },
      channel: { id: 'D1' },
      message: { ts: '5.1' },
      actions,
    };
    sockets.send({ envelope_id: 'e1', type: 'interactive', payload: press });
    const command = {
      command: '/kneebone',
      team_id: 'T1',
      channel_id: 'C1',
      user_id: 'U1',
      text: 'why',
      response_url: slack.fake.responseUrl,
    };
    sockets.send({ envelope_id: 'e2', type: 'slash_commands', payload: command });
    expect((await slack.until(1, 'chat.postMessage'))[0]?.args['text']).toBe('echo more');
    expect((await slack.until(1, 'answer'))[0]?.args['text']).toBe('echo why');
    expect([...sockets.acks].sort()).toEqual(['e1', 'e2']);
  });

  test('outlives frames that nobody expects', async () => {
    await connect();
    for (const frame of [
      '{',
      '[]',
      'null',
      '{"type":"events_api","envelope_id":"e0"}',
      '{"type":"events_api","payload":{}}',
    ])
      sockets.send(frame);
    sockets.send({ envelope_id: 'e1', type: 'interactive', payload: {} });
    sockets.send(envelope('e2', direct('hi', '1.1')));
    expect(await slack.until(1, 'chat.postMessage')).toHaveLength(1);
    expect(sockets.acks.filter(Boolean)).toEqual(['e1', 'e2']);
  });

  test('connects again after the connection was lost, and after Slack asks for it', async () => {
    await connect();
    sockets.open[0]?.terminate();
    await sockets.until(() => sockets.open.length === 2);
    await wait(50);
    sockets.send({ type: 'disconnect', reason: 'refresh_requested' });
    await sockets.until(() => sockets.open.length === 3);
    await wait(50);
    sockets.send(envelope('e1', direct('hi', '1.1')));
    expect(await slack.until(1, 'chat.postMessage')).toHaveLength(1);
  });

  test('keeps trying while Slack refuses the connection, and ends nothing', async () => {
    const fake = await startFakeSlack();
    fake.refuse('apps.connections.open', 'invalid_auth');
    fake.plan('apps.connections.open', { status: 503, body: {} });
    fake.plan('apps.connections.open', { body: { ok: true, url: sockets.url } });
    slack = await startSlack({
      fake,
      env: { SLACK_APP_TOKEN: 'xapp-test', SLACK_SIGNING_SECRET: '' },
      retryAfterMs: [20],
    });
    await sockets.until(() => sockets.open.length > 0);
    expect(sockets.open).toHaveLength(1);
  });

  test('without a signing secret the routes are closed', async () => {
    await connect();
    expect((await slack.post('events', '{}')).status).toBe(404);
  });
});
