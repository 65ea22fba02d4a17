import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder';
import { KneeboneError } from '../errors.js';
import type { Change, Decision, Doc, Documents } from './documents.js';
import { conversationDoc } from './keys.js';
import type { OpenTurns, TurnRef } from './openTurns.js';
import type { Signals } from './signals.js';
import { checkItems } from './stateItems.js';
import type { FinishedChanges, IncomingTurn, Store, TurnStatus } from './store.js';

/** Turns lie in fields `turn:<id>` as `<number>\n<JSON>`; the number rises with every turn of the conversation. */
const PREFIX = 'turn:';
/** Redelivery comes within minutes; 32 turns are more than a person types in that time, at some 60 bytes each. */
const KEPT_TURNS = 32;
/** Replies are kept for the last turns only: whoever waits for an older one has long given up. */
const KEPT_REPLIES = 2;
const USER_PREFIX = 'user:';

type FieldChange = readonly [field: string, text: string | null];

type TurnEntry =
  | {
      readonly status: 'begun';
      readonly at: number;
      /** How many processes began it, the last of which is named. */
      readonly attempts: number;
      readonly by?: string;
      readonly incoming: IncomingTurn;
    }
  | {
      readonly status: 'done';
      readonly replies?: readonly Partial<Activity>[];
      readonly isDelivered: boolean;
      /** Kept until the replies are delivered, so that another process can deliver them. */
      readonly incoming?: IncomingTurn;
    };

interface KnownTurn {
  readonly field: string;
  readonly number: number;
  readonly json: string;
}

export interface TurnsOptions {
  readonly documents: Documents;
  readonly signals: Signals;
  readonly openTurns: OpenTurns;
  readonly now: () => number;
  /** Ties the person to the conversation in the person's own document. */
  readonly link: Store['linkUser'];
}

/** Exactly-once turns over documents: recorded, then answered and saved in one change. */
export function createTurns(
  options: TurnsOptions,
): Pick<Store, 'beginTurn' | 'commitTurn' | 'markDelivered' | 'listUnfinishedTurns'> {
  const { documents, signals, openTurns, now, link } = options;
  const me = randomUUID();
  // A reference too many is dropped when it is looked up, so nobody waits for this, and nobody minds if it fails.
  const drop = (ref: TurnRef) => void openTurns.remove(ref).catch(() => undefined);
  return {
    async beginTurn(turn) {
      const ref = { conversationId: turn.conversationId, turnId: turn.turnId };
      let indexed: Promise<void> | undefined;
      let linked: string | undefined;
      const recorded = documents.update(conversationDoc(turn.conversationId), (doc) => {
        // From here, so that both lie in one write of the journal. A reference too many is dropped when it is looked up.
        indexed ??= openTurns.add(ref, now());
        // It may fail first, on another node; nobody would hear of that in time, and the process would end.
        indexed.catch(() => undefined);
        linked = turn.userId === undefined ? undefined : doc.fields.get(userField(turn.userId));
        return decideBegin(doc, turn, { at: now(), by: me });
      });
      const status = await recorded.finally(() => indexed);
      // Once a day, so that the person's document is never much older than their conversations, and not swept before them.
      const isLinked = turn.userId === undefined || linked === dayOf(now());
      if (!isLinked) await link(turn.userId, turn.conversationId);
      if (status.kind === 'finished' && status.isDelivered) await openTurns.remove(ref);
      if (status.kind === 'new' && turn.isInTranscript) signals.notify(turn.conversationId);
      return status;
    },
    async commitTurn(changes) {
      const { conversationId, turnId, replies, isInTranscript } = changes;
      const length = await documents.update(conversationDoc(conversationId), (doc) => decideCommit(doc, changes));
      if (isInTranscript && replies.length > 0) signals.notify(conversationId);
      if (turnId !== undefined && isOver(changes)) drop({ conversationId, turnId });
      return length;
    },
    async markDelivered(conversationId, turnId) {
      await documents.update(conversationDoc(conversationId), (doc) => decideDelivered(doc, PREFIX + turnId));
      drop({ conversationId, turnId });
    },
    async listUnfinishedTurns(olderThanMs) {
      const refs = await openTurns.list(now() - olderThanMs);
      const found = await Promise.all(
        refs.map(async (ref) => {
          const turn = await documents.view(conversationDoc(ref.conversationId), (doc) => unfinished(doc, ref.turnId));
          if (!turn) await openTurns.remove(ref);
          return turn ? [turn] : [];
        }),
      );
      return found.flat();
    },
  };
}

/** Ids of the people a conversation is tied to. */
export function usersOf(doc: Doc): string[] {
  return [...doc.fields.keys()].filter((f) => f.startsWith(USER_PREFIX)).map((f) => f.slice(USER_PREFIX.length));
}

