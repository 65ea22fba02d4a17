import path from 'node:path';
import { loadKnowledge } from '../../../src/knowledge/loadKnowledge.js';
import { parseRedFlagRules } from '../../../src/safety/parseRedFlagRules.js';
import { createTriage, type TriageContext } from '../../../src/safety/triage.js';

const { knowledge } = loadKnowledge(path.resolve('knowledge'));
const parsed = parseRedFlagRules(knowledge?.redFlags ?? '', 'red-flags.yml');
if (!('rules' in parsed)) throw new Error('the red-flag rules cannot be read');
const triage = createTriage(parsed.rules);
const flagOf = (text: string, context?: TriageContext): string => {
  const result = triage.assess(text, context);
  return result.kind === 'redFlag' ? result.entry : result.kind;
};

describe('a reported sign', () => {
  test.each([
    ['My calf is hot and swollen', 'safety.blood-clot'],
    ['pus is coming out of the wound and I have a fever', 'safety.infection'],
    ['I cannot feel anything between my legs', 'safety.cauda-equina'],
    ['my hip popped out and I cannot stand', 'safety.dislocation-fracture'],
    ['I have chest pain and cannot breathe', 'safety.chest-breathing-stroke'],
    ['the wound will not stop bleeding', 'safety.severe-bleeding-allergy'],
    ['I took twice the dose of my oxycodone by mistake', 'safety.medication-overdose'],
    ['I want to die', 'safety.self-harm'],
    ['my foot is cold and white since the operation', 'safety.see-a-doctor'],
  ])('"%s" is %s', (text, entry) => {
    expect(flagOf(text)).toBe(entry);
  });
});

describe('negation', () => {
  test.each([
    ['no fever, no redness, the calf is soft', 'none'],
    ["I don't have chest pain", 'none'],
    ['without any numbness in the saddle area', 'none'],
    ['there is no pus and it does not smell', 'none'],
    ['no fever, but pus is coming out of the wound', 'safety.infection'],
    ['no chest pain but I cannot breathe', 'safety.chest-breathing-stroke'],
    ["I can't breathe", 'safety.chest-breathing-stroke'],
    ['not only is the calf swollen, it is hot too', 'safety.blood-clot'],
  ])('"%s" is %s', (text, expected) => {
    expect(flagOf(text)).toBe(expected);
  });
});

describe('time', () => {
  test.each([
    ['I had a clot in 2010', 'none'],
    ['the wound leaked in the first week, dry since', 'none'],
    ['they ruled out a blood clot on Friday', 'none'],
    ['I had a clot in 2010 and now the calf is hot and swollen again', 'safety.blood-clot'],
    ['the wound was dry, since this morning it leaks pus', 'safety.infection'],
  ])('"%s" is %s', (text, expected) => {
    expect(flagOf(text)).toBe(expected);
  });
});

describe('another person', () => {
  test.each([
    ["my mum's calf is red, hot and swollen", 'safety.blood-clot'],
    ['my patient has lost control of his bladder after the spinal fusion', 'safety.cauda-equina'],
    ['a friend of mine says he wants to kill himself', 'safety.self-harm'],
  ])('"%s" is %s', (text, expected) => {
    expect(flagOf(text)).toBe(expected);
  });
});

describe('a question for information', () => {
  test.each([
    ['what are the signs of infection?', 'safety.infection'],
    ['how do I prevent a blood clot?', 'safety.blood-clot'],
    ['what would a dislocated hip feel like?', 'safety.dislocation-fracture'],
  ])('"%s" is answered by %s, without alarm', (text, entry) => {
    expect(triage.assess(text)).toEqual({ kind: 'information', entry });
  });
});

describe('an idiom', () => {
  test.each([
    'my knee is killing me',
    'I nearly died of embarrassment',
    'that burger was a heart attack on a plate',
    'I am dying for a proper shower',
    'these exercises are bloody hard',
  ])('"%s" raises no alarm', (text) => {
    expect(flagOf(text)).not.toMatch(/^safety/);
  });
});

describe('spelling', () => {
  test.each([
    ['my carf is swolen and hot', 'safety.blood-clot'],
    ['cant breath', 'safety.chest-breathing-stroke'],
    ['chestpain and sweating', 'safety.chest-breathing-stroke'],
    ['i wanna dye, no point anymore', 'safety.self-harm'],
    ['theres puss comming out the woond', 'safety.infection'],
  ])('"%s" is %s', (text, expected) => {
    expect(flagOf(text)).toBe(expected);
  });
});

describe('an answer to a question of ours', () => {
  test('a sign in the answer to a question about something else is heard', () => {
    expect(flagOf('about 7, and my calf is hot and swollen', { askedFor: 'painScore' })).toBe('safety.blood-clot');
  });

  test('a bare number counts as a temperature where that was asked', () => {
    expect(flagOf('39.5', { askedFor: 'temperature' })).toBe('safety.infection');
    expect(flagOf('8', { askedFor: 'painScore' })).toBe('none');
  });

  test('"yes, I have these" to a list of signs is a report of them', () => {
    expect(flagOf('yes I have both of those', { shownSigns: 'safety.blood-clot' })).toBe('safety.blood-clot');
    expect(flagOf('none of these', { shownSigns: 'safety.blood-clot' })).toBe('none');
  });
});

describe('any text', () => {
  const random = (seed: number) => () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296;

  test('is read without a failure', () => {
    const next = random(11);
    const alphabet = [
      'calf',
      'hot',
      ' ',
      'not',
      '?',
      '!',
      '\n',
      'é',
      '😀',
      '\u0000',
      '\ud800',
      'ا',
      '中',
      '-',
      "'",
      '39',
      ',',
    ];
    for (let i = 0; i < 2_000; i++) {
      const text = Array.from({ length: Math.floor(next() * 60) }, () =>
        next() < 0.7
          ? alphabet[Math.floor(next() * alphabet.length)]
          : String.fromCodePoint(Math.floor(next() * 0xffff)),
      ).join(next() < 0.5 ? ' ' : '');
      expect(['none', 'redFlag', 'information']).toContain(triage.assess(text).kind);
    }
  });

  test('gives the same result twice', () => {
    const text = 'my calf is hot, no fever, mum had a clot in 2010';
    expect(triage.explain(text)).toEqual(triage.explain(text));
  });

  test.each(['calf hot swollen not ', 'no no no ', 'pain ', 'a', '((((', '1 2 3 '])(
    'of 100 kB, "%s" again and again, is cut to what is read',
    (part) => {
      const long = part.repeat(Math.ceil(100_000 / part.length));
      expect(triage.explain(long).read.length).toBeLessThanOrEqual(2_000);
    },
  );
});
