import { decide, type Decided, type Decider } from '../decide.js';
import type {
  DirectionCase,
  EvaluationSets,
  FollowUpCase,
  InScopeCase,
  NearMissCase,
  OutOfScopeCase,
  RedFlagCase,
} from './evaluationSets.js';

export interface Ranking {
  readonly count: number;
  readonly top1: number;
  readonly top3: number;
  readonly mrr: number;
  /** Share that got a confident answer with the wrong entry. */
  readonly answeredWrongly: number;
  readonly clarified: number;
  readonly declined: number;
}

export interface Share {
  readonly right: number;
  readonly count: number;
  readonly value: number;
  /** Wilson 95 % interval. */
  readonly low: number;
  readonly high: number;
}

export interface Figures {
  readonly inScope: Ranking;
  readonly byStyle: Readonly<Record<string, Ranking>>;
  readonly inScopeAcceptance: number;
  readonly outOfScopeRecall: number;
  /** Out-of-scope recall at the threshold that accepts 95 % of the in-scope utterances. */
  readonly outOfScopeRecallAt95: number;
  readonly outOfScopeByKind: Readonly<Record<string, Share>>;
  readonly direction: Share;
  readonly followUps: Share;
  readonly sensitivity: Share;
  readonly specificity: Share;
  readonly sensitivityByKind: Readonly<Record<string, Share>>;
  readonly expectedCalibrationError: number;
}

export interface Evaluation {
  readonly figures: Figures;
  /** What went wrong, for a person to read. */
  readonly faults: {
    readonly confusions: readonly { text: string; wanted: string; found: string; decision: string }[];
    readonly accepted: readonly { text: string; kind: string; found: string; decision: string }[];
    readonly directions: readonly { text: string; wanted: string; found: string }[];
    readonly followUps: readonly { text: string; wanted: string; found: string }[];
    readonly missedFlags: readonly { text: string; wanted: string; found: string }[];
    readonly falseAlarms: readonly { text: string; found: string }[];
  };
}

const Z95 = 1.959964;
const BINS = 10;
const ACCEPTED_SHARE = 0.95;

/** Entries that rightly answer "operated there, hurts here"; pairs without an entry of their own share a general one. */
const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  'hip>knee': ['why.hip-surgery-knee-pain'],
  'hip>back': ['why.hip-surgery-back-pain'],
  'hip>foot': ['why.knee-to-foot-pain'],
  'knee>hip': ['why.knee-surgery-hip-pain'],
  'knee>back': ['why.knee-surgery-back-pain'],
  'knee>foot': ['why.knee-to-foot-pain'],
  'foot>hip': ['why.foot-ankle-surgery-pain-elsewhere'],
  'foot>knee': ['why.foot-ankle-surgery-pain-elsewhere'],
  'foot>back': ['why.foot-ankle-surgery-pain-elsewhere'],
  'back>hip': ['why.back-surgery-hip-leg-pain'],
  'back>knee': ['why.back-surgery-hip-leg-pain'],
  'back>foot': ['why.back-surgery-hip-leg-pain'],
};

/** The sets' cases with what was decided on each. */
interface Results {
  readonly inScope: readonly { c: InScopeCase; decided: Decided }[];
  readonly outside: readonly { c: OutOfScopeCase; decided: Decided }[];
  readonly directions: readonly { c: DirectionCase; found: string; wanted: readonly string[] }[];
  readonly followUps: readonly { c: FollowUpCase; found: string }[];
  /** `found` is empty where no warning sign was seen. */
  readonly flags: readonly { c: RedFlagCase; found: string }[];
  readonly misses: readonly { c: NearMissCase; found: string }[];
}

/** Runs the evaluation sets through `decide` and computes the figures of the quality contract. */
export function evaluate(decider: Decider, sets: EvaluationSets): Evaluation {
  const results = runSets(decider, sets);
  return { figures: countFigures(results), faults: listFaults(results) };
}

