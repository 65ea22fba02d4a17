import { ActivityTypes, type Activity, type ResourceResponse, type TurnContext } from 'botbuilder';
import type { KnowledgeOf } from '../../knowledge/loadKnowledge.js';
import { fillNumbers } from '../../knowledge/region.js';
import { fillPlaceholders } from '../../knowledge/replies.js';
import { paragraph, type Reply, type ReplyKind } from '../../reply.js';
import { conversationKey, type Store } from '../../storage/store.js';
import type { Config } from '../../config.js';
import { heldTurn, type TurnHandler } from '../channel.js';
import { openPrivateChat, type Services } from './privateChat.js';
import { TEAMS } from './readTeams.js';
import { replyBehind } from './renderTeams.js';

export interface SharedTurnOptions {
  readonly handler: TurnHandler;
  readonly store: Store;
  readonly knowledge: KnowledgeOf;
  readonly region: Config['region'];
  readonly appId: string;
}

/** Warning signs, questions about a person, guides and what is known about them: not for others to read. */
const PERSONAL: ReadonlySet<ReplyKind> = new Set(['alert', 'question', 'step', 'summary']);

/**
 * Answers where others read along: general answers as they are; anything personal in the person's own chat, with a word about
 * it here that does not tell what it was.
 */
export async function runShared(context: TurnContext, options: SharedTurnOptions): Promise<void> {
  const services: Services = [...context.turnState];
  const held = holdMessages(context);
  await asStranger(context, () => options.handler(context));
  const replies = held.messages.flatMap((m) => replyBehind(m) ?? []);
  if (!replies.some((r) => PERSONAL.has(r.kind))) return held.release();
  held.drop();
  await forgetHere(context, options.store);
  const isHeard = await answerPrivately(context, services, options.handler);
  await sayReply(
    context,
    composeNote(
      isHeard,
      replies.find((r) => r.alert),
      replies[0]?.language,
      options,
    ),
  );
}

/** Sends one reply; the channel renders it. */
export async function sayReply(context: TurnContext, reply: Reply): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.Message, channelData: { kneebone: reply } });
}

interface Held {
  readonly messages: readonly Partial<Activity>[];
  release(): Promise<void>;
  drop(): void;
}

/** Keeps back what a turn says until it is clear who may read it. */
function holdMessages(context: TurnContext): Held {
  const messages: Partial<Activity>[] = [];
  const sends: (() => Promise<ResourceResponse[]>)[] = [];
  const { from } = context.activity;
  let isHolding = true;
  context.onSendActivities(async (_context, activities, send) => {
    for (const activity of activities) activity.recipient = from;
    const isMessage = activities.some((a) => a.type === ActivityTypes.Message);
    if (!isHolding || !isMessage) return send();
    messages.push(...activities);
    sends.push(send);
    return activities.map(() => ({ id: '' }));
  });
  return {
    messages,
    async release() {
      isHolding = false;
      for (const send of sends) await send();
    },
    drop() {
      isHolding = false;
    },
  };
}

/** Where others read along the bot knows a person by another id, so that nothing it was told in private shows here. */
const strangerId = (id: string) => `${id}#shared`;

async function asStranger({ activity }: TurnContext, turn: () => Promise<void>): Promise<void> {
  const { from } = activity;
  activity.from = { ...from, id: strangerId(from.id) };
  try {
    await turn();
  } finally {
    activity.from = from;
  }
}

/** The turn is run again in private, so what it left open here would only wait for an answer that comes elsewhere. */
async function forgetHere(context: TurnContext, store: Store): Promise<void> {
  const { conversation, from } = context.activity;
  // The key of a person's state in a group, as `bot.ts` makes it.
  const key = `${conversationKey(TEAMS, conversation.id)}users/${strangerId(from.id)}/`;
  const held = heldTurn(context);
  if (held) delete held.state[key];
  await store.delete([key]);
}

async function answerPrivately(context: TurnContext, services: Services, handler: TurnHandler): Promise<boolean> {
  const chat = await openPrivateChat(context, services);
  return chat ? chat.run(handler) : false;
}

function composeNote(
  isHeard: boolean,
  urgent: Reply | undefined,
  language: string | undefined,
  options: SharedTurnOptions,
): Reply {
  const knowledge = options.knowledge(language);
  const { moved, movedAlert, notMoved, notMovedAlert, openChat } = knowledge.channels.teams;
  const action = urgent?.alert?.action ?? '';
  const sentence = isHeard ? (urgent ? movedAlert : moved) : urgent ? notMovedAlert : notMoved;
  const text = fillPlaceholders(fillNumbers(sentence, knowledge.regions[options.region]), { action });
  const link = options.appId ? `[${openChat}](https://teams.microsoft.com/l/chat/0/0?users=28:${options.appId})` : '';
  const blocks = [text, link].filter((t) => t !== '').map(paragraph);
  return { kind: 'notice', blocks, ...(language && { language }) };
}
