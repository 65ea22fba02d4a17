// Deciding an utterance (triage and match) with the shipped knowledge, and making the parts from the files.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const title = 'Deciding an utterance (triage and match) with the shipped knowledge, one thread';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const TESTS = ['tests/evaluation/in-scope.jsonl', 'tests/evaluation/out-of-scope.jsonl'];

export async function run() {
  const { loadUsableKnowledge } = await import('../dist/src/knowledge/loadUsableKnowledge.js');
  const { loadWordBytes } = await import('../dist/src/knowledge/loadWordBytes.js');
  const { parseWordNet } = await import('../dist/src/matcher/wordnet.js');
  const { createDecider } = await import('../dist/src/createDecider.js');
  const { decide } = await import('../dist/src/decide.js');
  const read = time(() => ({
    knowledge: loadUsableKnowledge(path('knowledge')),
    wordnet: parseWordNet(loadWordBytes()),
  }));
  const { knowledge, wordnet } = read.value;
  const learn = time(() => createDecider(knowledge, { wordnet }));
  const saved = { faq: learn.value.matcher.serialize(), reports: learn.value.reports.serialize() };
  const restore = time(() => createDecider(knowledge, { wordnet, saved }));
  const texts = TESTS.flatMap((file) => readFileSync(path(file), 'utf8').trim().split('\n')).map(
    (line) => JSON.parse(line).text,
  );
  for (const text of texts) decide(restore.value, text);
  const times = texts.map((text) => time(() => decide(restore.value, text)).ms).sort((a, b) => a - b);
  const quantile = (q) => Number(times[Math.floor(times.length * q)].toFixed(3));
  return [
    { figure: `decide, p50 of ${texts.length} utterances`, ms: quantile(0.5) },
    { figure: 'decide, p99', ms: quantile(0.99) },
    { figure: `read ${knowledge.entries.size} entries and the word table`, ms: Math.round(read.ms) },
    { figure: 'index and train', ms: Math.round(learn.ms) },
    { figure: 'the same from a cache', ms: Math.round(restore.ms) },
  ];
}

function time(work) {
  const from = performance.now();
  const value = work();
  return { value, ms: performance.now() - from };
}
