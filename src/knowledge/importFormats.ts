import { parse as parseYamlText } from 'yaml';
import { KneeboneError } from '../errors.js';
import { parseTable } from './parseTable.js';

/** One question of a file that is imported. */
export interface ImportRow {
  /** Line or row of the file, from 1. */
  readonly row: number;
  readonly question: string;
  /** Other ways to ask it. */
  readonly alternatives: readonly string[];
  /** Empty where the format knows no answers. */
  readonly answer: string;
  /** Name of the intent or entry that the file gives, if any. */
  readonly intent?: string;
}

export const IMPORT_FORMATS = ['cqa', 'xlsx', 'rasa', 'csv', 'faqpage'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export const MAX_IMPORT_BYTES = 10 * 1024 * 1024;
export const MAX_IMPORT_ROWS = 20_000;

/** The format that a file's name tells, or nothing. */
export function guessFormat(name: string): ImportFormat | undefined {
  const ending = /\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? '';
  const known: Readonly<Record<string, ImportFormat>> = {
    tsv: 'cqa',
    xlsx: 'xlsx',
    yml: 'rasa',
    yaml: 'rasa',
    csv: 'csv',
    html: 'faqpage',
    htm: 'faqpage',
  };
  return known[ending];
}

/**
 * Reads the rows of a text format; `xlsx` is read by `readWorkbook` and goes on as a table.
 * @throws KneeboneError IMPORT_FORMAT when it is not what it says, IMPORT_TOO_LARGE beyond the limits
 */
export function parseImport(text: string, format: Exclude<ImportFormat, 'xlsx'>): ImportRow[] {
  const rows = PARSERS[format](text.replace(/^\ufeff/, ''));
  return limitRows(rows);
}

/** Rows of a workbook or of any table with a line of names on top. */
export function readImportTable(table: readonly (readonly string[])[]): ImportRow[] {
  return limitRows(readQuestions(table));
}

function limitRows(rows: ImportRow[]): ImportRow[] {
  if (rows.length > MAX_IMPORT_ROWS) throw new KneeboneError('IMPORT_TOO_LARGE', `the file has ${rows.length} rows`);
  return rows;
}

const PARSERS: Readonly<Record<Exclude<ImportFormat, 'xlsx'>, (text: string) => ImportRow[]>> = {
  cqa: (text) => readQuestions(parseTable(text, '\t')),
  csv: (text) => readQuestions(parseTable(text, ',')),
  rasa: readRasa,
  faqpage: readFaqPage,
};

/** Column names of Custom Question Answering, QnA Maker, our own export and common lists. */
const COLUMNS = {
  question: ['question', 'questions', 'q'],
  answer: ['answer', 'answers', 'a'],
  id: ['entry', 'intent'],
  alternatives: ['suggestedquestions', 'alternatequestions', 'alternatives'],
};

function readQuestions(table: readonly (readonly string[])[]): ImportRow[] {
  const names = (table[0] ?? []).map((n) => n.toLowerCase().replace(/[^a-z]/g, ''));
  const column = (kind: keyof typeof COLUMNS) => names.findIndex((n) => COLUMNS[kind].includes(n));
  const [question, answer, id, more] = [column('question'), column('answer'), column('id'), column('alternatives')];
  if (question < 0 || answer < 0)
    throw new KneeboneError('IMPORT_FORMAT', 'the first row names no columns "Question" and "Answer"');
  const cell = (row: readonly string[], at: number) => (at < 0 ? '' : (row[at] ?? ''));
  return table.slice(1).flatMap((row, i) => {
    if (row.every((c) => c.trim() === '')) return [];
    const intent = cell(row, id).trim();
    return [
      {
        row: i + 2,
        question: cell(row, question),
        answer: cell(row, answer),
        alternatives: readList(cell(row, more)),
        ...(intent && { intent }),
      },
    ];
  });
}

/** QnA Maker writes `[]` or a JSON list; other tools separate by `|` or line breaks. */
function readList(cell: string): string[] {
  try {
    const value: unknown = JSON.parse(cell);
    if (Array.isArray(value)) return value.filter((v): v is string => typeof v === 'string');
  } catch {
    // No JSON: a plain list.
  }
  return cell
    .split(cell.includes('\n') ? '\n' : '|')
    .map((s) => s.trim())
    .filter((s) => s !== '' && s !== '[]');
}

const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);

