import { ActivityTypes, type Activity } from 'botbuilder';
import type { Store, Transcript } from '../../storage/store.js';
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
  /** Activities after a watermark; all of them where the transcript was erased since. */
  read(conversationId: string, watermark: number, limit?: number): Promise<Transcript>;
  /** Resolves when no turn runs. */
  settle(): Promise<void>;
}

const recordKey = (conversationId: string) => `${DIRECT_LINE}/conversations/${conversationId}/visitor`;

/** Creates the conversations of the channel over the store. */
export function createConversations(options: ConversationsOptions): Conversations {
  const { store, newId, now } = options;
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
  const envelope = (conversationId: string, userId: string): Partial<Activity> => ({
    id: newId(),
    timestamp: now(),
    channelId: DIRECT_LINE,
    serviceUrl: options.serviceUrl,
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
    from: { id: userId, name: '', role: 'user' },
    recipient: BOT_ACCOUNT,
  });
  const begin = async (conversationId: string, userId: string, locale?: string) => {
    if (await find(conversationId)) return false;
    await save(conversationId, { userId, rotated: {} });
    await store.linkUser(userId, conversationId);
    const joined = {
      type: ActivityTypes.ConversationUpdate,
      membersAdded: [{ id: userId, name: '' }],
      ...(locale && { locale }),
    };
    await options.adapter.process({ ...envelope(conversationId, userId), ...joined }, options.handler);
    return true;
  };
  const post = async (conversationId: string, userId: string, { clientActivityId, activity, type }: Incoming) => {
    const earlier = clientActivityId ? await findEarlier(store, conversationId, userId, clientActivityId) : undefined;
    if (earlier && (earlier.isAnswered || type !== 'message')) return earlier.activity.id ?? '';
    const kept = earlier?.activity ?? { ...envelope(conversationId, userId), ...activity };
    if (!earlier) await store.append(conversationId, [kept]);
    await options.adapter.process(kept, options.handler);
    return kept.id ?? '';
  };
  // One after the other: a second message is kept after the first one's answer, so the transcript reads in order.
  const inOrder = <T>(conversationId: string, work: () => Promise<T>) =>
    track(store.withLease(`${DIRECT_LINE}/${conversationId}`, work));

  return {
    find,
    save,
    begin: (conversationId, userId, locale) => inOrder(conversationId, () => begin(conversationId, userId, locale)),
    post: (conversationId, userId, incoming) => inOrder(conversationId, () => post(conversationId, userId, incoming)),
    async read(conversationId, watermark, limit) {
      const transcript = await store.readFrom(conversationId, watermark, limit);
      return transcript.watermark < watermark ? store.readFrom(conversationId, 0, limit) : transcript;
    },
    async settle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

interface Earlier {
  readonly activity: Partial<Activity>;
  readonly isAnswered: boolean;
}

/** Looks for the same activity of an earlier attempt, whose answer the client may never have seen. */
async function findEarlier(
  store: Store,
  conversationId: string,
  userId: string,
  clientActivityId: string,
): Promise<Earlier | undefined> {
  let found: Partial<Activity> | undefined;
  for (let watermark = 0; ;) {
    const page = await store.readFrom(conversationId, watermark);
    found ??= page.activities.find((a) => a.from?.id === userId && clientIdOf(a) === clientActivityId);
    if (found && page.activities.some((a) => a.replyToId === found?.id)) return { activity: found, isAnswered: true };
    if (page.activities.length === 0) return found && { activity: found, isAnswered: false };
    watermark = page.watermark;
  }
}

function clientIdOf(activity: Partial<Activity>): unknown {
  const data: unknown = activity.channelData;
  return typeof data === 'object' && data !== null && 'clientActivityID' in data ? data.clientActivityID : undefined;
}

function parseRecord(stored: unknown): ConversationRecord | undefined {
  const isRecord = typeof stored === 'object' && stored !== null && 'userId' in stored && 'rotated' in stored;
  return isRecord ? (stored as ConversationRecord) : undefined; // written by `save` only
}
