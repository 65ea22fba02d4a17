import type { Activity, TurnContext } from 'botbuilder';
import { conversationKey, type Store } from '../../storage/store.js';
import { replyBehind } from './renderTeams.js';
import { readRating, TEAMS } from './readTeams.js';

/** Teams' thumbs name the message they stand under; this remembers which entry it answered. */
const ratingKey = (conversationId: string, messageId: string) =>
  `${conversationKey(TEAMS, conversationId)}rated-${messageId}`;

/** Notes, of a message that was sent and asks for a rating, the entry that it is about. Never rejects. */
export async function noteRated(store: Store, activity: Partial<Activity>, messageId: string): Promise<void> {
  const entry = replyBehind(activity)?.feedback?.entry;
  const conversationId = activity.conversation?.id;
  if (!entry || !messageId || !conversationId || activity.channelId !== TEAMS) return;
  // The answer has been sent; a rating that cannot be matched later is the smaller loss.
  await store.write({ [ratingKey(conversationId, messageId)]: { entry, eTag: '*' } }).catch(() => undefined);
}

/** The verdict in a press of the thumbs, as the bot takes it; nothing when the message is not known any more. */
export async function findRating(
  context: TurnContext,
  store: Store,
): Promise<{ readonly entry: string; readonly helpful: boolean; readonly reason?: string } | undefined> {
  const rating = readRating(context.activity);
  if (!rating) return undefined;
  const key = ratingKey(context.activity.conversation.id, rating.messageId);
  const item: unknown = (await store.read([key]))[key];
  const entry: unknown = typeof item === 'object' && item !== null && 'entry' in item ? item.entry : undefined;
  const { helpful, reason } = rating;
  return typeof entry === 'string' ? { entry, helpful, ...(reason && { reason }) } : undefined;
}
