import { readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluate, type Figures } from '../src/cli/evaluation.js';
import { loadEvaluationSets } from '../src/cli/evaluationSets.js';
import { foldText } from '../src/text.js';
import { loadRealDecider } from './realDecider.js';

const dir = path.resolve('tests/evaluation');
const sets = loadEvaluationSets(dir);
const decider = loadRealDecider();
const { knowledge } = decider;
const all = Object.values(sets).flatMap((rows: readonly { text: string }[]) => rows.map((r) => r.text));

/** Figures that may not get worse; higher is better for `atLeast`, lower for `atMost`. */
interface Baseline {
  readonly atLeast: Readonly<Record<string, number>>;
  readonly atMost: Readonly<Record<string, number>>;
}

const flatten = (f: Figures): Record<string, number> => ({
  top1: f.inScope.top1,
  top3: f.inScope.top3,
  mrr: f.inScope.mrr,
  answeredWrongly: f.inScope.answeredWrongly,
  inScopeAcceptance: f.inScopeAcceptance,
  outOfScopeRecall: f.outOfScopeRecall,
  outOfScopeRecallAt95: f.outOfScopeRecallAt95,
  direction: f.direction.value,
  followUps: f.followUps.value,
  sensitivity: f.sensitivity.value,
  specificity: f.specificity.value,
  expectedCalibrationError: f.expectedCalibrationError,
});

describe('evaluation sets', () => {
  test('hold what the quality contract asks for', () => {
    const perIntent = new Map<string, number>();
    for (const { intent } of sets.inScope) perIntent.set(intent, (perIntent.get(intent) ?? 0) + 1);
    const thin = [...knowledge.entries.keys()].filter((id) => (perIntent.get(id) ?? 0) < 6);
    const unknown = [...perIntent.keys()].filter((id) => !knowledge.entries.has(id));
    const pairs = new Map<string, number>();
    for (const d of sets.directions)
      pairs.set(`${d.surgery}>${d.pain}`, (pairs.get(`${d.surgery}>${d.pain}`) ?? 0) + 1);
    const flags = new Map<string, number>();
    for (const { redFlag } of sets.redFlags) flags.set(redFlag, (flags.get(redFlag) ?? 0) + 1);
    expect({ thin, unknown }).toEqual({ thin: [], unknown: [] });
    expect(sets.inScope.length).toBeGreaterThanOrEqual(600);
    expect(sets.outOfScope.length).toBeGreaterThanOrEqual(300);
    expect([...pairs.values()].filter((n) => n >= 6)).toHaveLength(12);
    expect(sets.redFlags.length).toBeGreaterThanOrEqual(400);
    expect([...flags.values()].filter((n) => n >= 50).length).toBeGreaterThanOrEqual(8);
    expect(sets.nearMisses.length).toBeGreaterThanOrEqual(500);
  });

  test('share no utterance with the knowledge', () => {
    const plain = (text: string) => foldText(text).replace(/[^\p{L}\p{N} ]/gu, '');
    const known = new Set([...knowledge.utteranceLines.map((l) => l.text), ...knowledge.outOfScope].map(plain));
    expect(all.filter((text) => known.has(plain(text)))).toEqual([]);
  });
});

describe('evaluate', () => {
  test('no figure is worse than the committed baseline', () => {
    const baseline = JSON.parse(readFileSync(path.join(dir, 'baseline.json'), 'utf8')) as Baseline; // our own file
    const figures = flatten(evaluate(decider, sets).figures);
    const worse = [
      ...Object.entries(baseline.atLeast).filter(([name, least]) => (figures[name] ?? -1) < least),
      ...Object.entries(baseline.atMost).filter(([name, most]) => (figures[name] ?? 2) > most),
    ].map(([name, bound]) => `${name} is ${figures[name]}, the baseline ${bound}`);
    expect(worse).toEqual([]);
  });
});
