import path from 'node:path';
import { chooseLanguage } from '../../src/chooseLanguage.js';
import type { Deciders } from '../../src/createDecider.js';
import { detectorOf } from '../../src/knowledge/languageSamples.js';
import { loadUsableLanguages } from '../../src/knowledge/loadUsableKnowledge.js';
import { forEachLanguage, type Language } from '../../src/language/language.js';

const languages = loadUsableLanguages(path.resolve('knowledge'));
const deciders = {
  of: forEachLanguage((language) => ({ knowledge: languages[language] })),
  detector: detectorOf(languages),
} as unknown as Deciders; // nothing is decided here
const choose = (text: string, language?: Language, locale?: string) =>
  chooseLanguage(deciders, text, { language, locale });

describe('chooseLanguage', () => {
  const commands: [string, Language][] = [
    ['en español', 'es'],
    ['En español, por favor', 'es'],
    ['Spanish please', 'es'],
    ['do you speak Spanish?', 'es'],
    ['¿habla español?', 'es'],
    ['in English', 'en'],
    ['en inglés por favor', 'en'],
    ['English please', 'en'],
  ];
  test.each(commands)('"%s" chooses, whatever the conversation is in', (text, chosen) => {
    expect(choose(text, 'en')).toBe(chosen);
    expect(choose(text, 'es')).toBe(chosen);
    expect(choose(text, undefined, 'fr')).toBe(chosen);
  });

  test('what is clearly written in a language changes to it', () => {
    expect(choose('me duele la rodilla por la noche', 'en')).toBe('es');
    expect(choose('my knee hurts at night', 'es')).toBe('en');
  });

  test.each(['ok', 'Hip Hook', '7/10', '👍', ''])('"%s" changes nothing', (text) => {
    expect(choose(text, 'es')).toBe('es');
    expect(choose(text, 'en')).toBe('en');
    expect(choose(text)).toBeUndefined();
    expect(choose(text, undefined, 'es-MX')).toBeUndefined();
  });

  test('one word is enough at the start, where the channel says nothing', () => {
    expect(choose('rodilla')).toBe('es');
    expect(choose('rodilla', undefined, 'en-US')).toBeUndefined();
    expect(choose('rodilla', 'en')).toBe('en');
  });
});
