import { countSpanishSyllables } from '../../../src/knowledge/spanishSyllables.js';

describe('countSpanishSyllables', () => {
  const words: [string, number][] = [
    ['rodilla', 3],
    ['operación', 4],
    ['cirugía', 4],
    ['quirúrgico', 4],
    ['pingüino', 3],
    ['viuda', 2],
    ['ciudad', 2],
    ['aéreo', 4],
    ['ahora', 3],
    ['guía', 2],
    ['que', 1],
    ['muy', 1],
    ['ayuda', 3],
    ['y', 1],
    ['día', 2],
    ['fisioterapeuta', 6],
    ['ÍLEON', 3],
    ['911', 1],
  ];
  test.each(words)('%s has %d', (word, count) => {
    expect(countSpanishSyllables(word)).toBe(count);
  });
});
