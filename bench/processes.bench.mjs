// Turns a second of 1, 2 and 3 processes over one Redis, each asked by connections of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { loadMessages, startServer, stopServer } from './httpLoad.mjs';

export const title = `Turns a second of 1, 2 and 3 processes over one Redis, on ${os.cpus().length} cores with the load itself`;

const TEXTS = ['Should I use ice or heat?', 'knee', 'what is the iliopsoas', 'thanks'];
const MS = Number(process.env.BENCH_MS ?? 4000);
const CONNECTIONS = 16;

export async function run() {
  if (spawnSync('redis-server', ['--version']).status !== 0)
    return [{ note: 'skipped: redis-server is not installed' }];
  const dir = mkdtempSync(path.join(os.tmpdir(), 'kneebone-bench-'));
  const port = await freePort();
  const redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '']);
  const env = {
    ...{ PORT: '0', LOG_LEVEL: 'silent', RATE_TURNS: '100000', RATE_REQUESTS: '10000000', STORAGE: 'redis' },
    ...{ DATA_DIR: dir, REDIS_URL: `redis://127.0.0.1:${port}`, WIDGET_SECRET: 'for-this-measurement-only-0123456789' },
  };
  const servers = [];
  const rows = [];
  try {
    for (const count of [1, 2, 3]) {
      servers.push(await startServer(['scripts/start.mjs'], env));
      rows.push(await measure(servers, count));
    }
  } finally {
    await Promise.all(servers.map(stopServer));
    redis.kill();
    rmSync(dir, { recursive: true, force: true });
  }
  return rows.map((row) => ({ ...row, 'ratio to 1': Number((row['turns/s'] / rows[0]['turns/s']).toFixed(2)) }));
}

async function measure(servers, count) {
  const each = Math.ceil(CONNECTIONS / count);
  const ask = (ms, run) =>
    Promise.all(
      servers.map(({ port }, i) =>
        loadMessages({ port, ms, connections: each, texts: TEXTS, run: `${run}${count}-${i}` }),
      ),
    );
  await ask(MS / 4, 'warm');
  const results = await ask(MS, 'run');
  return {
    processes: count,
    'turns/s': Math.round(results.reduce((sum, r) => sum + r.perSecond, 0)),
    'p50 ms': Number(Math.max(...results.map((r) => r.p50)).toFixed(1)),
    'p99 ms': Number(Math.max(...results.map((r) => r.p99)).toFixed(1)),
    failed: results.reduce((sum, r) => sum + r.failed, 0),
  };
}

function freePort() {
  return new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
