import { createHash } from 'node:crypto';
import { ActivityTypes, type Activity } from 'botbuilder';
import type { IncomingTurn, Store, Transcript } from '../../storage/store.js';
import type { TurnHandler } from '../channel.js';
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
  post(conversationId: string, userId: string, incoming: Incoming): Promise<string>;
  /** Erases the conversation and its person, once no turn of it runs. */
  erase(conversationId: string, userId: string): Promise<void>;
  /** Answers what was kept by a process that died before it could. */
  recover(): Promise<void>;
  /** Activities after a watermark; all of them where the transcript was erased since. */
  read(conversationId: string, watermark: number, limit?: number): Promise<Transcript>;
  /** Resolves when no turn runs. */
  settle(): Promise<void>;
}

/** A message that ended so many processes is left without an answer. */
const MAX_ATTEMPTS = 3;

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
    track(store.withLease(`${DIRECT_LINE}/${conversationId}`, work));
  const begin = async (conversationId: string, userId: string, locale?: string) => {
    if (await find(conversationId)) return false;
    await save(conversationId, { userId, rotated: {} });
    await store.linkUser(userId, conversationId);
    const joined = { type: ActivityTypes.ConversationUpdate, membersAdded: [{ id: userId, name: '' }] };
    const activity = { ...envelope(options, conversationId, userId), ...joined, ...(locale && { locale }) };
    await store.append(conversationId, await adapter.process(activity, handler));
    return true;
  };
  const run = async (turn: IncomingTurn) => {
    const { conversationId, turnId, activity } = turn;
    const status = await store.beginTurn(turn);
    if (status.kind === 'finished') return;
    const isHopeless = status.kind === 'unfinished' && status.attempts > MAX_ATTEMPTS;
    const replies = isHopeless ? [] : await adapter.process(activity, handler);
    await store.commitTurn({ conversationId, turnId, state: {}, replies, isInTranscript: true });
  };
  const recover = async () => {
    const left = await store.listUnfinishedTurns(0);
    const ours = left.filter((turn) => turn.activity.channelId === DIRECT_LINE);
    await Promise.allSettled(ours.map((turn) => inOrder(turn.conversationId, () => run(turn))));
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
    async post(conversationId, userId, { activity, clientActivityId }) {
      const turnId = clientActivityId ? idFor(conversationId, clientActivityId) : options.newId();
      const kept = { ...envelope(options, conversationId, userId), ...activity, id: turnId };
      const turn = { conversationId, turnId, activity: kept, userId, isInTranscript: true };
      await inOrder(conversationId, () => run(turn));
      return turnId;
    },
    erase: (conversationId, userId) => inOrder(conversationId, () => erase(conversationId, userId)),
    recover: () => track(recover()),
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
