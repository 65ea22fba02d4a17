// Trains one matcher on one set, measures it, and prints the figures as one line of JSON. Run by peers.mjs, a process
// each, so that a peer that is slow or large does not disturb the others.
import { pathToFileURL } from 'node:url';
import { PEERS } from './peerAdapters.mjs';
import { loadSet, SETS } from './publicSets.mjs';

const OUTSIDE = new Set(['oos']);
/** Share of training rows kept aside to choose the score below which a peer declines. */
const KEPT_ASIDE = 0.2;
/** Time for the queries of one set; a slower peer is measured on the rows it got to, which are in random order. */
const MAX_QUERY_MS = 5_000;

const flatten = (rows) =>
  rows.flatMap((row) => row.intents.map((intent) => ({ text: row.text, intent, answer: row.answer })));
const isOutside = (row) => row.intents.every((intent) => OUTSIDE.has(intent));

/** Our matcher knows when to decline by itself; its figure for that is `inScope`. */
async function loadOurs(rows) {
  const dist = new URL('../dist/src/', import.meta.url);
  const { createMatcher } = await import(new URL('matcher/matcher.js', dist).href);
  const { parseWordNet } = await import(new URL('matcher/wordnet.js', dist).href);
  const { loadWordBytes } = await import(new URL('knowledge/loadWordBytes.js', dist).href);
  const wordnet = parseWordNet(loadWordBytes());
  const isDocument = rows.some((row) => row.answer);
  const documents = isDocument
    ? rows.map((row) => ({ intent: row.intent, title: row.text, text: row.answer ?? '' }))
    : [];
  return createMatcher({ utterances: isDocument ? [] : rows, documents }, { wordnet });
}

async function loadMatcher(name, rows) {
  if (name !== 'kneebone') {
    const rank = await PEERS[name](rows);
    return { rank: async (text) => ({ candidates: await rank(text) }) };
  }
  const matcher = await loadOurs(rows);
  // As `kb intents` does: a class called None competes by its own probability.
  const none = ({ inScope, candidates }) =>
    matcher.declinedName === 'None' && 1 - inScope > (candidates[0]?.score ?? 0);
  return {
    threshold: matcher.scopeThreshold,
    rank: (text) => {
      const result = matcher.match(text, { limit: 10 });
      const candidates = none(result) ? [{ intent: 'None', score: 1 }, ...result.candidates] : result.candidates;
      return { candidates, scope: result.inScope };
    },
  };
}

/** Asks every row; gives what was answered, and the time of each. Stops when it takes too long, and says how far it got. */
async function ask(matcher, rows) {
  const times = [];
  const answers = [];
  const end = performance.now() + MAX_QUERY_MS;
  for (const row of rows) {
    const from = performance.now();
    const { candidates, scope } = await matcher.rank(row.text);
    times.push(performance.now() - from);
    const own = candidates.filter((c) => !OUTSIDE.has(c.intent));
    const declined = OUTSIDE.has(candidates[0]?.intent);
    answers.push({
      row,
      intents: own.map((c) => c.intent),
      figure: scope ?? (declined ? -Infinity : (own[0]?.score ?? -Infinity)),
    });
    if (performance.now() > end) break;
  }
  return { answers, times };
}

/** The rows in a random order that is the same for every matcher. */
function shuffle(rows) {
  const out = [...rows];
  let seed = 1;
  for (let i = out.length - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((seed / 2 ** 32) * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

const right = ({ row, intents }) => row.intents.includes(intents[0]);

function figuresOf(answers, threshold) {
  const inside = answers.filter((a) => !isOutside(a.row));
  const outside = answers.filter((a) => isOutside(a.row));
  const share = (list, test) => (list.length ? list.filter(test).length / list.length : null);
  const rank = (a) => a.intents.slice(0, 10).findIndex((intent) => a.row.intents.includes(intent)) + 1;
  return {
    accuracy: share(inside, right),
    mrr10: inside.reduce((sum, a) => sum + (rank(a) > 0 ? 1 / rank(a) : 0), 0) / Math.max(1, inside.length),
    auroc: outside.length
      ? auroc(
          inside.map((a) => a.figure),
          outside.map((a) => a.figure),
        )
      : null,
    inScopeAccuracy:
      outside.length && threshold !== undefined ? share(inside, (a) => right(a) && a.figure >= threshold) : null,
    outOfScopeRecall: outside.length && threshold !== undefined ? share(outside, (a) => a.figure < threshold) : null,
  };
}

function auroc(inside, outside) {
  const sorted = [...inside].sort((a, b) => a - b);
  const below = (value, strict) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (strict ? sorted[middle] < value : sorted[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wins = outside.reduce((sum, value) => sum + sorted.length - (below(value, true) + below(value, false)) / 2, 0);
  return wins / (inside.length * outside.length);
}

/** For peers: the score that does best on training rows kept aside (with out-of-scope ones, else declining 2 %). */
async function chooseThreshold(name, train) {
  const aside = train.filter((_, i) => (i * 7919) % 1000 < KEPT_ASIDE * 1000);
  const rest = train.filter((row) => !aside.includes(row));
  const { answers } = await ask(await loadMatcher(name, flatten(rest)), aside);
  const inside = answers.filter((a) => !isOutside(a.row));
  const outside = answers.filter((a) => isOutside(a.row));
  if (outside.length === 0) return inside.map((a) => a.figure).sort((a, b) => a - b)[Math.floor(inside.length * 0.02)];
  const value = (t) => figuresOf(answers, t).inScopeAccuracy + figuresOf(answers, t).outOfScopeRecall;
  const steps = inside
    .map((a) => a.figure)
    .sort((a, b) => a - b)
    .filter((_, i) => i % Math.ceil(inside.length / 100) === 0);
  return steps.reduce((best, t) => (value(t) > value(best) ? t : best), steps[0]);
}

/** Some peers write to standard output; the figures are told by their mark. */
export const MARK = '@@figures ';

const [name, setName, data] = process.argv.slice(2);
if (name && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const set = SETS.find((s) => s.name === setName);
  const { train, test: ordered } = loadSet(data, set);
  const test = shuffle(ordered);
  const from = performance.now();
  const matcher = await loadMatcher(name, flatten(train));
  const trainMs = performance.now() - from;
  for (const row of test.slice(0, 50)) await matcher.rank(row.text);
  const { answers, times } = await ask(matcher, test);
  const threshold = matcher.threshold ?? (test.some(isOutside) ? await chooseThreshold(name, train) : undefined);
  times.sort((a, b) => a - b);
  const quantile = (q) => times[Math.min(times.length - 1, Math.floor(times.length * q))];
  const figures = {
    asked: answers.length,
    rows: test.length,
    ...figuresOf(answers, threshold),
    trainMs,
    p50: quantile(0.5),
    p99: quantile(0.99),
  };
  process.stdout.write(`\n${MARK}${JSON.stringify(figures)}\n`);
  process.exit(0);
}
