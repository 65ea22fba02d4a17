import { decide } from '../../src/decide.js';
import { loadRealDeciders } from '../realDecider.js';

const { of } = loadRealDeciders();
const flagOf = (language: 'en' | 'es', text: string) => {
  const { decision } = decide(of[language], text);
  return decision.kind === 'redFlag' ? decision.entry.id : undefined;
};

describe('triage in both languages at once', () => {
  test.each([
    ['me duele el pecho y no puedo respirar', 'safety.chest-breathing-stroke'],
    ['no para de sangrar la herida', 'safety.severe-bleeding-allergy'],
    ['quiero morirme, no quiero seguir viviendo', 'safety.self-harm'],
    ['help please, me duele mucho el pecho', 'safety.chest-breathing-stroke'],
  ])('hears Spanish in an English conversation: %s', (text, entry) => {
    expect(flagOf('en', text)).toBe(entry);
  });

  test.each([
    ['my chest hurts and I cannot breathe', 'safety.chest-breathing-stroke'],
    ['my wound will not stop bleeding', 'safety.severe-bleeding-allergy'],
    ['I want to die', 'safety.self-harm'],
  ])('hears English in a Spanish conversation: %s', (text, entry) => {
    expect(flagOf('es', text)).toBe(entry);
  });

  test.each([
    'me duele la rodilla desde que me operaron de la cadera',
    '¿dónde está la biblioteca?',
    '¿cuánto cuesta el libro?',
  ])('raises no alarm at what tells of no sign: %s', (text) => {
    expect(flagOf('en', text)).toBeUndefined();
    expect(flagOf('es', text)).toBeUndefined();
  });

  test('does not ask the other language about a message that has none of its words', () => {
    const [spanish] = of.en.others ?? [];
    expect(spanish?.hear('why does my knee hurt after hip surgery?')).toBe('no');
    expect(spanish?.hear('my knee hurts, la pantorrilla')).toBe('some');
    expect(spanish?.hear('me duele mucho la pantorrilla')).toBe('most');
  });
});
