// Whole turns through /api/messages against the SDK's own bot, side by side in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadMessages, startServer, stopServer } from './httpLoad.mjs';

const TEXTS = [
  'I had hip surgery, why does my knee hurt?',
  'knee',
  'how should I sleep after a hip replacement',
  'what is the iliopsoas',
  'hello',
  'hip',
  'can I use ice for the swelling',
  'thanks',
];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const MS = Number(process.env.BENCH_MS ?? 4000);
const CONNECTIONS = 32;

export const title = 'A whole turn through /api/messages (expectReplies), 32 connections';

export async function run() {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'kneebone-bench-'));
  const quiet = { PORT: '0', LOG_LEVEL: 'silent', RATE_TURNS: '100000', RATE_REQUESTS: '10000000' };
  const servers = {
    'SDK bot, MemoryStorage': await startServer(['bench/sdkBot.mjs']),
    'Kneebone, memory': await startServer(['scripts/start.mjs'], { ...quiet, STORAGE: 'memory' }),
    'Kneebone, lowdb': await startServer(['scripts/start.mjs'], { ...quiet, STORAGE: 'lowdb', DATA_DIR: dir }),
  };
  const rounds = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  try {
    for (const [name, { port }] of Object.entries(servers))
      await loadMessages({ port, ms: MS / 2, connections: CONNECTIONS, texts: TEXTS, run: `warm-${name}` });
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, { port }] of Object.entries(servers))
        rounds[name].push(
          await loadMessages({ port, ms: MS, connections: CONNECTIONS, texts: TEXTS, run: `r${round}` }),
        );
  } finally {
    await Promise.all(Object.values(servers).map(stopServer));
    rmSync(dir, { recursive: true, force: true });
  }
  return toRows(rounds);
}

/** Medians over the rounds; the ratio is against the SDK's bot. */
function toRows(rounds) {
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const base = median(rounds['SDK bot, MemoryStorage'].map((r) => r.perSecond));
  return Object.entries(rounds).map(([name, results]) => {
    const perSecond = median(results.map((r) => r.perSecond));
    return {
      bot: name,
      'turns/s': Math.round(perSecond),
      'ratio to SDK': Number((perSecond / base).toFixed(2)),
      'p50 ms': Number(median(results.map((r) => r.p50)).toFixed(1)),
      'p99 ms': Number(median(results.map((r) => r.p99)).toFixed(1)),
      failed: results.reduce((sum, r) => sum + r.failed, 0),
    };
  });
}
