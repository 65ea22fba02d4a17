import { createMatcher } from '../../../src/matcher/matcher.js';

const utterances = [
  ['why does my knee hurt after hip surgery', 'knee'],
  ['knee pain since my hip replacement', 'knee'],
  ['my knee aches after the hip operation', 'knee'],
  ['hip done last month and now the knee is sore', 'knee'],
  ['how long should i use ice', 'ice'],
  ['can i put ice on it', 'ice'],
  ['is ice good for swelling', 'ice'],
  ['cold packs how often', 'ice'],
  ['when can i drive again', 'drive'],
  ['am i allowed to drive my car', 'drive'],
  ['driving after surgery', 'drive'],
  ['how soon may i get behind the wheel', 'drive'],
  ['what is the psoas', 'psoas'],
  ['where is the psoas muscle', 'psoas'],
  ['tell me about the psoas', 'psoas'],
  ['psoas anatomy', 'psoas'],
].map(([text = '', intent = '']) => ({ text, intent }));

describe('createMatcher', () => {
  const matcher = createMatcher({ utterances });

  test.each([
    ['my knees hurt after a hip replacement', 'knee'],
    ['should I ice it?', 'ice'],
    ['May I drive?', 'drive'],
    ['whats the psoas', 'psoas'],
  ])('ranks the intent of "%s" first', (text, intent) => {
    expect(matcher.match(text).candidates[0]?.intent).toBe(intent);
  });

  test('orders candidates by score and keeps scores between 0 and 1', () => {
    const scores = matcher.match('ice or drive').candidates.map((c) => c.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.every((s) => s >= 0 && s <= 1)).toBe(true);
  });

  test('returns as many candidates as asked for', () => {
    expect(matcher.match('ice', { limit: 2 }).candidates).toHaveLength(2);
  });

  test('gives an utterance of unknown words no coverage', () => {
    expect(matcher.match('zzyzx qwrtp').coverage).toBe(0);
  });

  test('survives an empty utterance', () => {
    expect(matcher.match('').inScope).toBeLessThan(1);
  });

  test('learns nothing from no rows and says so with no candidates', () => {
    expect(createMatcher({ utterances: [] }).match('hello').candidates).toEqual([]);
  });

  test('is the same model for the same seed and training', () => {
    const again = createMatcher({ utterances });
    expect(again.match('sore knee')).toEqual(matcher.match('sore knee'));
  });

  test('never proposes the out-of-scope class', () => {
    const declining = createMatcher({ utterances: [...utterances, { text: 'play some music', intent: 'oos' }] });
    expect(declining.intents).not.toContain('oos');
  });

  test('matches documents alone by title and answer', () => {
    const documents = [
      { intent: 'a', title: 'How do I delete my account?', text: 'Open settings and choose remove.' },
      { intent: 'b', title: 'How do I change my password?', text: 'Use the key icon.' },
    ];
    const retrieval = createMatcher({ utterances: [], documents });
    expect(retrieval.match('forgot my password').candidates[0]?.intent).toBe('b');
    expect(retrieval.match('where is the key icon').candidates[0]?.intent).toBe('b');
  });
});
