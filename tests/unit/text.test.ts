import {
  expandContraction,
  foldText,
  MAX_UTTERANCE_CHARS,
  readWords,
  stemWord,
  toAmericanSpelling,
  tokenize,
} from '../../src/text.js';

describe('foldText', () => {
  test('lowers case, drops accents and straightens quotes', () => {
    expect(foldText('  Café “Knee” doesn’t ')).toBe('cafe "knee" doesn\'t');
  });
  test('turns control characters and line ends into one space', () => {
    expect(foldText('my\r\n\tknee\u0000 hurts')).toBe('my knee hurts');
  });
  test('drops zero-width characters, which would split a word', () => {
    expect(foldText('kn\u200bee')).toBe('knee');
  });
  test('reads full-width letters as plain ones', () => {
    expect(foldText('ｋｎｅｅ')).toBe('knee');
  });
  test('cuts the input at the limit', () => {
    expect(foldText('a'.repeat(MAX_UTTERANCE_CHARS + 500))).toHaveLength(MAX_UTTERANCE_CHARS);
  });
});

describe('tokenize', () => {
  test('keeps the position of each word', () => {
    expect(tokenize('my knee.')).toEqual([
      { text: 'my', start: 0, end: 2 },
      { text: 'knee', start: 3, end: 7 },
    ]);
  });
  test('keeps apostrophes and decimal points inside a word', () => {
    expect(tokenize("don't 3.5 cm").map((t) => t.text)).toEqual(["don't", '3.5', 'cm']);
  });
});

describe('expandContraction', () => {
  test.each([
    ["can't", ['can', 'not']],
    ['dont', ['do', 'not']],
    ["what's", ['what', 'is']],
    ["they'll", ['they', 'will']],
    ["knee's", ['knee']],
    ["hadn't", ['had', 'not']],
    ['knee', ['knee']],
  ])('%s', (word, expected) => {
    expect(expandContraction(word)).toEqual(expected);
  });
});

describe('toAmericanSpelling', () => {
  test.each([
    ['orthopaedic', 'orthopedic'],
    ['anaesthetic', 'anesthetic'],
    ['oedema', 'edema'],
    ['mobilise', 'mobilize'],
    ['mobilising', 'mobilizing'],
    ['stabilisation', 'stabilization'],
    ['colours', 'colors'],
    ['behaviour', 'behavior'],
    ['centre', 'center'],
  ])('%s becomes %s', (british, american) => {
    expect(toAmericanSpelling(british)).toBe(american);
  });
  test.each([
    'exercise',
    'exercises',
    'exercising',
    'rise',
    'raise',
    'otherwise',
    'hour',
    'your',
    'four',
    'precise',
    'promised',
  ])('leaves %s alone', (word) => {
    expect(toAmericanSpelling(word)).toBe(word);
  });
});

describe('stemWord', () => {
  test.each([
    [['hurt', 'hurts', 'hurting']],
    [['knee', 'knees']],
    [['operate', 'operated', 'operating', 'operates']],
    [['stop', 'stopped', 'stopping', 'stops']],
    [['take', 'took', 'taken', 'taking']],
    [['injury', 'injuries']],
    [['stretch', 'stretches', 'stretching']],
    [['vertebra', 'vertebrae']],
    [['worry', 'worried', 'worries']],
  ])('gives all of %j one key', (forms) => {
    expect(new Set(forms.map(stemWord)).size).toBe(1);
  });
  test.each(['pelvis', 'this', 'us', 'sing', 'red', 'bed', 'sciatic', 'pus', 'lens'])(
    'keeps %s whole or apart',
    (word) => {
      expect(stemWord(word).length).toBeGreaterThanOrEqual(2);
    },
  );
  test('keeps short words that end like inflections whole', () => {
    expect(['bed', 'red', 'sing', 'king', 'bus', 'gas'].map(stemWord)).toEqual([
      'bed',
      'red',
      'sing',
      'king',
      'bus',
      'gas',
    ]);
  });
});

describe('readWords', () => {
  test('writes contractions out and gives both words the place of the typed one', () => {
    expect(readWords("it doesn't")).toEqual([
      { text: 'it', start: 0, end: 2 },
      { text: 'does', start: 3, end: 10 },
      { text: 'not', start: 3, end: 10 },
    ]);
  });
});
