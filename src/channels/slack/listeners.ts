import { ActivityTypes } from 'botbuilder';
import type { Config } from '../../config.js';
import type { Knowledge } from '../../knowledge/loadKnowledge.js';
import type { Store } from '../../storage/store.js';
import type { TurnHandler } from '../channel.js';
import { FEEDBACK, parseVerdict, SAY } from './actionBlocks.js';
import { openDirect } from './answers.js';
import { smallPrint } from './blocks.js';
import { composeHome, composePrompts } from './home.js';
import { readCommand, readPost, readPress, type Press } from './incoming.js';
import { escapeText } from './mrkdwn.js';
import { targetOf } from './outgoing.js';
import { SLACK, toActivity, type Place, type Said } from './place.js';
import type { Postman } from './postman.js';
import type { SlackAdapter } from './slackAdapter.js';
import type { SlackApi } from './slackApi.js';
import type { Threads } from './threads.js';
import type { Turns } from './turns.js';
import type { Workspace } from './workspace.js';

export interface ListenersOptions {
  readonly config: Config;
  readonly store: Store;
  readonly api: SlackApi;
  readonly turns: Turns;
  readonly threads: Threads;
  readonly postman: Postman;
  readonly workspace: Workspace;
  readonly adapter: SlackAdapter;
  readonly handler: TurnHandler;
  readonly knowledge: () => Knowledge;
  readonly now: () => Date;
}

/** What to do with each kind of thing that Slack tells. Each resolves to `false` where it had no use for it. */
export interface Listeners {
  post(team: string, event: unknown): Promise<boolean>;
  press(body: unknown): Promise<boolean>;
  command(body: unknown): Promise<boolean>;
  homeOpened(event: unknown): Promise<boolean>;
  threadStarted(event: unknown): Promise<boolean>;
  uninstalled(reason: string): Promise<boolean>;
  tokensRevoked(event: unknown): Promise<boolean>;
}

const RATE_WINDOW_MS = 60_000;
/** Slack shows no sign of work for bots outside its assistant; within it, only where it takes longer than this. */
const STATUS_AFTER_MS = 500;
const MAX_EVENT_CHARS = 64;

