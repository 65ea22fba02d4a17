import { readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluate, type Figures } from '../src/cli/evaluation.js';
import { loadEvaluationSets, loadTranslatedSets, type EvaluationSets } from '../src/cli/evaluationSets.js';
import { foldText } from '../src/text.js';
import { loadRealDeciders } from './realDecider.js';

const dir = path.resolve('tests/evaluation');
const sets = loadEvaluationSets(dir);
const spanish = loadTranslatedSets(dir, 'es') ?? { ...sets, inScope: [] };
const { of } = loadRealDeciders();
const { knowledge } = of.en;
const textsOf = (from: EvaluationSets) =>
  Object.values(from).flatMap((rows: readonly { text: string }[]) => rows.map((r) => r.text));

/** Figures that may not get worse; higher is better for `atLeast`, lower for `atMost`. */
interface Bounds {
  readonly atLeast: Readonly<Record<string, number>>;
  readonly atMost: Readonly<Record<string, number>>;
}

interface Baseline extends Bounds {
  readonly es: Bounds;
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

  test('ask in Spanish for every entry and every kind of warning sign', () => {
    const asked = new Set(spanish.inScope.map((c) => c.intent));
    const reported = new Set(spanish.redFlags.map((c) => c.redFlag));
    const kinds = [...of.es.knowledge.redFlagExamples.keys()].filter((kind) => kind.startsWith('safety.'));
    expect([...of.es.knowledge.entries.keys()].filter((id) => !asked.has(id))).toEqual([]);
    expect(kinds.filter((kind) => !reported.has(kind) && kind !== 'safety.see-a-doctor')).toEqual([]);
  });

  test.each([
    ['en', sets],
    ['es', spanish],
  ] as const)('share no utterance with the knowledge: %s', (language, own) => {
    const plain = (text: string) => foldText(text).replace(/[^\p{L}\p{N} ]/gu, '');
    const { utteranceLines, outOfScope } = of[language].knowledge;
    const known = new Set([...utteranceLines.map((l) => l.text), ...outOfScope].map(plain));
    expect(textsOf(own).filter((text) => known.has(plain(text)))).toEqual([]);
  });
});

describe('evaluate', () => {
  const baseline = JSON.parse(readFileSync(path.join(dir, 'baseline.json'), 'utf8')) as Baseline; // our own file

  test.each([
    ['en', sets, baseline],
    ['es', spanish, baseline.es],
  ] as const)('no figure is worse than the committed baseline: %s', (language, own, bounds) => {
    const figures = flatten(evaluate(of[language], own).figures);
    const worse = [
      ...Object.entries(bounds.atLeast).filter(([name, least]) => (figures[name] ?? -1) < least),
      ...Object.entries(bounds.atMost).filter(([name, most]) => (figures[name] ?? 2) > most),
    ].map(([name, bound]) => `${name} is ${figures[name]}, the baseline ${bound}`);
    expect(worse).toEqual([]);
  });
});
