import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { createFaqMatcher } from '../../../src/matcher/faqMatcher.js';
import { createRandom } from '../../../src/matcher/linearClassifier.js';
import { createSpeller } from '../../../src/matcher/spelling.js';
import { createConceptFinder } from '../../../src/matcher/concepts.js';
import { readUtterance } from '../../../src/matcher/readUtterance.js';
import { MAX_UTTERANCE_CHARS } from '../../../src/text.js';

const whole = loadUsableKnowledge('knowledge');
const entries = [...whole.entries].filter(([id]) => id.startsWith('why.') || id.startsWith('anatomy.'));
const knowledge = {
  ...whole,
  entries: new Map(entries.map(([id, e]) => [id, { ...e, utterances: e.utterances.filter((_, i) => i % 8 === 0) }])),
  outOfScope: whole.outOfScope.filter((_, i) => i % 8 === 0),
};
const matcher = createFaqMatcher(knowledge);

describe('match on anything a person can send', () => {
  const expectSound = (text: string): void => {
    const { candidates, scope, band } = matcher.match(text);
    for (const figure of [scope, ...candidates.map((c) => c.score)]) {
      expect(figure).toBeGreaterThanOrEqual(0);
      expect(figure).toBeLessThanOrEqual(1);
    }
    expect(['answer', 'clarify', 'fallback']).toContain(band);
  };

  test('survives random Unicode', () => {
    const random = createRandom(7);
    for (let i = 0; i < 200; i++) {
      const codes = Array.from({ length: Math.floor(random() * 80) }, () => Math.floor(random() * 0x10000));
      expectSound(String.fromCharCode(...codes));
    }
  });

  test('survives its own words in random order, with random punctuation', () => {
    const random = createRandom(11);
    const words = 'hip knee back foot surgery replaced hurts sore since after they my and not fused op pain but'.split(
      ' ',
    );
    const marks = ['', '', '', ',', '.', '?', '!', ' -', '/', "'s", '...', '\n'];
    for (let i = 0; i < 300; i++) {
      const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
      expectSound(
        Array.from({ length: 1 + Math.floor(random() * 40) }, () => `${pick(words)}${pick(marks)}`).join(' '),
      );
    }
  });

  test.each([
    ['one letter', 'a'.repeat(100_000)],
    ['a site repeated', 'knee '.repeat(20_000)],
    ['operations repeated', 'my hip was replaced and '.repeat(5000)],
    ['questions repeated', 'why does my hip hurt and '.repeat(5000)],
    ['misspelt words without end', Array.from({ length: 15_000 }, (_, i) => `kne${i % 97}piriformiss`).join(' ')],
    ['times', '6 weeks ago '.repeat(9000)],
    ['question marks', '?'.repeat(100_000)],
    ['numbered lists', '1. a 2. b '.repeat(10_000)],
    ['negations', 'not no never without '.repeat(5000)],
    ['and', 'and '.repeat(25_000)],
  ])('survives 100 kB of %s', (_, text) => {
    expectSound(text);
    expect(matcher.explain(text).length).toBeGreaterThan(0);
  });

  test('reads no more than the documented length', () => {
    const start = 'my knee hurts since they replaced my hip. '.padEnd(MAX_UTTERANCE_CHARS, 'x ');
    expect(matcher.match(`${start} hip hip hip`)).toEqual(matcher.match(start));
  });

  test('explains the decision that it makes', () => {
    const text = 'since they fused my back my hips ache';
    const { candidates, band, scope } = matcher.match(text);
    expect(matcher.explain(text)).toEqual(
      expect.arrayContaining([
        `${band.padEnd(11)}${candidates[0]?.intent} ${candidates[0]?.score.toFixed(3)}`,
        'direction  why.back-surgery-hip-leg-pain',
        `scope      ${scope.toFixed(3)}`,
      ]),
    );
  });
});

describe('readUtterance', () => {
  /** How often the words are looked up while a text is read. */
  const countLookups = (text: string): number => {
    let lookups = 0;
    const isWord = (): boolean => {
      lookups += 1;
      return false;
    };
    const vocabulary = new Map([
      ['knee', 50],
      ['piriformis', 20],
    ]);
    const speller = createSpeller({ vocabulary, isWord });
    readUtterance({ speller, finder: createConceptFinder(whole.concepts) }, text);
    return lookups;
  };

  test.each(['knee pirriformis hurts ', 'zqx vbn ', 'so as muscle ', 'hipsurgery '])(
    'does work in proportion to the length of "%s" repeated',
    (part) => {
      const short = countLookups(part.repeat(8));
      const long = countLookups(part.repeat(64));
      // A quadratic reader would do 64 times the work; a little is lost at the ends of short texts.
      expect(long).toBeLessThanOrEqual(10 * short);
    },
  );
});
