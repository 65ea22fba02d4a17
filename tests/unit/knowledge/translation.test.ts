import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatProblem } from '../../../src/errors.js';
import { checkTranslation } from '../../../src/knowledge/checkTranslation.js';
import { loadKnowledge } from '../../../src/knowledge/loadKnowledge.js';
import { loadUsableLanguages } from '../../../src/knowledge/loadUsableKnowledge.js';
import { copyKnowledge } from './knowledgeFolder.js';

const ENTRY = 'es/why/clicking-hip.md';

describe('a translation', () => {
  let folder: ReturnType<typeof copyKnowledge>;
  beforeEach(() => {
    folder = copyKnowledge();
  });
  afterEach(() => folder.remove());

  const load = () => loadUsableLanguages(folder.dir);
  const check = () => {
    const { en, es } = load();
    return checkTranslation(en, es).map(formatProblem);
  };
  const remove = (file: string) => rmSync(path.join(folder.dir, file), { recursive: true });

  test('takes its texts from its own file and everything else from the English entry', () => {
    const { en, es } = load();
    const [english, spanish] = [en.entries.get('why.clicking-hip'), es.entries.get('why.clicking-hip')];
    expect(spanish?.translated).toBe(true);
    expect(spanish?.file).toBe('knowledge/es/why/clicking-hip.md');
    expect(spanish?.title).not.toBe(english?.title);
    expect(spanish?.utterances).not.toContain(english?.utterances[0]);
    expect([spanish?.kind, spanish?.sources, spanish?.related]).toEqual([
      english?.kind,
      english?.sources,
      english?.related,
    ]);
    expect(english?.translated).toBeUndefined();
    expect([...es.entries.keys()]).toEqual([...en.entries.keys()]);
  });

  test('an entry that is not translated is the English one and says so', () => {
    remove(ENTRY);
    const { en, es } = load();
    expect(es.entries.get('why.clicking-hip')).toEqual({ ...en.entries.get('why.clicking-hip'), translated: false });
    expect(es.utteranceLines.filter((l) => l.intent === 'why.clicking-hip')).toEqual(
      en.utteranceLines.filter((l) => l.intent === 'why.clicking-hip'),
    );
  });

  test('without any translation everything is English', () => {
    remove('es');
    const { en, es } = load();
    expect(es.language).toBe('es');
    expect(es.replies).toEqual(en.replies);
    expect(es.gaps).toEqual([]);
    expect([...es.entries.values()].every((e) => e.translated === false)).toBe(true);
  });

  test('one version stands for all languages, while a translation leaves what English has learned alone', () => {
    const before = load();
    folder.edit(ENTRY, (t) => t.replace('title: ', 'title: Ay, '));
    const after = load();
    expect(before.es.version).toBe(before.en.version);
    expect(after.en.version).not.toBe(before.en.version);
    expect(after.en.fingerprint).toBe(before.en.fingerprint);
    expect(after.es.fingerprint).not.toBe(before.es.fingerprint);
  });

  test('an English edit changes what is made of the translation too', () => {
    const before = load().es.fingerprint;
    folder.edit('why/clicking-hip.md', (t) => t.replace('title: ', 'title: So, '));
    expect(load().es.fingerprint).not.toBe(before);
  });

  test('the shipped translation is in line with the English', () => {
    expect(check()).toEqual([]);
  });

  const faults: [string, string, (t: string) => string, RegExp][] = [
    [
      'an older review',
      ENTRY,
      (t) => t.replace(/^reviewed:.*$/m, 'reviewed: 2026-01-01'),
      /the English was reviewed on/,
    ],
    ['another circumstance', ENTRY, (t) => t.replace('noSurgery: true', 'surgery: [foot]'), /"variants" differ/],
    ['a lost mark', ENTRY, (t) => t.replace(/ ?\[\^snapping-review\]/, ''), /does not mark "snapping-review" at "/],
    ['a foreign mark', ENTRY, (t) => t.replace('[^seed]', '[^seed] [^hss-swelling]'), /marks "hss-swelling" at "/],
    [
      'a lost paragraph',
      ENTRY,
      (t) => t.replace(/\n\n[^\n]+\n*$/, '\n'),
      /has \d+ paragraphs, list items and variants/,
    ],
    [
      'a missing sentence',
      'es/replies.yml',
      (t) => t.replace(/^guideFinish:.*$/m, ''),
      /replies\.yml: .*"guideFinish" is not translated/,
    ],
    [
      'a lost placeholder',
      'es/replies.yml',
      (t) => t.replace(/^guideStep:.*$/m, 'guideStep: Paso'),
      /"guideStep" has other placeholders/,
    ],
    [
      'another telephone number',
      'es/regions.yml',
      (t) => t.replaceAll('number: "911"', 'number: "912"'),
      /regions\.yml: .*the telephone numbers differ/,
    ],
    ['another sign', 'es/check-in.yml', (t) => t.replace('tier: 2 }', 'tier: 1 }'), /check-in\.yml: .*"signs" differ/],
    [
      'another safety question',
      'es/guides/legs-up.yml',
      (t) => t.replace('id: getting-up', 'id: get-up'),
      /es\/guides\/legs-up\.yml: .*the safety questions differ/,
    ],
  ];
  test.each(faults)('names %s', (_, file, spoil, expected) => {
    folder.edit(file, spoil);
    expect(check().join('\n')).toMatch(expected);
    expect(check().every((p) => p.includes('KNOWLEDGE_TRANSLATION'))).toBe(true);
  });

  test('names a file without an English twin and goes on without it', () => {
    writeFileSync(path.join(folder.dir, 'es/why/nothing-like-it.md'), '---\ntitle: x\n---\n');
    expect(check()[0]).toMatch(/es\/why\/nothing-like-it\.md:1: .*there is no English entry "why.nothing-like-it"/);
    expect(load().es.entries.has('why.nothing-like-it')).toBe(false);
  });

  test('a field that is not for a translation is refused with file and line', () => {
    folder.edit(ENTRY, (t) => t.replace('title:', 'kind: explanation\ntitle:'));
    const { problems } = loadKnowledge(folder.dir);
    expect(problems.map(formatProblem).join('\n')).toMatch(
      /es\/why\/clicking-hip\.md:2: KNOWLEDGE_UNKNOWN_FIELD .*"kind"/,
    );
  });

  test('a fault in a translation stops a start like one in English', () => {
    folder.edit('es/replies.yml', (t) => `${t}\nleft: [`);
    expect(load).toThrow(/knowledge\/es\/replies\.yml:\d+: KNOWLEDGE_YAML/);
  });

  test('every file of the translation has an English twin', () => {
    const { languages } = loadKnowledge(folder.dir);
    const own = [...(languages?.es.entries.values() ?? [])].filter((e) => e.translated).map((e) => e.file);
    expect(own.filter((f) => !existsSync(path.join(path.dirname(folder.dir), f.replace('/es/', '/'))))).toEqual([]);
    expect(own.length).toBeGreaterThan(100);
  });
});
