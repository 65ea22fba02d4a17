// Triage alone: the rules, and the second look that is learned from examples, on texts of 300 characters.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const title = 'Triage alone, texts of 300 characters, one thread';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const TESTS = ['tests/evaluation/red-flags.jsonl', 'tests/evaluation/near-misses.jsonl'];
const CHARS = 300;
const ROUNDS = 3;

export async function run() {
  const { loadUsableKnowledge } = await import('../dist/src/knowledge/loadUsableKnowledge.js');
  const { loadDecider } = await import('../dist/src/loadDecider.js');
  const { triage, reports } = loadDecider(loadUsableKnowledge(path('knowledge')), path('node_modules/.cache/bench'));
  const texts = readTexts();
  return [
    { part: 'rules', ...measure(texts, (text) => triage.assess(text)) },
    { part: 'learned look', ...measure(texts, (text) => reports.measure(text)) },
    { part: 'both', ...measure(texts, (text) => [triage.assess(text), reports.measure(text)]) },
  ];
}

/** Utterances put one behind the other and cut, so that each is different and just as long. */
function readTexts() {
  const lines = TESTS.flatMap((file) => readFileSync(path(file), 'utf8').trim().split('\n'));
  const said = lines.map((line) => JSON.parse(line).text);
  return said.map((text, i) => [text, ...said.slice(i + 1), ...said].join(' ').slice(0, CHARS));
}

function measure(texts, work) {
  const best = texts.map((text) => Math.min(...Array.from({ length: ROUNDS }, () => time(() => work(text)))));
  const sorted = best.sort((a, b) => a - b);
  const quantile = (q) => Number(sorted[Math.floor(sorted.length * q)].toFixed(3));
  return { texts: texts.length, 'p50 ms': quantile(0.5), 'p99 ms': quantile(0.99) };
}

function time(work) {
  const from = performance.now();
  work();
  return performance.now() - from;
}
