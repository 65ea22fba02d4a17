import { affirmsAny, findLongest } from '../../../src/language/findPhrase.js';
import { isBareAnswer, isQuestion, opensLikeQuestion } from '../../../src/language/isQuestion.js';
import { createPhraseBook, toPhrase } from '../../../src/language/phrases.js';

describe('createPhraseBook', () => {
  const book = createPhraseBook({ cancel: ['stop', 'never mind'], thanks: ['thanks', '👍'], other: ['stop'] }, [
    'please',
    'ok',
    'thanks',
  ]);

  test('finds a phrase whatever its case, punctuation and fillers', () => {
    expect(book.find('STOP!!')).toBe('cancel');
    expect(book.find('ok, never mind please')).toBe('cancel');
    expect(book.find("don't stop")).toBeUndefined();
  });

  test('finds a phrase only when it is the whole text', () => {
    expect(book.find('stop the pain')).toBeUndefined();
  });

  test('gives a shared phrase to the list that is asked for first', () => {
    expect(book.find('stop', ['other', 'cancel'])).toBe('other');
    expect(book.find('stop', ['thanks'])).toBeUndefined();
  });

  test('finds a filler that is a phrase itself', () => {
    expect(book.find('thanks')).toBe('thanks');
  });

  test('reads an emoji in any skin tone', () => {
    expect(book.find('👍🏽')).toBe('thanks');
  });

  test('finds nothing in an empty or a very long text', () => {
    expect(book.find('  ')).toBeUndefined();
    expect(book.find(`stop${' '.repeat(100)}`)).toBeUndefined();
  });
});

describe('toPhrase', () => {
  test('keeps words, numbers and emoji', () => {
    expect(toPhrase(' “I’ve got HELP” — 2: No. ')).toBe('ive got help 2 no');
  });
});

describe('affirmsAny', () => {
  test('finds a word unless it is negated close before', () => {
    expect(affirmsAny('it tingles a bit', ['tingles'])).toBe(true);
    expect(affirmsAny('it does not hurt', ['hurt'])).toBe(false);
    expect(affirmsAny('no numbness but my belly hurts', ['numbness', 'hurts'])).toBe(true);
  });

  test('finds whole words only', () => {
    expect(affirmsAny('I am painting', ['pain'])).toBe(false);
  });
});

describe('findLongest', () => {
  test('prefers the longest phrase', () => {
    expect(findLongest('it is not getting better', ['better', 'not getting better'])).toBe('not getting better');
  });
});

describe('isQuestion', () => {
  test('hears a question by its opening or its mark', () => {
    expect(isQuestion('why does it hurt')).toBe(true);
    expect(isQuestion('and yoga?')).toBe(true);
    expect(isQuestion('my knee')).toBe(false);
  });

  test('a mark alone does not open a question', () => {
    expect(opensLikeQuestion('3 weeks?')).toBe(false);
    expect(opensLikeQuestion('but what about yoga')).toBe(true);
  });
});

describe('isBareAnswer', () => {
  test.each(['yes', '7', '2.', 'b', '?', '...'])('takes "%s" for an answer', (text) => {
    expect(isBareAnswer(text)).toBe(true);
  });

  test('takes words for more than an answer', () => {
    expect(isBareAnswer('ice')).toBe(false);
  });
});
