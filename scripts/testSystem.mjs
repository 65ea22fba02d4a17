// Browser, Redis and kill tests. Says what to install when something is missing, and fails then. `npm run test:system --
// name` runs the suites whose name contains the text. Each suite ends with a line as jest prints it, so that totals add up.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensureBuilt.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dir = path.join(root, 'tests', 'system');
const FILE_LIMIT_MS = 10 * 60_000;
/** Kills, full disks and Redis; jest's, because they test the sources. */
const STORAGE = 'storage';

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

/** Runs one file of node's test runner. A file that breaks before its first test counts as one failure. */
async function runFile(file) {
  const counts = { failed: 0, skipped: 0, passed: 0 };
  let isBroken = false;
  const isTest = (data) => data.details?.type !== 'suite' && data.name !== file;
  const stream = run({ files: [file], concurrency: 1, timeout: FILE_LIMIT_MS });
  stream.on('test:pass', (data) => isTest(data) && (counts[data.skip ? 'skipped' : 'passed'] += 1));
  stream.on('test:fail', (data) => {
    if (isTest(data)) counts.failed += 1;
    else isBroken = true;
  });
  await new Promise((resolve) => {
    stream.compose(new spec()).pipe(process.stdout, { end: false });
    stream.on('end', resolve);
  });
  // The reporter writes on after the last result; the suite's line is to stand below it.
  await new Promise((done) => setImmediate(done));
  if (isBroken && counts.failed === 0) counts.failed = 1;
  const total = counts.failed + counts.skipped + counts.passed;
  console.log(`Tests: ${counts.failed} failed, ${counts.skipped} skipped, ${counts.passed} passed, ${total} total`);
  return counts;
}

/** Runs the storage suites; jest prints their "Tests:" line itself. */
function runStorage() {
  const folder = mkdtempSync(path.join(tmpdir(), 'kneebone-storage-'));
  const report = path.join(folder, 'report.json');
  const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '-c', path.join(dir, STORAGE, 'jest.config.cjs'), '--forceExit', '--json'];
  const command = [...args, `--outputFile=${report}`];
  spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', timeout: FILE_LIMIT_MS });
  try {
    const { numFailedTests, numPassedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    return { failed: numFailedTests + numRuntimeErrorTestSuites, passed: numPassedTests };
  } catch {
    console.log('Tests: 1 failed, 0 passed, 1 total');
    return { failed: 1, passed: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function listFiles(filter) {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  return names.filter((f) => f.endsWith('.test.mjs') && !f.includes('node_modules') && f.includes(filter)).sort();
}

async function main(filter = '') {
  const { findChromium } = await import('../tests/system/support/browser.mjs');
  const missing = listMissing(findChromium);
  for (const line of missing) console.error(`Missing: ${line}`);
  if (missing.length > 0 || !installClients()) return 1;
  if (!process.env.BUILD) await ensureBuilt();
  const results = [];
  for (const name of listFiles(filter)) {
    console.log(`\n== ${name}`);
    results.push(await runFile(path.join(dir, name)));
  }
  if (STORAGE.includes(filter)) {
    console.log(`\n== ${STORAGE}`);
    results.push(runStorage());
  }
  const sum = (name) => results.reduce((total, counts) => total + counts[name], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  console.log(`\nSystem tests: ${passed} passed, ${failed} failed in ${Math.round(performance.now() / 1000)} s`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv[2]);
