import { parseYesNo } from '../../../src/language/parseYesNo.js';

describe('parseYesNo', () => {
  test.each(['yes', 'Yes.', 'yep', 'um yes please', 'ok', 'yes yes', 'that is right'])('reads a yes: %s', (text) => {
    expect(parseYesNo(text)).toBe('yes');
  });

  test.each(['no', 'NO!', 'nah', 'no thanks', 'no no no', 'not at all', "I don't"])('reads a no: %s', (text) => {
    expect(parseYesNo(text)).toBe('no');
  });

  test.each(['not really', "I don't think so", 'not that I know of', 'probably not'])(
    'keeps the doubt in a no: %s',
    (text) => {
      expect(parseYesNo(text)).toBe('softNo');
    },
  );

  test.each(['not sure', 'no idea', 'yes but no', 'maybe', 'I think so', "I don't know"])('reads doubt: %s', (text) => {
    expect(parseYesNo(text)).toBe('unsure');
  });

  test.each([
    'yes but only at night',
    'no, the left knee',
    'no pain',
    'yesterday',
    'note that',
    '',
    'y'.repeat(200),
    '👎',
    '👍',
  ])('takes no answer out of a text that says more: %s', (text) => {
    expect(parseYesNo(text)).toBeUndefined();
  });
});
