import { overlay } from '../../../src/knowledge/overlay.js';

describe('overlay', () => {
  test('what is translated replaces the English, at any depth', () => {
    const missing: string[] = [];
    const english = { a: 'one', b: { c: 'two', d: ['x', 'y'] } };
    expect(overlay(english, { a: 'uno', b: { c: 'dos', d: ['z'] } }, missing)).toEqual({
      a: 'uno',
      b: { c: 'dos', d: ['z'] },
    });
    expect(missing).toEqual([]);
  });

  test('what is not translated stays English and is named by its path', () => {
    const missing: string[] = [];
    expect(overlay({ a: 'one', b: { c: 'two', d: 'three' } }, { b: { c: 'dos' } }, missing)).toEqual({
      a: 'one',
      b: { c: 'dos', d: 'three' },
    });
    expect(missing).toEqual(['a', 'b.d']);
  });

  test('items of a list are joined when their ids agree one by one, and data that is no text is taken over unsaid', () => {
    const missing: string[] = [];
    const english = [{ id: 'sit', text: 'Sit.', holdSeconds: 60 }];
    expect(overlay(english, [{ id: 'sit', text: 'Siéntese.' }], missing)).toEqual([
      { id: 'sit', text: 'Siéntese.', holdSeconds: 60 },
    ]);
    expect(overlay(english, [{ id: 'lie', text: 'Acuéstese.' }], missing)).toEqual([{ id: 'lie', text: 'Acuéstese.' }]);
    expect(missing).toEqual([]);
  });

  test('a value of another shape is left to the schema', () => {
    expect(overlay({ a: { b: 'one' } }, { a: 'uno', more: 1 }, [])).toEqual({ a: 'uno', more: 1 });
    expect(overlay({ a: 'one' }, null, [])).toBeNull();
  });
});
