import { diffLines } from '../../../src/desk/diff.js';

const show = (before: string, after: string) => diffLines(before, after).map(({ kind, text }) => `${kind} ${text}`);

describe('diffLines', () => {
  test('shows an added line with what stands around it', () => {
    expect(show('a\nb\nc\nd\n', 'a\nb\nc\nx\nd\n')).toEqual(['same …', 'same b', 'same c', 'added x', 'same d']);
  });

  test('keeps a line that both have between two changes', () => {
    expect(show('a\nb\nc', 'x\nb\ny')).toEqual(['removed a', 'added x', 'same b', 'removed c', 'added y']);
  });

  test('shows a new file as added lines only', () => expect(show('', 'a\n')).toEqual(['added a']));

  test('shows nothing for the same text', () =>
    expect(show('a\nb', 'a\nb').every((l) => l.startsWith('same'))).toBe(true));
});
