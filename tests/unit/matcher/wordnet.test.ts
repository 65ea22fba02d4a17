import { loadWordBytes } from '../../../src/knowledge/loadWordBytes.js';
import { LINK, parseWordNet } from '../../../src/matcher/wordnet.js';

describe('parseWordNet', () => {
  const table = parseWordNet(loadWordBytes());
  const own = (word: string): number[] =>
    table
      .synsetsOf(word)
      .filter((l) => l.link === LINK.own)
      .map((l) => l.id);

  test.each(['knee', 'knees', 'running', 'stopped', 'took', 'the', 'feet', 'worries', 'bigger'])('knows %s', (word) => {
    expect(table.isWord(word)).toBe(true);
  });
  test.each(['illiacus', 'siatica', 'replacment', 'zzz', ''])('does not know "%s"', (word) => {
    expect(table.isWord(word)).toBe(false);
  });
  test('gives synonyms a concept in common', () => {
    expect(own('physician').some((id) => own('doctor').includes(id))).toBe(true);
  });
  test('gives forms of a word the same concepts', () => {
    expect(own('knees')).toEqual(own('knee'));
  });
  test('has shares between 0 and 1', () => {
    expect(table.synsetsOf('run').every(({ share }) => share > 0 && share <= 1)).toBe(true);
  });
  test('tells common words from rare ones', () => {
    expect(table.commonnessOf('go')).toBeGreaterThan(table.commonnessOf('sciatica'));
  });
  test('refuses other bytes', () => {
    expect(() => parseWordNet(new Uint8Array(20))).toThrow(RangeError);
  });
});
