import { createSpeller } from '../../../src/matcher/spelling.js';

const COMMON = 'my the is why does hurt after surgery hip knee replacement muscle pain tight hurting in hook release';
const MEDICAL =
  'psoas iliacus iliopsoas piriformis sciatica laminectomy physio arthroscopy achilles flexor tendon since swelling massage';
const vocabulary = new Map<string, number>([
  ...COMMON.split(' ').map((w) => [w, 200] as const),
  ...MEDICAL.split(' ').map((w) => [w, 20] as const),
  ['thr', 0],
]);
const ENGLISH = new Set(
  'so as to not receive message sole soul need kneel shop ship heap hit hurts long sore bunny peace hop fizzy relieve see attic'.split(
    ' ',
  ),
);
const speller = createSpeller({
  vocabulary,
  isWord: (w) => ENGLISH.has(w),
  phrases: ['hip hook'],
  aliases: new Map([['soaz', 'psoas']]),
});
const correct = (text: string): string => speller.correct(text.split(' ')).tokens.join(' ');

describe('createSpeller', () => {
  test.each([
    ['illiacus', 'iliacus', 'a doubled letter'],
    ['siatica', 'sciatica', 'a letter left out'],
    ['knee replacment', 'knee replacement', 'a letter left out'],
    ['pirriformis', 'piriformis', 'a doubled letter'],
    ['laminektomy', 'laminectomy', 'a letter of the same sound'],
    ['surgrey', 'surgery', 'two letters swapped'],
    ['artroscopy', 'arthroscopy', 'a silent letter left out'],
    ['fizio', 'physio', 'a word written by ear'],
    ['akilles', 'achilles', 'a word written by ear'],
    ['sinse', 'since', 'a letter of the same sound'],
    ['hurtin', 'hurting', 'a dropped g'],
    ['sweling', 'swelling', 'a single letter for two'],
    ['soaz', 'psoas', 'a known misspelling'],
  ])('corrects %s to %s: %s', (typed, meant) => {
    expect(correct(typed)).toBe(meant);
  });

  test.each([
    ['hipsurgery', 'hip surgery'],
    ['mykneee', 'my knee'],
    ['afterhip', 'after hip'],
    ['hiphook', 'hip hook'],
  ])('parts the words run together in %s', (typed, meant) => {
    expect(correct(typed)).toBe(meant);
  });

  test.each([
    ['so as muscle', 'psoas muscle'],
    ['my so as is tight', 'my psoas is tight'],
    ['pirri formis', 'piriformis'],
    ['ilio psoas', 'iliopsoas'],
  ])('joins the split word in "%s"', (typed, meant) => {
    expect(correct(typed)).toBe(meant);
  });

  test.each([
    'so as to not hurt',
    'so as not to',
    'message',
    'kneel',
    'ship',
    'hop',
    'sole',
    'bunny',
    'peace',
    'see attic',
  ])('leaves real English alone: %s', (typed) => {
    expect(correct(typed)).toBe(typed);
  });

  test('does not turn a typo of another English word into one of its own', () => {
    // "recieve" is "receive", not "relieve".
    expect(correct('recieve')).toBe('recieve');
  });

  test.each(['zzkqxw', 'rodilla', '4th', 'l5s1', 'xx', "don't"])(
    'leaves %s, which resembles nothing, alone',
    (typed) => {
      expect(correct(typed)).toBe(typed);
    },
  );

  test('knows words of count 0 but never corrects to them', () => {
    expect(correct('thr')).toBe('thr');
    expect(correct('thrr')).not.toBe('thr');
  });

  test('says what it corrected and where each word came from', () => {
    expect(speller.correct(['my', 'hipsurgery', 'so', 'as', 'muscle'])).toEqual({
      tokens: ['my', 'hip', 'surgery', 'psoas', 'muscle'],
      origins: [0, 1, 1, 2, 4],
      corrections: [
        { from: 'hipsurgery', to: 'hip surgery' },
        { from: 'so as', to: 'psoas' },
      ],
    });
  });

  test('takes empty and very long words', () => {
    const long = 'k'.repeat(5000);
    expect(speller.correct([]).tokens).toEqual([]);
    expect(speller.correct([long, '']).tokens).toEqual([long, '']);
  });
});
