import { createMemoryStore } from '../../../../src/storage/memoryStore.js';
import { openStream, SECRET, SITE, startChannel } from './startChannel.js';

type Running = Awaited<ReturnType<typeof startChannel>>;
let clock = new Date('2026-11-23T12:00:00Z');
let running: Running;

beforeAll(async () => {
  running = await startChannel({ now: () => clock, limits: { turnsPerUser: 1000 } });
});
afterAll(() => running.close());
beforeEach(() => {
  clock = new Date('2026-11-23T12:00:00Z');
});

const later = (minutes: number) => {
  clock = new Date(clock.getTime() + minutes * 60_000);
};
const textsOf = (body: { activities: { text: string }[] }) => body.activities.map((a) => a.text);

describe('a conversation', () => {
  test('begins once, with a greeting', async () => {
    const { status, path, auth } = await running.begin();
    expect(status).toBe(201);
    expect((await running.call('POST', '/v3/directline/conversations', {}, auth)).status).toBe(200);
    const { body } = await running.call('GET', `${path}/activities`, undefined, auth);
    expect(textsOf(body)).toEqual(['welcome']);
    expect(body.watermark).toBe('1');
  });

  test('gives a message an id, echoes it with the client’s name for it, and answers it', async () => {
    const { path, auth, conversationId } = await running.begin();
    const said = { type: 'message', text: 'hi', from: { id: 'anyone' }, channelData: { clientActivityID: 'c1' } };
    const { status, body } = await running.call('POST', `${path}/activities`, said, auth);
    expect(status).toBe(200);
    const { activities } = (await running.call('GET', `${path}/activities?watermark=1`, undefined, auth)).body;
    expect(activities[0]).toMatchObject({
      id: body.id,
      text: 'hi',
      conversation: { id: conversationId },
      from: { id: expect.stringMatching(/^dl_/), role: 'user' },
      channelData: { clientActivityID: 'c1' },
    });
    expect(activities[1]).toMatchObject({ text: 'echo hi', replyToId: body.id, from: { id: 'kneebone' } });
  });

  test('answers a repeated message once', async () => {
    const { path, auth } = await running.begin();
    const said = { type: 'message', text: 'hi', channelData: { clientActivityID: 'c1' } };
    const send = async () => (await running.call('POST', `${path}/activities`, said, auth)).body.id;
    const ids = await Promise.all([send(), send(), send()]);
    expect(new Set(ids).size).toBe(1);
    expect(textsOf((await running.call('GET', `${path}/activities`, undefined, auth)).body)).toEqual([
      'welcome',
      'hi',
      'echo hi',
    ]);
  });

  test('answers at its next start what a process kept and did not answer', async () => {
    const { path, auth, conversationId } = await running.begin();
    const { body: welcomed } = await running.call('GET', `${path}/activities`, undefined, auth);
    const said = { type: 'message', text: 'hi', channelData: { clientActivityID: 'c1' } };
    const first = (await running.call('POST', `${path}/activities`, said, auth)).body.id;
    const { channelId, conversation, recipient, from } = welcomed.activities[0];
    const kept = { ...said, id: 'a1', channelId, conversation, from: recipient, recipient: from };
    await running.store.beginTurn({
      conversationId,
      turnId: 'a1',
      activity: kept,
      userId: recipient.id,
      isInTranscript: true,
    });
    const restarted = await startChannel({ store: running.store });
    await restarted.close();
    const { body } = await running.call('GET', `${path}/activities`, undefined, auth);
    expect(textsOf(body)).toEqual(['welcome', 'hi', 'echo hi', 'hi', 'echo hi']);
    expect(body.activities.map((a: { replyToId?: string }) => a.replyToId)).toEqual([
      undefined,
      undefined,
      first,
      undefined,
      'a1',
    ]);
  });

  test('keeps the order of messages that arrive at once', async () => {
    const { path, auth } = await running.begin();
    const said = ['m1', 'm2', 'm3'].map((text) => ({ type: 'message', text }));
    await Promise.all(said.map((s) => running.call('POST', `${path}/activities`, s, auth)));
    const texts = textsOf((await running.call('GET', `${path}/activities?watermark=1`, undefined, auth)).body);
    const answers = texts.filter((t) => t.startsWith('echo'));
    expect(texts.filter((_, i) => i % 2 === 0).map((t) => `echo ${t}`)).toEqual(answers);
  });

  test('does not answer typing', async () => {
    const { path, auth } = await running.begin();
    expect((await running.call('POST', `${path}/activities`, { type: 'typing' }, auth)).status).toBe(200);
    expect((await running.call('GET', `${path}/activities`, undefined, auth)).body.watermark).toBe('1');
  });

  test('shows its first activities again after it was erased', async () => {
    const { path, auth, conversationId } = await running.begin();
    await running.store.forget(conversationId);
    await running.call('POST', `${path}/activities`, { type: 'message', text: 'new' }, auth);
    const { body } = await running.call('GET', `${path}/activities?watermark=9`, undefined, auth);
    expect(textsOf(body)).toEqual(['new', 'echo new']);
  });
});

