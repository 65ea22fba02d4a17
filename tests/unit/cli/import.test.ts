import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { readRows } from '../../../src/cli/import.js';
import { cleanCell } from '../../../src/knowledge/cleanCell.js';
import { parseImport, readImportTable } from '../../../src/knowledge/importFormats.js';
import { planImport } from '../../../src/knowledge/importPlan.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { loadKnowledge } from '../../../src/knowledge/loadKnowledge.js';
import { readWorkbook } from '../../../src/knowledge/readWorkbook.js';
import { readKnowledgeFile, writeKnowledge } from '../../../src/knowledge/writeKnowledge.js';
import { copyKnowledge } from '../knowledge/knowledgeFolder.js';

/** A zip of the given parts, as a spreadsheet program writes it. */
function zip(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

describe('parseImport', () => {
  test('reads a QnA Maker export with quoted cells and suggested questions', () => {
    const text =
      'Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\r\nHow long?\t"Six weeks.\nOr ""more""."\tx\t\t["how many weeks"]\r\n';
    expect(parseImport(text, 'cqa')).toEqual([
      { row: 2, question: 'How long?', answer: 'Six weeks.\nOr "more".', alternatives: ['how many weeks'] },
    ]);
  });

  test('reads a CSV of question and answer with a byte-order mark', () => {
    expect(parseImport('\ufeffquestion,answer\n"a, b",c', 'csv')).toEqual([
      { row: 2, question: 'a, b', answer: 'c', alternatives: [] },
    ]);
  });

  test('reads Rasa intents without their annotations', () => {
    const text =
      'version: "3.1"\nnlu:\n- intent: relief/yoga\n  examples: |\n    - is [yoga](sport) fine\n    - can I do [yoga]{"entity":"sport"}\n';
    expect(parseImport(text, 'rasa')).toEqual([
      { row: 3, question: 'is yoga fine', alternatives: ['can I do yoga'], answer: '', intent: 'relief/yoga' },
    ]);
  });

  test('reads a FAQPage from the JSON-LD of a page', () => {
    const faq = { '@type': 'FAQPage', mainEntity: [{ name: 'Q?', acceptedAnswer: { text: 'A.' } }] };
    const html = `<html>\n<script type="application/ld+json">${JSON.stringify(faq)}</script>`;
    expect(parseImport(html, 'faqpage')).toEqual([{ row: 2, question: 'Q?', alternatives: [], answer: 'A.' }]);
  });

  test.each([
    ['csv', 'name,address\na,b'],
    ['csv', 'question,answer\n"never closed,x'],
    ['rasa', 'stories: []'],
    ['rasa', 'nlu: [}'],
    ['faqpage', '<html></html>'],
    ['faqpage', '<script type="application/ld+json">{</script>'],
  ] as const)('refuses %s that is none: %j', (format, text) => {
    expect(() => parseImport(text, format)).toThrow(/^IMPORT_FORMAT/);
  });

  test('refuses more rows than it takes', () => {
    const text = `question,answer\n${'a,b\n'.repeat(20_001)}`;
    expect(() => parseImport(text, 'csv')).toThrow(/^IMPORT_TOO_LARGE/);
  });
});

describe('readWorkbook', () => {
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

  test('reads shared, inline and formula cells and keeps empty columns', () => {
    const shared = '<sst><si><t>Question</t></si><si><r><t>Ans</t></r><r><t>wer</t></r></si></sst>';
    const rows = [
      '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>',
      `<row>${cell('A2', 'a &amp; b')}<c r="C2" t="str"><f>HYPERLINK("x")</f><v>shown</v></c></row>`,
    ];
    const sheet = `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`;
    const file = zip({ 'xl/sharedStrings.xml': shared, 'xl/worksheets/sheet1.xml': sheet });
    expect(readWorkbook(file)).toEqual([
      ['Question', '', 'Answer'],
      ['a & b', '', '=shown'],
    ]);
    expect(readImportTable(readWorkbook(file))[0]).toMatchObject({ row: 2, question: 'a & b', answer: '=shown' });
  });

  test('refuses what is no workbook, and one that unpacks to more than it may', () => {
    expect(() => readWorkbook(Buffer.from('hello'))).toThrow(/^IMPORT_FORMAT/);
    const bomb = zip({ 'xl/worksheets/sheet1.xml': Buffer.alloc(51 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => readWorkbook(bomb)).toThrow(/^IMPORT_TOO_LARGE/);
  });
});

describe('readRows', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-import-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test('refuses 50 MB before reading them', () => {
    const file = path.join(dir, 'large.csv');
    writeFileSync(file, '');
    truncateSync(file, 50 * 1024 * 1024);
    expect(() => readRows(file, 'csv')).toThrow(/^IMPORT_TOO_LARGE .* 50 MB/);
  });

  test('refuses bytes that are no text, and reads the UTF-16 of spreadsheets', () => {
    const file = path.join(dir, 'x.csv');
    writeFileSync(file, Buffer.from([0x71, 0xff, 0xfe, 0x80]));
    expect(() => readRows(file, 'csv')).toThrow(/^IMPORT_FORMAT/);
    writeFileSync(file, Buffer.from('\ufeffquestion,answer\na,b\n', 'utf16le'));
    expect(readRows(file, 'csv')).toHaveLength(1);
  });
});

describe('cleanCell', () => {
  test.each([
    ['=HYPERLINK("http://x")', 'HYPERLINK("http://x")', ['formula']],
    ['@SUM(A1)', 'SUM(A1)', ['formula']],
    ["'=1+1", '=1+1', []],
    ['- a list item', '- a list item', []],
    ['<p>Call &amp; ask</p><script>alert(1)</script>', 'Call & ask', ['html']],
    ['&lt;img onerror=x&gt;', '‹img onerror=x›', []],
    ['a < b and 5 > 3', 'a ‹ b and 5 › 3', []],
  ])('%j becomes %j', (raw, text, notes) => expect(cleanCell(raw)).toEqual({ text, notes }));
});

describe('hostile files', () => {
  const many = 400_000;
  test.each([
    ['tags that are never closed', () => cleanCell('<a'.repeat(many)).text.length > 0],
    ['scripts that are never closed', () => cleanCell('<script>'.repeat(many)).text.length >= 0],
    [
      'a page of scripts',
      () => expect(() => parseImport('<script '.repeat(many), 'faqpage')).toThrow(/^IMPORT_FORMAT/),
    ],
    [
      'a sheet of rows that are never closed',
      () => expect(readWorkbook(zip({ 'xl/worksheets/sheet1.xml': '<row>'.repeat(many) }))).toEqual([]),
    ],
  ])(
    'reads %s in one walk',
    (_what, read) => {
      read();
    },
    5000,
  );
});

describe('planImport', () => {
  const folder = copyKnowledge();
  const knowledge = loadUsableKnowledge(folder.dir);
  const options = {
    dir: folder.dir,
    knowledge,
    into: 'more',
    today: new Date('2026-11-23T00:00:00Z'),
    findNearest: () => ['relief.yoga', 'relief.walking'],
  };
  const row = (n: number, question: string, answer: string, rest: object = {}) => ({
    row: n,
    question,
    answer,
    alternatives: [],
    ...rest,
  });
  const rows = [
    row(2, 'Do blivets zorb?', 'Blivets zorb. Mostly on Sundays.'),
    row(3, 'when do blivets zorb', 'Blivets zorb. Mostly on Sundays.'),
    row(4, 'is wumpus yoga fine', '', { intent: 'relief.yoga' }),
    row(5, 'an intent that nobody knows', '', { intent: 'nobody' }),
    row(6, '', 'x'),
    row(7, 'is yoga good for me after a hip replacement', 'something else'),
    row(8, 'What <b>about</b> this?', '=1+1 # heading'),
  ];
  const plan = planImport(rows, options);

  afterAll(() => folder.remove());

  test('reports what becomes of each row', () => {
    expect(plan.rows.map(({ row: n, outcome, entry }) => [n, outcome, entry])).toEqual([
      [2, 'newEntry', 'more.do-blivets-zorb'],
      [3, 'added', 'more.do-blivets-zorb'],
      [4, 'added', 'relief.yoga'],
      [5, 'skipped', undefined],
      [6, 'skipped', undefined],
      [7, 'known', 'relief.yoga'],
      [8, 'newEntry', 'more.what-about-this'],
    ]);
    expect(plan.rows.at(-1)?.notes).toEqual(['html neutralised', 'formula neutralised']);
  });

  test('writes nothing by itself, and files that load when they are written', () => {
    expect(readKnowledgeFile(folder.dir, 'more/do-blivets-zorb.md')).toBeUndefined();
    writeKnowledge(folder.dir, plan.changes);
    const { knowledge: after, problems } = loadKnowledge(folder.dir);
    expect(problems).toEqual([]);
    expect(after?.entries.get('more.do-blivets-zorb')).toMatchObject({
      title: 'Do blivets zorb?',
      short: 'Blivets zorb. Mostly on Sundays.',
      utterances: ['Do blivets zorb?', 'when do blivets zorb'],
      reviewed: '2026-11-23',
    });
    expect(after?.entries.get('relief.yoga')?.utterances).toContain('is wumpus yoga fine');
  });

  test('writes nothing at all when one file was edited meanwhile', () => {
    const before = readKnowledgeFile(folder.dir, 'relief/yoga.md') ?? '';
    const changes = [
      { file: 'relief/walking.md', before: readKnowledgeFile(folder.dir, 'relief/walking.md'), after: 'lost' },
      { file: 'relief/yoga.md', before: `${before}older`, after: 'lost' },
    ];
    expect(() => writeKnowledge(folder.dir, changes)).toThrow(/^KNOWLEDGE_CHANGED/);
    expect(readKnowledgeFile(folder.dir, 'relief/walking.md')).not.toBe('lost');
  });

  test('writes nothing at all when the disk refuses one file', () => {
    const before = readKnowledgeFile(folder.dir, 'relief/walking.md');
    const changes = [
      { file: 'relief/walking.md', before, after: 'lost' },
      { file: 'relief/yoga.md/no-folder.md', before: undefined, after: 'x' },
    ];
    expect(() => writeKnowledge(folder.dir, changes)).toThrow(/^KNOWLEDGE_UNWRITABLE/);
    expect(readKnowledgeFile(folder.dir, 'relief/walking.md')).toBe(before);
    expect(readdirSync(path.join(folder.dir, 'relief')).filter((f) => f.endsWith('.tmp'))).toEqual([]);
  });

  test('refuses a file outside the knowledge', () => {
    const change = { file: '../outside.md', before: undefined, after: 'x' };
    expect(() => writeKnowledge(folder.dir, [change])).toThrow(RangeError);
  });
});
