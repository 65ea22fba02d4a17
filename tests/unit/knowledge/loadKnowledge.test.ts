import { rmSync } from 'node:fs';
import path from 'node:path';
import { formatProblem } from '../../../src/errors.js';
import { checkStructure } from '../../../src/knowledge/checkKnowledge.js';
import { loadKnowledge, toEntryId } from '../../../src/knowledge/loadKnowledge.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { copyKnowledge } from './knowledgeFolder.js';

const ENTRY = 'why/clicking-hip.md';

describe('loadKnowledge', () => {
  let folder: ReturnType<typeof copyKnowledge>;
  beforeEach(() => {
    folder = copyKnowledge();
  });
  afterEach(() => folder.remove());

  const problems = () => {
    const { knowledge, problems: found } = loadKnowledge(folder.dir);
    return [...found, ...(knowledge ? checkStructure(knowledge) : [])].map(formatProblem);
  };

  test('reads the shipped knowledge without a problem', () => {
    expect(problems()).toEqual([]);
  });

  test('takes the id from the path', () => {
    expect(toEntryId('why/clicking-hip.md')).toBe('why.clicking-hip');
    expect(loadUsableKnowledge(folder.dir).entries.get('why.clicking-hip')?.file).toBe('knowledge/why/clicking-hip.md');
  });

  test('the version follows the content', () => {
    const before = loadUsableKnowledge(folder.dir).version;
    expect(loadUsableKnowledge(folder.dir).version).toBe(before);
    folder.edit(ENTRY, (t) => t.replace('title: ', 'title: So, '));
    expect(loadUsableKnowledge(folder.dir).version).not.toBe(before);
  });

  const faults: [string, (t: string) => string, RegExp][] = [
    [
      'an unknown field',
      (t) => t.replace('kind:', 'colour: red\nkind:'),
      /clicking-hip\.md:3: KNOWLEDGE_UNKNOWN_FIELD .*"colour"/,
    ],
    ['a missing title', (t) => t.replace(/^title:.*$/m, ''), /clicking-hip\.md:\d+: KNOWLEDGE_FIELD "title"/],
    ['an unknown kind', (t) => t.replace(/^kind:.*$/m, 'kind: poem'), /clicking-hip\.md:3: KNOWLEDGE_FIELD "kind"/],
    [
      'a wrong date',
      (t) => t.replace(/^reviewed:.*$/m, 'reviewed: soon'),
      /clicking-hip\.md:\d+: KNOWLEDGE_DATE "reviewed"/,
    ],
    ['broken YAML', (t) => t.replace(/^kind:.*$/m, 'kind: [explanation'), /clicking-hip\.md:\d+: KNOWLEDGE_YAML/],
    ['no front matter', (t) => t.slice(4), /clicking-hip\.md:1: KNOWLEDGE_FRONT_MATTER/],
    [
      'an empty answer',
      (t) => t.replace(/\n---\n[\s\S]*$/, '\n---\n'),
      /clicking-hip\.md:\d+: KNOWLEDGE_BODY the answer is empty/,
    ],
    ['a heading in the answer', (t) => `${t}\n# Big\n`, /clicking-hip\.md:\d+: KNOWLEDGE_BODY "# Big" is a heading/],
    [
      'a dead link',
      (t) => t.replace(/^related:.*$/m, 'related: [why.gone]'),
      /clicking-hip\.md:\d+: KNOWLEDGE_DEAD_LINK .*why\.gone/,
    ],
    [
      'a dead source',
      (t) => t.replace(/^sources: \[/m, 'sources: [nobody, '),
      /clicking-hip\.md:\d+: KNOWLEDGE_DEAD_SOURCE .*nobody/,
    ],
    [
      'a dead picture',
      (t) => t.replace(/^kind:/m, 'picture: nowhere\nkind:'),
      /clicking-hip\.md:\d+: KNOWLEDGE_DEAD_PICTURE/,
    ],
    [
      'a dead guide',
      (t) => t.replace(/^kind:/m, 'guide: nowhere\nkind:'),
      /clicking-hip\.md:\d+: KNOWLEDGE_DEAD_GUIDE/,
    ],
  ];
  test.each(faults)('names %s with file, line and remedy', (_name, spoil, expected) => {
    folder.edit(ENTRY, spoil);
    expect(problems().join('\n')).toMatch(expected);
  });

  test('names an utterance under two entries with both places', () => {
    folder.edit('why/clicking-hip.utterances.txt', (t) => `${t}\nxyz twice told\n`);
    folder.edit('why/hip-flexors-hurt.utterances.txt', (t) => `XYZ, twice told!\n${t}`);
    expect(problems().join('\n')).toMatch(
      /KNOWLEDGE_DUPLICATE_UTTERANCE "XYZ, twice told!" also stands at knowledge\/why\/clicking-hip\.utterances\.txt:\d+|KNOWLEDGE_DUPLICATE_UTTERANCE "xyz twice told" also stands at knowledge\/why\/hip-flexors-hurt\.utterances\.txt:1/,
    );
  });

  test('names a surface form under two concepts', () => {
    folder.edit('synonyms.yml', (t) => `${t}\n- id: twin\n  kind: symptom\n  forms: [thr]\n`);
    expect(problems().join('\n')).toMatch(/KNOWLEDGE_DUPLICATE_FORM "thr" stands under "[a-z-]+" and "twin"/);
  });

  test('reports faults of several files at once', () => {
    folder.edit(ENTRY, (t) => t.replace(/^kind:.*$/m, 'kind: poem'));
    folder.edit('why/hip-flexors-hurt.md', (t) => t.replace(/^kind:.*$/m, 'kind: song'));
    expect(problems().filter((p) => p.includes('"kind"'))).toHaveLength(2);
  });

  test('names a missing folder and a missing file', () => {
    rmSync(path.join(folder.dir, 'sources.yml'));
    expect(problems().join('\n')).toMatch(/knowledge\/sources\.yml: KNOWLEDGE_MISSING the file does not exist/);
    rmSync(folder.dir, { recursive: true });
    expect(() => loadUsableKnowledge(folder.dir)).toThrow(/KNOWLEDGE_MISSING the folder does not exist/);
  });

  test('an empty folder is refused', () => {
    for (const group of ['why', 'anatomy', 'relief', 'tools', 'safety', 'more', 'meta'])
      rmSync(path.join(folder.dir, group), { recursive: true });
    expect(() => loadUsableKnowledge(folder.dir)).toThrow(/KNOWLEDGE_EMPTY/);
  });
});
