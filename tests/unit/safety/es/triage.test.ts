import path from 'node:path';
import { loadKnowledge } from '../../../../src/knowledge/loadKnowledge.js';
import { parseRedFlagRules } from '../../../../src/safety/parseRedFlagRules.js';
import { createTriage } from '../../../../src/safety/triage.js';

const { languages } = loadKnowledge(path.resolve('knowledge'));
const parsed = parseRedFlagRules(languages?.es.redFlags ?? '', 'red-flags.yml');
if (!('rules' in parsed)) throw new Error('the rules of knowledge/es cannot be read');
const triage = createTriage(parsed.rules);
const kindOf = (text: string) => triage.assess(text).kind;

describe('createTriage, in Spanish', () => {
  test.each([
    'no tengo fiebre ni escalofríos',
    'sin dolor en el pecho ni falta de aire',
    'no me duele el pecho',
    '¿fiebre? no',
    'no tengo ninguna hinchazón en la pantorrilla',
  ])('does not report what is denied: %s', (text) => {
    expect(kindOf(text)).toBe('none');
  });

  test.each([
    'no para de sangrar',
    'no puedo respirar',
    'no siento nada cuando me limpio',
    'no solo tengo fiebre, también escalofríos',
    'no sé si tengo fiebre pero me duele el pecho',
    'no tengo fiebre pero me duele el pecho',
    'no me cabe duda, me duele el pecho',
  ])('knows a "no" that denies nothing: %s', (text) => {
    expect(kindOf(text)).toBe('redFlag');
  });

  test.each([
    'tuve un coágulo en 2010',
    'hace años me dolía el pecho',
    'tuve fiebre la primera semana y ya estoy bien',
    'ya no me sangra la herida',
    'la fiebre se me quitó',
  ])('leaves what is past or over: %s', (text) => {
    expect(kindOf(text)).not.toBe('redFlag');
  });

  test.each([
    '¿qué es una trombosis?',
    '¿cuáles son los síntomas de un coágulo?',
    'tengo miedo de tener un coágulo',
    '¿qué hago si me sale pus?',
    '¿cómo evito una infección?',
    '¿se puede luxar una prótesis al agacharse?',
  ])('does not take a question or a fear for a report: %s', (text) => {
    expect(kindOf(text)).not.toBe('redFlag');
  });

  test.each(['me mata la rodilla', 'me muero de hambre', 'casi me muero de la risa', 'me da escalofríos pensarlo'])(
    'knows sayings: %s',
    (text) => {
      expect(kindOf(text)).toBe('none');
    },
  );

  test.each([
    'a mi madre le duele el pecho',
    'mi marido no se despierta después de las pastillas',
    'me duele muchisimo el pexo',
    'me duele el pecho, ¿es normal?',
    'siento hormigueo en el ano y no puedo orinar',
  ])('reports for others, in bad spelling and in a question: %s', (text) => {
    expect(kindOf(text)).toBe('redFlag');
  });

  test('tells ñ from n', () => {
    expect(triage.explain('no siento el pie desde hace un año').signs.map((s) => s.sign)).not.toContain('saddle-numb');
    expect(triage.explain('tengo dormido el ano').signs.map((s) => s.sign)).toContain('saddle-numb');
  });

  test('reads the answer to a list of signs', () => {
    const context = { shownSigns: 'safety.blood-clot' };
    expect(triage.assess('sí, la segunda', context)).toMatchObject({ kind: 'redFlag', entry: 'safety.blood-clot' });
    expect(triage.assess('ninguno de esos', context).kind).toBe('none');
  });

  test('reads a bare number as a temperature where one was asked for', () => {
    expect(triage.assess('38,9', { askedFor: 'temperature' }).kind).toBe('redFlag');
    expect(triage.assess('36,8', { askedFor: 'temperature' }).kind).toBe('none');
  });
});
