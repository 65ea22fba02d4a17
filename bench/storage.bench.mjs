// One saved turn (begin, read the state, commit) with 10, 1,000 and 100,000 conversations stored.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const title = 'A saved turn of the embedded store, one after the other, by the number of conversations stored';

const COUNTS = [10, 1000, Number(process.env.BENCH_CONVERSATIONS ?? 100_000)];
const MEASURED = 300;
const AT_ONCE = 64;

export async function run() {
  const { createLowdbStore } = await import('../dist/src/storage/lowdb/lowdbStore.js');
  const rows = [];
  for (const count of COUNTS) rows.push(await measure(createLowdbStore, count));
  return rows.map((row) => ({ ...row, 'p50 to 10': Number((row['p50 ms'] / rows[0]['p50 ms']).toFixed(2)) }));
}

async function measure(createLowdbStore, count) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'kneebone-bench-'));
  let store = await createLowdbStore({ dir });
  try {
    let next = 0;
    const fill = async () => {
      while (next < count) await saveTurn(store, `c${next++}`, 'first');
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fill));
    // Opened anew, so that nothing of the filling is still being written, and nothing is in memory.
    await store.close();
    store = await createLowdbStore({ dir });
    const times = [];
    for (let n = 0; n < MEASURED; n++) {
      const from = performance.now();
      // Spread over all of them, so that most are not in memory.
      await saveTurn(store, `c${(n * 7919) % count}`, `t${n}`);
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    const at = (share) => Number(times[Math.floor(times.length * share)].toFixed(2));
    return { conversations: count, 'p50 ms': at(0.5), 'p99 ms': at(0.99) };
  } finally {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function saveTurn(store, conversationId, turnId) {
  const key = `directline/conversations/${conversationId}/`;
  const activity = { type: 'message', id: turnId, text: 'Should I use ice or heat?' };
  await store.withLease(conversationId, async () => {
    await store.beginTurn({ conversationId, turnId, activity, isInTranscript: true });
    const state = (await store.read([key]))[key];
    await store.commitTurn({
      ...{ conversationId, turnId, isInTranscript: true },
      state: { [key]: { n: (state?.n ?? 0) + 1, filler: 'y'.repeat(800), eTag: state?.eTag } },
      replies: [{ type: 'message', id: `${turnId}-reply`, replyToId: turnId, text: 'x'.repeat(800) }],
    });
  });
}
