import path from 'node:path';
import { exportKnowledge } from '../../../src/knowledge/exportKnowledge.js';
import { parseImport } from '../../../src/knowledge/importFormats.js';
import { planImport } from '../../../src/knowledge/importPlan.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';

const dir = path.resolve('knowledge');
const knowledge = loadUsableKnowledge(dir);
const exported = (format: 'csv' | 'cqa' | 'faqpage') => exportKnowledge(knowledge, format, knowledge.regions.uk);

describe('exportKnowledge', () => {
  test.each(['csv', 'cqa', 'faqpage'] as const)('gives %s that changes nothing when it is imported again', (format) => {
    const options = { dir, knowledge, into: 'more', today: new Date(0), findNearest: () => [] };
    const plan = planImport(parseImport(exported(format), format), options);
    expect(plan.changes).toEqual([]);
    expect(new Set(plan.rows.map((r) => r.outcome))).toEqual(new Set(['known']));
  });

  test('fills in the numbers of the region and leaves no placeholder', () => {
    expect(exported('csv')).toContain('999');
    expect(exported('csv')).not.toMatch(/\{(emergency|urgent|crisis|poison)\}/);
  });

  test('lets no answer run as a formula or end a script', () => {
    const entry = knowledge.entries.get('relief.yoga');
    if (!entry) throw new Error('relief.yoga is missing');
    const spoilt = { ...entry, title: '=cmd()', short: '</script><b>' };
    const small = { ...knowledge, entries: new Map([['relief.yoga', spoilt]]) };
    expect(exportKnowledge(small, 'csv', knowledge.regions.uk)).toContain(",'=cmd(),");
    expect(exportKnowledge(small, 'faqpage', knowledge.regions.uk).match(/<\/script>/g)).toHaveLength(1);
  });
});
