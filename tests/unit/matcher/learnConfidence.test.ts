import { createMatcher } from '../../../src/matcher/matcher.js';

const sites = ['knee', 'hip', 'back', 'foot', 'groin', 'thigh', 'ankle', 'shin'];
const forms = [
  'my SITE hurts',
  'why does my SITE ache',
  'pain in the SITE',
  'SITE trouble since surgery',
  'sore SITE',
  'SITE is stiff',
];
const utterances = sites.flatMap((site) => forms.map((form) => ({ text: form.replace('SITE', site), intent: site })));

describe('learnConfidence', () => {
  const matcher = createMatcher({
    utterances,
    outOfScope: ['play some music', 'what time is it', 'book a table for two'],
  });

  test('holds an utterance of known words for in scope, and one of unknown words not', () => {
    const inside = matcher.match('my knee is sore').inScope;
    const outside = matcher.match('which wine goes with salmon').inScope;
    expect(inside).toBeGreaterThan(matcher.scopeThreshold);
    expect(outside).toBeLessThan(inside);
  });
  test('trusts one shared word less than a question', () => {
    const scoreOf = (text: string): number => matcher.match(text).candidates[0]?.score ?? 0;
    expect(scoreOf('the knee of the curve in this chart of share prices')).toBeLessThan(scoreOf('my knee hurts') - 0.2);
  });
  test('declines more when more may be declined', () => {
    const strict = createMatcher({ utterances }, { plannedRejects: 0.3 });
    const lax = createMatcher({ utterances }, { plannedRejects: 0 });
    expect(strict.scopeThreshold).toBeGreaterThan(lax.scopeThreshold);
  });
  test('has scores for one row per intent, where nothing can be held out', () => {
    const one = createMatcher({ utterances: sites.map((site) => ({ text: `my ${site} hurts`, intent: site })) });
    const [best, second] = one.match('the knee hurts').candidates;
    expect(best?.intent).toBe('knee');
    expect(best?.score).toBeGreaterThan(second?.score ?? 1);
  });
});
