import { createReplayGuard, isSigned, sign } from '../../../../src/channels/slack/signature.js';
import { SECRET, direct, startSlack } from './startSlack.js';

const NOW = new Date('2026-11-23T10:00:00Z');
const at = (seconds: number) => String(NOW.getTime() / 1000 + seconds);
const request = (body: string, timestamp = at(0), secret = SECRET) => ({
  timestamp,
  signature: sign(secret, timestamp, body),
  body: Buffer.from(body),
});

describe('isSigned', () => {
  test('accepts up to five minutes on both sides', () => {
    const seen = [-301, -300, 0, 300, 301].map((s) => isSigned(request('{}', at(s)), [SECRET], NOW));
    expect(seen).toEqual([false, true, true, true, false]);
  });

  test('accepts either secret during a rotation, and no other', () => {
    const seen = ['new', 'old', 'older'].map((s) => isSigned(request('{}', at(0), s), ['new', 'old'], NOW));
    expect(seen).toEqual([true, true, false]);
  });

  test('refuses one flipped bit anywhere', () => {
    const good = request('{"a":1}');
    const flipped = Buffer.from(good.body);
    flipped[3] = (flipped[3] ?? 0) ^ 1;
    expect(isSigned({ ...good, body: flipped }, [SECRET], NOW)).toBe(false);
    expect(
      isSigned({ ...good, signature: good.signature.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }, [SECRET], NOW),
    ).toBe(false);
    expect(isSigned({ ...good, timestamp: at(1) }, [SECRET], NOW)).toBe(false);
  });

  test.each([
    ['no timestamp', { timestamp: undefined }],
    ['a timestamp that is no number', { timestamp: 'soon' }],
    ['a timestamp in hexadecimal', { timestamp: '0x6922dd20' }],
    ['no signature', { signature: undefined }],
    ['a shorter signature', { signature: 'v0=00' }],
    ['another version', { signature: request('{}').signature.replace('v0', 'v1') }],
  ])('refuses %s', (_what, change) => {
    expect(isSigned({ ...request('{}'), ...change }, [SECRET], NOW)).toBe(false);
  });

  test('refuses everything without a secret', () => {
    expect(isSigned(request('{}'), [], NOW)).toBe(false);
  });
});

describe('sign', () => {
  test('gives the signature of the documentation', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    expect(sign('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', body)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
  });

  test('refuses an empty secret', () => {
    expect(() => sign('', '1', '')).toThrow('empty');
  });
});

describe('createReplayGuard', () => {
  test('knows a signature again, and forgets the oldest beyond its limit', () => {
    const guard = createReplayGuard(2);
    expect(['a', 'a', 'b', 'c', 'a'].map((s) => guard.isNew(s))).toEqual([true, false, true, true, true]);
  });
});

describe('the routes', () => {
  let slack: Awaited<ReturnType<typeof startSlack>>;
  afterEach(() => slack.close());
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event: direct('hi', '1.1') });
  const now = () => Date.now() / 1000;

  test.each([
    ['stale', { at: now() - 310 }],
    ['from the future', { at: now() + 310 }],
    ['signed with another secret', { secret: 'guessed' }],
    ['unsigned', { 'X-Slack-Signature': '' }],
    ['without a time', { 'X-Slack-Request-Timestamp': '' }],
    ['compressed', { 'Content-Encoding': 'gzip' }],
    ['of another type', { 'Content-Type': 'text/plain' }],
  ])('a request that is %s gets 401 and starts nothing', async (_what, signing) => {
    slack = await startSlack();
    const { status, text } = await slack.signed('events', body, 'application/json', signing);
    await slack.quiet();
    expect([status, JSON.parse(text).error.code]).toEqual([401, 'HTTP_UNAUTHORIZED']);
    expect(slack.fake.of('chat.postMessage')).toEqual([]);
  });

  test('a body in another encoding than the signed one gets 401', async () => {
    slack = await startSlack();
    const accented = body.replace('hi', 'genou blessé');
    const timestamp = String(Math.floor(now()));
    const headers = {
      'Content-Type': 'application/json',
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': sign(SECRET, timestamp, accented),
    };
    const response = await fetch(`${slack.base}/api/slack/events`, {
      method: 'POST',
      headers,
      body: Buffer.from(accented, 'latin1'),
    });
    expect(response.status).toBe(401);
  });

  test('the same signed request a second time gets 401; a repeat that says so is acknowledged', async () => {
    slack = await startSlack();
    const at = now();
    const send = (more = {}) => slack.signed('events', body, 'application/json', { at, ...more });
    const statuses = [(await send()).status, (await send()).status, (await send({ 'X-Slack-Retry-Num': '1' })).status];
    await slack.quiet();
    expect(statuses).toEqual([200, 401, 200]);
    expect(slack.fake.of('chat.postMessage')).toHaveLength(1);
  });

  test('the address is confirmed with the challenge', async () => {
    slack = await startSlack();
    const { status, text } = await slack.signed(
      'events',
      JSON.stringify({ type: 'url_verification', challenge: 'c1' }),
      'application/json',
    );
    expect([status, JSON.parse(text)]).toEqual([200, { challenge: 'c1' }]);
  });

  test('a genuine body that is no JSON gets 400', async () => {
    slack = await startSlack();
    expect((await slack.signed('events', '{"a', 'application/json')).status).toBe(400);
  });

  test.each([
    ['an unknown type', { type: 'event_callbacks', event_id: 'Ev1' }],
    ['no event', { type: 'event_callback', event_id: 'Ev1' }],
    ['nothing', {}],
    ['an event that is a text', { type: 'event_callback', event: 'x', event_id: 'Ev1' }],
    ['no team', { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_home_opened' } }],
  ])('a genuine body with %s is acknowledged', async (_what, content) => {
    slack = await startSlack();
    expect((await slack.signed('events', JSON.stringify(content), 'application/json')).status).toBe(200);
    await slack.quiet();
    expect(slack.logged.length).toBeGreaterThan(0);
    expect(slack.logged.filter((l) => l.level === 'error')).toEqual([]);
  });

  test('a body over the limit gets 413', async () => {
    slack = await startSlack();
    expect((await slack.post('events', 'x'.repeat(300_000), { 'Content-Type': 'application/json' })).status).toBe(413);
  });

  test('the answer comes before the work', async () => {
    slack = await startSlack({ handler: () => new Promise((done) => setTimeout(done, 500)) });
    const begun = performance.now();
    expect((await slack.event(direct('hi', '1.1'))).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(450);
  });

  test('without a bot token the routes are closed', async () => {
    slack = await startSlack({ env: { SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '' } });
    const { status, text } = await slack.post('events', '{}');
    expect([status, JSON.parse(text).error.code]).toEqual([404, 'HTTP_CHANNEL_OFF']);
  });
});
