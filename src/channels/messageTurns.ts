import { randomUUID } from 'node:crypto';
import { ActivityTypes, DeliveryModes, type Activity, type TurnContext } from 'botbuilder';
import type { IncomingTurn, Store } from '../storage/store.js';
import { answerOnce } from './answerOnce.js';
import { holdTurn, releaseTurn, type TurnHandler, type TurnOutcome } from './channel.js';

/**
 * Wraps a Bot Framework turn so that each message is answered once, however often it is delivered and whenever the process
 * is killed. What was said is sent after it was saved; activities other than messages pass.
 *
 * The service takes a message and we note that it did in two steps: a kill between the two is the one case in which a
 * delivery repeated by the service repeats a reply.
 * @throws what the store or the service of the channel throws; the message may then be delivered again
 */
export function createMessageTurn(store: Store, handler: TurnHandler): TurnHandler {
  return async (context) => {
    const { activity } = context;
    if (activity.type !== ActivityTypes.Message) return handler(context);
    const isAwaited = activity.deliveryMode === DeliveryModes.ExpectReplies;
    const run = () => hold(context, handler);
    const deliver = (replies: readonly Partial<Activity>[]) => send(context, replies);
    const replies = await answerOnce(store, toTurn(activity), isAwaited ? { run } : { run, deliver });
    if (isAwaited) context.bufferedReplyActivities.splice(0, Infinity, ...replies);
  };
}

async function hold(context: TurnContext, handler: TurnHandler): Promise<TurnOutcome> {
  const outcome = holdTurn(context);
  try {
    await handler(context);
  } finally {
    releaseTurn(context);
  }
  // The SDK itself keeps what a sender waits for.
  return { ...outcome, replies: [...outcome.replies, ...context.bufferedReplyActivities] };
}

/** Past the turn's own listeners, which have seen these. */
async function send(context: TurnContext, replies: readonly Partial<Activity>[]): Promise<void> {
  for (const reply of replies) await context.adapter.sendActivities(context, [reply]);
}

/** A message without an id cannot be told from another one, so it counts as new. */
function toTurn(activity: Activity): IncomingTurn {
  const turnId = activity.id || randomUUID();
  return { conversationId: activity.conversation.id, turnId, activity, isInTranscript: false };
}
