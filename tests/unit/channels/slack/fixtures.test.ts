import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startSlack } from './startSlack.js';

const folder = path.resolve('tests/fixtures/slack');
const fixtures = readdirSync(folder)
  .filter((f) => f.endsWith('.json'))
  .map((f) => ({ name: f, ...(JSON.parse(readFileSync(path.join(folder, f), 'utf8')) as Fixture) })); // written by us

interface Fixture {
  readonly route: 'events' | 'interactions' | 'commands';
  /** The call that must follow, or `nothing`. */
  readonly follows: keyof typeof CALLS;
  readonly payload: Record<string, unknown>;
}

const CALLS = {
  post: 'chat.postMessage',
  answer: 'answer',
  home: 'views.publish',
  prompts: 'assistant.threads.setSuggestedPrompts',
  thanks: 'chat.postEphemeral',
  nothing: '',
};

function encode({ route, payload }: Fixture): [body: string, type: string] {
  const form = 'application/x-www-form-urlencoded';
  if (route === 'events') return [JSON.stringify(payload), 'application/json'];
  if (route === 'interactions') return [new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), form];
  return [new URLSearchParams(payload as Record<string, string>).toString(), form]; // commands have texts only
}

describe('payloads as Slack sends them', () => {
  let slack: Awaited<ReturnType<typeof startSlack>>;
  beforeEach(async () => void (slack = await startSlack()));
  afterEach(() => slack.close());

  test.each(fixtures)('$name is acknowledged, and $follows follows', async (fixture) => {
    await slack.until(1, 'auth.test');
    const [body, type] = encode(fixture);
    const sent = body.replaceAll(encodeURIComponent('RESPONSE_URL'), encodeURIComponent(slack.fake.responseUrl));
    expect((await slack.signed(fixture.route, sent, type)).status).toBe(200);
    if (fixture.follows !== 'nothing') expect(await slack.until(1, CALLS[fixture.follows])).toHaveLength(1);
    await slack.quiet();
    const calls = slack.fake.calls.filter(
      (c) => !['auth.test', 'chat.update', 'conversations.open'].includes(c.method),
    );
    if (fixture.follows === 'nothing') expect(calls).toEqual([]);
    else expect(calls.at(-1)?.method).toBe(CALLS[fixture.follows]);
  });

  test('hold no id, token or address of a real workspace', () => {
    const text = fixtures.map((f) => JSON.stringify(f)).join('\n');
    expect(text.match(/\b[TUCDBAWF][A-Z0-9]{8,}\b|xox[abp]-\w+/g)).toBeNull();
  });
});
