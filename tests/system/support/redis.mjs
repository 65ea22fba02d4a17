// Redis servers on loopback, alone or as a cluster, with a folder of their own.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './kneebone.mjs';

async function freePort() {
  // A cluster's nodes talk on the port 10,000 above, so it must be low enough.
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const isFree = await new Promise((done) => {
    const probe = createServer().once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
  return isFree ? port : freePort();
}

/** Starts a server that keeps an append-only file. */
export async function startRedis(extra = []) {
  const port = await freePort();
  const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-redis-'));
  const settings = ['--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes', ...extra];
  const redis = { port, url: `redis://127.0.0.1:${port}` };
  let child;
  redis.cli = (...command) =>
    execFileSync('redis-cli', ['-p', String(port), ...command], { encoding: 'utf8', stdio: 'pipe' }).trim();
  redis.start = async () => {
    child = spawn('redis-server', ['--port', String(port), ...settings], { stdio: 'ignore' });
    await until(() => redis.cli('ping') === 'PONG', 20_000, 'Redis');
  };
  redis.stop = async (signal = 'SIGTERM') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await exited;
  };
  redis.remove = async () => {
    await redis.stop('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  await redis.start();
  return redis;
}

/** Three masters, the first with a replica. */
export async function startCluster() {
  const extra = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'];
  const nodes = await Promise.all(Array.from({ length: 4 }, () => startRedis(extra)));
  const [first, , , replica] = nodes;
  const hosts = nodes.map((n) => `127.0.0.1:${n.port}`);
  first.cli('--cluster', 'create', ...hosts.slice(0, 3), '--cluster-yes');
  const isWhole = (n) => n.cli('cluster', 'info').includes('cluster_state:ok');
  await until(() => nodes.slice(0, 3).every(isWhole), 30_000, 'the cluster');
  const join = ['--cluster', 'add-node', hosts[3], hosts[0], '--cluster-slave', '--cluster-master-id'];
  first.cli(...join, first.cli('cluster', 'myid'));
  await until(() => replica.cli('info', 'replication').includes('master_link_status:up'), 30_000, 'the replica');
  return {
    nodes,
    first,
    url: nodes[1].url,
    isWhole: () => isWhole(nodes[1]),
    remove: () => Promise.all(nodes.map((n) => n.remove())),
  };
}
