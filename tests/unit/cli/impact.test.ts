import path from 'node:path';
import { compareDeciders, needsConsent } from '../../../src/desk/impact.js';
import type { Decider } from '../../../src/decide.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';

const knowledge = loadUsableKnowledge(path.resolve('knowledge'));

/** A decider that answers by heart; `!id` is a red flag, `?id` is offered with a second one, `` declines. */
function byHeart(answers: Readonly<Record<string, string>>): Decider {
  const none = { kind: 'none' as const };
  const matched = (text: string) => {
    const given = answers[text] ?? '';
    const intent = given.replace(/^[!?]/, '');
    const candidates = intent ? [{ intent, score: 0.9 }] : [];
    const band = given.startsWith('?') ? ('clarify' as const) : intent ? ('answer' as const) : ('fallback' as const);
    return { candidates, band, offered: candidates, also: [], roles: {}, isPlainPain: false, scope: 1 };
  };
  const assess = (text: string) => {
    const given = answers[text] ?? '';
    if (!given.startsWith('!')) return none;
    return { kind: 'redFlag' as const, entry: given.slice(1), tier: 1 as const, ruleId: 'r', signs: [], others: [] };
  };
  return {
    knowledge,
    matcher: { match: matched, explain: () => [], serialize: () => new Uint8Array() },
    triage: { assess } as unknown as Decider['triage'], // `decide` asks for nothing else
    reports: { measure: () => undefined, serialize: () => new Uint8Array() },
  };
}

describe('compareDeciders', () => {
  const base = byHeart({
    a: 'relief.yoga',
    b: '?relief.yoga',
    c: 'relief.yoga',
    d: '!safety.infection',
    e: 'relief.walking',
  });
  const next = byHeart({
    a: 'relief.yoga',
    b: 'relief.yoga',
    c: 'relief.walking',
    d: 'relief.swelling',
    e: 'relief.yoga',
  });
  const cases = [
    { text: 'a', origin: 'evaluation' as const, wanted: 'relief.yoga' },
    { text: 'b', origin: 'evaluation' as const, wanted: 'relief.yoga' },
    { text: 'c', origin: 'evaluation' as const, wanted: 'relief.yoga' },
    { text: 'd', origin: 'evaluation' as const, wanted: 'safety.infection' },
    { text: 'e', origin: 'evaluation' as const, wanted: 'relief.yoga' },
  ];
  const { changes } = compareDeciders(base, next, cases);
  const find = (text: string) => changes.find((c) => c.text === text);

  test('leaves out what is treated as before', () => expect(find('a')).toBeUndefined());

  test('tells a better band', () => expect(find('b')).toMatchObject({ kind: 'band', verdict: 'better' }));

  test('names the entry that steals a question', () => {
    expect(find('c')).toMatchObject({ kind: 'answer', stolenBy: 'relief.walking', verdict: 'worse' });
  });

  test('does not call it stealing when the question comes to the right entry', () => {
    expect(find('e')?.stolenBy).toBeUndefined();
    expect(find('e')?.verdict).toBe('better');
  });

  test('puts a red flag that is gone first and wants it confirmed', () => {
    expect(changes[0]).toMatchObject({ text: 'd', kind: 'redFlag', verdict: 'worse' });
    expect(changes.filter(needsConsent).map((c) => c.text)).toEqual(['d', 'c']);
  });
});
