import type { Activity, StoreItems } from 'botbuilder';
import type { ReplyKind } from '../../reply.js';
import type { TurnHandler } from '../channel.js';
import { replyOf } from '../renderMiddleware.js';
import { messageOf, targetOf, type Outgoing, type Target } from './outgoing.js';
import { asDirect, toActivity, type Place, type Said } from './place.js';
import type { SlackMessage, SlackWording } from './renderSlack.js';
import { section, smallPrint, type Block } from './blocks.js';
import { escapeText } from './mrkdwn.js';
import type { SlackAdapter } from './slackAdapter.js';
import { SlackCallError, type SlackApi } from './slackApi.js';

export interface AnswersOptions {
  readonly adapter: SlackAdapter;
  readonly handler: TurnHandler;
  readonly api: SlackApi;
  readonly wording: (language?: string) => SlackWording;
  readonly now: () => Date;
}

/** What is to be saved and then said. */
export interface Answer {
  /** State of the conversation of the place, by its key. */
  readonly state: StoreItems;
  readonly replies: readonly Outgoing[];
}

/** Answers what people say: runs the bot and decides who may see what it says. */
export interface Answers {
  /**
   * Saves nothing of the conversation of the place, whose lease must be held; what moves to the person's own is saved there.
   * @throws whatever the handler throws
   */
  answer(said: Said): Promise<Answer>;
}

/** These are about the person themself, or lead there. */
const PERSONAL: ReadonlySet<ReplyKind> = new Set(['alert', 'question', 'step', 'summary']);

/** Creates the answers of the channel. */
export function createAnswers(options: AnswersOptions): Answers {
  const { adapter, handler } = options;
  /** In the language of the turn, which the replies are in. */
  const wordingOf = (replies: readonly Partial<Activity>[]) => options.wording(replies.map(replyOf)[0]?.language);
  const run = (said: Said) => adapter.processHeld(activityOf(said, said.place, options), handler);

  /** Answers in the open what may be said in the open; the rest is asked again in private, as if it had been said there. */
  const answerAmongOthers = async (said: Said): Promise<Answer> => {
    const { state, replies } = await run(said);
    // People talk to each other in a thread; the bot does not tell them that it has nothing to say.
    const isForOthers = !said.isAddressed && replies.some((a) => replyOf(a)?.kind === 'fallback');
    if (isForOthers) return { state: {}, replies: [] };
    // What is asked again in private is not remembered here.
    if (replies.some(isAbout)) return { state: {}, replies: await moveToPrivate(said, replies) };
    return { state, replies: toOutgoing(said, replies, wordingOf(replies)) };
  };

  const moveToPrivate = async (said: Said, replies: readonly Partial<Activity>[]): Promise<Outgoing[]> => {
    const alert = replies.find((a) => replyOf(a)?.kind === 'alert');
    const channel = await openDirect(options.api, said.place.user);
    if (!channel) return [noteOf(said.place, wordingOf(replies), alert && messageOf(alert))];
    const direct = await adapter.process(activityOf(said, asDirect(said.place, channel), options), handler);
    const to: Target = { kind: 'post', channel };
    const note = noteOf(said.place, wordingOf(replies), alert && messageOf(alert), channel);
    return [note, ...direct.map((a) => ({ to, message: messageOf(a) }))];
  };

  return {
    async answer(said) {
      if (said.place.kind !== 'direct') return answerAmongOthers(said);
      const to = targetOf(said.place);
      const { state, replies } = await run(said);
      // A button outside the conversation, on the home tab: nothing here shows yet what was asked.
      const isUnseen = said.pressed !== undefined && said.place.thread === undefined;
      const label = said.pressed ?? '';
      const messages = replies.map(messageOf);
      const shown = messages.map((m, i) => (isUnseen && i === 0 ? withChosen(m, label, wordingOf(replies)) : m));
      return { state, replies: shown.map((message) => ({ to, message })) };
    },
  };
}

const isAbout = (activity: Partial<Activity>) => {
  const kind = replyOf(activity)?.kind;
  return kind !== undefined && PERSONAL.has(kind);
};