/** A UTC day, for example `2026-11-22`. */
export const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The field that ties a conversation to a person; holds the day on which that was last noted. */
export const userField = (userId: string) => USER_PREFIX + userId;

function decideBegin(doc: Doc, turn: IncomingTurn, begun: { at: number; by: string }): Decision<TurnStatus> {
  const field = PREFIX + turn.turnId;
  const known = knownTurns(doc);
  const before = known.find((k) => k.field === field);
  const entry = before && parseEntry(before.json);
  if (entry?.status === 'done')
    return { result: { kind: 'finished', replies: entry.replies ?? [], isDelivered: entry.isDelivered } };
  // A sender who tries again and again while half of the store is away is no message that ends processes.
  const attempts = (entry?.attempts ?? 0) + (entry?.by === begun.by ? 0 : 1);
  const number = before?.number ?? nextNumber(known);
  const change: Change = {
    set: [[field, format(number, { status: 'begun', ...begun, attempts, incoming: turn })]],
    ...(!entry && turn.isInTranscript && { push: [JSON.stringify(turn.activity)] }),
  };
  return { result: entry ? { kind: 'unfinished', attempts } : { kind: 'new' }, change };
}

function decideCommit(doc: Doc, changes: FinishedChanges): Decision<number> {
  const push = changes.isInTranscript ? changes.replies.map((r) => JSON.stringify(r)) : [];
  const set = [...checkItems(doc, changes.state), ...finish(doc, changes)];
  return { result: doc.length + push.length, change: { set, push } };
}

/** Marks the turn as answered, forgets the oldest turns and the replies of older ones. */
function finish(doc: Doc, changes: FinishedChanges): FieldChange[] {
  const { turnId, replies, isInTranscript } = changes;
  if (turnId === undefined) return [];
  const field = PREFIX + turnId;
  const known = knownTurns(doc);
  const own = known.find((k) => k.field === field);
  // Refused rather than ignored: whoever comes second must not send its replies.
  const begun = own && parseEntry(own.json);
  if (begun?.status === 'done') throw new KneeboneError('STORAGE_CONFLICT', 'the turn was answered before');
  const number = own?.number ?? nextNumber(known);
  const isDelivered = isOver(changes);
  const done: TurnEntry = {
    status: 'done',
    ...(!isInTranscript && { replies }),
    isDelivered,
    ...(!isDelivered && begun && { incoming: begun.incoming }),
  };
  const older = known.filter((k) => k.number <= number - KEPT_REPLIES && isDone(k));
  const thinned = older.flatMap((k): FieldChange[] => {
    if (k.number <= number - KEPT_TURNS) return [[k.field, null]];
    return k.json === BARE ? [] : [[k.field, `${k.number}\n${BARE}`]];
  });
  return [[field, format(number, done)], ...thinned];
}

/** Whether nothing is left to be brought to the person once the turn is committed. */
const isOver = ({ isInTranscript, isDelivered, replies }: FinishedChanges) =>
  isInTranscript || isDelivered === true || replies.length === 0;

const BARE = JSON.stringify({ status: 'done', isDelivered: true } satisfies TurnEntry);

function decideDelivered(doc: Doc, field: string): Decision<void> {
  const text = doc.fields.get(field);
  const entry = text === undefined ? undefined : parseEntry(jsonOf(text));
  if (text === undefined || entry?.status !== 'done' || entry.isDelivered) return { result: undefined };
  const told: TurnEntry = { status: 'done', ...(entry.replies && { replies: entry.replies }), isDelivered: true };
  return { result: undefined, change: { set: [[field, format(parseInt(text, 10), told)]] } };
}

function unfinished(doc: Doc, turnId: string): IncomingTurn | undefined {
  const text = doc.fields.get(PREFIX + turnId);
  const entry = text === undefined ? undefined : parseEntry(jsonOf(text));
  return entry?.status === 'done' && entry.isDelivered ? undefined : entry?.incoming;
}

function knownTurns(doc: Doc): KnownTurn[] {
  const known: KnownTurn[] = [];
  for (const [field, text] of doc.fields)
    if (field.startsWith(PREFIX)) known.push({ field, number: parseInt(text, 10), json: jsonOf(text) });
  return known;
}

const isDone = ({ json }: KnownTurn) => json === BARE || parseEntry(json).status === 'done';
const nextNumber = (known: readonly KnownTurn[]) => known.reduce((max, k) => Math.max(max, k.number), 0) + 1;
const jsonOf = (text: string) => text.slice(text.indexOf('\n') + 1);
const format = (number: number, entry: TurnEntry) => `${number}\n${JSON.stringify(entry)}`;
const parseEntry = (json: string) => JSON.parse(json) as TurnEntry; // written by `format` only