/** Creates the listeners of the channel. */
export function createListeners(options: ListenersOptions): Listeners {
  const { store, api, turns, threads, workspace, knowledge, config } = options;

  const say = async (said: Said): Promise<boolean> => {
    if (!(await hasRoom(said.place))) return true;
    if (said.place.kind === 'shared' && said.isAddressed) await threads.add(said.place);
    const { channel, thread, kind } = said.place;
    const status = knowledge().channels.slack.status;
    const show = () =>
      void api
        .call('assistant.threads.setStatus', { channel_id: channel, thread_ts: thread, status })
        .catch(() => undefined);
    const timer = kind === 'direct' && thread ? setTimeout(show, STATUS_AFTER_MS) : undefined;
    await turns.take(said);
    clearTimeout(timer);
    return true;
  };

  /** One sentence for the message that is too many, silence for those after it. */
  const hasRoom = async (place: Place): Promise<boolean> => {
    const count = await store.increment(`${SLACK}/turns/${place.team}:${place.user}`, RATE_WINDOW_MS);
    const limit = config.rates.turnsPerPerson;
    if (count === limit + 1) await tell(place, knowledge().channels.slack.tooFast);
    return count <= limit;
  };

  const tell = async (place: Place, text: string): Promise<void> => {
    const { channel, user, thread, kind } = place;
    const to =
      kind === 'shared' ? ({ kind: 'ephemeral', channel, user, ...(thread && { thread }) } as const) : targetOf(place);
    await options.postman.deliver({ to, message: { text: escapeText(text), blocks: [] }, isExtra: true });
  };

  const rate = async (press: Press): Promise<boolean> => {
    const verdict = parseVerdict(press.value);
    if (!verdict) return false;
    const event = { type: ActivityTypes.Event, name: 'kneebone/feedback', value: verdict, text: '' };
    await options.adapter.process(
      { ...toActivity(press.said.place, press.said.identity, options.now()), ...event },
      options.handler,
    );
    const texts = knowledge().channels.slack;
    await tell(
      { ...press.said.place, kind: press.said.place.kind === 'unseen' ? 'unseen' : 'shared' },
      verdict.helpful ? texts.helpfulThanks : texts.notHelpfulThanks,
    );
    return true;
  };

  /** In a direct message the pressed button is replaced by what it said; in a thread others may still want it. */
  const retire = async ({ said, message }: Press): Promise<void> => {
    if (said.place.kind !== 'direct' || !message) return;
    const chosen = knowledge().channels.slack.chose.replace('{label}', () => escapeText(said.pressed ?? ''));
    const left = message.blocks.filter((b) => !isPressable(b));
    const blocks = [...left, ...smallPrint(`_${chosen}_`).map((p) => p.block)];
    await api
      .call('chat.update', { channel: said.place.channel, ts: message.ts, text: `${message.text}\n${chosen}`, blocks })
      .catch(() => undefined);
  };

  return {
    async post(team, event) {
      const account = await workspace.identify();
      if (!workspace.isUsable()) return false;
      const post = readPost(team, event, account?.botUserId);
      if (!post) return false;
      const isPart = !post.isThreadReply || post.isUnderBot || (await threads.has(post.said.place));
      return isPart && say(post.said);
    },
    async press(body) {
      const press = readPress(body);
      if (!press) return false;
      if (press.actionId === FEEDBACK) return rate(press);
      if (!press.actionId.startsWith(SAY)) return false;
      if (press.isHome) return sayDirectly(press.said);
      await say(press.said);
      await retire(press);
      return true;
    },
    async command(body) {
      const said = readCommand(body);
      return said !== undefined && say(said);
    },
    async homeOpened(event) {
      const opened = readHome(event);
      if (!opened) return false;
      if (opened.tab === 'messages')
        await api.call('assistant.threads.setSuggestedPrompts', {
          channel_id: opened.channel,
          ...composePrompts(knowledge()),
        });
      else await api.call('views.publish', { user_id: opened.user, view: composeHome(knowledge(), config) });
      return true;
    },
    async threadStarted(event) {
      const thread = readAssistantThread(event);
      if (!thread) return false;
      const { channel, ts } = thread;
      await api.call('assistant.threads.setSuggestedPrompts', {
        channel_id: channel,
        thread_ts: ts,
        ...composePrompts(knowledge()),
      });
      return true;
    },
    async uninstalled(reason) {
      workspace.lose(reason);
      return true;
    },
    async tokensRevoked(event) {
      if (!hasBotTokens(event)) return false;
      workspace.lose('tokens_revoked');
      return true;
    },
  };

  async function sayDirectly(said: Said): Promise<boolean> {
    const channel = await openDirect(api, said.place.user);
    if (!channel) return false;
    const { team, user } = said.place;
    return say({ ...said, place: { kind: 'direct', team, user, channel } });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function isPressable(block: unknown): boolean {
  return (
    isObject(block) &&
    (block['type'] === 'actions' || (block['type'] === 'section' && block['accessory'] !== undefined))
  );
}

function readHome(event: unknown): { user: string; channel: string; tab: string } | undefined {
  if (!isObject(event)) return undefined;
  const { user, channel, tab = 'home' } = event;
  return typeof user === 'string' && typeof channel === 'string' && typeof tab === 'string'
    ? { user, channel, tab }
    : undefined;
}

function readAssistantThread(event: unknown): { channel: string; ts: string } | undefined {
  const thread = isObject(event) ? event['assistant_thread'] : undefined;
  if (!isObject(thread)) return undefined;
  const { channel_id: channel, thread_ts: ts } = thread;
  return typeof channel === 'string' && typeof ts === 'string' ? { channel, ts } : undefined;
}

function hasBotTokens(event: unknown): boolean {
  const tokens = isObject(event) ? event['tokens'] : undefined;
  return isObject(tokens) && Array.isArray(tokens['bot']) && tokens['bot'].length > 0;
}

/** A name from outside, short and plain enough for a log. */
export function nameForLog(value: unknown): string {
  return typeof value === 'string' && /^[\w.:-]+$/.test(value) ? value.slice(0, MAX_EVENT_CHARS) : 'unnamed';
}
