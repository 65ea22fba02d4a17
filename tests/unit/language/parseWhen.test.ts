import { parseWhen } from '../../../src/language/parseWhen.js';

const NOW = new Date('2026-11-23T09:00:00Z');

function read(text: string): string | undefined {
  const when = parseWhen(text, NOW);
  return when?.kind === 'day' ? when.day.toISOString().slice(0, 10) : when?.kind;
}

describe('parseWhen', () => {
  test.each([
    ['about three weeks ago', '2026-11-02'],
    ['3 wks post op', '2026-11-02'],
    ['6w', '2026-10-12'],
    ['ten days', '2026-11-13'],
    ['a fortnight ago', '2026-11-09'],
    ['about a month', '2026-10-24'],
    ['a couple of months', '2026-09-23'],
    ['a few weeks', '2026-11-02'],
    ['half a year', '2026-05-24'],
    ['six months', '2026-05-24'],
    ['a year and a half ago', '2025-05-24'],
    ['five and a half weeks', '2026-10-15'],
    ['20 years ago', '2006-11-23'],
  ])('counts back from today: %s', (text, day) => {
    expect(read(text)).toBe(day);
  });

  test('takes the longer of two, because cautions end with time', () => {
    expect(read('2-3 weeks')).toBe('2026-11-02');
    expect(read('2 to 3 weeks ago')).toBe('2026-11-02');
    expect(read('two or three weeks')).toBe('2026-11-02');
  });

  test.each([
    ['last March', '2026-03-15'],
    ['in the middle of August', '2026-08-15'],
    ['end of October', '2026-10-25'],
    ['early june', '2026-06-05'],
    ['may', '2026-05-15'],
    ['in may', '2026-05-15'],
    ['march 2025', '2025-03-15'],
    ['december', '2025-12-15'],
    ['last summer', '2026-07-15'],
    ['since Christmas', '2025-12-25'],
    ['in 2019', '2019-07-01'],
  ])('takes the latest month, season or year that is past: %s', (text, day) => {
    expect(read(text)).toBe(day);
  });

  test('stays before today within the present month', () => {
    expect(read('november')).toBe('2026-11-15');
    expect(parseWhen('in november', new Date('2026-11-02T09:00:00Z'))).toEqual({
      kind: 'day',
      day: new Date('2026-11-01T00:00:00Z'),
    });
  });

  test.each([
    ['12 May 2025', '2025-05-12'],
    ['May 12th, 2025', '2025-05-12'],
    ['5th of november', '2026-11-05'],
    ['Nov 5', '2026-11-05'],
    ['24 December', '2025-12-24'],
    ['2026-11-01', '2026-11-01'],
    ['31/10/2026', '2026-10-31'],
    ['10/31/2026', '2026-10-31'],
    ['12/03/2026', '2026-03-12'],
    ['03/12/2026', '2026-03-12'],
  ])('reads a full date, day first unless that lies ahead: %s', (text, day) => {
    expect(read(text)).toBe(day);
  });

  test.each(['yesterday', 'last night'])('reads a day by its name: %s', (text) => {
    expect(read(text)).toBe('2026-11-22');
  });

  test.each(['next week', 'tomorrow', 'in two weeks', '3 weeks from now', '12 May 2027', 'in 2031', 'not yet'])(
    'knows that it lies ahead: %s',
    (text) => {
      expect(read(text)).toBe('future');
    },
  );

  test.each(['31 February', 'February 31st', '31/04/2026', '13/13/2026', '400 years ago'])(
    'knows that no calendar has it: %s',
    (text) => {
      expect(read(text)).toBe('impossible');
    },
  );

  test.each(['not sure', '7 out of 10', 'years ago', 'it may hurt when I march about', 'my knee', ''])(
    'reads no time where none is told: %s',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );

  test('finds 29 February in the latest leap year', () => {
    expect(read('29 February')).toBe('2024-02-29');
  });
});
