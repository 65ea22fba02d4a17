import path from 'node:path';
import { loadKnowledge } from '../../../../src/knowledge/loadKnowledge.js';
import { parseRedFlagRules } from '../../../../src/safety/parseRedFlagRules.js';
import type { RedFlagRule, RedFlagRules } from '../../../../src/safety/redFlagRules.js';
import { createTriage, type TriageResult } from '../../../../src/safety/triage.js';

const { languages } = loadKnowledge(path.resolve('knowledge'));
const read = (text: string | undefined): RedFlagRules => {
  const parsed = parseRedFlagRules(text ?? '', 'red-flags.yml');
  return 'rules' in parsed ? parsed.rules : { ...({} as RedFlagRules), rules: [] };
};
const source = read(languages?.es.redFlags);
const english = new Map(read(languages?.en.redFlags).rules.map((rule) => [rule.id, rule]));
const triage = createTriage(source);
const byId = source.rules.map((rule): [string, RedFlagRule] => [rule.id, rule]);

const says = (result: TriageResult, { entry, tier }: RedFlagRule): boolean =>
  result.kind === 'redFlag' && result.entry === entry && result.tier <= tier;

describe('the red-flag rules of knowledge/es', () => {
  test('are many and can be read', () => {
    expect(source.language).toBe('es');
    expect(source.rules.length).toBeGreaterThan(80);
  });

  test('cover every kind of warning sign that the English rules cover', () => {
    const kinds = new Set([...english.values()].map((rule) => rule.entry));
    const answered = new Set(source.rules.map((rule) => rule.entry));
    expect([...kinds].filter((kind) => !answered.has(kind))).toEqual([]);
  });

  test.each(byId)('%s has the entry, tier and sources of its English rule', (id, { entry, tier, sources }) => {
    const rule = english.get(id);
    expect({ entry, tier, sources }).toEqual({ entry: rule?.entry, tier: rule?.tier, sources: rule?.sources });
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
