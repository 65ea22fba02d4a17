import type { Activity } from 'botbuilder';
import type { IncomingTurn, Store } from '../storage/store.js';
import type { TurnOutcome } from './channel.js';

/** A message that ended so many processes is left without an answer. */
const MAX_ATTEMPTS = 3;

type Replies = readonly Partial<Activity>[];

export interface AnswerOptions {
  /** Runs the turn; called under the conversation's lease, and not at all where the turn is known to be answered. */
  readonly run: () => Promise<TurnOutcome>;
  /**
   * Brings the replies to the person once they are saved, in the order of the turns. Without it they lie in the transcript,
   * or the sender waits for what `answerOnce` resolves to.
   */
  readonly deliver?: (replies: Replies) => Promise<void>;
}

/**
 * Answers a turn exactly once: records it, runs it under the conversation's lease, and saves state and replies in one step.
 * A repeated delivery, or one after the process was killed, gets the same replies or finishes the turn.
 * @returns the replies, whether they were made now or earlier
 * @throws KneeboneError STORAGE_UNAVAILABLE or STORAGE_CONFLICT when the turn is not saved, and what `deliver` throws; the
 *   turn may then be delivered again
 */
export function answerOnce(store: Store, turn: IncomingTurn, { run, deliver }: AnswerOptions): Promise<Replies> {
  const { conversationId, turnId } = turn;
  return store.withLease(conversationId, async () => {
    const { replies, isDelivered } = await settle(store, turn, run, deliver === undefined);
    if (!deliver || isDelivered) return replies;
    await deliver(replies);
    // Losing this note costs a repeated delivery at most; an error here would make that sure.
    await store.markDelivered(conversationId, turnId).catch(() => undefined);
    return replies;
  });
}

async function settle(store: Store, turn: IncomingTurn, run: AnswerOptions['run'], isDelivered: boolean) {
  const status = await store.beginTurn(turn);
  if (status.kind === 'finished') return status;
  const isHopeless = status.kind === 'unfinished' && status.attempts > MAX_ATTEMPTS;
  const { state, replies, isErased }: TurnOutcome = isHopeless ? { state: {}, replies: [] } : await run();
  const { conversationId, turnId, isInTranscript } = turn;
  // A reply names the person it goes to.
  const kept = isErased && !isInTranscript ? [] : replies;
  await store.commitTurn({ conversationId, turnId, state, replies: kept, isInTranscript, isDelivered });
  return { replies, isDelivered };
}
