import { indexDocuments, LexicalIndex } from '../../../src/matcher/lexicalIndex.js';

const texts = [
  'Delete the account in the settings.',
  'Change the password with the key icon.',
  'Account and password help.',
];
const index = new LexicalIndex(indexDocuments(texts, Int32Array.of(0, 1, 2)));

function score(text: string): number[] {
  const scores = new Float64Array(3);
  index.addScores(text, 1, scores);
  return [...scores];
}

describe('LexicalIndex', () => {
  test('takes nothing off the best document', () => {
    expect(score('where is the key icon')).toEqual([-1, 0, -1]);
  });
  test('takes less off a document that shares a word than off one that shares none', () => {
    const [first = 0, second = 0, third = 0] = score('delete my account');
    expect(first).toBe(0);
    expect(third).toBeGreaterThan(second);
  });
  test('changes nothing when no document shares a content word', () => {
    expect(score('what is the weather')).toEqual([0, 0, 0]);
  });
});
