// Starts Kneebone for a test and knows how to stop, kill, restart it and to move its clock.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const script = fileURLToPath(new URL('serve.mjs', import.meta.url));

/**
 * @param {{ bot?: 'real' | 'scripted', env?: Record<string, string>, limits?: object }} options
 */
export async function startServer({ bot = 'scripted', env = {}, limits = { turnsPerUser: 10_000 } } = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'kneebone-system-'));
  const settings = {
    PATH: process.env.PATH,
    BUILD: process.env.BUILD ?? path.join(root, 'dist'),
    BOT: bot,
    PORT: '0',
    STORAGE: 'lowdb',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    LIMITS: JSON.stringify(limits),
    ...env,
  };
  const server = { port: 0, url: '', child: undefined };

  async function start() {
    const child = fork(script, [], { cwd: root, env: { ...settings, PORT: String(server.port) }, execArgv: [] });
    server.child = child;
    const { port } = await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`The server ended with ${code} at its start.`)));
    });
    server.port = port;
    server.url = `http://127.0.0.1:${port}`;
  }
  const end = (signal) =>
    new Promise((resolve) => {
      server.child.once('exit', resolve);
      server.child.kill(signal);
    });

  server.kill = () => end('SIGKILL');
  server.restart = start;
  server.advance = (ms) =>
    new Promise((resolve) => {
      server.child.once('message', resolve);
      server.child.send({ advanceMs: ms });
    });
  server.stop = async () => {
    if (server.child.exitCode === null && server.child.signalCode === null) await end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  };
  await start();
  return server;
}
