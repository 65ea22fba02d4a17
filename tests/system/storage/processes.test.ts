import { createRedisStore } from '../../../src/storage/redis/redisStore.js';
import { conversationKey, type Store } from '../../../src/storage/store.js';
import { KneeboneError } from '../../../src/errors.js';
import { buildScript, startScript } from './childProcess.js';
import { createRedisCluster, createRedisServer, waitFor, type RedisServer } from './redisServer.js';
import { createTurn, finishTurns, runTurn } from './turnScript.js';

const codeOf = (error: unknown) => (error instanceof KneeboneError ? error.code : String(error));
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const script = buildScript('turnScript');

describe('several processes on one Redis', () => {
  let server: RedisServer;
  let store: Store;
  beforeAll(async () => {
    server = await createRedisServer();
    await server.start();
    store = await createRedisStore({ url: server.url });
  });
  afterAll(async () => {
    await store.close();
    await server.remove();
  });

  test('200 turns side by side in one conversation over 3 processes have one order and lose no update', async () => {
    const options = JSON.stringify({ conversations: 1, lanes: 67, turns: 67, prefix: 'one' });
    const began = performance.now();
    const runs = ['p', 'q', 'r'].map((name) => startScript(script, ['redis', server.url, name, options]));
    await Promise.all(runs.map((run) => run.ended));
    const took = performance.now() - began;
    expect(runs.flatMap((run) => run.lines.filter((line) => line.startsWith('ack')))).toHaveLength(201);
    const { activities } = await store.readFrom('one0', 0, 1000);
    const counts = activities.flatMap((a) => (a.replyToId ? [a.text] : []));
    expect(counts).toEqual(Array.from({ length: 201 }, (_, n) => `answer ${n + 1}`));
    const key = conversationKey('directline', 'one0');
    expect((await store.read([key]))[key].n).toBe(201);
    process.stdout.write(
      `3 processes, 201 turns in one conversation: ${Math.round(took)} ms with the start of the processes\n`,
    );
  });

  test('an activity stored by one process reaches the listener of another', async () => {
    const other = await createRedisStore({ url: server.url });
    let calls = 0;
    const end = await store.subscribe('heard', () => (calls += 1));
    await other.append('heard', [{ type: 'message', text: 'a' }]);
    await waitFor(() => calls > 0);
    await end();
    await other.close();
  });

  test('a process that was paused beyond its lease can no longer save', async () => {
    const other = await createRedisStore({ url: server.url });
    const key = conversationKey('directline', 'paused');
    let release = () => {};
    let isHeld = () => {};
    const held = new Promise<void>((done) => (isHeld = done));
    const late = store
      .withLease('paused', async () => {
        isHeld();
        await new Promise<void>((done) => (release = done));
        await store.write({ [key]: { by: 'the paused one', eTag: '*' } });
      })
      .catch(codeOf);
    await held;
    // What a pause does: the lease runs out at the server, and another process takes it.
    server.cli('del', 'kneebone:{conversation/paused}:lease');
    await other.withLease('paused', async () => {
      await other.write({ [key]: { by: 'the other', eTag: '*' } });
      release();
      expect(await late).toBe('STORAGE_CONFLICT');
    });
    expect((await store.read([key]))[key].by).toBe('the other');
    await other.close();
  });

  test('a turn whose process died is taken over after its lease ran out', async () => {
    const run = startScript(script, [
      'redis',
      server.url,
      'dead',
      JSON.stringify({ prefix: 'orphan', conversations: 1, pauseMs: 1 }),
    ]);
    await waitFor(() => run.lines.length > 20);
    run.child.kill('SIGKILL');
    await run.ended;
    const began = performance.now();
    await finishTurns(store);
    await runTurn(store, createTurn('orphan0', 'next'));
    process.stdout.write(
      `a conversation goes on ${Math.round(performance.now() - began)} ms after its process was killed\n`,
    );
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('while Redis is stopped errors come at once, and work goes on after its restart without ours', async () => {
    const heard: number[] = [];
    const read = () => store.readFrom('outage', 0).then((t) => heard.push(t.watermark));
    const end = await store.subscribe('outage', () => void read().catch(() => undefined));
    await runTurn(store, createTurn('outage', 't1'));
    await server.stop();
    await waitFor(async () => (await store.check().catch(codeOf)) === 'STORAGE_UNAVAILABLE');
    const began = performance.now();
    expect(await runTurn(store, createTurn('outage', 't2')).catch(codeOf)).toBe('STORAGE_UNAVAILABLE');
    expect(performance.now() - began).toBeLessThan(3000);
    await server.start();
    await waitFor(async () => (await store.check().catch(codeOf)) === undefined);
    await waitFor(async () => (await runTurn(store, createTurn('outage', 't2')).catch(codeOf)) === undefined);
    const { activities, watermark } = await store.readFrom('outage', 0);
    expect(activities.map((a) => a.text)).toEqual(['utterance of t1', 'answer 1', 'utterance of t2', 'answer 2']);
    await waitFor(() => heard.includes(watermark));
    await end();
  });

  test('a Redis that hangs gives errors within seconds, not silence', async () => {
    server.signal('SIGSTOP');
    const began = performance.now();
    expect(await store.check().catch(codeOf)).toBe('STORAGE_UNAVAILABLE');
    expect(performance.now() - began).toBeLessThan(4000);
    server.signal('SIGCONT');
    await waitFor(async () => (await store.check().catch(codeOf)) === undefined);
  });

  test('a store opens while Redis is away and works once it is there', async () => {
    const late = await createRedisServer();
    const early = await createRedisStore({ url: late.url });
    expect(await early.check().catch(codeOf)).toBe('STORAGE_UNAVAILABLE');
    await late.start();
    await waitFor(async () => (await early.check().catch(codeOf)) === undefined);
    await early.close();
    await late.remove();
  });
});

describe('a Redis Cluster that loses a master', () => {
  test('errors are honest, the replica takes over, and no acknowledged turn is answered twice', async () => {
    const cluster = await createRedisCluster(3);
    const store = await createRedisStore({ url: cluster.url });
    let calls = 0;
    const end = await store.subscribe('f0', () => (calls += 1));
    const acknowledged: [conversation: string, turn: string][] = [];
    const errors: string[] = [];
    let isOver = false;
    const lane = async (name: string) => {
      for (let n = 0; !isOver; n++) {
        const [conversation, turn] = [`f${n % 12}`, `${name}-${n}`];
        await runTurn(store, createTurn(conversation, turn)).then(
          () => acknowledged.push([conversation, turn]),
          (error) => errors.push(codeOf(error)),
        );
        await pause(5);
      }
    };
    const lanes = ['a', 'b', 'c', 'd'].map(lane);
    await pause(1000);
    const [lost, other] = cluster.nodes;
    await lost?.stop('SIGKILL');
    const began = performance.now();
    await waitFor(() => Boolean(other?.cli('cluster', 'info').includes('cluster_state:ok')) && errors.length > 0);
    await waitFor(async () => (await allWork(store)) === true, 60_000);
    const recoveredMs = performance.now() - began;
    await pause(1000);
    isOver = true;
    await Promise.all(lanes);
    await waitFor(
      async () =>
        (await finishTurns(store).then(
          () => true,
          () => false,
        )) === true,
      60_000,
    );

    expect(new Set(errors)).toEqual(new Set(['STORAGE_UNAVAILABLE']));
    const before = calls;
    await store.append('f0', [{ type: 'message', text: 'after' }]);
    await waitFor(() => calls > before);
    let missing = 0;
    for (let n = 0; n < 12; n++) {
      const { activities } = await store.readFrom(`f${n}`, 0, 100_000);
      const replies = activities.flatMap((a) => (a.replyToId ? [a.replyToId] : []));
      expect(new Set(replies).size).toBe(replies.length);
      missing += acknowledged.filter(([c, t]) => c === `f${n}` && !replies.includes(t)).length;
    }
    process.stdout.write(
      `failover: ${acknowledged.length} turns acknowledged, ${errors.length} refused, all slots again after ` +
        `${Math.round(recoveredMs)} ms, ${missing} acknowledged turns lost by the dead master (asynchronous replication)\n`,
    );
    await end();
    await store.close();
    await cluster.remove();
  });
});

/** A turn in a dozen conversations, which lie on all nodes. */
async function allWork(store: Store): Promise<boolean> {
  const tries = Array.from({ length: 12 }, (_, n) => store.claim(`probe-${n}-${Date.now()}`, 1000));
  return (await Promise.allSettled(tries)).every((t) => t.status === 'fulfilled');
}