describe('a token', () => {
  test('dies after 30 minutes with 403, which clients take as expired', async () => {
    const { path, auth } = await running.begin();
    later(29);
    expect((await running.call('GET', path, undefined, auth)).status).toBe(200);
    later(2);
    expect((await running.call('GET', path, undefined, auth)).status).toBe(403);
  });

  test('is replaced by a refresh, and opens nothing after it', async () => {
    const { path, auth } = await running.begin();
    const { body } = await running.call('POST', '/v3/directline/tokens/refresh', {}, auth);
    expect(body.expires_in).toBe(1800);
    later(0.2);
    expect((await running.call('GET', path, undefined, auth)).status).toBe(401);
    const renewed = { Authorization: `Bearer ${body.token}` };
    expect((await running.call('GET', path, undefined, renewed)).status).toBe(200);
  });

  test('opens its own conversation only', async () => {
    const [mine, other] = [await running.begin(), await running.begin()];
    expect((await running.call('GET', `${other.path}/activities`, undefined, mine.auth)).status).toBe(403);
    expect(
      (await running.call('POST', `${other.path}/activities`, { type: 'message', text: 'x' }, mine.auth)).status,
    ).toBe(403);
  });

  test('is bound to the origin it was made for', async () => {
    const { path, token } = await running.begin({ Origin: SITE });
    const ask = (origin: object) =>
      running.call('GET', path, undefined, { Authorization: `Bearer ${token}`, ...origin });
    expect((await ask({ Origin: SITE })).status).toBe(200);
    expect((await ask({})).status).toBe(403);
    expect((await ask({ Origin: running.base })).status).toBe(403);
  });

  test.each([
    ['no token', {}],
    ['a junk token', { Authorization: 'Bearer junk' }],
    ['another scheme', { Authorization: 'Basic eDp5' }],
  ])('is needed: %s gives 401', async (_name, headers) => {
    const { path } = await running.begin();
    expect((await running.call('GET', path, undefined, headers)).status).toBe(401);
  });

  test('is given for the secret, and not for a wrong one', async () => {
    const far = await startChannel({ env: { HOST: '0.0.0.0' } });
    const generate = (headers: Record<string, string>) =>
      far.call('POST', '/v3/directline/tokens/generate', {}, headers);
    expect((await generate({ Authorization: `Bearer ${SECRET}` })).status).toBe(200);
    expect((await generate({ Authorization: 'Bearer wrong' })).status).toBe(403);
    expect((await generate({})).status).toBe(403);
    await far.close();
  });

  test('cannot be forged to be another visitor', async () => {
    const { path, auth } = await running.begin();
    const said = { type: 'message', text: 'x', from: { id: 'dl_someone-else' } };
    expect((await running.call('POST', `${path}/activities`, said, auth)).status).toBe(403);
  });
});

