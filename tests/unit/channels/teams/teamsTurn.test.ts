import { setTimeout as wait } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { startConnector } from './microsoft.js';
import { readMessages } from './readCard.js';
import { knowledge, startTeams, type StartOptions, type Started } from './startTeams.js';

const texts = knowledge.channels.teams;
let teams: Started;
const start = async (options: StartOptions = {}) => (teams = await startTeams(options));
afterEach(() => teams.close());

const echo = async (context: TurnContext) => {
  const blocks = [{ kind: 'paragraph', text: `echo ${context.activity.text}` }];
  await context.sendActivity({ type: 'message', channelData: { kneebone: { kind: 'answer', blocks } } });
};
const saidWhere = (id: string) => teams.said().filter((m) => m.conversation.id === id);
const textsOf = (messages: readonly object[]) => readMessages(messages).join('\n');

describe('a message in Teams', () => {
  test('is answered in a personal chat, with its sources as citations on the wire', async () => {
    await start();
    await teams.deliver('personal-message');
    const [notice, answer] = teams.said();
    expect(notice.text).toContain("I'm an automated assistant, not a doctor");
    expect(answer.text).toContain('A sore hip can be felt in the knee');
    expect(answer.entities[0].citation[0]).toMatchObject({
      '@type': 'Claim',
      position: 1,
      appearance: { name: expect.any(String) },
    });
    expect(teams.errors).toEqual([]);
  });

  test('is answered in the thread of its channel', async () => {
    await start();
    await teams.deliver('channel-message');
    const paths = teams.connector.requests
      .filter((r) => r.body.type === 'message')
      .map((r) => decodeURIComponent(r.path));
    expect(new Set(paths)).toEqual(
      new Set(['/v3/conversations/19:channel@thread.tacv2;messageid=1700000000001/activities/1700000000001']),
    );
    expect(textsOf(teams.said())).toContain('A sore hip can be felt in the knee');
  });

  test('opens a thread under a post that names none', async () => {
    await start({ handler: echo });
    const conversation = { isGroup: true, conversationType: 'channel', id: '19:channel@thread.tacv2' };
    await teams.deliver('channel-message', { conversation });
    expect(teams.said()[0].conversation.id).toBe('19:channel@thread.tacv2;messageid=1700000000001');
  });

  test.each([
    ['channel-message', 'I had hip surgery, why does my knee hurt?'],
    ['group-message', 'what are the hip flexors?'],
    ['two-mentions', 'Person 2 asks: what are the hip flexors?'],
    ['mobile-mention', 'what are the\nhip flexors & where'],
    ['personal-message', 'I had hip surgery, why does my knee hurt?'],
    ['card-press', 'Tell me more'],
  ])('%s reaches the bot without its own mention and without the HTML copy', async (fixture, text) => {
    const seen: { text: string; files: number }[] = [];
    await start({
      handler: async ({ activity }) =>
        void seen.push({ text: activity.text, files: activity.attachments?.length ?? 0 }),
    });
    await teams.deliver(fixture);
    expect(seen).toEqual([{ text, files: 0 }]);
  });

  test('is answered once, however often it is delivered', async () => {
    await start({ handler: echo });
    await Promise.all([1, 2, 3].map(() => teams.deliver('personal-message')));
    await teams.deliver('personal-message');
    expect(teams.said()).toHaveLength(1);
  });

  test('is answered when it comes again after a failure', async () => {
    let tries = 0;
    await start({ handler: async (c) => (++tries === 1 ? Promise.reject(new Error('lost')) : echo(c)) });
    await teams.deliver('personal-message');
    await teams.deliver('personal-message');
    expect(teams.said()).toHaveLength(1);
  });

  test('shows that the bot types after half a second, and not before', async () => {
    await start({ handler: async (c) => (c.activity.text === 'slow' ? wait(800).then(() => echo(c)) : echo(c)) });
    await teams.deliver('personal-message', { id: 'a', text: 'fast' });
    expect(teams.connector.requests.map((r) => r.body.type)).toEqual(['message']);
    await teams.deliver('personal-message', { id: 'b', text: 'slow' });
    expect(teams.connector.requests.map((r) => r.body.type)).toEqual(['message', 'typing', 'message']);
  });

  test('beyond the rate gets one sentence and then nothing', async () => {
    await start({ handler: echo, env: { RATE_TURNS: '2' } });
    for (const id of ['a', 'b', 'c', 'd']) await teams.deliver('personal-message', { id, text: id });
    expect(teams.said().map((m) => m.text)).toEqual(['echo a', 'echo b', texts.tooFast]);
  });

  test('comes back in the response where the sender asks for that', async () => {
    await start();
    const { body } = await teams.deliver('personal-message', { deliveryMode: 'expectReplies' });
    expect(textsOf(body.activities)).toContain('A sore hip can be felt in the knee');
    expect(body.activities.at(-1).entities[0].citation.length).toBeGreaterThan(0);
    expect(teams.connector.requests).toEqual([]);
  });
});

describe('arriving in Teams', () => {
  test('is welcomed once, though Teams tells of it twice and again later', async () => {
    await start();
    await Promise.all([teams.deliver('personal-installed'), teams.deliver('installation-update')]);
    await teams.deliver('personal-installed', { id: 'again' });
    expect(teams.said().filter((m) => JSON.stringify(m).includes("Hello, I'm Kneebone"))).toHaveLength(1);
  });

  test('is welcomed anew after leaving', async () => {
    await start();
    await teams.deliver('installation-update');
    await teams.deliver('installation-removed');
    await teams.deliver('installation-update', { id: 'again' });
    expect(teams.said().filter((m) => JSON.stringify(m).includes("Hello, I'm Kneebone"))).toHaveLength(2);
  });

  test('in a team is one message, and none for those who join later', async () => {
    await start();
    await teams.deliver('team-bot-added');
    const before = teams.said().length;
    await teams.deliver('team-member-added');
    expect(before).toBeGreaterThan(0);
    expect(teams.said()).toHaveLength(before);
  });
});

