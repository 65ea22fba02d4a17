import type { Activity } from 'botbuilder';
import type { IncomingTurn, Store } from '../../storage/store.js';
import type { Answer, Answers } from './answers.js';
import { fromStored, toStored } from './outgoing.js';
import { conversationOf, SLACK, toActivity, type Said } from './place.js';
import type { Postman } from './postman.js';
import { SlackCallError } from './slackApi.js';

/** Answers each thing said once, however often and under whatever names it is delivered. */
export interface Turns {
  /**
   * Resolves when the turn is over, or known to be; never rejects. What failed in passing is tried again on its own, since
   * Slack repeats nothing that was acknowledged.
   */
  take(said: Said): Promise<void>;
  /** Takes up turns that were begun at least `olderThanMs` ago by a process that died. */
  recover(olderThanMs: number): Promise<void>;
  /** Waits for turns in flight and gives up waiting ones. */
  close(): Promise<void>;
}

export interface TurnsOptions {
  readonly store: Store;
  readonly answers: Answers;
  readonly postman: Postman;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
  /** Pauses before a failed turn is tried again. */
  readonly retryAfterMs?: readonly number[];
}

/** Longer than any turn takes, and short enough that another process takes over soon after one died. */
const CLAIM_MS = 120_000;
/** Slack repeats an event for an hour at most; an answer that comes later than that only puzzles people. */
const MAX_AGE_MS = 3_600_000;
const RETRY_AFTER_MS = [5_000, 60_000, 300_000];

type Outcome = 'done' | 'failed' | 'elsewhere';
/** Messages of a turn that Slack took before a later one failed. */
type Sent = Map<string, number>;

/** Creates the turns of the channel. */
export function createTurns(options: TurnsOptions): Turns {
  const { store, onError, retryAfterMs = RETRY_AFTER_MS } = options;
  const running = new Map<string, Promise<Outcome>>();
  const last = new Map<string, Promise<unknown>>();
  const timers = new Set<NodeJS.Timeout>();
  const sent: Sent = new Map();
  let isClosing = false;

  const runOnce = (said: Said): Promise<Outcome> => {
    const known = running.get(said.identity);
    if (known) return known;
    const conversation = conversationOf(said.place);
    // In order of arrival: two quick messages of one person are two steps of one conversation.
    const work = (last.get(conversation) ?? Promise.resolve()).then(() => runClaimed(said, options, sent));
    running.set(said.identity, work);
    last.set(conversation, work);
    const forget = () => {
      running.delete(said.identity);
      if (last.get(conversation) === work) last.delete(conversation);
    };
    void work.then(forget);
    return work;
  };
  const take = async (said: Said, attempt = 0): Promise<void> => {
    const isFirst = !running.has(said.identity);
    const outcome = await runOnce(said);
    if (outcome === 'done' || !isFirst) return;
    const pause = outcome === 'elsewhere' ? CLAIM_MS : retryAfterMs[attempt];
    if (pause !== undefined && attempt < retryAfterMs.length) later(said, pause, attempt + 1);
  };
  const later = (said: Said, pause: number, attempt: number) => {
    if (isClosing) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void take(said, attempt);
    }, pause);
    timers.add(timer.unref());
  };

  return {
    take: (said) => take(said),
    async recover(olderThanMs) {
      try {
        const open = await store.listUnfinishedTurns(olderThanMs);
        await Promise.all(open.flatMap((turn) => readStored(turn, options.now())).map((said) => take(said)));
      } catch (error) {
        onError(error);
      }
    },
    async close() {
      isClosing = true;
      for (const timer of timers) clearTimeout(timer);
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

/** Never rejects. */
async function runClaimed(said: Said, options: TurnsOptions, sent: Sent): Promise<Outcome> {
  const { store, onError } = options;
  const key = `${SLACK}/turn/${said.identity}`;
  try {
    if (!(await store.claim(key, CLAIM_MS))) return 'elsewhere';
  } catch (error) {
    onError(error);
    return 'failed';
  }
  try {
    const isKept = await answerOnce(said, options, sent);
    await store.release(key);
    // Nothing of an erased conversation tells that it was answered, so the claim has to.
    if (!isKept) await store.claim(key, MAX_AGE_MS);
    return 'done';
  } catch (error) {
    onError(error);
    await store.release(key).catch(onError);
    return error instanceof SlackCallError && !error.isPassing ? 'done' : 'failed';
  }
}

/** Resolves to `false` where nothing was kept of the turn, because the person had it erased. */
function answerOnce(said: Said, options: TurnsOptions, sent: Sent): Promise<boolean> {
  const turn = toTurn(said, options.now());
  return options.store.withLease(turn.conversationId, () => answerHere(said, turn, options, sent));
}

async function answerHere(said: Said, turn: IncomingTurn, options: TurnsOptions, sent: Sent): Promise<boolean> {
  const { store, postman } = options;
  const status = await store.beginTurn(turn);
  if (status.kind === 'finished' && status.isDelivered) return true;
  const isTold = status.kind === 'finished';
  const { state, replies } = isTold
    ? { state: {}, replies: fromStored(status.replies) }
    : await options.answers.answer(said);
  const isKept = isTold || (await keep(turn, { state, replies }, store));
  for (const one of replies.slice(sent.get(said.identity) ?? 0)) {
    await postman.deliver(one);
    sent.set(said.identity, (sent.get(said.identity) ?? 0) + 1);
  }
  sent.delete(said.identity);
  if (isKept) await store.markDelivered(turn.conversationId, turn.turnId);
  return isKept;
}

/** Saves the state with what is to be said, before it is said: a failed delivery repeats words, not the turn. */
async function keep(turn: IncomingTurn, { state, replies }: Answer, store: Store): Promise<boolean> {
  const { conversationId, turnId, userId } = turn;
  // "Forget me" erased the conversation; it must not come back by being noted.
  if (userId !== undefined && !(await store.listConversations(userId)).includes(conversationId)) return false;
  await store.commitTurn({ conversationId, turnId, state, replies: replies.map(toStored), isInTranscript: false });
  return true;
}

function toTurn(said: Said, at: Date): IncomingTurn {
  const { place, identity } = said;
  const activity: Partial<Activity> = { ...toActivity(place, identity, at), channelData: { said } };
  return {
    conversationId: conversationOf(place),
    turnId: identity,
    activity,
    // A thread belongs to everybody in it; erasing one person must not erase it.
    ...(place.kind === 'direct' && { userId: `${place.team}:${place.user}` }),
    isInTranscript: false,
  };
}

/** What a turn of this channel that was left behind said, unless it is too old to be answered. */
function readStored({ activity }: IncomingTurn, now: Date): Said[] {
  const data: unknown = activity.channelData;
  const isOurs = activity.channelId === SLACK && typeof data === 'object' && data !== null && 'said' in data;
  const begun = new Date(activity.timestamp ?? 0).getTime();
  return isOurs && now.getTime() - begun < MAX_AGE_MS ? [data.said as Said] : []; // written by toTurn only
}
