import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import { createHttpServer } from '../../../../src/channels/http.js';
import { sign } from '../../../../src/channels/slack/signature.js';
import { createSlackChannel, type SlackOptions } from '../../../../src/channels/slack/slack.js';
import { readConfig } from '../../../../src/config.js';
import { loadUsableKnowledge } from '../../../../src/knowledge/loadUsableKnowledge.js';
import type { Reply } from '../../../../src/reply.js';
import { createMemoryStore } from '../../../../src/storage/memoryStore.js';
import { startFakeSlack } from './fakeSlack.js';

export const SECRET = 'slack-signing-secret';
export const knowledge = loadUsableKnowledge('knowledge');

/** Says a reply, as the bot does. */
export const sendReply = (context: TurnContext, reply: Reply) =>
  context.sendActivity({ type: ActivityTypes.Message, channelData: { kneebone: reply } });

/** A bot that repeats what it reads. */
export async function echo(context: TurnContext): Promise<void> {
  if (context.activity.type !== ActivityTypes.Message) return;
  const text = `echo ${context.activity.text}`;
  await sendReply(context, { kind: 'answer', blocks: [{ kind: 'paragraph', text }] });
}

type Changes = Partial<SlackOptions> & {
  env?: Record<string, string>;
  fake?: Awaited<ReturnType<typeof startFakeSlack>>;
};

/** The channel on a server of its own, with a fake Slack behind it. */
export async function startSlack({ env, fake: given, ...options }: Changes = {}) {
  const fake = given ?? (await startFakeSlack());
  const logged: { level: string; fields: Record<string, unknown>; text: string }[] = [];
  const note = (level: string) => (fields: object, text: string) =>
    void logged.push({ level, fields: { ...fields }, text });
  const log = { info: note('info'), warn: note('warn'), error: note('error') };
  const store = options.store ?? createMemoryStore();
  const config = readConfig({
    STORAGE: 'memory',
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: fake.url,
    ...env,
  });
  const channel = createSlackChannel({
    config,
    store,
    handler: echo,
    knowledge: () => knowledge,
    log,
    retryAfterMs: [],
    ...options,
  });
  const server = createHttpServer((error) => log.error({ error: String(error) }, 'server'));
  channel.mount(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const { port } = server.server.address() as AddressInfo; // listening on TCP
  const base = `http://127.0.0.1:${port}`;

  const post = async (route: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${base}/api/slack/${route}`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  };
  const signed = (
    route: string,
    body: string,
    type: string,
    { at = Date.now() / 1000, secret = SECRET, ...headers }: Signing = {},
  ) => {
    const timestamp = String(Math.floor(at));
    return post(route, body, {
      'Content-Type': type,
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': sign(secret, timestamp, body),
      ...headers,
    });
  };
  return {
    base,
    fake,
    store,
    channel,
    logged,
    post,
    signed,
    /** Sends an event as Slack does. */
    event: (event: object, signing: Signing & { id?: string } = {}) => {
      const { id = `Ev${Math.random()}`, ...rest } = signing;
      const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: id, event });
      return signed('events', body, 'application/json', rest);
    },
    press: (payload: object) => {
      const body = new URLSearchParams({
        payload: JSON.stringify({ type: 'block_actions', team: { id: 'T1' }, user: { id: 'U1' }, ...payload }),
      });
      return signed('interactions', body.toString(), 'application/x-www-form-urlencoded');
    },
    command: (fields: Record<string, string>) => {
      const form = {
        command: '/kneebone',
        team_id: 'T1',
        channel_id: 'C1',
        user_id: 'U1',
        trigger_id: String(Math.random()),
        response_url: fake.responseUrl,
      };
      return signed(
        'commands',
        new URLSearchParams({ ...form, ...fields }).toString(),
        'application/x-www-form-urlencoded',
      );
    },
    /** Waits until the fake Slack has had `count` calls of the methods. */
    async until(count: number, ...methods: string[]) {
      for (let i = 0; i < 400 && fake.of(...methods).length < count; i++) await wait(10);
      return fake.of(...methods);
    },
    /** Long enough for anything that is under way to show. */
    quiet: () => wait(120),
    async close() {
      await channel.close();
      server.server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await fake.close();
    },
  };
}

export type Signing = { at?: number; secret?: string } & { [header: string]: any }; // headers are strings

export const direct = (text: string, ts: string, more: object = {}) => ({
  type: 'message',
  channel_type: 'im',
  channel: 'D1',
  user: 'U1',
  text,
  ts,
  ...more,
});
export const mention = (text: string, ts: string, more: object = {}) => ({
  type: 'app_mention',
  channel: 'C1',
  user: 'U1',
  text,
  ts,
  ...more,
});
export const inChannel = (text: string, ts: string, more: object = {}) => ({
  type: 'message',
  channel_type: 'channel',
  channel: 'C1',
  user: 'U1',
  text,
  ts,
  ...more,
});

/** A user id for a name. */
export const personId = (name: string) =>
  `U${createHash('sha256').update(name).digest('hex').toUpperCase().slice(0, 10)}`;