function runSets(decider: Decider, sets: EvaluationSets): Results {
  const run = (text: string, lastIntent?: string) => decide(decider, text, lastIntent ? { lastIntent } : {});
  return {
    inScope: sets.inScope.map((c) => ({ c, decided: run(c.text) })),
    outside: sets.outOfScope.map((c) => ({ c, decided: run(c.text) })),
    directions: sets.directions.map((c) => ({
      c,
      found: topOf(run(c.text)),
      wanted: DIRECTIONS[`${c.surgery}>${c.pain}`] ?? [],
    })),
    followUps: sets.followUps.map((c) => ({ c, found: topOf(run(c.text, c.lastIntent)) })),
    flags: sets.redFlags.map((c) => ({ c, found: flagOf(run(c.text)) })),
    misses: sets.nearMisses.map((c) => ({ c, found: flagOf(run(c.text)) })),
  };
}

function countFigures({ inScope, outside, directions, followUps, flags, misses }: Results): Figures {
  return {
    inScope: rank(inScope),
    byStyle: eachKind(inScope, ({ c }) => c.style, rank),
    ...countScope(inScope, outside),
    direction: share(directions.filter((d) => d.wanted.includes(d.found)).length, directions.length),
    followUps: share(followUps.filter(({ c, found }) => c.intent === found).length, followUps.length),
    sensitivity: shareOf(flags, isCaught),
    specificity: shareOf(misses, (m) => m.found === ''),
    sensitivityByKind: eachKind(
      flags,
      ({ c }) => c.redFlag,
      (of) => shareOf(of, isCaught),
    ),
    expectedCalibrationError: calibrationError([
      ...inScope.map(({ c, decided }) => ({ score: scoreOf(decided), right: topOf(decided) === c.intent })),
      ...outside.map(({ decided }) => ({ score: scoreOf(decided), right: false })),
    ]),
  };
}

type ScopeFigures = Pick<
  Figures,
  'inScopeAcceptance' | 'outOfScopeRecall' | 'outOfScopeRecallAt95' | 'outOfScopeByKind'
>;

function countScope(inScope: Results['inScope'], outside: Results['outside']): ScopeFigures {
  const scores = inScope.map(({ decided }) => scopeScore(decided)).sort((a, b) => b - a);
  const threshold = scores[Math.ceil(ACCEPTED_SHARE * scores.length) - 1] ?? 0;
  return {
    inScopeAcceptance: shareOf(inScope, (r) => !isDeclined(r)).value,
    outOfScopeRecall: shareOf(outside, isDeclined).value,
    outOfScopeRecallAt95: shareOf(outside, ({ decided }) => scopeScore(decided) < threshold).value,
    outOfScopeByKind: eachKind(
      outside,
      ({ c }) => c.kind,
      (of) => shareOf(of, isDeclined),
    ),
  };
}

/** What `measure` gives for the rows of each kind, in the order in which the kinds first occur. */
function eachKind<T, R>(rows: readonly T[], kindOf: (row: T) => string, measure: (rows: T[]) => R): Record<string, R> {
  const kinds = [...new Set(rows.map(kindOf))];
  return Object.fromEntries(kinds.map((kind) => [kind, measure(rows.filter((row) => kindOf(row) === kind))]));
}

function shareOf<T>(rows: readonly T[], isRight: (row: T) => boolean): Share {
  return share(rows.filter(isRight).length, rows.length);
}

