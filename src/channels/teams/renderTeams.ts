import { ActivityTypes, AttachmentLayoutTypes, InputHints, type Activity } from 'botbuilder';
import type { Knowledge, KnowledgeOf } from '../../knowledge/loadKnowledge.js';
import type { Reply } from '../../reply.js';
import type { Renderer } from '../renderMiddleware.js';
import { renderText } from '../renderText.js';
import { composeCard } from './card.js';
import { readCardTexts, withoutShop, type CardTexts } from './cardTexts.js';
import { fitMessages } from './fitMessage.js';
import type { TeamsReply } from './teamsReply.js';
import { composeText, fitsText } from './textMessage.js';

export interface TeamsRendererOptions {
  /** Where Teams can fetch pictures, without a trailing slash. */
  readonly publicUrl: string;
  readonly knowledge: KnowledgeOf;
  /**
   * A pressed button stands in the chat as the person's own words. Off for the Agents Playground, whose version 0.2.28 fails on
   * such a press ("Cannot add property msTeams").
   */
  readonly showsPresses: boolean;
}

/** Longest text of a notification; phones show about this much. */
const MAX_SUMMARY_CHARS = 140;

/**
 * Renders for Teams: text with citations and suggested actions where that shows everything, else an Adaptive Card. Text and
 * card never share a message, because Teams splits those and gives no id for them.
 */
export function createTeamsRenderer({ publicUrl, knowledge, showsPresses }: TeamsRendererOptions): Renderer {
  const made = new WeakMap<Knowledge, CardTexts>();
  return (reply, activity) => {
    const current = knowledge(reply.language);
    const texts = made.get(current) ?? readCardTexts(current, publicUrl, showsPresses);
    made.set(current, texts);
    const isPersonal = !isShared(activity);
    const shown = { ...reply, ...(reply.sources && { sources: reply.sources.map((s) => withoutShop(s, texts)) }) };
    const messages = fitMessages(shown, (part) => composeMessage(part, activity, texts, isPersonal));
    for (const message of messages) behind.set(message, reply);
    return messages;
  };
}

/** Whether others read along. An unknown kind of conversation counts as a personal one only if it is no group. */
export function isShared({ conversation }: Partial<Activity>): boolean {
  return conversation?.isGroup === true || ['channel', 'groupChat'].includes(conversation?.conversationType ?? '');
}

const behind = new WeakMap<object, Reply>();

/** The reply that a message was made of; nothing for activities that no renderer made. */
export function replyBehind(message: Partial<Activity>): Reply | undefined {
  return behind.get(message);
}

function composeMessage(
  part: TeamsReply,
  activity: Partial<Activity>,
  texts: CardTexts,
  isPersonal: boolean,
): Partial<Activity> {
  const plain = renderText(part);
  const content = fitsText(part, isPersonal) ? composeText(part, texts) : composeCardMessage(part, texts, plain);
  return {
    ...activity,
    type: ActivityTypes.Message,
    inputHint: InputHints.AcceptingInput,
    summary: summarise(part, plain),
    ...content,
    channelData: {
      ...(part.feedback && { feedbackLoop: { type: 'default' } }),
      ...(part.knowledge && { kneebone: { knowledge: part.knowledge } }),
    },
  };
}

function composeCardMessage(part: TeamsReply, texts: CardTexts, plain: string): Partial<Activity> {
  const content = composeCard(part, texts, plain);
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  return { attachments: [attachment], attachmentLayout: AttachmentLayoutTypes.List };
}

/** What a notification shows; without it Teams says "Sent a card". */
function summarise({ alert, title, blocks }: TeamsReply, plain: string): string {
  const [first] = blocks;
  const text = alert?.action ?? title ?? (first?.kind === 'paragraph' ? first.text : plain);
  const words = text.replace(/\*\*|\[\d+\]/g, '').trim();
  return words.length <= MAX_SUMMARY_CHARS ? words : `${words.slice(0, MAX_SUMMARY_CHARS - 1).trimEnd()}…`;
}
