import { writeSync } from 'node:fs';
import { createLowdbStore } from '../../../src/storage/lowdb/lowdbStore.js';
import { createRedisStore } from '../../../src/storage/redis/redisStore.js';
import { conversationKey, type IncomingTurn, type Store } from '../../../src/storage/store.js';

/**
 * Runs turns until it is killed, or until `--turns` are done: `turnScript <lowdb|redis> <dir|url> <name> [options]`.
 * Prints `ready`, then `ack <conversation> <turn>` when a turn is saved, or `error <code>`.
 */
export interface Options {
  readonly conversations: number;
  readonly lanes: number;
  readonly turns: number;
  readonly prefix: string;
  readonly pauseMs: number;
  /** Size of each reply; large ones fill the journal's files quickly. */
  readonly replyChars: number;
}

/** What the bot does, as far as the store sees it: counts in the state, and answers with the count. */
export async function runTurn(store: Store, turn: IncomingTurn, replyChars = 800): Promise<void> {
  const { conversationId, turnId } = turn;
  await store.withLease(conversationId, async () => {
    if ((await store.beginTurn(turn)).kind === 'finished') return;
    const key = conversationKey('directline', conversationId);
    const state = (await store.read([key]))[key] as { n?: number; eTag?: string } | undefined; // written below
    const n = (state?.n ?? 0) + 1;
    const reply = {
      type: 'message',
      id: `${turnId}-reply`,
      text: `answer ${n}`,
      replyToId: turnId,
      value: 'x'.repeat(replyChars),
    };
    await store.commitTurn({
      conversationId,
      turnId,
      state: { [key]: { n, filler: 'y'.repeat(800), eTag: state?.eTag } },
      replies: [reply],
      isInTranscript: true,
    });
  });
}

/** Runs again what an earlier process began and did not finish. */
export async function finishTurns(store: Store): Promise<number> {
  const turns = await store.listUnfinishedTurns(0);
  await Promise.all(turns.map((turn) => runTurn(store, turn)));
  return turns.length;
}

export function createTurn(conversationId: string, turnId: string): IncomingTurn {
  const activity = { type: 'message', id: turnId, text: `utterance of ${turnId}` };
  return { conversationId, turnId, activity, isInTranscript: true, userId: `user-of-${conversationId}` };
}

async function main([kind, place, name, json]: string[]): Promise<void> {
  const defaults: Options = { conversations: 4, lanes: 8, turns: Infinity, prefix: 'c', pauseMs: 0, replyChars: 800 };
  const options: Options = { ...defaults, ...JSON.parse(json ?? '{}') };
  const store = await (kind === 'redis'
    ? createRedisStore({ url: place ?? '' })
    : createLowdbStore({ dir: place ?? '' }));
  say('ready');
  let count = 0;
  const lane = async () => {
    while (count < options.turns) {
      const n = count++;
      const conversation = `${options.prefix}${n % options.conversations}`;
      const turn = `${name}-${n}`;
      await runTurn(store, createTurn(conversation, turn), options.replyChars).then(
        () => say(`ack ${conversation} ${turn}`),
        (error: { code?: string }) => say(`error ${error.code ?? String(error)}`),
      );
      if (options.pauseMs > 0) await new Promise((done) => setTimeout(done, options.pauseMs));
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, lane));
  await store.close();
  say('closed');
}

/** At once, so that nothing is printed that a kill could take back. */
function say(line: string): void {
  try {
    writeSync(1, `${line}\n`);
  } catch {
    // The reader is gone.
  }
}

if (process.argv[1]?.endsWith('turnScript.mjs')) void main(process.argv.slice(2));
