import { ActivityTypes, type Activity } from 'botbuilder';
import type { Knowledge } from '../../knowledge/loadKnowledge.js';
import type { Reply, ReplyBlock, SourceRef } from '../../reply.js';
import type { Renderer } from '../renderMiddleware.js';
import { actionParts, feedbackParts } from './actionBlocks.js';
import { header, list, picture, section, smallPrint, type Block, type Part } from './blocks.js';
import { escapeText, toMrkdwn } from './mrkdwn.js';

/** A message as `chat.postMessage` takes it. */
export interface SlackMessage {
  /** All that the blocks say, in words. */
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Version of the knowledge behind it. */
  readonly knowledge?: string;
}

/** The texts of the knowledge that stand around a reply. */
export type SlackWording = Pick<Knowledge, 'channels' | 'replies'>;

export interface SlackRendererOptions {
  /** The texts in the language of a reply. */
  readonly wording: (language?: string) => SlackWording;
  /** The address of a picture, or nothing where Slack could not fetch it; then its description is told. */
  readonly pictureUrl: (id: string) => string | undefined;
}

/** Slack's limit is 50. */
const MAX_BLOCKS = 45;
/**
 * Characters of all blocks of a message, as JSON. Slack documents no total, and refuses messages from about 13,200 on
 * (slackapi/bolt-js#2509); 10,000 leaves room for the names it adds itself.
 */
const MAX_BLOCK_CHARS = 10_000;

/** Renders for Slack: Block Kit and the same in words; a reply beyond Slack's limits becomes several messages. */
export function createSlackRenderer(options: SlackRendererOptions): Renderer {
  return (reply, activity) => renderMessages(reply, options).map((message) => toActivity(activity, message));
}

/** The messages of one reply, in order. */
export function renderMessages(reply: Reply, options: SlackRendererOptions): SlackMessage[] {
  const wording = options.wording(reply.language);
  const { cautionLabel, interestLabel } = wording.replies;
  return packParts([
    ...alertParts(reply),
    ...(reply.title ? header(reply.title) : []),
    ...reply.blocks.flatMap(bodyParts),
    ...(reply.cautions ?? []).flatMap((c) => section(c, `⚠️ *${escapeText(cautionLabel)}:* `)),
    ...(reply.hold ? section(reply.hold.label, '⏳ ') : []),
    ...pictureParts(reply, options),
    ...(reply.interest ? smallPrint(`${escapeText(interestLabel)}: ${toMrkdwn(reply.interest)}`) : []),
    ...sourceParts(reply.sources ?? [], wording.replies.sourcesLabel),
    ...actionParts(reply, wording.channels.slack),
    ...feedbackParts(reply, wording.channels.slack),
  ]).map((message) => ({ ...message, ...(reply.knowledge && { knowledge: reply.knowledge }) }));
}

/** Numbers are not `verbatim`: phones make them diallable. */
function alertParts({ alert }: Reply): Part[] {
  if (!alert) return [];
  const phones = alert.phones.map((p) => `*${escapeText(p.label)}: ${escapeText(p.number)}*`).join('\n');
  const numbers: Part = { block: { type: 'section', text: { type: 'mrkdwn', text: phones } }, text: phones };
  return [...section(`**${alert.action}**`, '🚨 '), ...(phones ? [numbers] : [])];
}

function bodyParts(block: ReplyBlock): Part[] {
  if (block.kind === 'paragraph') return section(block.text);
  return list(block.items, block.kind === 'steps' ? 'ordered' : 'bullet');
}

function pictureParts({ picture: shown, language }: Reply, options: SlackRendererOptions): Part[] {
  if (!shown) return [];
  const url = options.pictureUrl(shown.id);
  const label = options.wording(language).replies.pictureLabel;
  if (url) return picture(url, shown.title, shown.alt);
  return smallPrint(`${escapeText(label)}: ${escapeText(shown.title)}. ${escapeText(shown.alt)}`);
}

function sourceParts(sources: readonly SourceRef[], label: string): Part[] {
  if (sources.length === 0) return [];
  return smallPrint([`*${escapeText(label)}*`, ...sources.map(sourceLine)].join('\n'));
}

function sourceLine({ number, title, publisher, link }: SourceRef): string {
  const isOpenable = link !== undefined && /^https?:\/\//i.test(link);
  const name = isOpenable ? `<${escapeText(link).replaceAll('|', '%7C')}|${escapeText(title)}>` : escapeText(title);
  return `${number > 0 ? `[${number}] ` : ''}${name}, ${escapeText(publisher)}`;
}

/** Fills one message after the other. */
function packParts(parts: readonly Part[]): SlackMessage[] {
  const messages: Part[][] = [[]];
  for (const part of parts) {
    const current = messages.at(-1) ?? [];
    if (current.length > 0 && !hasRoom([...current, part])) messages.push([part]);
    else current.push(part);
  }
  return messages.map(toMessage);
}

function hasRoom(parts: readonly Part[]): boolean {
  return parts.length <= MAX_BLOCKS && JSON.stringify(parts.map((p) => p.block)).length <= MAX_BLOCK_CHARS;
}

/** Stands in notifications for a message of buttons only; Slack refuses an empty text. */
const CONTINUED = '…';

function toMessage(parts: readonly Part[]): SlackMessage {
  const text = parts.flatMap((p) => (p.text ? [p.text] : [])).join('\n\n');
  return { blocks: parts.map((p) => p.block), text: text || CONTINUED };
}

function toActivity(activity: Partial<Activity>, message: SlackMessage): Partial<Activity> {
  const data: unknown = activity.channelData;
  const kept = typeof data === 'object' && data !== null ? data : {};
  return { ...activity, type: ActivityTypes.Message, text: message.text, channelData: { ...kept, slack: message } };
}
