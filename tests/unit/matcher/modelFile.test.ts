import { createMatcher, restoreMatcher } from '../../../src/matcher/matcher.js';

const utterances = ['knee', 'hip', 'back'].flatMap((site) =>
  ['my SITE hurts', 'why does my SITE ache', 'pain in the SITE', 'SITE trouble since the operation', 'sore SITE'].map(
    (text) => ({
      text: text.replace('SITE', site),
      intent: site,
    }),
  ),
);
const documents = [{ intent: 'knee', title: 'Knee pain', text: 'The knee bends.' }];

describe('restoreMatcher', () => {
  const matcher = createMatcher({ utterances, documents });
  const bytes = matcher.serialize();

  test('decides as the matcher did that was saved', () => {
    const restored = restoreMatcher(bytes);
    for (const text of ['my knee aches', 'hip?', 'nothing of the kind', ''])
      expect(restored.match(text)).toEqual(matcher.match(text));
  });
  test('reads bytes that do not begin at a round address', () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(restoreMatcher(shifted.subarray(3)).match('sore hip')).toEqual(matcher.match('sore hip'));
  });
  test.each([
    ['nothing', new Uint8Array(0)],
    ['other bytes', new TextEncoder().encode('not a model at all, but long enough')],
    ['a cut file', bytes.subarray(0, bytes.length - 10)],
    ['a changed byte', Uint8Array.from(bytes, (b, i) => (i === bytes.length - 5 ? b ^ 1 : b))],
  ])('refuses %s', (_, damaged) => {
    expect(() => restoreMatcher(damaged)).toThrow(RangeError);
  });
});
