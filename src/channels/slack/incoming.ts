import { z } from 'zod';
import { decodeText } from './mrkdwn.js';
import { identityOf, type Place, type Said } from './place.js';

const id = z.string().min(1).max(255);
const ts = z.string().regex(/^\d{1,12}(\.\d{1,8})?$/);

const messageSchema = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().optional(),
  user: id.optional(),
  bot_id: z.string().nullish(),
  hidden: z.boolean().optional(),
  text: z.string().nullish(),
  ts,
  thread_ts: ts.optional(),
  parent_user_id: z.string().optional(),
  channel: id,
  channel_type: z.string().optional(),
  files: z.array(z.unknown()).nullish(),
});

/** A post that may want an answer. */
export interface Post {
  readonly said: Said;
  /** A reply to something in a thread, without a mention. */
  readonly isThreadReply: boolean;
  /** The thread began with a message of the bot. */
  readonly isUnderBot: boolean;
}

/** A person's own posts come without a subtype, with files, or as a thread reply that is shown in the channel as well. */
const OWN_POSTS = new Set([undefined, 'file_share', 'thread_broadcast']);

/**
 * Reads a `message` or `app_mention` event. Nothing for edits, deletions, joins, posts of bots, posts that are meant for
 * others, and events of another shape.
 * @param botUserId the bot's user id, where it is known
 */
export function readPost(team: string, event: unknown, botUserId?: string): Post | undefined {
  const parsed = messageSchema.safeParse(event);
  if (!parsed.success) return undefined;
  const { type, subtype, user, bot_id, hidden, channel, channel_type, thread_ts, files } = parsed.data;
  if (!OWN_POSTS.has(subtype) || !user || bot_id || hidden || user === botUserId) return undefined;
  const { text, isMentioned, isForOther } = decodeText(parsed.data.text ?? '', botUserId);
  const isDirect = channel_type === 'im' || (channel_type === undefined && channel.startsWith('D'));
  const isCalled = type === 'app_mention' || isMentioned;
  if (!isDirect && !isCalled && (!thread_ts || isForOther)) return undefined;
  const place: Place = {
    kind: isDirect ? 'direct' : 'shared',
    team,
    channel,
    user,
    thread: thread_ts ?? parsed.data.ts,
  };
  const said: Said = {
    identity: identityOf(team, channel, parsed.data.ts),
    place,
    text,
    isAddressed: isDirect || isCalled,
    ...(files?.length && { hasFiles: true }),
  };
  return {
    said,
    isThreadReply: !isDirect && !isCalled,
    isUnderBot: botUserId !== undefined && parsed.data.parent_user_id === botUserId,
  };
}

const actionSchema = z.object({
  team: z.object({ id }),
  user: z.object({ id }),
  channel: z.object({ id }).optional(),
  container: z.object({ type: z.string(), message_ts: ts.optional(), is_ephemeral: z.boolean().optional() }).optional(),
  message: z
    .object({
      ts: ts.optional(),
      thread_ts: ts.optional(),
      text: z.string().optional(),
      blocks: z.array(z.unknown()).optional(),
    })
    .optional(),
  response_url: z.string().optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

/** A pressed button or a chosen option. */
export interface Press {
  readonly actionId: string;
  readonly value: string;
  readonly said: Said;
  /** The message that the button stands in; nothing on the App Home. */
  readonly message?: { readonly ts: string; readonly text: string; readonly blocks: readonly unknown[] };
  /** Pressed on the App Home, which is no conversation: the answer goes to the direct message. */
  readonly isHome: boolean;
}

/** Reads a `block_actions` payload; nothing where it has another shape. */
export function readPress(body: unknown): Press | undefined {
  const parsed = actionSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { team, user, channel, container, message, actions, response_url: responseUrl } = parsed.data;
  const [action] = actions;
  if (!action) return undefined;
  const value = action.selected_option?.value ?? action.value ?? '';
  const messageTs = message?.ts ?? container?.message_ts;
  const thread = message?.thread_ts ?? messageTs;
  const kind = container?.is_ephemeral ? 'unseen' : channel?.id.startsWith('D') ? 'direct' : 'shared';
  const place: Place = {
    kind,
    team: team.id,
    channel: channel?.id ?? '',
    user: user.id,
    ...(thread && kind !== 'unseen' && { thread }),
    ...(responseUrl && kind === 'unseen' && { responseUrl }),
  };
  return {
    actionId: action.action_id,
    value,
    said: {
      identity: identityOf(team.id, channel?.id ?? '', user.id, action.action_ts, action.action_id),
      place,
      text: value,
      isAddressed: true,
      pressed: value,
    },
    isHome: channel === undefined,
    ...(messageTs &&
      kind !== 'unseen' && { message: { ts: messageTs, text: message?.text ?? '', blocks: message?.blocks ?? [] } }),
  };
}

const commandSchema = z.object({
  team_id: id,
  channel_id: id,
  user_id: id,
  text: z.string().optional(),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
});

/** Reads a slash command; nothing where it has another shape. */
export function readCommand(body: unknown): Said | undefined {
  const parsed = commandSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { team_id: team, channel_id: channel, user_id: user, text = '', trigger_id = '', response_url } = parsed.data;
  return {
    identity: identityOf(team, channel, user, 'command', trigger_id),
    place: { kind: 'unseen', team, channel, user, ...(response_url && { responseUrl: response_url }) },
    text: decodeText(text).text,
    isAddressed: true,
  };
}