/** `nlu: [{intent, examples: "- a\n- b"}]`, annotations such as `[knee](site)` reduced to their words. */
function readRasa(text: string): ImportRow[] {
  let value: unknown;
  try {
    value = parseYamlText(text, { maxAliasCount: 50 });
  } catch (cause) {
    throw new KneeboneError('IMPORT_FORMAT', 'the file is not YAML', { cause });
  }
  const nlu = isRecord(value) && Array.isArray(value['nlu']) ? (value['nlu'] as unknown[]) : undefined;
  if (!nlu) throw new KneeboneError('IMPORT_FORMAT', 'the file has no list "nlu"');
  const lines = text.split('\n');
  return nlu.flatMap((block) => {
    if (!isRecord(block) || typeof block['intent'] !== 'string' || typeof block['examples'] !== 'string') return [];
    const { intent, examples } = block;
    const [question = '', ...alternatives] = examples
      .split('\n')
      .map((l) =>
        l
          .replace(/^\s*-\s*/, '')
          .replace(/\[([^\]]*)\](\([^)]*\)|\{[^}]*\})/g, '$1')
          .trim(),
      )
      .filter(Boolean);
    const row = lines.findIndex((l) => l.includes('intent:') && l.includes(String(intent))) + 1;
    return [{ row, question, alternatives, answer: '', intent: String(intent) }];
  });
}

const JSON_LD = /^[^>]{0,500}\btype\s*=\s*["']?application\/ld\+json\b/i;

/** schema.org FAQPage in a page's JSON-LD. */
function readFaqPage(html: string): ImportRow[] {
  const blocks = listScripts(html)
    .filter(({ text }) => JSON_LD.test(text))
    .map(({ text, row }) => ({ row, text: text.slice(text.indexOf('>') + 1) }));
  const rows = blocks.flatMap(({ text, row }) => findFaq(parseJson(text, row)).map((q) => ({ ...q, row })));
  if (rows.length === 0) throw new KneeboneError('IMPORT_FORMAT', 'the page holds no FAQPage in JSON-LD');
  return rows;
}

/** What follows each `<script`, attributes included, up to its end, with the line on which it begins. */
function listScripts(html: string): { text: string; row: number }[] {
  let row = 1;
  return html.split(/<script\b/i).flatMap((part, i) => {
    const begins = row;
    row += part.split('\n').length - 1;
    return i === 0 ? [] : [{ text: part.split(/<\/script/i, 1)[0] ?? '', row: begins }];
  });
}

function parseJson(text: string, row: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KneeboneError('IMPORT_FORMAT', `the JSON-LD at line ${row} is not JSON`, { cause });
  }
}

function findFaq(value: unknown): Omit<ImportRow, 'row'>[] {
  if (Array.isArray(value)) return value.flatMap(findFaq);
  if (!isRecord(value)) return [];
  if (Array.isArray(value['@graph'])) return value['@graph'].flatMap(findFaq);
  if (![value['@type']].flat().includes('FAQPage')) return [];
  const questions: unknown[] = [value['mainEntity']].flat();
  return questions.filter(isRecord).map((q) => {
    const [answer] = [q['acceptedAnswer']].flat();
    return {
      question: textOf(q['name']),
      alternatives: [q['alternateName']].flat().map(textOf).filter(Boolean),
      answer: isRecord(answer) ? textOf(answer['text']) : '',
    };
  });
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
