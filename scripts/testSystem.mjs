// Browser, Redis and kill tests. Says what to install when something is missing; `npm run test:system -- name` runs the
// files whose name contains the text.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensureBuilt.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dir = path.join(root, 'tests', 'system');
const FILE_LIMIT_MS = 10 * 60_000;

function listMissing(findChromium) {
  const missing = [];
  const hasRedis = process.env.REDIS_URL || spawnSync('redis-server', ['--version']).status === 0;
  if (!findChromium()) missing.push('Chromium: apt-get install chromium, or set CHROMIUM to the program');
  if (!hasRedis) missing.push('Redis: apt-get install redis-server, or set REDIS_URL to a server that may be emptied');
  return missing;
}

/** The foreign clients are larger than Kneebone itself, so they are installed only here. */
function installClients() {
  if (existsSync(path.join(dir, 'node_modules', 'botframework-directlinejs'))) return true;
  console.log('Installing the clients of tests/system (once, 250 MB) …');
  return spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: dir, stdio: 'inherit' }).status === 0;
}

function runFiles(files) {
  const counts = { passed: 0, failed: 0 };
  const stream = run({ files, concurrency: 1, timeout: FILE_LIMIT_MS });
  const isTest = (data) => data.details?.type !== 'suite' && !files.includes(data.name);
  stream.on('test:pass', (data) => (counts.passed += isTest(data) && !data.skip ? 1 : 0));
  // A file that breaks before its first test counts too: its own entry fails without any of its tests.
  const broken = new Set();
  stream.on('test:fail', (data) => {
    if (files.includes(data.name)) broken.add(data.name);
    else if (isTest(data)) counts.failed += 1;
  });
  return new Promise((resolve) => {
    stream.compose(new spec()).pipe(process.stdout, { end: false });
    stream.on('end', () => resolve({ ...counts, failed: counts.failed || broken.size }));
  });
}

async function main(filter = '') {
  const { findChromium } = await import('../tests/system/support/browser.mjs');
  const missing = listMissing(findChromium);
  for (const line of missing) console.error(`Missing: ${line}`);
  if (missing.length > 0 || !installClients()) return 1;
  if (!process.env.BUILD) await ensureBuilt();
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  const files = names
    .filter((f) => f.endsWith('.test.mjs') && !f.includes('node_modules') && f.includes(filter))
    .map((f) => path.join(dir, f));
  const { passed, failed } = await runFiles(files.sort());
  // The reporter writes on after the last result; the closing line is to be the last.
  await new Promise((done) => setImmediate(done));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv[2]);
