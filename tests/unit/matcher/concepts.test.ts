import type { Concept } from '../../../src/knowledge/concept.js';
import { createConceptFinder } from '../../../src/matcher/concepts.js';

const CONCEPTS: Concept[] = [
  { id: 'hip', kind: 'site', site: 'hip', forms: ['hip', 'hip joint'] },
  { id: 'hip-replacement', kind: 'operation', site: 'hip', forms: ['hip replacement', 'thr', 'new hip'] },
  { id: 'hip-surgery', kind: 'operation', site: 'hip', forms: ['hip done', 'hip op'] },
  { id: 'ankle-fusion', kind: 'operation', site: 'foot', forms: ['fused ankle'] },
  { id: 'ache', kind: 'symptom', forms: ['ache', 'dull ache'] },
  { id: 'unable', kind: 'symptom', forms: ['cant straighten'] },
  { id: 'bottom', kind: 'site', site: 'hip', forms: ['bum'] },
];

const finder = createConceptFinder(CONCEPTS);
const ids = (text: string): string[] => finder.find(text.split(' ')).map((c) => c.id);

describe('createConceptFinder', () => {
  test('takes the longest form at each place', () => {
    expect(finder.find('after a hip replacement'.split(' '))).toEqual([
      { id: 'hip-replacement', kind: 'operation', site: 'hip', start: 2, end: 4 },
    ]);
  });

  test('falls back to a shorter form where the longer one breaks off', () => {
    expect(ids('my hip is sore')).toEqual(['hip']);
  });

  test('finds several concepts from left to right without overlap', () => {
    expect(ids('new hip joint with a dull ache')).toEqual(['hip-replacement', 'ache']);
  });

  test.each(['hip replacements', 'both hips', 'an aching hip'])('reads the inflected words of "%s"', (text) => {
    expect(ids(text).length).toBeGreaterThan(0);
  });

  test('does not take an irregular form for a listed one', () => {
    // "does" is a form of "do", and so is "done".
    expect(ids('my hip does hurt')).toEqual(['hip']);
  });

  test('reads forms as utterances are read: contractions written out, American spelling', () => {
    expect(ids('can not straighten')).toEqual(['unable']);
    expect(ids('my butt')).toEqual(['bottom']);
  });

  test('does not reach over punctuation', () => {
    expect(finder.find(['fused', 'ankle'], [0, 1])).toEqual([]);
    expect(finder.find(['fused', 'ankle'], [0, 0])).toHaveLength(1);
  });

  test('finds nothing in words it does not know', () => {
    expect(ids('the weather is nice')).toEqual([]);
    expect(finder.find([])).toEqual([]);
  });
});
