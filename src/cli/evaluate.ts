import path from 'node:path';
import { evaluate, type Evaluation, type Ranking, type Share } from './evaluation.js';
import { checkGoals, type GoalCheck } from './evaluationGoals.js';
import { loadEvaluationSets, loadTranslatedSets } from './evaluationSets.js';
import { loadDeciders } from './parts.js';

/**
 * `kb evaluate [--json] [--faults]`: the figures of the quality contract on the project's own evaluation sets; those of
 * Spanish follow as a part `es` of the same shape.
 */
export async function runEvaluate(args: string[]): Promise<number> {
  const dir = path.resolve('tests/evaluation');
  const { of } = loadDeciders();
  const evaluation = evaluate(of.en, loadEvaluationSets(dir));
  const translated = loadTranslatedSets(dir, 'es');
  const es = translated && evaluate(of.es, translated);
  const text = args.includes('--json')
    ? JSON.stringify({ ...withGoals(evaluation), ...(es && { es: withGoals(es) }) }, null, 2)
    : [
        ...formatAll(evaluation, args.includes('--faults')),
        ...(es ? ['', 'es', ...formatAll(es, args.includes('--faults'))] : []),
      ].join('\n');
  process.stdout.write(`${text}\n`);
  return 0;
}

const withGoals = (evaluation: Evaluation) => ({ ...evaluation, goals: checkGoals(evaluation.figures) });

function formatAll(evaluation: Evaluation, hasFaults: boolean): string[] {
  return [
    ...formatFigures(evaluation),
    ...formatConfusions(evaluation),
    ...formatFaults(evaluation, hasFaults),
    ...formatGoals(evaluation),
  ];
}

const three = (n: number) => n.toFixed(3);
const interval = (s: Share) =>
  `${three(s.value)} (${s.right} of ${s.count}; 95 % interval ${three(s.low)} to ${three(s.high)})`;

function formatFigures({ figures: f }: Evaluation): string[] {
  const row = (name: string, r: Ranking) =>
    `${name.padEnd(10)} ${String(r.count).padStart(5)}  ${[r.top1, r.top3, r.mrr, r.answeredWrongly, r.clarified, r.declined].map((n) => three(n).padStart(7)).join(' ')}`;
  return [
    'style      count    top-1   top-3     mrr   wrong clarify decline',
    ...Object.entries(f.byStyle).map(([style, r]) => row(style, r)),
    row('all', f.inScope),
    '',
    `in-scope acceptance                  ${three(f.inScopeAcceptance)}`,
    `out-of-scope recall                  ${three(f.outOfScopeRecall)}`,
    `out-of-scope recall at 0.95 accepted ${three(f.outOfScopeRecallAt95)}`,
    ...Object.entries(f.outOfScopeByKind).map(([kind, s]) => `  ${kind.padEnd(18)} ${interval(s)}`),
    `direction                            ${interval(f.direction)}`,
    ...(f.followUps.count > 0 ? [`follow-ups                           ${interval(f.followUps)}`] : []),
    `red-flag sensitivity                 ${interval(f.sensitivity)}`,
    ...Object.entries(f.sensitivityByKind).map(([kind, s]) => `  ${kind.padEnd(30)} ${interval(s)}`),
    `red-flag specificity                 ${interval(f.specificity)}`,
    `expected calibration error           ${three(f.expectedCalibrationError)}`,
  ];
}

const CONFUSIONS_SHOWN = 20;

/** Which entries are taken for which, the most frequent first. */
function formatConfusions({ faults }: Evaluation): string[] {
  const counts = new Map<string, number>();
  for (const { wanted, found } of faults.confusions)
    counts.set(`${wanted} > ${found}`, (counts.get(`${wanted} > ${found}`) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, CONFUSIONS_SHOWN);
  return [
    '',
    `confusions (wanted > found): ${faults.confusions.length}`,
    ...sorted.map(([pair, n]) => `  ${n}  ${pair}`),
  ];
}

/** The quality contract, line by line. */
function formatGoals({ figures }: Evaluation): string[] {
  const goals = checkGoals(figures);
  const line = ({ figure, value, goal, bound, isMet }: GoalCheck) =>
    `  ${isMet ? 'met  ' : 'SHORT'}  ${figure.padEnd(38)} ${three(value)}  goal ${bound === 'atLeast' ? '>=' : '<='} ${goal}`;
  return ['', `goals met: ${goals.filter((g) => g.isMet).length} of ${goals.length}`, ...goals.map(line)];
}

function formatFaults({ faults }: Evaluation, all: boolean): string[] {
  const list = <T>(title: string, rows: readonly T[], line: (row: T) => string) =>
    rows.length === 0 ? [] : ['', `${title} (${rows.length})`, ...rows.map((r) => `  ${line(r)}`)];
  const safety = [
    ...list('warning signs missed', faults.missedFlags, (r) => `${r.wanted}: ${r.text}`),
    ...list('false alarms', faults.falseAlarms, (r) => `${r.found}: ${r.text}`),
    ...list('directions wrong', faults.directions, (r) => `${r.wanted} > ${r.found}: ${r.text}`),
  ];
  if (!all)
    return [...safety, '', 'with --faults: every confused utterance, follow-up and accepted out-of-scope utterance'];
  return [
    ...safety,
    ...list('confusions', faults.confusions, (r) => `${r.wanted} > ${r.found} (${r.decision}): ${r.text}`),
    ...list('follow-ups wrong', faults.followUps, (r) => `${r.wanted} > ${r.found}: ${r.text}`),
    ...list('out of scope, accepted', faults.accepted, (r) => `${r.kind} > ${r.found} (${r.decision}): ${r.text}`),
  ];
}