function activityOf(said: Said, place: Place, { wording, now }: AnswersOptions): Partial<Activity> {
  const text = said.text || (said.hasFiles ? '' : wording().channels.slack.greeting);
  // The bot needs to know that there was a file, not which.
  const attachments = said.hasFiles ? [{ contentType: 'application/octet-stream' }] : [];
  return { ...toActivity(place, said.identity, now()), text, attachments };
}

/** The general answer: for all in a thread, with a first-use notice for the person alone. */
function toOutgoing(said: Said, replies: readonly Partial<Activity>[], wording: SlackWording): Outgoing[] {
  const { place } = said;
  const to = targetOf(place);
  return replies.map((activity, i) => {
    const isNotice = place.kind === 'shared' && i < replies.length - 1 && replyOf(activity)?.kind === 'notice';
    const isFirst = i === replies.findIndex((a) => replyOf(a)?.kind !== 'notice');
    const message =
      said.pressed && isFirst ? withChosen(messageOf(activity), said.pressed, wording) : messageOf(activity);
    if (isNotice) return { to: onlyFor(place), message, isExtra: true };
    // An answer to a command can be sent for half an hour; after that only where the bot is a member.
    return to.kind === 'respond'
      ? { to, message, otherwise: { to: { kind: 'ephemeral', channel: place.channel, user: place.user }, message } }
      : { to, message };
  });
}

/** Nobody else sees which button was pressed, so the answer says so. */
export function withChosen({ text, blocks }: SlackMessage, label: string, wording: SlackWording): SlackMessage {
  const chosen = wording.channels.slack.chose.replace('{label}', () => escapeText(label));
  return { text: `${chosen}\n\n${text}`, blocks: [...smallPrint(`_${chosen}_`).map((p) => p.block), ...blocks] };
}

/** Tells the person alone why the answer is not here, and where it is. Urgent advice stands here too. */
function noteOf(place: Place, wording: SlackWording, alert?: SlackMessage, direct?: string): Outgoing {
  const texts = wording.channels;
  const why = direct ? (alert ? texts.public.privateAlert : texts.public.private) : texts.public.noDirect;
  const advice = alert ? withoutButtons(alert) : { text: '', blocks: [] };
  const message: SlackMessage = {
    text: [advice.text, escapeText(why)].filter(Boolean).join('\n\n'),
    blocks: [
      ...advice.blocks,
      ...section(why).map((p) => p.block),
      ...(direct ? [linkTo(place.team, direct, texts.slack.openDirect)] : []),
    ],
  };
  const note = { to: onlyFor(place), message };
  if (direct) return { ...note, isExtra: true };
  // With no private way left, urgent advice in the open is better than none.
  const open = alert && { ...withoutButtons(alert), text: `${texts.public.lastResort}\n\n${advice.text}` };
  return place.kind === 'shared'
    ? { ...note, otherwise: { to: targetOf(place), message: open ?? { text: escapeText(why), blocks: [] } } }
    : note;
}

/** The alert's own blocks without buttons, which would answer in the wrong conversation. */
function withoutButtons({ text, blocks }: SlackMessage): SlackMessage {
  const isButton = (b: Block) =>
    b.type === 'actions' || b.type === 'context_actions' || (b.type === 'section' && b.accessory !== undefined);
  return { text, blocks: blocks.filter((b) => !isButton(b)) };
}

function linkTo(team: string, channel: string, label: string): Block {
  const url = `https://slack.com/app_redirect?${new URLSearchParams({ team, channel }).toString()}`;
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'open', text: { type: 'plain_text', text: label }, url }],
  };
}

function onlyFor(place: Place): Target {
  if (place.kind === 'unseen') return targetOf(place);
  const { channel, user, thread } = place;
  return { kind: 'ephemeral', channel, user, ...(thread && { thread }) };
}

/** Opens the person's direct conversation; nothing where Slack does not allow it. */
export async function openDirect(api: SlackApi, user: string): Promise<string | undefined> {
  try {
    const { channel } = await api.call('conversations.open', { users: user });
    const isChannel =
      typeof channel === 'object' && channel !== null && 'id' in channel && typeof channel.id === 'string';
    return isChannel ? String(channel.id) : undefined;
  } catch (error) {
    if (error instanceof SlackCallError && !error.isTokenRefused) return undefined;
    throw error;
  }
}
