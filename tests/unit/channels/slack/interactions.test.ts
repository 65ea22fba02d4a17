import type { TurnContext } from 'botbuilder';
import { direct, knowledge, mention, sendReply, startSlack } from './startSlack.js';

let slack: Awaited<ReturnType<typeof startSlack>>;
afterEach(() => slack.close());

const button = (value: string, more: object = {}) => ({
  actions: [{ type: 'button', action_id: 'say:0', value, action_ts: '9.1' }],
  ...more,
});
const inDirect = {
  channel: { id: 'D1' },
  container: { type: 'message', message_ts: '5.1' },
  message: {
    ts: '5.1',
    text: 'Which?',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: 'Which?' } },
      { type: 'actions', elements: [] },
    ],
  },
};

describe('buttons', () => {
  test('one pressed twice in the post says its text once, and gives way to what was chosen', async () => {
    slack = await startSlack();
    await Promise.all([
      slack.press(button('Tell me more', inDirect)),
      slack.press({ ...button('Tell me more', inDirect), trigger_id: '2' }),
    ]);
    const [answer] = await slack.until(1, 'chat.postMessage');
    expect(answer?.args).toMatchObject({ channel: 'D1', thread_ts: '5.1', text: 'echo Tell me more' });
    const [update] = await slack.until(1, 'chat.update');
    expect(update?.args['blocks'].map((b: { type: string }) => b.type)).toEqual(['section', 'context']);
    expect(JSON.stringify(update?.args['blocks'])).toContain('Chosen: Tell me more');
    expect(slack.fake.of('chat.postMessage')).toHaveLength(1);
  });

  test('one in a thread stays for the others, and the answer says what was chosen', async () => {
    slack = await startSlack();
    await slack.press(button('Why <!channel>?', { channel: { id: 'C1' }, message: { ts: '5.2', thread_ts: '5.1' } }));
    const [answer] = await slack.until(1, 'chat.postMessage');
    expect(answer?.args).toMatchObject({ channel: 'C1', thread_ts: '5.1' });
    expect(answer?.args['blocks'][0].elements[0].text).toBe('_Chosen: Why &lt;!channel&gt;?_');
    await slack.quiet();
    expect(slack.fake.of('chat.update')).toEqual([]);
  });

  test('an option of a menu says its text', async () => {
    slack = await startSlack();
    const action = {
      type: 'overflow',
      action_id: 'say:4:menu',
      selected_option: { value: 'Skip this' },
      action_ts: '9.1',
    };
    await slack.press({ actions: [action], ...inDirect });
    expect((await slack.until(1, 'chat.postMessage'))[0]?.args['text']).toBe('echo Skip this');
  });

  test('one on the home tab is answered in the direct message', async () => {
    slack = await startSlack();
    await slack.press(button('Why does it hurt?', { container: { type: 'view' } }));
    const calls = await slack.until(1, 'chat.postMessage');
    const text = 'Chosen: Why does it hurt?\n\necho Why does it hurt?';
    expect(calls.map((c) => c.args)).toMatchObject([{ channel: 'D-U1', text }]);
  });

  test('a link button and unknown ones are acknowledged and do nothing', async () => {
    slack = await startSlack();
    const press = (action_id: string) =>
      slack.press({ actions: [{ type: 'button', action_id, action_ts: '9.1' }], ...inDirect });
    expect([(await press('open')).status, (await press('other')).status]).toEqual([200, 200]);
    expect((await slack.press({})).status).toBe(200);
    expect((await slack.press({ type: 'view_submission', view: {} })).status).toBe(200);
    await slack.quiet();
    expect(slack.fake.of('chat.postMessage')).toEqual([]);
  });
});

describe('feedback', () => {
  test('becomes an event for the bot, and is thanked for in private', async () => {
    const seen: unknown[] = [];
    slack = await startSlack({
      handler: async ({ activity }: TurnContext) => void seen.push([activity.type, activity.name, activity.value]),
    });
    const action = {
      type: 'feedback_buttons',
      action_id: 'feedback',
      value: '-why.pain-after-surgery',
      action_ts: '9.1',
    };
    await slack.press({ actions: [action], ...inDirect });
    const [thanks] = await slack.until(1, 'chat.postEphemeral');
    expect(seen).toEqual([['event', 'kneebone/feedback', { entry: 'why.pain-after-surgery', helpful: false }]]);
    expect(thanks?.args).toMatchObject({ channel: 'D1', user: 'U1', text: knowledge.channels.slack.notHelpfulThanks });
  });
});

describe('the command', () => {
  test('is answered to the person alone, through the address that came with it', async () => {
    slack = await startSlack();
    const { status, text } = await slack.command({ text: 'my knee hurts' });
    expect([status, text]).toEqual([200, '']);
    const [answer] = await slack.until(1, 'answer');
    expect(answer?.args).toMatchObject({ response_type: 'ephemeral', text: 'echo my knee hurts' });
    expect(slack.fake.of('chat.postMessage')).toEqual([]);
  });

  test('without words greets', async () => {
    slack = await startSlack();
    await slack.command({ text: ' ' });
    expect((await slack.until(1, 'answer'))[0]?.args['text']).toBe('echo hello');
  });

  test('follows no address outside Slack', async () => {
    slack = await startSlack();
    await slack.command({ text: 'x', response_url: 'https://evil.example/collect' });
    const [answer] = await slack.until(1, 'chat.postEphemeral');
    expect(answer?.args).toMatchObject({ channel: 'C1', user: 'U1' });
  });

  test('with fields missing is acknowledged', async () => {
    slack = await startSlack();
    expect((await slack.command({ user_id: '' })).status).toBe(200);
    await slack.quiet();
    expect(slack.fake.of('answer')).toEqual([]);
  });
});

