import { ActivityTypes, type Activity } from 'botbuilder';
import { isShared } from './renderTeams.js';

/** The channel id of Teams. */
export const TEAMS = 'msteams';
/** Teams sends every message a second time in this form. */
const HTML_COPY = 'text/html';

/**
 * An activity as the bot should see it: without the mention of the bot, without Teams' HTML copy, marked as a group where
 * others read along, and addressed to its thread.
 */
export function readTeams(activity: Activity): Activity {
  const { conversation } = activity;
  const isGroup = isShared(activity);
  return {
    ...activity,
    from: activity.from ?? { id: '', name: '' },
    ...(typeof activity.text === 'string' && { text: stripMention(activity) }),
    ...(activity.attachments && { attachments: activity.attachments.filter((a) => a?.contentType !== HTML_COPY) }),
    entities: (activity.entities ?? []).filter((e) => !isOwnMention(e, activity.recipient?.id)),
    conversation: { ...conversation, ...(isGroup && { isGroup }), id: threadOf(activity) },
  };
}

/**
 * The words that a person typed: the bot's own mention is taken off wherever it stands, others keep their name.
 *
 * Clients write mentions with line breaks, `&nbsp;` and attributes inside, so the recorded text of the mention may differ
 * from what stands in the message; a tag with the bot's name is taken for its mention too.
 */
export function stripMention(activity: Partial<Activity>): string {
  const own = new Set(ownNames(activity));
  const words = (activity.text ?? '').replace(AT_TAG, (_, name: string) => (own.has(toWords(name)) ? ' ' : name));
  return toWords(words.replace(/<br\s*\/?>/gi, '\n'), '\n');
}

/** Bounded, so that no text makes it slow: a name has at most 200 characters. */
const AT_TAG = /<at\b[^>]{0,100}>([^<]{0,200})<\/at\s{0,10}>/gi;

function ownNames({ recipient, entities }: Partial<Activity>): string[] {
  const mentions: unknown[] = (entities ?? []).filter((e) => isOwnMention(e, recipient?.id));
  const texts = mentions.flatMap((m) => (isRecord(m) && typeof m['text'] === 'string' ? [m['text']] : []));
  return [recipient?.name ?? '', ...texts].map((t) => toWords(t.replace(/<[^>]{0,100}>/g, ''))).filter((t) => t !== '');
}

function isOwnMention(entity: unknown, botId: string | undefined): boolean {
  if (!isRecord(entity) || String(entity['type']).toLowerCase() !== 'mention') return false;
  const mentioned = entity['mentioned'];
  return isRecord(mentioned) && botId !== undefined && mentioned['id'] === botId;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Text without HTML's spaces and escapes; runs of white space become one, or a line break where `breaks` allows it. */
function toWords(text: string, breaks = ' '): string {
  const plain = text.replace(/&(amp|lt|gt|quot|apos|nbsp|#39|#160);/gi, (_, name: string) => {
    if (name === '#39') return "'";
    return NAMED[name.toLowerCase()] ?? ' ';
  });
  return plain.replace(/\s+/g, (run) => (/[\r\n]/.test(run) ? breaks : ' ')).trim();
}

/** In a channel a conversation is a thread; a post whose address names none opens one under itself. */
function threadOf({ type, conversation, replyToId, id }: Activity): string {
  const isPost = type === ActivityTypes.Message && conversation.conversationType === 'channel';
  const root = replyToId ?? id;
  return isPost && root && !conversation.id.includes(';messageid=')
    ? `${conversation.id};messageid=${root}`
    : conversation.id;
}

/** What a press of Teams' thumbs says; nothing for other invokes and shapes. */
export function readRating(
  activity: Partial<Activity>,
): { readonly messageId: string; readonly helpful: boolean; readonly reason?: string } | undefined {
  const { type, name, value, replyToId } = activity;
  if (type !== ActivityTypes.Invoke || name !== 'message/submitAction' || !isRecord(value)) return undefined;
  const given: unknown = value['actionValue'];
  const reaction = value['actionName'] === 'feedback' && isRecord(given) ? given['reaction'] : undefined;
  if (!replyToId || (reaction !== 'like' && reaction !== 'dislike')) return undefined;
  const reason = isRecord(given) ? readComment(given['feedback']) : undefined;
  return { messageId: replyToId, helpful: reaction === 'like', ...(reason && { reason }) };
}

/** What was typed into Teams' form, which comes as JSON inside the JSON: `{"feedbackText":"…"}`. */
function readComment(feedback: unknown): string | undefined {
  try {
    const form: unknown = typeof feedback === 'string' ? JSON.parse(feedback) : feedback;
    const text = isRecord(form) ? form['feedbackText'] : undefined;
    return typeof text === 'string' ? text : undefined;
  } catch {
    // A verdict without a readable comment is a verdict.
    return undefined;
  }
}

/** What happened to a conversation as a whole. */
export type Arrival = 'arrived' | 'left' | undefined;

/** Whether the bot came into a conversation or left it; the two events that Teams sends for one arrival look alike here. */
export function readArrival(activity: Partial<Activity>): Arrival {
  const { type, action, membersAdded, membersRemoved, recipient } = activity;
  if (type === ActivityTypes.InstallationUpdate) return action?.startsWith('add') ? 'arrived' : 'left';
  if (type !== ActivityTypes.ConversationUpdate) return undefined;
  const isBot = (member: { readonly id: string }) => member.id === recipient?.id;
  if (membersRemoved?.some(isBot)) return 'left';
  const isFirst = membersAdded?.some(isBot) || (!isShared(activity) && (membersAdded ?? []).length > 0);
  return isFirst ? 'arrived' : undefined;
}

/** An edit by the person; other updates (undeleted messages) need no answer. */
export function isEdit({ type, channelData }: Partial<Activity>): boolean {
  return type === ActivityTypes.MessageUpdate && isRecord(channelData) && channelData['eventType'] === 'editMessage';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
