import type { TurnContext } from 'botbuilder';
import { conversationKey, type Store } from '../../storage/store.js';
import { replyBehind } from './renderTeams.js';
import { readRating, TEAMS } from './readTeams.js';

/** Teams' thumbs name the message they stand under; this remembers which entry it answered. */
const ratingKey = (conversationId: string, messageId: string) =>
  `${conversationKey(TEAMS, conversationId)}rated-${messageId}`;

/** Notes, for every message that asks for a rating, the entry that it is about. */
export function noteRated(context: TurnContext, store: Store): void {
  context.onSendActivities(async (_context, activities, send) => {
    const sent = await send();
    const asked = activities.flatMap((activity, i) => {
      const entry = replyBehind(activity)?.feedback?.entry;
      const id = sent[i]?.id;
      return entry && id ? [[ratingKey(context.activity.conversation.id, id), { entry, eTag: '*' }] as const] : [];
    });
    // The answer has been sent; a rating that cannot be matched later is the smaller loss.
    if (asked.length > 0) await store.write(Object.fromEntries(asked)).catch(() => undefined);
    return sent;
  });
}

/** The verdict in a press of the thumbs, as the bot takes it; nothing when the message is not known any more. */
export async function findRating(
  context: TurnContext,
  store: Store,
): Promise<{ readonly entry: string; readonly helpful: boolean } | undefined> {
  const rating = readRating(context.activity);
  if (!rating) return undefined;
  const key = ratingKey(context.activity.conversation.id, rating.messageId);
  const item: unknown = (await store.read([key]))[key];
  const entry: unknown = typeof item === 'object' && item !== null && 'entry' in item ? item.entry : undefined;
  return typeof entry === 'string' ? { entry, helpful: rating.helpful } : undefined;
}
