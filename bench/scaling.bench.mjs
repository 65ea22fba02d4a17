// How the time of a match grows with the number of entries.
import { generateEntries } from './generatedEntries.mjs';

export const title = 'A match with 100, 1,000 and 10,000 generated entries of 6 utterances, one thread';

const COUNTS = [100, 1000, 10_000];

export async function run() {
  const { createMatcher } = await import('../dist/src/matcher/matcher.js');
  const rows = COUNTS.map((count) => measure(createMatcher, count));
  return rows.map((row) => ({ ...row, 'p50 to 100 entries': Number((row['p50 ms'] / rows[0]['p50 ms']).toFixed(1)) }));
}

function measure(createMatcher, count) {
  const { train, test } = generateEntries(count);
  const from = performance.now();
  const matcher = createMatcher({ utterances: train });
  const trainMs = performance.now() - from;
  for (const { text } of test) matcher.match(text);
  let right = 0;
  const times = test.map(({ text, intent }) => {
    const start = performance.now();
    const top = matcher.match(text).candidates[0];
    const ms = performance.now() - start;
    right += top?.intent === intent ? 1 : 0;
    return ms;
  });
  times.sort((a, b) => a - b);
  const quantile = (q) => Number(times[Math.floor(times.length * q)].toFixed(3));
  return {
    entries: count,
    'train ms': Math.round(trainMs),
    'accuracy %': Number(((100 * right) / test.length).toFixed(1)),
    'p50 ms': quantile(0.5),
    'p99 ms': quantile(0.99),
  };
}
