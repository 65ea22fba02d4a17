import path from 'node:path';
import { detectorOf } from '../../../src/knowledge/languageSamples.js';
import { loadUsableLanguages } from '../../../src/knowledge/loadUsableKnowledge.js';
import { createLanguageDetector } from '../../../src/language/detectLanguage.js';
import { forEachLanguage } from '../../../src/language/language.js';

const languages = loadUsableLanguages(path.resolve('knowledge'));
const detector = detectorOf(languages);

describe('createLanguageDetector', () => {
  const spanish = [
    'me duele la rodilla desde que me operaron de la cadera',
    'hace tres semanas',
    'me operaron la rodilla izquierda',
    'no puedo respirar y me duele el pecho',
    '¿el Hip Hook me puede hacer daño?',
    'Cuénteme más',
    'ninguna de estas',
  ];
  test.each(spanish)('"%s" is Spanish', (text) => {
    expect(detector.detect(text)).toBe('es');
  });

  const english = [
    'my knee hurts since my hip was replaced',
    'three weeks ago',
    'left knee',
    "I can't breathe and my chest hurts",
    'can the Hip Hook hurt me?',
    'Tell me more',
    'none of these',
  ];
  test.each(english)('"%s" is English', (text) => {
    expect(detector.detect(text)).toBe('en');
  });

  test.each([
    'ok',
    'Hip Hook',
    'the Hip Hook',
    '7/10',
    '',
    '👍',
    'no',
    'psoas',
    'mi hip hurts mucho',
    'x'.repeat(3000),
  ])('"%s" changes nothing', (text) => {
    expect(detector.detect(text)).toBeUndefined();
  });

  test('a single word is enough only while nothing else is known', () => {
    expect(detector.detect('rodilla')).toBeUndefined();
    expect(detector.detect('rodilla', true)).toBe('es');
    expect(detector.detect('knee', true)).toBe('en');
    expect(detector.detect('ok', true)).toBeUndefined();
  });

  test('a phrase of both languages is of neither, a phrase of one alone is of that one', () => {
    const own = createLanguageDetector(
      {
        en: { texts: ['a knee'], phrases: ['no', 'stop here'] },
        es: { texts: ['una rodilla'], phrases: ['no', 'hasta luego'] },
      },
      [],
    );
    expect(own.detect('No.')).toBeUndefined();
    expect(own.detect('¡Hasta luego!')).toBe('es');
    expect(own.detect('Stop here')).toBe('en');
  });

  test('nearly every utterance held out is told by the rest, and hardly one is taken for the other language', () => {
    const isHeldOut = (i: number) => i % 5 === 0;
    const utterances = forEachLanguage((language) =>
      languages[language].utteranceLines.filter((l) => language === 'en' || l.file.startsWith('knowledge/es/')),
    );
    const learned = createLanguageDetector(
      forEachLanguage((language) => ({
        texts: utterances[language].filter((_, i) => !isHeldOut(i)).map((l) => l.text),
        phrases: [],
      })),
      languages.en.style.products,
    );
    const share = (language: 'en' | 'es', found: 'en' | 'es') => {
      const held = utterances[language].filter((l, i) => isHeldOut(i) && l.text.split(' ').length >= 3);
      return held.filter((l) => learned.detect(l.text) === found).length / held.length;
    };
    expect(share('en', 'es')).toBeLessThan(0.001);
    expect(share('es', 'en')).toBeLessThan(0.001);
    expect(share('en', 'en')).toBeGreaterThan(0.9);
    expect(share('es', 'es')).toBeGreaterThan(0.9);
  });
});
