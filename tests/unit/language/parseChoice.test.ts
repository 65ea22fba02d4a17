import { parseChoice, parsePositions } from '../../../src/language/parseChoice.js';

const OPTIONS = [
  'I had hip surgery, why does my knee hurt?',
  'I had knee surgery, why does my hip hurt?',
  'Why is the pain worse at night?',
];

describe('parseChoice', () => {
  test.each([
    ['Why is the pain worse at night?', 2],
    ['why is the pain worse at night', 2],
    ['1', 0],
    ['#3', 2],
    ['option 2', 1],
    ['number two please', 1],
    ['the second one', 1],
    ['2nd', 1],
    ['the last one', 2],
    ['the middle one', 1],
    ['the night one', 2],
    ['worse at night', 2],
  ])('takes "%s" as option %d', (text, index) => {
    expect(parseChoice(text, OPTIONS)).toBe(index);
  });

  test('takes words of one option only where no other option has them', () => {
    expect(parseChoice('knee', OPTIONS)).toBeUndefined();
  });

  test.each(['4', '0', 'the fifth one', 'knee swelling at night', 'can I drive?', 'I have 2 kids', ''])(
    'takes nothing for a choice that is none: %s',
    (text) => {
      expect(parseChoice(text, OPTIONS)).toBeUndefined();
    },
  );
});

describe('parsePositions', () => {
  test('reads several numbers', () => {
    expect(parsePositions('2 and 4', 5)).toEqual([1, 3]);
  });

  test('reads none where the text says more', () => {
    expect(parsePositions('2 weeks ago', 5)).toEqual([]);
  });
});
