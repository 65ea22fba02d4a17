import path from 'node:path';
import { loadUsableLanguages } from '../../../src/knowledge/loadUsableKnowledge.js';
import { renderTopicsPage } from '../../../src/site/topicsPage.js';

const { en: knowledge, es: spanish } = loadUsableLanguages(path.resolve('knowledge'));

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

  test('is in the language of its knowledge, and links to the other one', () => {
    const elsewhere = [{ language: 'en', address: '/topics', label: 'All topics in English' }] as const;
    const page = renderTopicsPage(spanish, spanish.regions.eu, elsewhere);
    expect(page).toContain('<html lang="es">');
    expect(page).toContain('<h1>Todos los temas</h1>');
    expect(page).toContain('Señales de alarma');
    expect(page).toContain('Última revisión <time>2026-11-23</time>');
    expect(page).toContain('<link rel="alternate" hreflang="en" href="/topics"/>');
    expect(page).toMatch(/<a href="\/topics" hreflang="en" lang="en">All topics in English<\/a>/);
    expect(page).not.toContain('Last reviewed');
  });

  test('an entry that is not translated is marked as English', () => {
    const hello = knowledge.entries.get('meta.hello');
    if (!hello) throw new Error('meta.hello is missing');
    const entries = new Map([...spanish.entries, ['meta.hello', { ...hello, translated: false }]]);
    const page = renderTopicsPage({ ...spanish, entries }, spanish.regions.eu);
    expect(page).toContain('<article id="meta.hello" lang="en">');
    expect(page).toContain('<article id="meta.thanks">');
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
