import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A Redis server that this test run started, on loopback. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  start(): Promise<void>;
  /** `SIGTERM` saves what is to be saved; `SIGKILL` does not. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Suspends the process, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  cli(...args: string[]): string;
  remove(): Promise<void>;
}

const HINT = 'redis-server is not installed; install it (Debian: apt-get install redis-server) to run this suite';

/** @throws Error with what to install where the binary is missing */
export function requireRedis(): void {
  try {
    execFileSync('redis-server', ['--version']);
  } catch {
    throw new Error(HINT);
  }
}

/** Prepares a server with its own folder and port; `start` starts it. Keeps an append-only file. */
export async function createRedisServer(extra: readonly string[] = []): Promise<RedisServer> {
  requireRedis();
  const port = await freePort();
  const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-redis-'));
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    dir,
    '--save',
    '',
    '--appendonly',
    'yes',
    ...extra,
  ];
  let child: ChildProcess | undefined;
  const cli = (...command: string[]) =>
    execFileSync('redis-cli', ['-p', String(port), ...command], {
      encoding: 'utf8',
      timeout: 20_000,
      stdio: 'pipe',
    }).trim();
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const running = child;
    if (!running || running.exitCode !== null) return;
    const exited = new Promise((done) => running.once('exit', done));
    running.kill(signal);
    running.kill('SIGCONT');
    await exited;
    child = undefined;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn('redis-server', args, { stdio: 'ignore' });
      await waitFor(() => cli('ping') === 'PONG');
    },
    stop,
    signal: (signal) => child?.kill(signal),
    cli,
    async remove() {
      await stop('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Three masters, and a replica for each of the first `replicas`. */
export async function createRedisCluster(
  replicas = 0,
): Promise<{ nodes: RedisServer[]; url: string; remove(): Promise<void> }> {
  const extra = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'];
  const nodes = await Promise.all(Array.from({ length: 3 + replicas }, () => createRedisServer(extra)));
  await Promise.all(nodes.map((n) => n.start()));
  const [first] = nodes;
  if (!first) throw new Error('no nodes');
  const hosts = (list: RedisServer[]) => list.map((n) => `127.0.0.1:${n.port}`);
  first.cli('--cluster', 'create', ...hosts(nodes.slice(0, 3)), '--cluster-yes');
  await waitFor(() => nodes.slice(0, 3).every((n) => n.cli('cluster', 'info').includes('cluster_state:ok')));
  for (const [i, replica] of nodes.slice(3).entries()) {
    const master = nodes[i]?.cli('cluster', 'myid') ?? '';
    const join = [
      '--cluster',
      'add-node',
      ...hosts([replica]),
      ...hosts([first]),
      '--cluster-slave',
      '--cluster-master-id',
      master,
    ];
    first.cli(...join);
    await waitFor(() => replica.cli('info', 'replication').includes('master_link_status:up'));
  }
  const remove = async () => {
    await Promise.all(nodes.map((n) => n.remove()));
  };
  return { nodes, url: first.url, remove };
}

/** Tries until the claim holds; throws after 20 s. */
export async function waitFor(claim: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<void> {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      if (await claim()) return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    if (Date.now() > until) throw new Error(`waited ${limitMs} ms in vain`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function freePort(): Promise<number> {
  // A cluster's nodes talk on the port 10,000 above, so it must be low enough.
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const isFree = await new Promise<boolean>((done) => {
    const probe = createServer().once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
  return isFree ? port : freePort();
}
