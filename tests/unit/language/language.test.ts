import { forEachLanguage, LANGUAGES, languageOfLocale } from '../../../src/language/language.js';

describe('languageOfLocale', () => {
  const known: [string, string][] = [
    ['es', 'es'],
    ['es-MX', 'es'],
    ['ES_es', 'es'],
    ['es-419', 'es'],
    ['en-GB', 'en'],
    [' en ', 'en'],
  ];
  test.each(known)('%s is %s', (locale, language) => {
    expect(languageOfLocale(locale)).toBe(language);
  });

  test.each(['fr-FR', '', 'est', 'english', undefined, 7, {}])('%p is none of ours', (locale) => {
    expect(languageOfLocale(locale)).toBeUndefined();
  });
});

test('forEachLanguage makes one thing for each language, English first', () => {
  expect(forEachLanguage((language) => language.toUpperCase())).toEqual({ en: 'EN', es: 'ES' });
  expect(LANGUAGES[0]).toBe('en');
});