describe('other origins', () => {
  test('a page of WIDGET_ORIGINS may ask and read', async () => {
    const { status, headers } = await running.call('OPTIONS', '/v3/directline/conversations', undefined, {
      Origin: SITE,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,x-ms-bot-agent',
    });
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(SITE);
    expect(headers.get('access-control-allow-headers')).toMatch(/authorization.*x-ms-bot-agent/i);
  });

  test('any other page may not', async () => {
    const { status, headers } = await running.call(
      'POST',
      '/v3/directline/tokens/generate',
      {},
      { Origin: 'https://evil.example' },
    );
    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('limits', () => {
  test('a person has RATE_TURNS messages a minute', async () => {
    const strict = await startChannel({ env: { RATE_TURNS: '20' } });
    const { path, auth } = await strict.begin();
    const send = () => strict.call('POST', `${path}/activities`, { type: 'message', text: 'x' }, auth);
    for (let i = 0; i < 20; i++) expect((await send()).status).toBe(200);
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    await strict.close();
  });

  test('an address has RATE_REQUESTS messages and conversations a minute', async () => {
    const strict = await startChannel({ env: { RATE_REQUESTS: '60' } });
    const from = { 'X-Forwarded-For': '198.51.100.9' };
    const statuses = [];
    for (let i = 0; i < 61; i++)
      statuses.push((await strict.call('POST', '/v3/directline/tokens/generate', {}, from)).status);
    expect(statuses.indexOf(429)).toBe(60);
    expect((await strict.call('POST', '/v3/directline/tokens/generate', {})).status).toBe(200);
    await strict.close();
  });

  test('a body of 300 kB is refused', async () => {
    const { path, auth } = await running.begin();
    const said = { type: 'message', text: 'x'.repeat(300_000) };
    expect((await running.call('POST', `${path}/activities`, said, auth)).status).toBe(413);
  });
});

describe('the widget session', () => {
  const open = (body: object, headers: Record<string, string> = {}) =>
    running.call('POST', '/api/widget/session', body, { Origin: running.base, ...headers });
  const cookieOf = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? '';

  test('makes a visitor, a conversation and a token', async () => {
    const { status, body } = await open({});
    expect(status).toBe(201);
    expect(body).toMatchObject({
      isNew: true,
      watermark: '1',
      expires_in: 1800,
      userId: expect.stringMatching(/^dl_/),
    });
    expect(textsOf(body)).toEqual(['welcome']);
  });

  test('comes back to the same conversation by its session', async () => {
    const first = (await open({})).body;
    const { status, body } = await open({ session: first.session });
    expect(status).toBe(200);
    expect(body).toMatchObject({ conversationId: first.conversationId, userId: first.userId, isNew: false });
  });

  test('keeps the session out of scripts where a cookie works', async () => {
    const { headers, body } = await open({ cookies: 'site' });
    expect(body.session).toBeUndefined();
    expect(headers.get('set-cookie')).toMatch(
      /^kneebone_session=\S+; Path=\/api\/widget\/session; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
    );
    const back = await open({ cookies: 'site' }, { Cookie: cookieOf(headers) });
    expect(back.body.conversationId).toBe(body.conversationId);
  });

  test('keeps it in a cookie of the embedding site where only those work', async () => {
    const { headers, body } = await open({ cookies: 'partitioned' });
    expect(body.session).toBeUndefined();
    expect(headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=None; Secure; Partitioned$/);
  });

  test('gives a new token for the same conversation when the old one has died', async () => {
    const first = (await open({})).body;
    later(60 * 24 * 29);
    const { body } = await open({ session: first.session });
    expect(body.conversationId).toBe(first.conversationId);
    const auth = { Authorization: `Bearer ${body.token}`, Origin: running.base };
    expect(
      (await running.call('GET', `/v3/directline/conversations/${body.conversationId}`, undefined, auth)).status,
    ).toBe(200);
  });

  test('begins anew when it is older than what is kept', async () => {
    const first = (await open({})).body;
    later(60 * 24 * 31);
    expect((await open({ session: first.session })).body.conversationId).not.toBe(first.conversationId);
  });

  test('answers 204 to a visitor who was never here and only wants to go on', async () => {
    expect((await open({ resume: true })).status).toBe(204);
  });

  test('is erased with its conversation', async () => {
    const first = (await open({})).body;
    const auth = { Authorization: `Bearer ${first.token}`, Origin: running.base };
    expect((await running.call('DELETE', '/api/widget/session', undefined, auth)).status).toBe(204);
    expect((await running.store.readFrom(first.conversationId, 0)).activities).toEqual([]);
    expect((await open({ session: first.session })).body.isNew).toBe(true);
  });

  test('opens nothing as a Direct Line token', async () => {
    const { session, conversationId } = (await open({})).body;
    const auth = { Authorization: `Bearer ${session}`, Origin: running.base };
    expect((await running.call('GET', `/v3/directline/conversations/${conversationId}`, undefined, auth)).status).toBe(
      401,
    );
  });

  test('is refused to a foreign page', async () => {
    expect((await open({}, { Origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe('the stream', () => {
  const say = (path: string, auth: Record<string, string>, text: string) =>
    running.call('POST', `${path}/activities`, { type: 'message', text }, auth);

  test('sends what was said before and then what is said', async () => {
    const { streamUrl, path, auth } = await running.begin();
    const stream = openStream(streamUrl);
    expect(await stream.until(1)).toEqual(['welcome']);
    await say(path, auth, 'hi');
    expect(await stream.until(3)).toEqual(['welcome', 'hi', 'echo hi']);
    expect(stream.watermarks.at(-1)).toBe('3');
    stream.socket.close();
  });

  test('goes on from a watermark without loss or doubles', async () => {
    const { streamUrl, path, auth } = await running.begin();
    const first = openStream(streamUrl);
    await first.until(1);
    first.socket.terminate();
    await say(path, auth, 'm1');
    const { body } = await running.call('GET', `${path}?watermark=${first.watermarks.at(-1)}`, undefined, auth);
    const second = openStream(body.streamUrl);
    expect(await second.until(2)).toEqual(['m1', 'echo m1']);
    second.socket.close();
  });

  test('answers an empty frame with an empty frame', async () => {
    const { streamUrl } = await running.begin();
    const stream = openStream(streamUrl);
    await stream.until(1);
    stream.socket.send('');
    expect(await stream.until(2)).toEqual(['welcome', '(empty)']);
    stream.socket.close();
  });

  test('ignores small frames and ends at large ones', async () => {
    const { streamUrl } = await running.begin();
    const stream = openStream(streamUrl);
    await stream.until(1);
    stream.socket.send('not json');
    stream.socket.send('x'.repeat(5000));
    expect(await stream.closed).toBe(1009);
  });

  test.each([
    [
      'of another conversation',
      (url: string, other: string) => url.replace(/conversations\/[^/]+/, `conversations/${other}`),
      403,
    ],
    ['without a token', (url: string) => url.replace(/&t=.*/, ''), 401],
    ['with a changed token', (url: string) => url.slice(0, -4), 401],
    ['of another path', (url: string) => url.replace('/stream', '/screams'), 404],
  ])('refuses an address %s', async (_name, change, status) => {
    const [mine, other] = [await running.begin(), await running.begin()];
    expect(await openStream(change(mine.streamUrl, other.conversationId)).refused).toBe(status);
  });

  test('refuses an address that lay about for more than a minute', async () => {
    const { streamUrl } = await running.begin();
    later(1.1);
    expect(await openStream(streamUrl).refused).toBe(403);
  });

  test('refuses a foreign page', async () => {
    const { streamUrl } = await running.begin();
    expect(await openStream(streamUrl, { Origin: 'https://evil.example' }).refused).toBe(403);
  });

  test('admits eight sockets to a conversation', async () => {
    const { streamUrl } = await running.begin();
    const streams = Array.from({ length: 8 }, () => openStream(streamUrl));
    await Promise.all(streams.map((s) => s.opened));
    expect(await openStream(streamUrl).refused).toBe(429);
    for (const { socket } of streams) socket.terminate();
  });

  test('ends when the conversation is erased', async () => {
    const { streamUrl, auth } = await running.begin();
    const stream = openStream(streamUrl);
    await stream.until(1);
    await running.call('DELETE', '/api/widget/session', undefined, auth);
    expect(await stream.closed).toBe(1001);
  });
});

describe('close', () => {
  test('waits for turns in flight, then ends the streams', async () => {
    let finish = () => undefined as void;
    const store = createMemoryStore();
    const slow = await startChannel({
      store,
      handler: async (context) => {
        if (context.activity.type !== 'message') return;
        await new Promise<void>((done) => (finish = done));
        await context.sendActivity('late');
      },
    });
    const { path, auth, conversationId, streamUrl } = await slow.begin();
    const stream = openStream(streamUrl);
    await stream.opened;
    const posted = slow.call('POST', `${path}/activities`, { type: 'message', text: 'x' }, auth);
    await stream.until(1);
    const closed = slow.close();
    finish();
    expect((await posted).status).toBe(200);
    await closed;
    expect(textsOf({ activities: (await store.readFrom(conversationId, 0)).activities as { text: string }[] })).toEqual(
      ['x', 'late'],
    );
    await stream.closed;
  });
});
