// Our matcher and every peer on every public set of a data folder, in one run.
//
//   cd bench && npm ci && cd .. && node bench/peers.mjs --data <folder> [--peers a,b] [--sets word,word] [--limit 120]
//
// Writes the tables into bench/README.md and all figures to bench/results/peers.json. `--limit` is the number of
// seconds one peer may take for one set; beyond that it is left out, and the table says so.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/ensureBuilt.mjs';
import { PEERS } from './peerAdapters.mjs';
import { MARK } from './peerRun.mjs';
import { findSets } from './publicSets.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

const { values } = parseArgs({
  options: { data: { type: 'string' }, peers: { type: 'string' }, sets: { type: 'string' }, limit: { type: 'string', default: '120' } },
});
const data = values.data ?? process.env.KNEEBONE_BENCHMARKS;
if (!data) {
  console.error('usage: node bench/peers.mjs --data <folder> (or KNEEBONE_BENCHMARKS=<folder>)');
  process.exit(2);
}
await ensureBuilt();
const has = (list, name) => !list || list.split(',').some((word) => name.toLowerCase().includes(word.toLowerCase()));
const names = ['kneebone', ...Object.keys(PEERS).filter((name) => has(values.peers, name))];
const sets = findSets(path.resolve(data)).filter((set) => has(values.sets, set.name));

const percent = (value) => (value === null || value === undefined ? '–' : (value * 100).toFixed(1));
const ms = (value) => (value === undefined ? '–' : value < 10 ? value.toFixed(3) : value.toFixed(0));

/** Figures of one matcher on one set, or `{skipped: reason}`. */
function measure(name, set) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(here, 'peerRun.mjs'), name, set.name, path.resolve(data)], { cwd: here });
    let out = '';
    let error = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), Number(values.limit) * 1000);
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (error = `${error}${chunk}`.slice(-2000)));
    child.on('close', (_, signal) => {
      clearTimeout(timer);
      const line = out.split('\n').findLast((text) => text.startsWith(MARK));
      if (line) resolve(JSON.parse(line.slice(MARK.length)));
      else if (signal) resolve({ skipped: `over ${values.limit} s` });
      else resolve({ skipped: error.split('\n').find((text) => /Error/.test(text)) ?? 'failed' });
    });
  });
}

const results = {};
for (const set of sets) {
  results[set.name] = {};
  for (const name of names) {
    const figures = await measure(name, set);
    results[set.name][name] = figures;
    console.log(`${set.name.padEnd(34)} ${name.padEnd(34)} ${figures.skipped ?? summary(figures)}`);
  }
}

function summary(f) {
  return `accuracy ${percent(f.accuracy)}  in scope/oos ${percent(f.inScopeAccuracy)}/${percent(f.outOfScopeRecall)}  AUROC ${percent(f.auroc)}  train ${ms(f.trainMs)} ms  p50 ${ms(f.p50)} p99 ${ms(f.p99)} ms`;
}

const machine = `${os.cpus()[0]?.model.trim()} × ${os.cpus().length}, Node ${process.version}`;
mkdirSync(path.join(here, 'results'), { recursive: true });
writeFileSync(path.join(here, 'results', 'peers.json'), `${JSON.stringify({ machine, results }, null, 2)}\n`);
if (!values.peers && !values.sets) writeTables();

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function writeTables() {
  const cell = (f, show) => (f.skipped ? f.skipped : f.asked < f.rows ? `${show(f)} (${f.asked} rows)` : show(f));
  const each = (show) => names.map((name) => [name, ...sets.map((set) => cell(results[set.name][name], show))]);
  const head = ['', ...sets.map((set) => set.name)];
  const scoped = sets.filter((set) => results[set.name].kneebone.auroc !== null);
  const scope = names.map((name) => [
    name,
    ...scoped.map((set) => cell(results[set.name][name], (f) => `${percent(f.inScopeAccuracy)} / ${percent(f.outOfScopeRecall)}; ${percent(f.auroc)}`)),
  ]);
  const text = [
    `Machine: ${machine}. Accuracy (P@1), %:`,
    table(head, each((f) => percent(f.accuracy))),
    'Out of scope: in-scope accuracy / out-of-scope recall at a threshold chosen on training rows; AUROC, %:',
    table(['', ...scoped.map((set) => set.name)], scope),
    'Training, ms; query p50 / p99, ms:',
    table(head, each((f) => `${ms(f.trainMs)}; ${ms(f.p50)} / ${ms(f.p99)}`)),
  ].join('\n\n');
  const readme = path.join(here, 'README.md');
  const [start, end] = ['<!-- peers: start -->', '<!-- peers: end -->'];
  const old = readFileSync(readme, 'utf8');
  const before = old.slice(0, old.indexOf(start) + start.length);
  writeFileSync(readme, `${before}\n\n${text}\n\n${old.slice(old.indexOf(end))}`);
}
