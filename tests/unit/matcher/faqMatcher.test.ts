import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import type { Knowledge } from '../../../src/knowledge/loadKnowledge.js';
import { createFaqMatcher, type MatchContext } from '../../../src/matcher/faqMatcher.js';

/** The real knowledge with a quarter of its utterances, which trains in a fraction of the time. */
function loadPart(): Knowledge {
  const knowledge = loadUsableKnowledge('knowledge');
  const entries = [...knowledge.entries].map(
    ([id, entry]) => [id, { ...entry, utterances: entry.utterances.filter((_, i) => i % 4 === 0) }] as const,
  );
  return { ...knowledge, entries: new Map(entries), outOfScope: knowledge.outOfScope.filter((_, i) => i % 4 === 0) };
}

const knowledge = loadPart();
const matcher = createFaqMatcher(knowledge);
const top = (text: string, context?: MatchContext): string | undefined =>
  matcher.match(text, context).candidates[0]?.intent;

describe('createFaqMatcher', () => {
  test.each([...knowledge.entries.values()].map((e) => [e.title, e.id]))('answers the title "%s"', (title, id) => {
    expect(matcher.match(title)).toMatchObject({ band: 'answer', candidates: expect.arrayContaining([]) });
    expect(top(title)).toBe(id);
  });

  test.each([
    ['had my hip done in March and now the knee hurts', 'why.hip-surgery-knee-pain'],
    ['my hip hurts since they replaced my knee', 'why.knee-surgery-hip-pain'],
    ['back pain following a THR', 'why.hip-surgery-back-pain'],
    ['since my knee was replaced my lower back aches', 'why.knee-surgery-back-pain'],
    ['bunion op and now my hip is killing me', 'why.foot-ankle-surgery-pain-elsewhere'],
    ['they fused my back and now my hips ache', 'why.back-surgery-hip-leg-pain'],
  ])('lets direction decide: "%s"', (text, id) => {
    expect(top(text)).toBe(id);
  });

  test('ranks what conflicts with the direction behind', () => {
    const { candidates } = matcher.match('knee pain after hip replacement');
    const reversed = candidates.find((c) => c.intent === 'why.knee-surgery-hip-pain');
    expect(reversed?.score ?? 0).toBeLessThan(0.05);
  });

  test.each([
    ['what is the illiacus', 'anatomy.iliacus'],
    ['were is the so as muscle', 'anatomy.psoas'],
    ['what helps siatica', 'more.sciatica-relief'],
  ])('understands "%s" in spite of its spelling', (text, id) => {
    expect(top(text)).toBe(id);
  });

  test.each([
    'what is the capital of france',
    'best hip flask for a wedding gift',
    'who won the hip hop award last night',
    'asdf qwer zxcv',
    '???',
    '',
  ])('does not answer "%s"', (text) => {
    expect(matcher.match(text).band).not.toBe('answer');
  });

  test('offers two or three to choose from where it is not sure, the first candidates', () => {
    const unsure = ['knee', 'my hips', 'pain', 'the ball', 'walking and swelling']
      .map((t) => matcher.match(t))
      .filter((m) => m.band === 'clarify');
    expect(unsure.length).toBeGreaterThan(0);
    for (const { offered, candidates } of unsure) {
      expect(offered).toEqual(candidates.slice(0, offered.length));
      expect(offered.length).toBeGreaterThanOrEqual(2);
    }
  });

  test('answers both questions of one message in their order', () => {
    const match = matcher.match('what is the hip hook and when can i drive after a knee replacement?');
    expect(match.candidates[0]?.intent).toBe('tools.hip-hook-what');
    expect(match.also.map((a) => a.intent)).toEqual(['relief.return-to-activity']);
  });

  test.each([
    ['and my knee?', 'why.hip-surgery-back-pain', 'why.hip-surgery-knee-pain'],
    ['and the back?', 'more.knee-pain-no-surgery', 'more.back-pain-no-surgery'],
    ['what about massage?', 'relief.stretching', 'relief.massage'],
    ['how long?', 'tools.hip-hook-how', 'tools.how-long-how-often'],
    ['where can i get it?', 'tools.hip-hook-what', 'tools.where-to-buy'],
    ['tell me more', 'relief.yoga', 'relief.yoga'],
  ])('reads the follow-up "%s" after %s', (text, lastIntent, id) => {
    expect(top(text, { lastIntent })).toBe(id);
  });

  test.each([
    ['when can i drive again', 'relief.return-to-activity'],
    ['What is the Hip Hook?', 'tools.hip-hook-what'],
  ])('lets no context capture the clear new question "%s"', (text, id) => {
    expect(top(text, { lastIntent: 'why.hip-surgery-knee-pain' })).toBe(id);
  });

  test('takes the operation told earlier for the pain told now', () => {
    expect(top('why does my hip hurt', { told: { surgery: ['knee'] } })).toBe('why.knee-surgery-hip-pain');
  });

  test('keeps what was told earlier out of the roles it returns', () => {
    expect(matcher.match('why does my hip hurt', { told: { surgery: ['knee'] } }).roles.surgery).toBeUndefined();
  });

  test('gives the same match for the same utterance', () => {
    const text = 'my hip clicks when i walk';
    const first = matcher.match(text);
    matcher.match('something else entirely');
    expect(matcher.match(text)).toEqual(first);
  });

  test('gives scores between 0 and 1, best first', () => {
    const scores = matcher.match('how should i sleep with a sore hip').candidates.map((c) => c.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.every((s) => s >= 0 && s <= 1)).toBe(true);
  });

  test('is restored from what it serialized', () => {
    const restored = createFaqMatcher(knowledge, { saved: matcher.serialize() });
    const text = 'knee pain after hip replacment';
    expect(restored.match(text)).toEqual(matcher.match(text));
  });

  test('explains words, corrections, concepts, roles, runner-up and margin', () => {
    const lines = matcher.explain('knee pain after hip replacment').join('\n');
    for (const part of ['words', 'corrected  replacment > replacement', 'concepts', 'role', 'margin', 'scope'])
      expect(lines).toContain(part);
  });

  test.each(['hip '.repeat(600), '\u0000\uD800\uFFFF', 'why '.repeat(500) + '?', '('.repeat(2000), '1. '.repeat(600)])(
    'takes odd input without throwing',
    (text) => {
      expect(() => matcher.match(text, { lastIntent: 'relief.yoga' })).not.toThrow();
      expect(() => matcher.explain(text)).not.toThrow();
    },
  );
});