describe('changed messages and reactions in Teams', () => {
  test('an edit is not taken for an answer; the person is told once', async () => {
    await start();
    await teams.deliver('message-edited');
    await teams.deliver('message-edited');
    expect(teams.said().map((m) => m.text)).toEqual([texts.edited]);
    expect(teams.turns).toEqual([]);
  });

  test.each(['message-deleted', 'message-undeleted', 'reaction', 'team-member-added'])(
    '%s is taken in silence',
    async (fixture) => {
      await start();
      const { status } = await teams.deliver(fixture);
      expect([status, teams.turns, teams.said()]).toEqual([200, [], []]);
    },
  );

  test.each(['composeExtension/query', 'task/fetch', 'unheardOf'])(
    'the invoke %s is declined without a turn',
    async (name) => {
      await start();
      const { status } = await teams.deliver('feedback', { name });
      expect([status, teams.turns]).toEqual([501, []]);
    },
  );
});

describe("Teams' thumbs", () => {
  test('are asked for under an answer, and recorded for its entry', async () => {
    await start();
    await teams.deliver('personal-message');
    const rated = teams.connector.requests.findIndex((r) => r.body.channelData?.feedbackLoop);
    // Asked for once the full answer is shown; until then there is nothing to rate.
    if (rated < 0) await teams.deliver('personal-message', { id: 'more', text: 'Tell me more' });
    const at = teams.connector.requests.findIndex((r) => r.body.channelData?.feedbackLoop) + 1;
    expect(at).toBeGreaterThan(0);
    const answer = await teams.deliver('feedback', { replyToId: `sent-${at}` });
    expect([answer.status, answer.body]).toEqual([200, {}]);
    const dislike = {
      actionName: 'feedback',
      actionValue: { reaction: 'dislike', feedback: '{"feedbackText":"my knee"}' },
    };
    await teams.deliver('feedback', { replyToId: `sent-${at}`, value: dislike });
    expect(teams.feedback).toEqual([
      { entry: 'why.hip-surgery-knee-pain', helpful: true },
      { entry: 'why.hip-surgery-knee-pain', helpful: false },
    ]);
  });

  test('under a message that is not known are answered and dropped', async () => {
    await start();
    const answer = await teams.deliver('feedback', { replyToId: 'unknown' });
    expect([answer.status, answer.body, teams.feedback]).toEqual([200, {}, []]);
  });
});

describe('where others read along', () => {
  const ask = (text: string, id: string) => teams.deliver('channel-message', { id, text: `<at>Kneebone</at> ${text}` });
  const here = '19:channel@thread.tacv2;messageid=1700000000001';

  test.each([
    ['check in with me', 'six short questions', () => texts.moved],
    ['guide me through a tool', 'Which guide', () => texts.moved],
    ['I have crushing chest pain and cannot breathe', 'Call **911**', () => texts.movedAlert],
    ['what do you know about me', 'kept for', () => texts.moved],
  ])('"%s" is answered in private, with a word about it in the thread', async (text, inPrivate, note) => {
    await start();
    await ask(text, 'm1');
    const open = textsOf(saidWhere(here));
    expect(textsOf(saidWhere('a:private-chat')).replaceAll('**', '')).toContain(inPrivate.replaceAll('**', ''));
    expect(open).toContain(note());
    expect(open).toContain('https://teams.microsoft.com/l/chat/0/0?users=28:11111111-1111-4111-8111-111111111111');
    expect(open.replaceAll('**', '')).not.toContain(inPrivate.replaceAll('**', ''));
  });

  test('what was moved leaves nothing open in the thread', async () => {
    await start();
    await ask('check in with me', 'm1');
    await ask('what is the iliopsoas?', 'm2');
    expect(textsOf(saidWhere(here))).toMatch(/iliopsoas/i);
    await teams.deliver('personal-message', {
      id: 'm3',
      text: 'left knee',
      conversation: { conversationType: 'personal', id: 'a:private-chat' },
    });
    expect(textsOf(saidWhere('a:private-chat').slice(-1))).toMatch(/when was the operation/i);
  });

  test.each([
    ['check in with me', () => texts.notMoved],
    ['I have crushing chest pain and cannot breathe', () => 'Call 911 now'],
  ])('"%s" shows the way on when no private chat can be opened', async (text, words) => {
    const refusing = await startConnector((r) =>
      r.path === '/v3/conversations'
        ? { status: 403, body: { error: { code: 'ForbiddenOperationException' } } }
        : undefined,
    );
    await start({ connector: refusing });
    await ask(text, 'm1');
    expect(textsOf(saidWhere(here)).replaceAll('**', '')).toContain(words());
    expect(teams.said().every((m) => m.conversation.id === here)).toBe(true);
    await refusing.close();
  });

  test('nothing that a person told in private shows', async () => {
    await start();
    const talk = async (text: string, id: string) => teams.deliver('personal-message', { id, text });
    await talk('I had a left hip replacement three weeks ago, why does my knee hurt?', 'p1');
    await ask('what do you know about me', 'm1');
    expect(textsOf(saidWhere(here))).not.toMatch(/hip replacement/i);
  });
});

describe('GET /pictures/<id>.png', () => {
  test('answers 404 for a picture that does not exist and for paths', async () => {
    await start();
    for (const path of ['/pictures/nothing.png', '/pictures/..%2f..%2fpackage.png', '/pictures/A.png'])
      expect((await fetch(teams.base + path)).status).toBe(404);
  });
});
