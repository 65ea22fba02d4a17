import { createHash } from 'node:crypto';
import { ActivityTypes, type Activity } from 'botbuilder';
import type { IncomingTurn, Store, Transcript } from '../../storage/store.js';
import { setTrace, type TurnHandler } from '../channel.js';
import { answerOnce } from '../answerOnce.js';
import { BOT_ACCOUNT, DIRECT_LINE, type DirectLineAdapter } from './directLineAdapter.js';
import type { Incoming } from './incoming.js';

/** One person's conversation, as the server keeps it. */
export interface ConversationRecord {
  readonly userId: string;
  /** Ids of tokens that were refreshed, with the time (ms) from which they open nothing. */
  readonly rotated: Readonly<Record<string, number>>;
}

export interface ConversationsOptions {
  readonly store: Store;
  readonly adapter: DirectLineAdapter;
  readonly handler: TurnHandler;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly serviceUrl: string;
}

export interface Conversations {
  find(conversationId: string): Promise<ConversationRecord | undefined>;
  save(conversationId: string, record: ConversationRecord): Promise<void>;
  /** Makes the conversation, lets the bot greet, and resolves to `true`; `false` where it has begun before. */
  begin(conversationId: string, userId: string, locale?: string): Promise<boolean>;
  /** Keeps an activity, runs its turn and resolves to its id once it is answered. A repeated one is answered once. */
  post(conversationId: string, userId: string, incoming: Incoming, traceId?: string): Promise<string>;
  /** Erases the conversation and its person, once no turn of it runs. */
  erase(conversationId: string, userId: string): Promise<void>;
  /** Answers what was kept at least `olderThanMs` ago by a process that died before it could. */
  recover(olderThanMs: number): Promise<void>;
  /** Activities after a watermark; all of them where the transcript was erased since. */
  read(conversationId: string, watermark: number, limit?: number): Promise<Transcript>;
  /** Resolves when no turn runs. */
  settle(): Promise<void>;
}

const recordKey = (conversationId: string) => `${DIRECT_LINE}/conversations/${conversationId}/visitor`;

/** Creates the conversations of the channel over the store. */
export function createConversations(options: ConversationsOptions): Conversations {
  const { store, adapter, handler } = options;
  const running = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    const forget = () => running.delete(work);
    work.then(forget, forget);
    return work;
  };
  const find = async (conversationId: string) => {
    const key = recordKey(conversationId);
    return parseRecord((await store.read([key]))[key]);
  };
  const save = (conversationId: string, record: ConversationRecord) =>
    store.write({ [recordKey(conversationId)]: { ...record, eTag: '*' } });
  // One after the other: a second message is kept after the first one's answer, so the transcript reads in order.
  const inOrder = <T>(conversationId: string, work: () => Promise<T>): Promise<T> =>
    track(store.withLease(conversationId, work));
  const begin = async (conversationId: string, userId: string, locale?: string) => {
    if (await find(conversationId)) return false;
    await store.linkUser(userId, conversationId);
    const joined = { type: ActivityTypes.ConversationUpdate, membersAdded: [{ id: userId, name: '' }] };
    const activity = { ...envelope(options, conversationId, userId), ...joined, ...(locale && { locale }) };
    const { state, replies } = await adapter.process(activity, handler);
    // The record goes with the greeting: a conversation without one has not begun, and is greeted when it is tried again.
    const record: ConversationRecord = { userId, rotated: {} };
    const whole = { ...state, [recordKey(conversationId)]: record };
    await store.commitTurn({ conversationId, state: whole, replies, isInTranscript: true });
    return true;
  };
  const run = (turn: IncomingTurn, traceId?: string) => {
    const traced: TurnHandler = (context) => {
      setTrace(context, traceId);
      return handler(context);
    };
    return track(answerOnce(store, turn, { run: () => adapter.process(turn.activity, traced) }));
  };
  const recover = async (olderThanMs: number) => {
    const left = await store.listUnfinishedTurns(olderThanMs);
    // Only this channel's activities lie in a transcript; `directline` is also what Azure calls its own.
    await Promise.allSettled(left.filter((turn) => turn.isInTranscript).map((turn) => run(turn)));
  };
  const erase = async (conversationId: string, userId: string) => {
    await store.forgetUser(userId);
    await store.forget(conversationId);
    await store.delete([`${DIRECT_LINE}/users/${userId}`]);
  };
  return {
    find,
    save,
    begin: (conversationId, userId, locale) => inOrder(conversationId, () => begin(conversationId, userId, locale)),
    async post(conversationId, userId, { activity, clientActivityId }, traceId) {
      const turnId = clientActivityId ? idFor(conversationId, clientActivityId) : options.newId();
      const kept = { ...envelope(options, conversationId, userId), ...activity, id: turnId };
      const turn = { conversationId, turnId, activity: kept, userId, isInTranscript: true };
      await run(turn, traceId);
      return turnId;
    },
    erase: (conversationId, userId) => inOrder(conversationId, () => erase(conversationId, userId)),
    recover: (olderThanMs) => track(recover(olderThanMs)),
    async read(conversationId, watermark, limit) {
      const transcript = await store.readFrom(conversationId, watermark, limit);
      return transcript.watermark < watermark ? store.readFrom(conversationId, 0, limit) : transcript;
    },
    async settle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

function envelope({ newId, now, serviceUrl }: ConversationsOptions, conversationId: string, userId: string) {
  return {
    id: newId(),
    timestamp: now(),
    channelId: DIRECT_LINE,
    serviceUrl,
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
    from: { id: userId, name: '', role: 'user' },
    recipient: BOT_ACCOUNT,
  } satisfies Partial<Activity>;
}

/** The same id for every attempt to send one activity; a hash, since the client's own name for it may be anything. */
function idFor(conversationId: string, clientActivityId: string): string {
  return createHash('sha256').update(`${conversationId}/${clientActivityId}`).digest('base64url').slice(0, 22);
}

function parseRecord(stored: unknown): ConversationRecord | undefined {
  const isRecord = typeof stored === 'object' && stored !== null && 'userId' in stored && 'rotated' in stored;
  return isRecord ? (stored as ConversationRecord) : undefined; // written by `save` only
}