describe('the app home', () => {
  const opened = (tab: string) => ({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab });

  test('shows what the bot is for, an emergency number, what is kept, and first questions', async () => {
    slack = await startSlack({ env: { REGION: 'uk' } });
    await slack.event(opened('home'));
    const [call] = await slack.until(1, 'views.publish');
    const shown = JSON.stringify(call?.args['view']);
    expect(call?.args['user_id']).toBe('U1');
    expect(shown).toContain('999');
    expect(shown).toContain('30 days');
    expect(shown).toContain('I had hip surgery, why does my knee hurt?');
    expect(shown).not.toMatch(/[{](emergency|days)[}]/);
  });

  test('offers at most four questions in an empty conversation, old surface and new', async () => {
    slack = await startSlack();
    await slack.event(opened('messages'));
    await slack.event({
      type: 'assistant_thread_started',
      assistant_thread: { user_id: 'U1', channel_id: 'D1', thread_ts: '3.1' },
    });
    const calls = await slack.until(2, 'assistant.threads.setSuggestedPrompts');
    expect(calls.map((c) => [c.args['channel_id'], c.args['thread_ts']])).toEqual([
      ['D1', undefined],
      ['D1', '3.1'],
    ]);
    expect(JSON.parse(calls[0]?.args['prompts'])).toHaveLength(4);
  });
});

describe('what stays private', () => {
  const bot = (kind: 'alert' | 'question' | 'answer') => async (context: TurnContext) => {
    const alert = { level: 'emergency' as const, action: 'Call 911 now.', phones: [{ label: 'US', number: '911' }] };
    const where = context.activity.conversation.isGroup ? 'open' : 'private';
    await sendReply(context, {
      kind,
      blocks: [{ kind: 'paragraph', text: `${where} ${kind}` }],
      ...(kind === 'alert' && { alert }),
    });
  };

  test('a personal reply goes to the direct message; the thread gets a note that only the person sees', async () => {
    slack = await startSlack({ handler: bot('question') });
    await slack.event(mention('<@UBOT> check in with me', '1.1'));
    const [post] = await slack.until(1, 'chat.postMessage');
    expect(post?.args).toMatchObject({ channel: 'D-U1', text: 'private question' });
    expect(post?.args['thread_ts']).toBeUndefined();
    const [note] = slack.fake.of('chat.postEphemeral');
    expect(note?.args).toMatchObject({
      channel: 'C1',
      thread_ts: '1.1',
      user: 'U1',
      text: knowledge.channels.public.private,
    });
    expect(JSON.stringify(note?.args['blocks'])).toContain('https://slack.com/app_redirect?team=T1&channel=D-U1');
  });

  test('urgent advice stands in the note as well', async () => {
    slack = await startSlack({ handler: bot('alert') });
    await slack.event(mention('<@UBOT> chest pain', '1.1'));
    await slack.until(1, 'chat.postMessage');
    const [note] = slack.fake.of('chat.postEphemeral');
    expect(note?.args['text']).toContain('Call 911 now.');
    expect(slack.fake.of('chat.postMessage').map((c) => c.args['channel'])).toEqual(['D-U1']);
  });

  test('without a way to a direct message the person is told to write there', async () => {
    slack = await startSlack({ handler: bot('question') });
    slack.fake.refuse('conversations.open', 'missing_scope');
    await slack.event(mention('<@UBOT> check in', '1.1'));
    expect((await slack.until(1, 'chat.postEphemeral'))[0]?.args['text']).toBe(knowledge.channels.public.noDirect);
    expect(slack.fake.of('chat.postMessage')).toEqual([]);
  });

  test('urgent advice is given in the open when there is no private way left', async () => {
    slack = await startSlack({ handler: bot('alert') });
    slack.fake.refuse('conversations.open', 'missing_scope');
    slack.fake.refuse('chat.postEphemeral', 'user_not_in_channel', 2);
    await slack.event(mention('<@UBOT> chest pain', '1.1'));
    const [post] = await slack.until(1, 'chat.postMessage');
    expect(post?.args).toMatchObject({ channel: 'C1', thread_ts: '1.1' });
    expect(post?.args['text']).toContain('Call 911 now.');
  });

  test('a command that leads to something personal goes on in the direct message', async () => {
    slack = await startSlack({ handler: bot('question') });
    await slack.command({ text: 'check in' });
    expect((await slack.until(1, 'chat.postMessage'))[0]?.args['channel']).toBe('D-U1');
    expect((await slack.until(1, 'answer'))[0]?.args['text']).toBe(knowledge.channels.public.private);
  });

  test('a general answer stays in the thread', async () => {
    slack = await startSlack({ handler: bot('answer') });
    await slack.event(mention('<@UBOT> why', '1.1'));
    expect((await slack.until(1, 'chat.postMessage'))[0]?.args).toMatchObject({ channel: 'C1', text: 'open answer' });
  });

  test('somebody else in the thread who gets no answer is left in peace', async () => {
    const handler = async (context: TurnContext) => {
      const kind = context.activity.text === 'lunch?' ? 'fallback' : 'answer';
      await sendReply(context, { kind, blocks: [{ kind: 'paragraph', text: kind }] });
    };
    slack = await startSlack({ handler });
    await slack.event(mention('<@UBOT> why', '1.1'));
    await slack.until(1, 'chat.postMessage');
    const { ts, ...reply } = direct('lunch?', '1.2', {
      channel: 'C1',
      channel_type: 'channel',
      thread_ts: '1.1',
      user: 'U2',
    });
    await slack.event({ ts, ...reply });
    await slack.event({ ...reply, ts: '1.3', text: '<@U3> why?' });
    await slack.quiet();
    expect(slack.fake.of('chat.postMessage')).toHaveLength(1);
  });
});
