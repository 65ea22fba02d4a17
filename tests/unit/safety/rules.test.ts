import path from 'node:path';
import { loadKnowledge } from '../../../src/knowledge/loadKnowledge.js';
import { parseRedFlagRules } from '../../../src/safety/parseRedFlagRules.js';
import { createTriage, type TriageResult } from '../../../src/safety/triage.js';
import type { RedFlagRule, RedFlagRules } from '../../../src/safety/redFlagRules.js';

const { knowledge } = loadKnowledge(path.resolve('knowledge'));
const parsed = parseRedFlagRules(knowledge?.redFlags ?? '', 'red-flags.yml');
const source: RedFlagRules = 'rules' in parsed ? parsed.rules : { ...({} as RedFlagRules), rules: [] };
const triage = createTriage(source);
const byId = source.rules.map((rule): [string, RedFlagRule] => [rule.id, rule]);

const says = (result: TriageResult, { entry, tier }: RedFlagRule): boolean =>
  result.kind === 'redFlag' && result.entry === entry && result.tier <= tier;

describe('the red-flag rules of knowledge/', () => {
  test('are many and can be read', () => {
    expect(source.rules.length).toBeGreaterThan(80);
  });

  test('cover every kind of warning sign', () => {
    const entries = [...(knowledge?.entries.keys() ?? [])].filter((id) => id.startsWith('safety.'));
    const answered = new Set(source.rules.map((r) => r.entry));
    expect(entries.filter((id) => !answered.has(id))).toEqual([]);
  });

  test.each(byId)('%s raises the alarm for its own examples', (_id, rule) => {
    expect(rule.examples.yes.filter((text) => triage.assess(text).kind !== 'redFlag')).toEqual([]);
  });

  test.each(byId)('%s leaves its counter-examples alone', (id, rule) => {
    const fired = rule.examples.no.filter((text) => triage.explain(text).rules.some((r) => r.ruleId === id));
    expect(fired).toEqual([]);
  });

  test.each(byId)('%s is missed when it is taken out', (id, rule) => {
    const without = createTriage(source, { without: [id] });
    expect(rule.examples.yes.some((text) => says(triage.assess(text), rule))).toBe(true);
    expect(rule.examples.yes.every((text) => says(without.assess(text), rule))).toBe(false);
  });
});
