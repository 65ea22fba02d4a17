import { createMemoryStore } from '../../../../src/storage/memoryStore.js';
import type { Store } from '../../../../src/storage/store.js';
import { echo, direct, inChannel, mention, startSlack } from './startSlack.js';

let slack: Awaited<ReturnType<typeof startSlack>>;
afterEach(() => slack.close());

describe('what is answered', () => {
  beforeEach(async () => void (slack = await startSlack()));

  test('a direct message is answered in its thread', async () => {
    expect((await slack.event(direct('my knee hurts', '1.1'))).status).toBe(200);
    const [call] = await slack.until(1, 'chat.postMessage');
    expect(call?.args).toMatchObject({ channel: 'D1', thread_ts: '1.1', text: 'echo my knee hurts' });
  });

  test('a mention is answered in a thread, without the mention', async () => {
    await slack.event(mention('<@UBOT> my <https://x.example|knee> hurts &amp; swells', '1.1'));
    const [call] = await slack.until(1, 'chat.postMessage');
    expect(call?.args).toMatchObject({ channel: 'C1', thread_ts: '1.1', text: 'echo my knee hurts &amp; swells' });
  });

  test('a mention of the bot in a message event counts as one', async () => {
    await slack.event(inChannel('hi <@UBOT>', '1.1'));
    expect(await slack.until(1, 'chat.postMessage')).toHaveLength(1);
  });

  test('a thread that the bot is part of is answered without a mention', async () => {
    await slack.event(mention('<@UBOT> one', '1.1'));
    await slack.until(1, 'chat.postMessage');
    await slack.event(inChannel('two', '1.2', { thread_ts: '1.1' }));
    const [, second] = await slack.until(2, 'chat.postMessage');
    expect(second?.args).toMatchObject({ thread_ts: '1.1', text: 'echo two' });
  });

  test('a thread under a message of the bot is one it is part of', async () => {
    await slack.event(inChannel('two', '1.2', { thread_ts: '1.1', parent_user_id: 'UBOT' }));
    expect(await slack.until(1, 'chat.postMessage')).toHaveLength(1);
  });

  test('a mention without a word more is greeted', async () => {
    await slack.event(mention('<@UBOT>', '1.1'));
    const [call] = await slack.until(1, 'chat.postMessage');
    expect(call?.args['text']).toBe('echo hello');
  });

  test('quick messages of one conversation are answered in order', async () => {
    for (const ts of ['1.1', '1.2', '1.3', '1.4']) await slack.event(direct(ts, ts));
    const calls = await slack.until(4, 'chat.postMessage');
    expect(calls.map((c) => c.args['text'])).toEqual(['echo 1.1', 'echo 1.2', 'echo 1.3', 'echo 1.4']);
  });

  test.each([
    ['an edit', direct('x', '1.1', { subtype: 'message_changed' })],
    ['a deletion', direct('x', '1.1', { subtype: 'message_deleted' })],
    ['a join', inChannel('x', '1.1', { subtype: 'channel_join' })],
    ['a post of a bot', direct('x', '1.1', { bot_id: 'B9' })],
    ['its own post', direct('x', '1.1', { user: 'UBOT' })],
    ['a channel post without a mention', inChannel('x', '1.1')],
    ['a thread that it is not part of', inChannel('x', '1.2', { thread_ts: '1.1' })],
    ['a post without an author', { type: 'message', channel_type: 'im', channel: 'D1', text: 'x', ts: '1.1' }],
    ['a post without a time', { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'x' }],
    ['an unknown event', { type: 'reaction_added', user: 'U1' }],
  ])('%s is acknowledged and logged by id only', async (_what, event) => {
    expect((await slack.event(event, { id: 'Ev1' })).status).toBe(200);
    await slack.quiet();
    expect(slack.fake.of('chat.postMessage')).toEqual([]);
    expect(slack.logged.map((l) => l.fields['event'])).toEqual(['Ev1']);
    expect(JSON.stringify(slack.logged)).not.toContain('"x"');
  });

  test('a message with a file is told apart from an empty one', async () => {
    const seen: unknown[] = [];
    await slack.close();
    slack = await startSlack({
      handler: async (context) => void seen.push([context.activity.text, context.activity.attachments?.length]),
    });
    await slack.event(direct('', '1.1', { subtype: 'file_share', files: [{ name: 'scan.pdf' }] }));
    await slack.quiet();
    expect(seen).toEqual([['', 1]]);
  });

  test('huge blocks are acknowledged', async () => {
    const blocks = Array.from({ length: 900 }, () => ({
      type: 'section',
      text: { type: 'mrkdwn', text: 'x'.repeat(200) },
    }));
    expect((await slack.event(direct('hi', '1.1', { blocks }))).status).toBe(200);
    expect(await slack.until(1, 'chat.postMessage')).toHaveLength(1);
  });

  test('messages beyond the rate get one sentence, then silence', async () => {
    await slack.close();
    slack = await startSlack({ env: { RATE_TURNS: '2' } });
    for (const ts of ['1.1', '1.2', '1.3', '1.4']) await slack.event(direct(ts, ts));
    await slack.until(3, 'chat.postMessage');
    await slack.quiet();
    const texts = slack.fake.of('chat.postMessage').map((c) => c.args['text']);
    expect([...texts].sort()).toEqual([
      'That was a lot at once. Please wait a minute, then write again.',
      'echo 1.1',
      'echo 1.2',
    ]);
  });
});

