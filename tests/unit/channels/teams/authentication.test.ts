import { createHmac } from 'node:crypto';
import { APP_ID, signToken, startConnector } from './microsoft.js';
import { readFixture, startTeams, type Started } from './startTeams.js';

let teams: Started;

beforeAll(async () => {
  // The SDK prints the public key when a signature does not fit it.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  teams = await startTeams();
  // The keys are fetched once here, so that what follows shows which refusals need no connection at all.
  await teams.deliver('personal-message', { id: 'first' });
});
afterAll(() => teams.close());
beforeEach(() => {
  teams.turns.length = 0;
  teams.connector.requests.length = 0;
  teams.issuer.requests.length = 0;
});

const inSeconds = (s: number) => Math.floor(Date.now() / 1000) + s;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that names HMAC and is "signed" with the app id, which everybody can read in the manifest. */
function signWithHmac(serviceUrl: string): string {
  const body = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'key-1' })}.${signToken(serviceUrl).split('.')[1]}`;
  return `${body}.${createHmac('sha256', APP_ID).update(body).digest('base64url')}`;
}

describe('POST /api/messages with an app id', () => {
  test('runs the turn of a genuine token', async () => {
    const answer = await teams.deliver('personal-message', { id: 'genuine' });
    expect(answer.status).toBe(200);
    expect(teams.turns).toHaveLength(1);
    expect(teams.said()).toHaveLength(1);
  });

  test.each([
    ['no token', () => undefined],
    ['an empty bearer', () => 'Bearer '],
    ['another scheme', (url: string) => `Basic ${signToken(url)}`],
    ['a text that is no token', () => 'Bearer not.a-token'],
    ['no signature', (url: string) => `Bearer ${signToken(url).split('.').slice(0, 2).join('.')}.`],
    ['algorithm none', (url: string) => `Bearer ${signToken(url, { header: { alg: 'none' } })}`],
    ['a symmetric algorithm', (url: string) => `Bearer ${signWithHmac(url)}`],
    [
      'a token that expired six minutes ago',
      (url: string) => `Bearer ${signToken(url, { claims: { exp: inSeconds(-360) } })}`,
    ],
    ['a token without an end', (url: string) => `Bearer ${signToken(url, { claims: { exp: undefined } })}`],
    ['a token from the future', (url: string) => `Bearer ${signToken(url, { claims: { nbf: inSeconds(360) } })}`],
    ['another audience', (url: string) => `Bearer ${signToken(url, { claims: { aud: 'another-bot' } })}`],
    ['another issuer', (url: string) => `Bearer ${signToken(url, { claims: { iss: 'https://issuer.example' } })}`],
    [
      "a token of the SDK's emulator",
      (url: string) =>
        `Bearer ${signToken(url, { claims: { iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' } })}`,
    ],
    ['an unknown key', (url: string) => `Bearer ${signToken(url, { header: { kid: 'key-2' } })}`],
    ['a forged signature', (url: string) => `Bearer ${signToken(url, { isForged: true })}`],
    ['a token for another service address', () => `Bearer ${signToken('https://smba.trafficmanager.net/emea/')}`],
  ])('refuses %s, runs nothing and connects nowhere', async (_name, makeHeader) => {
    const activity = { ...readFixture('personal-message'), serviceUrl: teams.connector.url };
    const answer = await teams.post(activity, makeHeader(teams.connector.url));
    expect([401, 403]).toContain(answer.status);
    expect(answer.body).toEqual({
      error: { code: expect.stringMatching(/^HTTP_(UNAUTHORIZED|FORBIDDEN)$/), message: expect.any(String) },
    });
    expect(teams.turns).toEqual([]);
    expect([...teams.connector.requests, ...teams.issuer.requests]).toEqual([]);
  });

  test('refuses a service address that was altered after signing', async () => {
    const activity = {
      ...readFixture('personal-message'),
      serviceUrl: 'https://smba.trafficmanager.net.evil.example/',
    };
    const answer = await teams.post(activity, `Bearer ${signToken(teams.connector.url)}`);
    expect(answer.status).toBe(403);
  });

  test('refuses a signed service address off the list before any connection', async () => {
    const thief = await startConnector();
    const answer = await teams.deliver('personal-message', { id: 'off-list', serviceUrl: thief.url });
    expect(answer.status).toBe(403);
    expect(teams.turns).toEqual([]);
    expect(thief.requests).toEqual([]);
    await thief.close();
  });

  test('follows no redirect', async () => {
    const thief = await startConnector();
    const connector = await startConnector(() => ({ status: 307, headers: { Location: `${thief.url}/v3/elsewhere` } }));
    const redirected = await startTeams({ connector });
    await redirected.deliver('personal-message');
    expect(connector.requests.length).toBeGreaterThan(0);
    expect(thief.requests).toEqual([]);
    expect(redirected.errors.length).toBeGreaterThan(0);
    await redirected.close();
    await Promise.all([connector.close(), thief.close()]);
  });

  test('tries again when the service is busy', async () => {
    const busy = await startConnector((_request, count) =>
      count === 1 ? { status: 429, headers: { 'Retry-After-Ms': '10' } } : count === 2 ? { status: 412 } : undefined,
    );
    const started = await startTeams({ connector: busy, handler: async (c) => void (await c.sendActivity('hello')) });
    await started.deliver('personal-message');
    // The sign that the bot types is sent meanwhile.
    expect(busy.requests.filter((r) => r.body.type === 'message')).toHaveLength(3);
    await started.close();
    await busy.close();
  });
});

describe('POST /api/messages without an app id', () => {
  test('answers this machine, and sends replies nowhere else', async () => {
    const open = await startTeams({ isOpen: true });
    const activity = readFixture('personal-message');
    const near = await open.post({ ...activity, serviceUrl: open.connector.url });
    const far = await open.post({ ...activity, serviceUrl: 'https://smba.trafficmanager.net/emea/' });
    expect([near.status, far.status]).toEqual([200, 403]);
    expect(open.turns).toHaveLength(1);
    await open.close();
  });

  test.each([
    ['a conversation without an id', { conversation: { id: '' } }],
    ['a sender that is a text', { from: 'me' }],
    ['entities that are no list', { entities: 'x' }],
    ['members that are numbers', { membersAdded: [1] }],
  ])('refuses %s', async (_name, changes) => {
    const open = await startTeams({ isOpen: true });
    const answer = await open.post({ ...readFixture('personal-message'), serviceUrl: open.connector.url, ...changes });
    expect(answer.status).toBe(400);
    await open.close();
  });
});
