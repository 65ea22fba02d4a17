import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { conceptsSchema } from '../../../src/knowledge/concept.js';
import { readBreaks } from '../../../src/matcher/clauses.js';
import { createConceptFinder } from '../../../src/matcher/concepts.js';
import { findRoles, type Roles } from '../../../src/matcher/roles.js';
import { foldText, readWords } from '../../../src/text.js';

const finder = createConceptFinder(conceptsSchema.parse(parse(readFileSync('knowledge/synonyms.yml', 'utf8'))));
const NOW = new Date('2026-11-23T10:00:00Z');

function read(text: string, now?: Date): Roles {
  const folded = foldText(text);
  const words = readWords(folded);
  const found = finder.find(
    words.map((w) => w.text),
    readBreaks(folded, words),
  );
  return findRoles(folded, words, found, { now });
}

/** `hip > knee, back`: what was operated on, and what hurts. */
function direction(text: string): string {
  const { surgery = [], pain = [] } = read(text);
  return `${surgery.join(', ')} > ${pain.join(', ')}`;
}

const SITES = ['back', 'hip', 'knee', 'foot'] as const;
const OPERATION = { back: 'spinal fusion', hip: 'hip replacement', knee: 'TKR', foot: 'bunion surgery' };
const PAIRS = SITES.flatMap((a) => SITES.filter((b) => b !== a).map((b) => [a, b] as const));

const WORDINGS: readonly (readonly [string, (a: keyof typeof OPERATION, b: string) => string])[] = [
  ['operation first', (a, b) => `had ${OPERATION[a]} and now my ${b} hurts`],
  ['pain first', (a, b) => `${b} pain after ${OPERATION[a]}`],
  ['keywords', (a, b) => `${OPERATION[a]} ${b} pain`],
  ['passive, then a site alone', (a, b) => `my ${a} was done in March and now the ${b}...`],
  ['headline', (a, b) => `${a} fixed, ${b} sore`],
  ['who operated', (a, b) => `since they operated on my ${a} my ${b} aches`],
  ['relative clause', (a, b) => `the ${a} they operated on is fine, it's the ${b}`],
  ['comparison', (a, b) => `my ${b} hurts more than the ${a} they operated on`],
  ['cause', (a, b) => `can ${OPERATION[a]} be why my ${b} hurts`],
  ['hypothetical', (a, b) => `would ${a} surgery make my ${b} hurt?`],
  ['arrow', (a, b) => `${a} surgery -> ${b} pain`],
  ['third person', (a, b) => `mum had her ${a} done and complains about her ${b}`],
  ['second language', (a, b) => `they operated my ${a} and hurts me the ${b}`],
  ['ruled out', (a, b) => `it's not the ${a}, it's the ${b} that hurts, after ${OPERATION[a]}`],
  ['pain of the past', (a, b) => `i had ${a} pain for years, then ${OPERATION[a]}, now ${b} pain`],
  ['unknown verb', (a, b) => `my ${a} was operated on and my ${b} has gone haywire`],
  ['pronoun for the operated one', (a, b) => `my new ${a} is fine, yet my ${b} has been sore ever since they did it`],
  ['under the knife', (a, b) => `why does my ${b} ache when it was my ${a} that was under the knife`],
  ['two verbs', (a, b) => `they went in and fixed the ${a}, and the ${b} started up a week later`],
  ['who judges it', (a, b) => `my surgeon is happy with the ${a}. I am not happy with my ${b}, it aches`],
  ['subject of its own', (a, b) => `the doc cut into my ${a} and my ${b} pays the price`],
  ['pain that moved', (a, b) => `pain used to be in my ${a}, now after the surgery it is in my ${b}`],
  ['pain exchanged', (a, b) => `surgery was to cure my ${a} pain, but I've got ${b} pain instead`],
  ['three sentences', (a, b) => `for years my ${a} hurt. They operated. Now my ${b} hurts.`],
  ['well before', (a, b) => `my ${b} was perfect. then they did my ${a}. now look`],
  ['never bothered', (a, b) => `my ${b} never bothered me until ${OPERATION[a]}`],
  ['notes', (a, b) => `Op: ${a}. Hurts: ${b}.`],
  ['blame', (a, b) => `the op fixed my ${a} but wrecked my ${b}`],
  ['metal', (a, b) => `got a plate in my ${a} and pain in my ${b}`],
  ['quiet and loud', (a, b) => `no pain in the ${a} since they operated but plenty in the ${b}`],
  ['worse than before', (a, b) => `Mum had ${OPERATION[a]}. She says her ${b} is worse than her ${a} ever was.`],
  ['hospital', (a, b) => `i was in hospital for my ${a} operation and came out with a bad ${b}`],
];

