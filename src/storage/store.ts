import type { Activity, Storage, StoreItems } from 'botbuilder';

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

/** An incoming activity, to be recorded before it is answered. */
export interface IncomingTurn {
  readonly conversationId: string;
  /** The same for every delivery of the activity: its id, or the sender's own name for it. */
  readonly turnId: string;
  readonly activity: Partial<Activity>;
  /** Whoever wrote it; ties the conversation to the person for `listConversations` and `forgetUser`. */
  readonly userId?: string;
  /** `true` puts the activity, and later its replies, into the activities that `readFrom` gives (Direct Line). */
  readonly isInTranscript: boolean;
}

/** What is known of a turn that is begun. */
export type TurnStatus =
  /** First delivery; run the turn. */
  | { readonly kind: 'new' }
  /** Begun before and never committed; run it again. `attempts` counts the processes that began it, this one too. */
  | { readonly kind: 'unfinished'; readonly attempts: number }
  /** Answered before: do not run it. Send `replies` again only where `isDelivered` is `false` or the caller waits for them. */
  | { readonly kind: 'finished'; readonly replies: readonly Partial<Activity>[]; readonly isDelivered: boolean };

/** The end of a turn: everything it changes is saved together, or nothing is. */
export interface FinishedChanges {
  readonly conversationId: string;
  /** As in `beginTurn`; without it the changes are saved and nothing is marked as answered. */
  readonly turnId?: string;
  /** State of this conversation as `write` takes it; a stale eTag refuses the whole turn with STORAGE_CONFLICT. */
  readonly state: StoreItems;
  /** What was said in reply, rendered and with ids. */
  readonly replies: readonly Partial<Activity>[];
  /** As in `beginTurn`. */
  readonly isInTranscript: boolean;
  /** `true`: whoever asked is given the replies with this very answer, so that `markDelivered` is not needed. */
  readonly isDelivered?: boolean;
}

/** All that is kept about one conversation, for its owner. */
export interface ConversationExport {
  readonly conversationId: string;
  /** State by its key. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly activities: readonly Partial<Activity>[];
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
  /**
   * Records an incoming activity, durably, and tells whether it was answered before. The last 32 turns of a
   * conversation are known. `listUnfinishedTurns` has it until `commitTurn`.
   */
  beginTurn(turn: IncomingTurn): Promise<TurnStatus>;
  /**
   * Saves state and replies together and marks the turn as answered; resolves to the conversation's watermark.
   * @throws KneeboneError STORAGE_CONFLICT when the turn was answered meanwhile, its lease was lost, or an eTag is stale
   */
  commitTurn(changes: FinishedChanges): Promise<number>;
  /** Notes that the replies of a committed turn reached the channel. Losing this note costs a repeated delivery at most. */
  markDelivered(conversationId: string, turnId: string): Promise<void>;
  /**
   * Turns that were begun at least `olderThanMs` ago and never committed, for a process to run again after a kill; also those
   * whose replies were committed and not yet delivered.
   */
  listUnfinishedTurns(olderThanMs: number): Promise<IncomingTurn[]>;
  /**
   * Calls `listener` after each append to the conversation, by any process; now and then without one. Resolves to the
   * function that ends it.
   */
  subscribe(conversationId: string, listener: () => void): Promise<() => Promise<void>>;
  /**
   * Runs `turn` while no other turn of the conversation runs, in any process, in order of arrival. Not re-entrant. A
   * process that loses its lease (it was paused, or cut off) can no longer save what the turn changes.
   */
  withLease<T>(conversationId: string, turn: () => Promise<T>): Promise<T>;
  /** Marks a delivery as begun. `false`: it was begun before, within `ttlMs`. */
  claim(key: string, ttlMs: number): Promise<boolean>;
  /** Undoes `claim`, so that a repeated delivery is handled. */
  release(key: string): Promise<void>;
  /** Adds one to a counter that restarts every `windowMs`; resolves to its new value. */
  increment(key: string, windowMs: number): Promise<number>;
  /** Keeps a record; one of the same kind, day and id is replaced. */
  addRecord(kind: RecordKind, record: StoredRecord): Promise<void>;
  /** All records of a kind, oldest first. */
  listRecords(kind: RecordKind): Promise<StoredRecord[]>;
  deleteRecords(kind: RecordKind, ids: readonly string[]): Promise<void>;
  /** Erases the records of a kind made before `before`, copies too; resolves to their number. */
  sweepRecords(kind: RecordKind, before: Date): Promise<number>;
  /** Ties a conversation to a person, where `beginTurn` does not. */
  linkUser(userId: string, conversationId: string): Promise<void>;
  /** Conversations tied to a person. */
  listConversations(userId: string): Promise<string[]>;
  /** All that is kept about a person's conversations. */
  exportUser(userId: string): Promise<ConversationExport[]>;
  /** Erases a conversation: state, activities, copies. */
  forget(conversationId: string): Promise<void>;
  /** Erases a person: all their conversations and their own state; resolves to the number of conversations. */
  forgetUser(userId: string): Promise<number>;
  /** Erases what was last touched before `before`; resolves to the number of conversations erased. */
  sweep(before: Date): Promise<number>;
  /** Rejects with STORAGE_UNAVAILABLE when nothing could be saved at present. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Where a store reports what a person has to know; pino's logger is one. Holds codes and file names, never contents. */
export interface StorageLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** Key of a conversation's state, as the SDK's ConversationState builds it. */
export function conversationKey(channelId: string, conversationId: string): string {
  return `${channelId}/conversations/${conversationId}/`;
}
