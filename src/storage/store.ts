import type { Activity, Storage } from 'botbuilder';

/** Activities of a Direct Line conversation from a watermark on. */
export interface Transcript {
  readonly activities: readonly Partial<Activity>[];
  /** Number of activities stored so far; give it back to read what follows. */
  readonly watermark: number;
}

/** A kind of record that is kept outside conversations. */
export type RecordKind = 'feedback' | 'review' | 'figures';

export interface StoredRecord {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly [field: string]: unknown;
}

/**
 * Everything Kneebone keeps. `read`, `write` and `delete` are the SDK's state storage with eTags: a write with a stale
 * eTag is refused with STORAGE_CONFLICT. All promises reject with STORAGE_UNAVAILABLE while the store cannot be reached.
 */
export interface Store extends Storage {
  /** Appends to a conversation's activities in order; resolves to the new watermark once they are durable. */
  append(conversationId: string, activities: readonly Partial<Activity>[]): Promise<number>;
  /** Reads at most `limit` activities after `watermark`. A conversation that does not exist has none. */
  readFrom(conversationId: string, watermark: number, limit?: number): Promise<Transcript>;
  /** Calls `listener` after each append to the conversation, by any process. Resolves to the function that ends it. */
  subscribe(conversationId: string, listener: () => void): Promise<() => Promise<void>>;
  /** Runs `turn` while no other turn of the conversation runs, in any process, in order of arrival. */
  withLease<T>(conversationId: string, turn: () => Promise<T>): Promise<T>;
  /** Marks a delivery as begun. `false`: it was begun before, within `ttlMs`. */
  claim(key: string, ttlMs: number): Promise<boolean>;
  /** Undoes `claim`, so that a repeated delivery is handled. */
  release(key: string): Promise<void>;
  /** Adds one to a counter that restarts every `windowMs`; resolves to its new value. */
  increment(key: string, windowMs: number): Promise<number>;
  addRecord(kind: RecordKind, record: StoredRecord): Promise<void>;
  listRecords(kind: RecordKind): Promise<StoredRecord[]>;
  deleteRecords(kind: RecordKind, ids: readonly string[]): Promise<void>;
  /** Erases a conversation: state, activities, copies. */
  forget(conversationId: string): Promise<void>;
  /** Erases what was last touched before `before`; resolves to the number of conversations erased. */
  sweep(before: Date): Promise<number>;
  /** Rejects with STORAGE_UNAVAILABLE when nothing could be saved at present. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Key of a conversation's state, as the SDK's ConversationState builds it. */
export function conversationKey(channelId: string, conversationId: string): string {
  return `${channelId}/conversations/${conversationId}/`;
}