describe('one answer', () => {
  test('to a post delivered 11 times under other event ids, as mention and as message', async () => {
    slack = await startSlack();
    const deliveries = Array.from({ length: 11 }, (_, i) => {
      const event = i % 2 ? mention('<@UBOT> hi', '1.1') : inChannel('<@UBOT> hi', '1.1');
      return slack.event(event, { id: `Ev${i}`, ...(i > 5 && { 'X-Slack-Retry-Num': String(i) }) });
    });
    expect((await Promise.all(deliveries)).map((r) => r.status)).toEqual(Array(11).fill(200));
    await slack.quiet();
    expect(slack.fake.of('chat.postMessage')).toHaveLength(1);
  });

  test('when the post is delivered again to another process of the same store', async () => {
    const store = createMemoryStore();
    slack = await startSlack({ store });
    const other = await startSlack({ store });
    await slack.event(direct('hi', '1.1'));
    await slack.until(1, 'chat.postMessage');
    await other.event(direct('hi', '1.1'));
    await other.quiet();
    expect(other.fake.of('chat.postMessage')).toEqual([]);
    await other.close();
  });

  test('when the turn failed and the post is delivered again', async () => {
    let runs = 0;
    slack = await startSlack({
      handler: async (context) => {
        if (++runs === 1) throw new Error('lost');
        await echo(context);
      },
    });
    await slack.event(direct('hi', '1.1'));
    await slack.quiet();
    expect(slack.fake.of('chat.postMessage')).toEqual([]);
    await slack.event(direct('hi', '1.1'), { 'X-Slack-Retry-Num': '1' });
    await slack.until(1, 'chat.postMessage');
    await slack.event(direct('hi', '1.1'), { 'X-Slack-Retry-Num': '2' });
    await slack.quiet();
    expect([runs, slack.fake.of('chat.postMessage').length]).toEqual([2, 1]);
  });

  test('when Slack did not take the answer: it is said again, the turn is not run again', async () => {
    let runs = 0;
    slack = await startSlack({ handler: async (context) => (runs++, echo(context)), retryAfterMs: [20, 20, 20] });
    slack.fake.refuse('chat.postMessage', 'internal_error', 2);
    await slack.event(direct('hi', '1.1'));
    await slack.until(3, 'chat.postMessage');
    await slack.quiet();
    expect([runs, slack.fake.of('chat.postMessage').length]).toEqual([1, 3]);
  });

  test('after a process died in the middle of the turn', async () => {
    const store = createMemoryStore();
    slack = await startSlack({ store, handler: () => new Promise(() => undefined) });
    await slack.event(direct('hi', '1.1'));
    await slack.quiet();
    // Its claim and its lease have run out by the time another process looks.
    const withLease: Store['withLease'] = (_id, turn) => turn();
    const next = await startSlack({ store: { ...store, claim: async () => true, withLease } });
    expect((await next.until(1, 'chat.postMessage')).map((c) => c.args['text'])).toEqual(['echo hi']);
    await next.close();
    slack.channel.close = async () => undefined;
  });

  test('429 is waited for as long as Slack asks', async () => {
    slack = await startSlack();
    slack.fake.plan('chat.postMessage', {
      status: 429,
      headers: { 'Retry-After': '1' },
      body: { ok: false, error: 'ratelimited' },
    });
    const begun = Date.now();
    await slack.event(direct('hi', '1.1'));
    await slack.until(2, 'chat.postMessage');
    expect(slack.fake.of('chat.postMessage')).toHaveLength(2);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1000);
  });
});

describe('a lost workspace', () => {
  test('a refused token is logged once by its code, and later events are acknowledged without work', async () => {
    slack = await startSlack();
    slack.fake.refuse('chat.postMessage', 'token_revoked');
    await slack.event(direct('hi', '1.1'));
    await slack.until(1, 'chat.postMessage');
    await slack.quiet();
    expect((await slack.event(direct('again', '1.2'))).status).toBe(200);
    await slack.quiet();
    expect(slack.fake.of('chat.postMessage')).toHaveLength(1);
    expect(slack.logged.filter((l) => l.level === 'error').map((l) => l.fields)).toEqual([
      { channel: 'slack', code: 'SLACK_TOKEN_LOST', reason: 'token_revoked' },
    ]);
  });

  test.each([
    ['app_uninstalled', { type: 'app_uninstalled' }],
    ['tokens_revoked', { type: 'tokens_revoked', tokens: { bot: ['UBOT'], oauth: [] } }],
  ])('%s ends the work', async (reason, event) => {
    slack = await startSlack();
    await slack.event(event);
    await slack.quiet();
    await slack.event(direct('hi', '1.1'));
    await slack.quiet();
    expect(slack.fake.of('chat.postMessage')).toEqual([]);
    expect(slack.logged.filter((l) => l.level === 'error').map((l) => l.fields['reason'])).toEqual([reason]);
  });
});
