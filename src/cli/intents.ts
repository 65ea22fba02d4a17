import { parseArgs } from 'node:util';
import { loadWordBytes } from '../knowledge/loadWordBytes.js';
import { createMatcher, type Matcher } from '../matcher/matcher.js';
import { isOutOfScopeName, type MatcherOptions, type MatchResult } from '../matcher/matcherTypes.js';
import { parseWordNet } from '../matcher/wordnet.js';
import { loadLabelledFile, toTraining, type LabelledFile, type TestUtterance } from './labelledFiles.js';

/** What `kb intents` prints. Shares are 0 to 1, times in milliseconds; figures without their rows are null. */
export interface IntentFigures {
  readonly trainRows: number;
  readonly testRows: number;
  readonly intents: number;
  /** Right answers among all test rows with an intent of their own; the out-of-scope threshold plays no part. */
  readonly accuracy: number;
  readonly macroF1: number;
  readonly mrr10: number;
  /** With out-of-scope rows in the test: right and not declined; declined; and ranking of the two, no threshold. */
  readonly inScopeAccuracy: number | null;
  readonly outOfScopeRecall: number | null;
  readonly outOfScopeAuroc: number | null;
  readonly scopeThreshold: number;
  /** Mean gap between score and share right, over ten bins of the score. */
  readonly calibrationError: number;
  readonly trainMs: number;
  readonly queryP50Ms: number;
  readonly queryP99Ms: number;
}

const USAGE = 'usage: kb intents --train FILE --test FILE [--json]';

/**
 * Trains the product's matcher on any labelled set and prints how well and how fast it answers the test set. Resolves to
 * the exit code: 0; 1 when a file cannot be read or holds no usable line; 2 on wrong use. Bad lines are reported on
 * standard error with their number, and skipped.
 */
export async function runIntents(args: string[]): Promise<number> {
  const files = parseFiles(args);
  if (!files) return fail(USAGE, 2);
  try {
    const train = loadLabelledFile(files.train);
    const test = loadLabelledFile(files.test);
    for (const problem of [...train.problems, ...test.problems]) console.error(problem);
    if (train.utterances.length + train.documents.length === 0) return fail(`${files.train}: no usable line`, 1);
    if (test.utterances.length === 0) return fail(`${files.test}: no usable line`, 1);
    const figures = measureIntents(train, test.utterances, { wordnet: parseWordNet(loadWordBytes()) });
    console.log(files.json ? JSON.stringify(figures) : formatFigures(figures));
    return 0;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error), 1);
  }
}

function parseFiles(args: string[]): { train: string; test: string; json: boolean } | undefined {
  const options = {
    train: { type: 'string' },
    test: { type: 'string' },
    json: { type: 'boolean', default: false },
  } as const;
  try {
    const { train, test, json } = parseArgs({ args, options }).values;
    return train && test ? { train, test, json } : undefined;
  } catch {
    return undefined;
  }
}

function fail(message: string, code: number): number {
  console.error(message);
  return code;
}

/** Trains on `train` and measures on `test`. */
export function measureIntents(
  train: LabelledFile,
  test: readonly TestUtterance[],
  options: MatcherOptions = {},
): IntentFigures {
  const start = performance.now();
  const matcher = createMatcher({ utterances: toTraining(train), documents: train.documents }, options);
  const trainMs = performance.now() - start;
  const { results, times } = timeMatches(matcher, test);
  const rows = test.map((utterance, i) => judge(utterance, results[i], matcher));
  return {
    trainRows: train.utterances.length + train.documents.length,
    testRows: test.length,
    intents: matcher.intents.length,
    ...rankFigures(rows),
    ...scopeFigures(rows),
    scopeThreshold: matcher.scopeThreshold,
    calibrationError: calibrationError(rows),
    trainMs,
    queryP50Ms: quantile(times, 0.5),
    queryP99Ms: quantile(times, 0.99),
  };
}

interface Judged {
  readonly wanted: string;
  readonly predicted: string;
  readonly outside: boolean;
  /** Rank of the first right candidate, from 1; 0 when it is not among the first ten. */
  readonly rank: number;
  readonly score: number;
  readonly inScope: number;
  readonly declined: boolean;
}

function judge(utterance: TestUtterance, result: MatchResult | undefined, matcher: Matcher): Judged {
  const candidates = result?.candidates ?? [];
  const inScope = result?.inScope ?? 0;
  const declined = inScope < matcher.scopeThreshold;
  const rank = candidates.findIndex((c) => utterance.intents.includes(c.intent)) + 1;
  const none = utterance.intents.find((intent) => /^none$/i.test(intent));
  const top = candidates[0];
  const predicted = prefersNone(matcher, result) ? (matcher.declinedName ?? '') : (top?.intent ?? '');
  return {
    wanted: rank === 1 && predicted === top?.intent ? predicted : (none ?? utterance.intents[0] ?? ''),
    predicted,
    outside: !none && utterance.intents.every(isOutOfScopeName),
    rank: none ? (predicted === none ? 1 : 0) : rank,
    score: top?.score ?? 0,
    inScope,
    declined,
  };
}

