import { share, type Figures, type Ranking } from '../../../src/cli/evaluation.js';
import { checkGoals } from '../../../src/cli/evaluationGoals.js';

const good: Ranking = { count: 10, top1: 1, top3: 1, mrr: 1, answeredWrongly: 0, clarified: 0, declined: 0 };
const figures: Figures = {
  inScope: { ...good, top1: 0.91, answeredWrongly: 0.05 },
  byStyle: { terse: good },
  inScopeAcceptance: 0.95,
  outOfScopeRecall: 0.92,
  outOfScopeRecallAt95: 0.92,
  outOfScopeByKind: {},
  direction: share(143, 144),
  followUps: share(9, 10),
  sensitivity: share(100, 100),
  specificity: share(100, 100),
  sensitivityByKind: {},
  expectedCalibrationError: 0.05,
};

describe('checkGoals', () => {
  test('names what falls short and counts a value that equals its goal as met', () => {
    const short = checkGoals(figures).filter((g) => !g.isMet);
    expect(short.map((g) => g.figure)).toEqual(['top-1, all styles', 'answered wrongly, all styles', 'direction']);
  });

  test('checks every style', () => {
    expect(checkGoals(figures).map((g) => g.figure)).toContain('MRR, terse');
  });
});
