import { collectRows, nameRows } from '../../../src/matcher/trainingRows.js';

describe('nameRows', () => {
  test.each([
    ['card_arrival', 'card arrival'],
    ['why.hip-surgery-knee-pain', 'why hip surgery knee pain'],
    ['FindConnection', 'find connection'],
    ['100_NIGHT_TRIAL', 'night trial'],
  ])('reads %s as words', (intent, text) => {
    expect(nameRows([intent])).toEqual([{ text, intent }]);
  });
  test('leaves out names that differ in numbers only', () => {
    expect(nameRows(['faq001', 'faq002', 'other'])).toEqual([{ text: 'other', intent: 'other' }]);
  });
});

describe('collectRows', () => {
  const rows = collectRows({
    utterances: [
      { text: 'a', intent: 'x1' },
      { text: 'b', intent: 'x1' },
      { text: 'c', intent: 'oos' },
    ],
    documents: [{ intent: 'x2', title: 'd', text: 'e' }],
    outOfScope: ['f'],
  });
  test('gives what is to be declined the class after the last intent', () => {
    expect(rows.intents).toEqual(['x1', 'x2']);
    expect(rows.texts).toEqual(['a', 'b', 'd', 'c', 'f']);
    expect([...rows.classOf]).toEqual([0, 0, 1, 2, 2]);
  });
  test('counts rows per intent by the middle one', () => {
    expect(rows.perIntent).toBe(2);
  });
});
