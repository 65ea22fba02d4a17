import type { Figures, Ranking } from './evaluation.js';

/** One figure of the quality contract with its goal. */
export interface GoalCheck {
  readonly figure: string;
  readonly value: number;
  readonly goal: number;
  /** Whether the goal is the least or the most that the value may be. */
  readonly bound: 'atLeast' | 'atMost';
  readonly isMet: boolean;
}

/** Every figure of the quality contract beside its goal, whether it is met or not. */
export function checkGoals(f: Figures): GoalCheck[] {
  return [
    ...rankingGoals('all styles', f.inScope),
    ...Object.entries(f.byStyle).flatMap(([style, ranking]) => rankingGoals(style, ranking)),
    atLeast('in-scope acceptance, as shipped', f.inScopeAcceptance, 0.95),
    atLeast('out-of-scope recall, as shipped', f.outOfScopeRecall, 0.92),
    atLeast('out-of-scope recall at 0.95 accepted', f.outOfScopeRecallAt95, 0.92),
    atLeast('red-flag sensitivity', f.sensitivity.value, 0.99),
    atLeast('red-flag specificity', f.specificity.value, 0.97),
    atLeast('direction', f.direction.value, 1),
    atMost('expected calibration error', f.expectedCalibrationError, 0.05),
  ];
}

function rankingGoals(name: string, r: Ranking): GoalCheck[] {
  return [
    atLeast(`top-1, ${name}`, r.top1, 0.92),
    atLeast(`top-3, ${name}`, r.top3, 0.98),
    atLeast(`MRR, ${name}`, r.mrr, 0.95),
    atMost(`answered wrongly, ${name}`, r.answeredWrongly, 0.04),
  ];
}

function atLeast(figure: string, value: number, goal: number): GoalCheck {
  return { figure, value, goal, bound: 'atLeast', isMet: value >= goal };
}

function atMost(figure: string, value: number, goal: number): GoalCheck {
  return { figure, value, goal, bound: 'atMost', isMet: value <= goal };
}
