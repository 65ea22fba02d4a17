// Our matcher and every peer on every public set of a data folder, in one run.
//
//   npm run bench -- peers                                          all of it
//   node bench/peers.mjs --data <folder> [--peers a,b] [--sets word,word] [--limit 60] [--resume]     parts of it
//
// Writes the tables into bench/README.md (when nothing is left out) and all figures to bench/results/peers.json.
// `--limit` is the number of seconds one peer may take for one set; beyond that it is left out, and the table says so.
// `--resume` goes on from the figures of a run that was broken off.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/ensureBuilt.mjs';
import { PEERS } from './peerAdapters.mjs';
import { MARK } from './peerRun.mjs';
import { findSets } from './publicSets.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const machine = `${os.cpus()[0]?.model.trim()} × ${os.cpus().length}, Node ${process.version}`;
const percent = (value) => (value === null || value === undefined ? '–' : (value * 100).toFixed(1));
const ms = (value) => (value === undefined ? '–' : value < 10 ? value.toFixed(3) : value.toFixed(0));

/** Figures by set and matcher. `peers` and `sets` are lists of parts of names, separated by commas; none means all. */
export async function measureAll({ data, peers, sets, limit, known = {}, save = () => {} }) {
  const has = (list, name) => !list || list.split(',').some((word) => name.toLowerCase().includes(word.toLowerCase()));
  const names = ['kneebone', ...Object.keys(PEERS).filter((name) => has(peers, name))];
  const results = known;
  for (const set of findSets(path.resolve(data)).filter((s) => has(sets, s.name))) {
    results[set.name] ??= {};
    for (const name of names) {
      if (results[set.name][name]) continue;
      const figures = await measure(name, set, data, limit);
      results[set.name][name] = figures;
      save(results);
      console.log(`${set.name.padEnd(34)} ${name.padEnd(34)} ${figures.skipped ?? summary(figures)}`);
    }
  }
  return results;
}

/** Figures of one matcher on one set, or `{skipped: reason}`. */
function measure(name, set, data, limit) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(here, 'peerRun.mjs'), name, set.name, path.resolve(data)], {
      cwd: here,
    });
    let out = '';
    let error = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), limit * 1000);
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (error = `${error}${chunk}`.slice(-2000)));
    child.on('close', (_, signal) => {
      clearTimeout(timer);
      const line = out.split('\n').findLast((text) => text.startsWith(MARK));
      if (line) resolve(JSON.parse(line.slice(MARK.length)));
      else if (signal) resolve({ skipped: `over ${limit} s` });
      else resolve({ skipped: error.split('\n').find((text) => /Error/.test(text)) ?? 'failed' });
    });
  });
}

function summary(f) {
  return `accuracy ${percent(f.accuracy)}  in scope/oos ${percent(f.inScopeAccuracy)}/${percent(f.outOfScopeRecall)}  AUROC ${percent(f.auroc)}  train ${ms(f.trainMs)} ms  p50 ${ms(f.p50)} p99 ${ms(f.p99)} ms`;
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Three tables, one row a matcher and one column a set. */
function formatTables(results) {
  const sets = Object.keys(results);
  const names = Object.keys(results[sets[0]]);
  const cell = (f, show) => (f.skipped ? f.skipped : f.asked < f.rows ? `${show(f)} (${f.asked} rows)` : show(f));
  const tableOf = (columns, show) =>
    table(
      ['', ...columns],
      names.map((name) => [name, ...columns.map((set) => cell(results[set][name], show))]),
    );
  const scoped = sets.filter((set) => results[set].kneebone.auroc !== null);
  return [
    `Machine: ${machine}. Accuracy (P@1), %:`,
    tableOf(sets, (f) => percent(f.accuracy)),
    'Out of scope: in-scope accuracy / out-of-scope recall at a threshold chosen on training rows; AUROC, %:',
    tableOf(scoped, (f) => `${percent(f.inScopeAccuracy)} / ${percent(f.outOfScopeRecall)}; ${percent(f.auroc)}`),
    'Training, ms; query p50 / p99, ms:',
    tableOf(sets, (f) => `${ms(f.trainMs)}; ${ms(f.p50)} / ${ms(f.p99)}`),
  ].join('\n\n');
}

const FIGURES = path.join(here, 'results', 'peers.json');

/** Keeps the figures so far, so that a run that is broken off can go on. */
export function saveFigures(results) {
  mkdirSync(path.dirname(FIGURES), { recursive: true });
  writeFileSync(FIGURES, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}

export function writeTables(results) {
  const readme = path.join(here, 'README.md');
  const [start, end] = ['<!-- peers: start -->', '<!-- peers: end -->'];
  const old = readFileSync(readme, 'utf8');
  const before = old.slice(0, old.indexOf(start) + start.length);
  writeFileSync(readme, `${before}\n\n${formatTables(results)}\n\n${old.slice(old.indexOf(end))}`);
}

async function main() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: { data: text, peers: text, sets: text, limit: { ...text, default: '60' }, resume: { type: 'boolean' } },
  });
  const data = values.data ?? process.env.KNEEBONE_BENCHMARKS;
  if (!data) {
    console.error('usage: node bench/peers.mjs --data <folder> (or KNEEBONE_BENCHMARKS=<folder>)');
    process.exit(2);
  }
  await ensureBuilt();
  const known = values.resume && existsSync(FIGURES) ? JSON.parse(readFileSync(FIGURES, 'utf8')).results : {};
  const { peers, sets } = values;
  const results = await measureAll({ data, peers, sets, limit: Number(values.limit), known, save: saveFigures });
  if (!values.peers && !values.sets) writeTables(results);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