function listFaults({ inScope, outside, directions, followUps, flags, misses }: Results): Evaluation['faults'] {
  return {
    confusions: inScope.flatMap(({ c, decided }) =>
      topOf(decided) === c.intent
        ? []
        : [{ text: c.text, wanted: c.intent, found: topOf(decided), decision: decided.decision.kind }],
    ),
    accepted: outside
      .filter((r) => !isDeclined(r))
      .map(({ c, decided }) => ({
        text: c.text,
        kind: c.kind,
        found: topOf(decided),
        decision: decided.decision.kind,
      })),
    directions: directions
      .filter((d) => !d.wanted.includes(d.found))
      .map(({ c, found }) => ({ text: c.text, wanted: `${c.surgery}>${c.pain}`, found })),
    followUps: followUps
      .filter(({ c, found }) => c.intent !== found)
      .map(({ c, found }) => ({ text: c.text, wanted: c.intent, found })),
    missedFlags: flags
      .filter((f) => !isCaught(f))
      .map(({ c, found }) => ({ text: c.text, wanted: c.redFlag, found: found || 'none' })),
    falseAlarms: misses.filter((m) => m.found !== '').map(({ c, found }) => ({ text: c.text, found })),
  };
}

const isDeclined = ({ decided }: { decided: Decided }) => decided.decision.kind === 'fallback';

/** A warning sign counts as caught when urgent advice is given; another kind's advice would still get them help. */
const isCaught = ({ found }: { c: RedFlagCase; found: string }) => found !== '';

const topOf = (d: Decided) =>
  d.decision.kind === 'redFlag' || d.decision.kind === 'answer'
    ? d.decision.entry.id
    : (d.ranked[0]?.entry.id ?? 'none');
const scoreOf = (d: Decided) => (d.decision.kind === 'answer' ? d.decision.score : (d.ranked[0]?.score ?? 0));
const scopeScore = (d: Decided) => (d.decision.kind === 'redFlag' ? 1 : d.scope);
const flagOf = (d: Decided) => (d.decision.kind === 'redFlag' ? d.decision.entry.id : '');
const ratio = (n: number, of: number) => (of === 0 ? 0 : n / of);

function rank(rows: readonly { c: InScopeCase; decided: Decided }[]): Ranking {
  const places = rows.map(({ c, decided }) => {
    if (topOf(decided) === c.intent) return 1;
    const place = decided.ranked.findIndex((r) => r.entry.id === c.intent) + 1;
    return place === 1 ? 2 : place;
  });
  const count = (kind: string) => rows.filter(({ decided }) => decided.decision.kind === kind).length;
  const wrong = rows.filter(({ c, decided }) => isConfident(decided) && topOf(decided) !== c.intent).length;
  return {
    count: rows.length,
    top1: ratio(places.filter((p) => p === 1).length, rows.length),
    top3: ratio(places.filter((p) => p >= 1 && p <= 3).length, rows.length),
    mrr: ratio(
      places.reduce((sum, p) => sum + (p > 0 ? 1 / p : 0), 0),
      rows.length,
    ),
    answeredWrongly: ratio(wrong, rows.length),
    clarified: ratio(count('clarify'), rows.length),
    declined: ratio(count('fallback'), rows.length),
  };
}

const isConfident = ({ decision }: Decided) => decision.kind === 'answer' || decision.kind === 'redFlag';

/** Share with its Wilson 95 % score interval (Wilson 1927). */
export function share(right: number, count: number): Share {
  if (count === 0) return { right, count, value: 0, low: 0, high: 1 };
  const p = right / count;
  const z2 = Z95 * Z95;
  const middle = (p + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z95 / (1 + z2 / count)) * Math.sqrt((p * (1 - p)) / count + z2 / (4 * count * count));
  return { right, count, value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Expected calibration error over ten bins of equal width: the mean gap between score and share right, by size. */
export function calibrationError(rows: readonly { score: number; right: boolean }[]): number {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, score: 0, right: 0 }));
  for (const { score, right } of rows) {
    const bin = bins[Math.min(BINS - 1, Math.floor(score * BINS))];
    if (!bin) continue;
    bin.count += 1;
    bin.score += score;
    bin.right += right ? 1 : 0;
  }
  const gaps = bins.map((b) => Math.abs(b.score - b.right));
  return ratio(
    gaps.reduce((sum, gap) => sum + gap, 0),
    rows.length,
  );
}
