import { parseScale } from '../../../src/language/parseScale.js';

describe('parseScale', () => {
  test.each([
    ['7', 7],
    ['a seven', 7],
    ['7 out of 10', 7],
    ['7/10', 7],
    ['8 of 10', 8],
    ['about a 6', 6],
    ['10', 10],
    ['zero', 0],
    ['seven and a half', 7.5],
    ['7,5', 7.5],
    ['70 out of 100', 7],
    ['no pain', 0],
    ['worst imaginable', 10],
  ])('reads %s as %d', (text, value) => {
    expect(parseScale(text)).toEqual({ kind: 'value', value });
  });

  test.each([
    ['six or seven', 7],
    ['7-8', 8],
    ['between 5 and 6', 6],
  ])('takes the higher of two: %s', (text, value) => {
    expect(parseScale(text)).toEqual({ kind: 'value', value });
  });

  test.each(['14', '14 out of 10', '-2', '8 out of 7'])('knows a number beside the scale: %s', (text) => {
    expect(parseScale(text)).toEqual({ kind: 'offScale' });
  });

  test.each(['not sure', 'I am 45 and it is 7', '6 weeks', '7 in the morning and 3 at night', 'it comes and goes', ''])(
    'reads no strength where none is told: %s',
    (text) => {
      expect(parseScale(text)).toBeUndefined();
    },
  );
});
