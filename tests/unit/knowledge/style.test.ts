import {
  findForbidden,
  listSentences,
  listWords,
  readingGrade,
  spanishReadability,
} from '../../../src/knowledge/style.js';

describe('readingGrade', () => {
  test('short everyday words read easily', () => {
    expect(readingGrade('The cat sat on the mat. It was warm.', [])).toBeLessThan(2);
  });

  test('long words and sentences read hard', () => {
    const hard =
      'Individualised perioperative rehabilitation interventions necessitate multidisciplinary collaboration.';
    expect(readingGrade(hard, [])).toBeGreaterThan(15);
  });

  test('glossary terms count as one short word', () => {
    const text = 'The acetabulum is part of the hip. The iliopsoas bends it.';
    expect(readingGrade(text, ['acetabulum', 'iliopsoas'])).toBeLessThan(readingGrade(text, []));
  });
});

describe('spanishReadability', () => {
  test('is 206.84 less 60 for each syllable a word and 1.02 for each word a sentence', () => {
    // Two sentences of three and two words; 11 syllables.
    expect(spanishReadability('La rodilla duele. Llame ahora.', [])).toBeCloseTo(
      206.84 - 60 * (11 / 5) - 1.02 * 2.5,
      5,
    );
  });

  test('plain words read more easily than learned ones, and glossary terms count as one short word', () => {
    const hard = 'La rehabilitación perioperatoria individualizada requiere colaboración multidisciplinaria.';
    expect(spanishReadability(hard, [])).toBeLessThan(0);
    expect(spanishReadability('El dolor baja poco a poco.', [])).toBeGreaterThan(80);
    expect(spanishReadability(hard, ['multidisciplinaria'])).toBeGreaterThan(spanishReadability(hard, []));
  });
});

describe('listSentences', () => {
  test('bold leads and list lines are sentences of their own', () => {
    expect(listSentences('**Wait.** Then go.\nnext item')).toEqual(['**Wait.**', 'Then go.', 'next item']);
  });
});

describe('listWords', () => {
  test('keeps contractions and hyphens together', () => {
    expect(listWords("Don't over-do it, 3.5 times")).toEqual(["Don't", 'over-do', 'it', '3.5', 'times']);
  });
});

describe('findForbidden', () => {
  test('matches whole words in any case', () => {
    expect(findForbidden('It CURES all. Adjust it.', ['cures', 'just'])).toEqual(['cures']);
  });
});
