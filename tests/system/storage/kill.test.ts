import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLowdbStore } from '../../../src/storage/lowdb/lowdbStore.js';
import { createRedisStore } from '../../../src/storage/redis/redisStore.js';
import { conversationKey, type Store } from '../../../src/storage/store.js';
import { buildScript, startScript } from './childProcess.js';
import { createRedisServer, type RedisServer } from './redisServer.js';
import { finishTurns } from './turnScript.js';

/** The full size is `KILLS=300`; fewer by default, so that all system tests together take minutes. */
const KILLS = Number(process.env['KILLS'] ?? 30);
const CONVERSATIONS = 4;

interface Tally {
  kills: number;
  acknowledged: number;
  finishedAfterwards: number;
  slowestOpenMs: number;
}

/** Starts the script, kills it somewhere between its first and its n-th turn, and gives what it acknowledged. */
async function killOnce(script: string, args: readonly string[]): Promise<string[]> {
  const run = startScript(script, args);
  const until = Math.random() ** 2 * 250;
  while (!run.lines.includes('ready')) await new Promise((done) => setTimeout(done, 2));
  await new Promise((done) => setTimeout(done, until));
  run.child.kill('SIGKILL');
  expect(await run.ended).toBe('SIGKILL');
  expect(run.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  return run.lines.filter((line) => line.startsWith('ack')).map((line) => line.slice(4));
}

/** Every acknowledged turn is there, every begun one is answered once, and the state counts them all. */
async function checkRound(store: Store, prefix: string, acknowledged: readonly string[]): Promise<void> {
  const missing = new Set(acknowledged);
  for (let i = 0; i < CONVERSATIONS; i++) {
    const id = `${prefix}${i}`;
    const { activities } = await store.readFrom(id, 0, 100_000);
    const replies = activities.filter((a) => a.replyToId).map((a) => a.replyToId);
    const asked = activities.filter((a) => !a.replyToId).map((a) => a.id);
    expect(new Set(replies).size).toBe(replies.length);
    expect(new Set(asked).size).toBe(asked.length);
    expect([...replies].sort()).toEqual([...asked].sort());
    const key = conversationKey('directline', id);
    expect((await store.read([key]))[key]?.n ?? 0).toBe(replies.length);
    for (const turn of replies) missing.delete(`${id} ${turn}`);
  }
  expect([...missing]).toEqual([]);
}

interface Plan {
  readonly kind: 'lowdb' | 'redis';
  readonly place: string;
  readonly open: () => Promise<Store>;
  /** Kills before each look at what is stored; a killed process's leases in Redis live on for seconds. */
  readonly killsPerCheck: number;
}

async function killAgainAndAgain(script: string, { kind, place, open, killsPerCheck }: Plan): Promise<Tally> {
  const tally: Tally = { kills: 0, acknowledged: 0, finishedAfterwards: 0, slowestOpenMs: 0 };
  while (tally.kills < KILLS) {
    const rounds: { prefix: string; acknowledged: string[] }[] = [];
    for (let i = 0; i < killsPerCheck; i++) {
      const prefix = `r${tally.kills++}-`;
      // Large replies fill a journal file within a round, so that kills also fall into the saving of documents.
      const options = { prefix, conversations: CONVERSATIONS, replyChars: tally.kills % 2 === 0 ? 800 : 60_000 };
      const acknowledged = await killOnce(script, [kind, place, prefix, JSON.stringify(options)]);
      rounds.push({ prefix, acknowledged });
      tally.acknowledged += acknowledged.length;
    }
    const began = performance.now();
    const store = await open();
    tally.slowestOpenMs = Math.max(tally.slowestOpenMs, performance.now() - began);
    tally.finishedAfterwards += await finishTurns(store);
    for (const { prefix, acknowledged } of rounds) await checkRound(store, prefix, acknowledged);
    await store.close();
  }
  return tally;
}

describe('a process that is killed at any moment', () => {
  const script = buildScript('turnScript');
  const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-kill-'));
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await createRedisServer();
    await redis.start();
  });
  afterAll(async () => {
    await redis.remove();
    rmSync(dir, { recursive: true, force: true });
  });

  test('loses no acknowledged turn and answers none twice, with files', async () => {
    const damage: string[] = [];
    const log = { info() {}, warn() {}, error: (fields: object) => void damage.push(JSON.stringify(fields)) };
    const tally = await killAgainAndAgain(script, {
      kind: 'lowdb',
      place: dir,
      open: () => createLowdbStore({ dir, log }),
      killsPerCheck: 1,
    });
    report('lowdb', tally);
    expect(damage).toEqual([]);
  }, 600_000);

  test('loses no acknowledged turn and answers none twice, with Redis', async () => {
    const tally = await killAgainAndAgain(script, {
      kind: 'redis',
      place: redis.url,
      open: () => createRedisStore({ url: redis.url }),
      killsPerCheck: 30,
    });
    report('redis', tally);
  }, 900_000);
});

function report(name: string, { kills, acknowledged, finishedAfterwards, slowestOpenMs }: Tally): void {
  process.stdout.write(
    `kill ${name}: ${kills} kills, ${acknowledged} turns acknowledged, 0 lost, 0 answered twice, ` +
      `${finishedAfterwards} finished after the kill, slowest opening ${Math.round(slowestOpenMs)} ms\n`,
  );
}