describe('findRoles', () => {
  describe.each(WORDINGS)('every ordered pair of sites, %s', (_, write) => {
    test.each(PAIRS)('%s surgery, %s pain', (a, b) => {
      expect(direction(write(a, b))).toBe(`${a} > ${b}`);
    });
  });

  test.each([
    ['knee pain following a THR', 'hip > knee'],
    ['meniscus repair last month and now the arch aches when i walk', 'knee > foot'],
    ['it hurts when i arch my back since the hip replacement', 'hip > back'],
    ['the soles of my feet are sore since my discectomy', 'back > foot'],
    ['after the surgeon fixed my patella i started getting aches in the hip', 'knee > hip'],
    ['they screwed my ankle together and now my knee is sore', 'foot > knee'],
    ['they broke and reset my big toe and my hip has hurt ever since', 'foot > hip'],
    ['big toe joint fused in october, knee grumbling', 'foot > knee'],
    ['they fused L5 S1 and my knees hurt walking downstairs', 'back > knee'],
    ['the hip on my operated side hurts, it was the knee they operated on', 'knee > hip'],
    ['my knee was scoped for a torn meniscus and the hip on that side is sore', 'knee > hip'],
    ['my hip was replaced, i never had a problem with my foot, but the knee aches', 'hip > knee'],
    ['before the laminectomy my back was the problem, now it is my hip', 'back > hip'],
    ['since they fused my back my hips ache', 'back > hip'],
    ['had my knee replaced, hip is killing me', 'knee > hip'],
    ['pain in my hip from the knee replacement', 'knee > hip'],
    ['my right knee was replaced 6 wks ago n my left hip is sore', 'knee > hip'],
    ['i got a new hip, why does my back hurt so much', 'hip > back'],
    ['after the op on my foot, both hips hurt', 'foot > hip'],
    ['my knee surgeon did great but my hip hurts', 'knee > hip'],
    ['my back aches ever since the hip was pinned', 'hip > back'],
    ['broke my hip, they pinned it, and the knee on that leg aches', 'hip > knee'],
    ['before my hip replacement my knee was fine, now it is sore', 'hip > knee'],
    ['what hurts is my knee but what they fixed is my hip', 'hip > knee'],
    ['my ankle was fused and now my knee hurts', 'foot > knee'],
    ['hip pain went away completely after the hip operation but my back is sore', 'hip > back'],
    ['never had any hip trouble till they messed with my knee', 'knee > hip'],
  ])('reads "%s" as %s', (text, expected) => {
    expect(direction(text)).toBe(expected);
  });

  test.each([
    ['pain in the hip they replaced', 'hip > hip'],
    ['my new hip hurts', 'hip > hip'],
    ['had my knee replaced and it hurts at night', 'knee > knee'],
    ['hip and knee pain after back surgery', 'back > hip, knee'],
    ['had my hip and knee replaced, now my back hurts', 'hip, knee > back'],
    ['my hip hurts', ' > hip'],
    ['pain from my hip to my knee', ' > hip, knee'],
    ['is swelling normal after knee surgery', 'knee > '],
    ['not the hip, the knee', ' > knee'],
    ['what is the iliacus', ' > '],
  ])('reads "%s", which is no pair, as %s', (text, expected) => {
    expect(direction(text)).toBe(expected);
  });

  test.each([
    'can i go back to work',
    'when can i get back on my feet',
    'the back of my leg is numb',
    'get me back in the garden',
  ])('does not take "back" or "feet" for the body in "%s"', (text) => {
    expect(direction(text)).toBe(' > ');
  });

  test('keeps pain in other parts apart from the four sites', () => {
    expect(read('back op, legs hurt')).toMatchObject({ surgery: ['back'], otherPain: ['leg'] });
    expect(read('hip replacement and now my thigh is sore').pain).toBeUndefined();
  });

  test.each([
    ['TKR 3/52 ago', 3],
    ['6 wks after hip op', 6],
    ['i am 10 days out from my knee replacement', 1],
    ['hip surgery half a year ago', 26],
    ['hip op a fortnight ago', 2],
    ['a year and a half after fusion', 78],
    ["it's been 6 weeks since my hip surgery", 6],
    ['my knee has hurt for 6 weeks, hip replaced 2 years ago', 104],
    ['my hip was done in March', 36],
    ['had my hip replaced last year', 52],
    ['hip done yesterday', 0],
    ['3 weeks ago', 3],
    ['i had pain for 3 weeks', undefined],
    ['i have hip surgery in 3 weeks', undefined],
  ])('counts the weeks since the operation in "%s": %s', (text, weeks) => {
    expect(read(text, NOW).weeksSince).toBe(weeks);
  });

  test('ignores months without a date to count from', () => {
    expect(read('my hip was done in March').weeksSince).toBeUndefined();
  });

  test.each([
    'i never had surgery',
    "i haven't had an operation, my hip hurts",
    'no operation, just a sore back',
    'never been under the knife',
  ])('hears that there was no operation: %s', (text) => {
    expect(read(text)).toMatchObject({ noSurgery: true });
    expect(read(text).surgery).toBeUndefined();
  });

  test.each(['i do not want surgery', 'can it heal without surgery', 'i never had hip pain before my knee surgery'])(
    'does not hear that in "%s"',
    (text) => {
      expect(read(text).noSurgery).toBeUndefined();
    },
  );

  test('tells an operation that lies ahead', () => {
    expect(read('i am having my knee replaced next month')).toMatchObject({ surgery: ['knee'], planned: true });
  });

  test.each([
    ['my left hip hurts', { side: 'left' }],
    ['both hips ache', { side: 'both' }],
    ['right knee replaced, left knee hurts', { side: 'left', otherSide: true }],
    ['my other hip hurts since my hip replacement', { otherSide: true }],
  ])('finds the side in "%s"', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  test.each(['my knee hurts right now', 'left hospital yesterday after knee surgery'])(
    'finds no side in "%s"',
    (text) => {
      expect(read(text).side).toBeUndefined();
    },
  );

  test.each([
    ['hip replacement', 'replacement'],
    ['discectomy', 'decompression'],
    ['broken hip pinned', 'fracture-repair'],
    ['knee scope', 'arthroscopy'],
    ['my back was fused', 'fusion'],
    ['ACL reconstruction', 'ligament'],
  ])('names the kind of operation in "%s"', (text, kind) => {
    expect(read(text).operation).toBe(kind);
  });

  test('finds the approach, but not in a place that hurts', () => {
    expect(read('hip replaced through the front').approach).toBe('front');
    expect(read('THR by posterior approach').approach).toBe('back');
    expect(read('hip replacement, pain at the front').approach).toBeUndefined();
  });

  test('tells who takes a blood thinner from who asks about one', () => {
    expect(read("i'm on warfarin").bloodThinner).toBe(true);
    expect(read('can i take aspirin').bloodThinner).toBeUndefined();
    expect(read('i am not on blood thinners').bloodThinner).toBeUndefined();
  });

  test.each([
    ["mum's new hip hurts", 'other'],
    ['my husband had his knee replaced', 'other'],
    ['why does my knee hurt after hip surgery', 'self'],
    ['knee pain after hip surgery', undefined],
  ])('tells whom "%s" is about', (text, person) => {
    expect(read(text).person).toBe(person);
  });

  test.each(['', '?!', 'hip '.repeat(400), '\u0000\uD800 hip', 'not '.repeat(200) + 'hip'])(
    'takes odd input without throwing',
    (text) => {
      expect(() => read(text)).not.toThrow();
    },
  );
});
