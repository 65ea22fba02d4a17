import path from 'node:path';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { renderTopicsPage } from '../../../src/site/topicsPage.js';

const knowledge = loadUsableKnowledge(path.resolve('knowledge'));

describe('renderTopicsPage', () => {
  const html = renderTopicsPage(knowledge, knowledge.regions.uk);

  test('lists every entry with an anchor of its own', () => {
    for (const id of knowledge.entries.keys()) expect(html).toContain(`<article id="${id}">`);
  });

  test('shows sources with their links, and review dates', () => {
    expect(html).toContain('href="https://northerncarealliance.nhs.uk/');
    expect(html).toContain('<time>2026-11-23</time>');
  });

  test("fills in the region's numbers and leaves no placeholder or mark behind", () => {
    expect(html).toContain('Call 999 now');
    expect(html).not.toMatch(/\{(emergency|urgent|crisis|poison)\}|\[\^/);
  });

  test('escapes what stands in the knowledge', () => {
    const entry = knowledge.entries.get('meta.hello');
    if (!entry) throw new Error('meta.hello is missing');
    const spoilt = { ...entry, title: '<script>alert(1)</script>', short: 'a <b>b</b> & [x](javascript:alert(1))' };
    const page = renderTopicsPage({ ...knowledge, entries: new Map([['meta.hello', spoilt]]) }, knowledge.regions.uk);
    expect(page).not.toMatch(/<script|<b>|javascript:alert\(1\)"/);
    expect(page).toContain('&lt;script>');
  });
});
