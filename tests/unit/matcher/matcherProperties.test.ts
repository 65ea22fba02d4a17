import { createRandom } from '../../../src/matcher/linearClassifier.js';
import { createMatcher } from '../../../src/matcher/matcher.js';
import type { MatchResult } from '../../../src/matcher/matcherTypes.js';
import { MAX_UTTERANCE_CHARS } from '../../../src/text.js';

const utterances = ['knee', 'hip', 'back', 'foot', 'groin', 'thigh'].flatMap((site) =>
  [
    'my SITE hurts',
    'why does my SITE ache',
    'pain in the SITE',
    'SITE trouble since surgery',
    'sore SITE at night',
  ].map((text) => ({
    text: text.replace('SITE', site),
    intent: site,
  })),
);
const matcher = createMatcher({ utterances, outOfScope: ['play music', 'what time is it'] });

function expectSound(result: MatchResult): void {
  const figures = [...result.candidates.map((c) => c.score), result.inScope, result.coverage];
  for (const figure of figures) {
    expect(figure).toBeGreaterThanOrEqual(0);
    expect(figure).toBeLessThanOrEqual(1);
  }
}

describe('match', () => {
  test('survives random Unicode, lone surrogates included', () => {
    const random = createRandom(42);
    for (let i = 0; i < 500; i++) {
      const codes = Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 0x10000));
      expectSound(matcher.match(String.fromCharCode(...codes)));
    }
  });

  test.each([
    ['a long run of one letter', 'a'.repeat(100_000)],
    ['a word repeated', 'knee '.repeat(20_000)],
    ['many words', Array.from({ length: 20_000 }, (_, i) => `w${i}`).join(' ')],
    ['apostrophes', "'".repeat(100_000)],
    ['letters joined by apostrophes', "a'".repeat(50_000)],
    ['points and digits', '1.'.repeat(50_000)],
    ['combining marks', 'e\u0301'.repeat(50_000)],
    ['zero-width joiners', '\u200d'.repeat(100_000)],
    ['spaces', ' '.repeat(100_000)],
    ['ligatures that grow when folded', '\ufdfa'.repeat(50_000)],
    ['emoji', '🦵'.repeat(50_000)],
    ['right-to-left text', 'ركبة '.repeat(20_000)],
  ])('survives 100 kB of %s', (_, text) => {
    expectSound(matcher.match(text));
  });

  test('reads no more than the documented length', () => {
    const start = 'my knee hurts '.padEnd(MAX_UTTERANCE_CHARS, 'x ');
    expect(matcher.match(`${start}hip hip hip`)).toEqual(matcher.match(start));
  });

  test('is not moved by the case, accents or spacing of what is typed', () => {
    expect(matcher.match('  MY   KNÉE hurts ')).toEqual(matcher.match('my knee hurts'));
  });

  test('gives the same answer whatever was asked before', () => {
    const fresh = matcher.match('sore hip');
    for (let i = 0; i < 100; i++) matcher.match(`something else ${i} ${'back '.repeat(i)}`);
    expect(matcher.match('sore hip')).toEqual(fresh);
  });

  test.each(['constructor', '__proto__', 'toString hasOwnProperty', 'valueOf'])(
    'takes "%s" for a plain word',
    (text) => {
      expectSound(matcher.match(text));
    },
  );
});

describe('explain', () => {
  test('comes to the same decision as match', () => {
    expect(matcher.explain('pain in my knee').result).toEqual(matcher.match('pain in my knee'));
  });
  test('names the word that carries the decision and words it does not know', () => {
    const { top, unknown } = matcher.explain('knee zebra');
    expect(top[0]?.feature).toBe('knee');
    expect(unknown).toEqual(['zebra']);
  });
});