/**
 * A class called None competes with the intents by its own probability, that nothing is asked for: it counts in the
 * accuracy of the sets that have it. Rows called "oos" are counted apart.
 */
function prefersNone({ declinedName }: Matcher, result: MatchResult | undefined): boolean {
  return declinedName?.toLowerCase() === 'none' && 1 - (result?.inScope ?? 0) > (result?.candidates[0]?.score ?? 0);
}

function timeMatches(matcher: Matcher, test: readonly TestUtterance[]): { results: MatchResult[]; times: number[] } {
  // The first queries run before the engine has compiled the code; they are asked once untimed.
  for (const { text } of test.slice(0, 2000)) matcher.match(text, { limit: 10 });
  const times: number[] = [];
  const results = test.map(({ text }) => {
    const from = performance.now();
    const result = matcher.match(text, { limit: 10 });
    times.push(performance.now() - from);
    return result;
  });
  return { results, times };
}

function rankFigures(rows: readonly Judged[]): Pick<IntentFigures, 'accuracy' | 'macroF1' | 'mrr10'> {
  const inside = rows.filter((row) => !row.outside);
  return {
    accuracy: mean(inside.map((row) => (row.predicted === row.wanted ? 1 : 0))),
    macroF1: macroF1(inside),
    mrr10: mean(inside.map((row) => (row.rank > 0 ? 1 / row.rank : 0))),
  };
}

function macroF1(rows: readonly Judged[]): number {
  const names = new Set(rows.map((row) => row.wanted));
  const scores = [...names].map((name) => {
    const right = rows.filter((row) => row.wanted === name && row.predicted === name).length;
    const total = rows.filter((row) => row.wanted === name).length + rows.filter((r) => r.predicted === name).length;
    return total > 0 ? (2 * right) / total : 0;
  });
  return mean(scores);
}

function scopeFigures(
  rows: readonly Judged[],
): Pick<IntentFigures, 'inScopeAccuracy' | 'outOfScopeRecall' | 'outOfScopeAuroc'> {
  const inside = rows.filter((row) => !row.outside);
  const outside = rows.filter((row) => row.outside);
  if (outside.length === 0) return { inScopeAccuracy: null, outOfScopeRecall: null, outOfScopeAuroc: null };
  return {
    inScopeAccuracy: mean(inside.map((row) => (!row.declined && row.predicted === row.wanted ? 1 : 0))),
    outOfScopeRecall: mean(outside.map((row) => (row.declined ? 1 : 0))),
    outOfScopeAuroc: areaUnderRoc(
      inside.map((row) => row.inScope),
      outside.map((row) => row.inScope),
    ),
  };
}

/** Chance that an in-scope row gets a higher figure than an out-of-scope one; ties count half. */
export function areaUnderRoc(inside: readonly number[], outside: readonly number[]): number {
  const all = [...inside.map((v) => ({ v, own: 1 })), ...outside.map((v) => ({ v, own: 0 }))];
  all.sort((a, b) => a.v - b.v);
  let below = 0;
  let wins = 0;
  for (let i = 0; i < all.length;) {
    let j = i;
    let ownHere = 0;
    while (j < all.length && all[j]?.v === all[i]?.v) ownHere += all[j++]?.own ?? 0;
    const outsideHere = j - i - ownHere;
    wins += ownHere * (below + outsideHere / 2);
    below += outsideHere;
    i = j;
  }
  return wins / (inside.length * outside.length);
}

function calibrationError(rows: readonly Judged[]): number {
  const bins = Array.from({ length: 10 }, () => ({ right: 0, score: 0 }));
  for (const row of rows) {
    const bin = bins[Math.min(9, Math.floor(row.score * 10))];
    if (!bin) continue;
    bin.right += row.rank === 1 ? 1 : 0;
    bin.score += row.score;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.score), 0) / rows.length;
}

function mean(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : 0;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function formatFigures(f: IntentFigures): string {
  const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;
  const lines: [string, string][] = [
    ['rows', `${f.trainRows} train, ${f.testRows} test, ${f.intents} intents`],
    ['accuracy (P@1)', percent(f.accuracy)],
    ['macro F1', percent(f.macroF1)],
    ['MRR@10', percent(f.mrr10)],
    ['calibration error', percent(f.calibrationError)],
    ['train', `${f.trainMs.toFixed(0)} ms`],
    ['query', `p50 ${f.queryP50Ms.toFixed(3)} ms, p99 ${f.queryP99Ms.toFixed(3)} ms`],
  ];
  if (f.inScopeAccuracy !== null && f.outOfScopeRecall !== null && f.outOfScopeAuroc !== null)
    lines.splice(
      4,
      0,
      ['in-scope accuracy', `${percent(f.inScopeAccuracy)} (declined below ${f.scopeThreshold.toFixed(3)})`],
      ['out-of-scope recall', percent(f.outOfScopeRecall)],
      ['out-of-scope AUROC', percent(f.outOfScopeAuroc)],
    );
  return lines.map(([name, value]) => `${name.padEnd(20)} ${value}`).join('\n');
}
