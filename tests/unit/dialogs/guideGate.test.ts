import path from 'node:path';
import { isExpired, listUnanswered, mayFitTold, openGate, recordNo, withdraw } from '../../../dialogs/guideGate.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import type { Guide } from '../../../src/knowledge/guide.js';

const guide = loadUsableKnowledge(path.resolve('knowledge')).guides.get('hip-hook') as Guide; // part of the shipped knowledge
const full = recordNo({}, guide.gate);
const NOW = new Date('2026-11-23T10:00:00Z');

describe('openGate', () => {
  test('opens when every question is recorded as "no"', () => {
    expect(openGate(guide, full, false)?.guide).toBe(guide);
  });

  test.each(guide.gate.map((q) => q.id))('stays closed without the answer to %s', (id) => {
    expect(openGate(guide, withdraw(full, id), false)).toBeUndefined();
  });

  test('stays closed after a warning sign', () => {
    expect(openGate(guide, full, true)).toBeUndefined();
  });

  test('closes again when a question is added', () => {
    const added = { id: 'new', question: 'New?', short: 'new', stop: 'Stop.' };
    expect(openGate({ ...guide, gate: [...guide.gate, added] }, full, false)).toBeUndefined();
  });

  test('counts nothing but "no"', () => {
    const other = { ...full, pregnancy: 'yes' } as unknown as typeof full;
    expect(openGate(guide, other, false)).toBeUndefined();
  });
});

describe('listUnanswered', () => {
  test("keeps the guide's order", () => {
    const record = recordNo({}, guide.gate.slice(1, 3));
    expect(listUnanswered(guide, record)[0]?.id).toBe(guide.gate[0]?.id);
  });
});

describe('isExpired', () => {
  test.each([
    ['2026-11-23T09:00:00Z', false],
    ['2026-11-22T21:00:00Z', true],
    ['2026-11-24T10:00:00Z', true],
    ['yesterday', true],
    [undefined, true],
  ])('a record of %s counts as expired: %s', (at, expired) => {
    expect(isExpired(at, NOW)).toBe(expired);
  });
});

describe('mayFitTold', () => {
  test('asks about a blood thinner by itself when one was told', () => {
    const question = guide.gate.find((q) => q.id === 'bleeding-or-clot');
    expect(question && mayFitTold(question, { bloodThinner: true })).toBe(true);
    expect(question && mayFitTold(question, {})).toBe(false);
  });
});
