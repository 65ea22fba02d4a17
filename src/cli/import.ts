import { readFileSync, statSync } from 'node:fs';
import { checkChanges } from '../desk/checkChanges.js';
import { decide } from '../decide.js';
import { KneeboneError, ProblemsError } from '../errors.js';
import {
  guessFormat,
  IMPORT_FORMATS,
  MAX_IMPORT_BYTES,
  parseImport,
  readImportTable,
  type ImportFormat,
  type ImportRow,
} from '../knowledge/importFormats.js';
import { planImport, type ImportPlan, type RowReport } from '../knowledge/importPlan.js';
import { readWorkbook } from '../knowledge/readWorkbook.js';
import { writeKnowledge } from '../knowledge/writeKnowledge.js';
import { knowledgeDir } from './knowledgeDir.js';
import { loadDecider } from './parts.js';

const USAGE = `import needs a file: import <file> [--format ${IMPORT_FORMATS.join('|')}] [--into more] [--dry-run] [--json]`;

/**
 * `kb import <file>`: adds questions and answers of another system. The whole result is checked before anything is
 * written, and all files are written or none. 1 when a row was skipped.
 */
export async function runImport(args: string[]): Promise<number> {
  const values = new Set(['--format', '--into'].flatMap((name) => valueOf(args, name) ?? []));
  const file = args.find((a) => !a.startsWith('--') && !values.has(a));
  const into = valueOf(args, '--into') ?? 'more';
  if (file === undefined || !/^(why|anatomy|relief|tools|more|meta)$/.test(into))
    throw new KneeboneError('CLI_USAGE', USAGE);
  const rows = readRows(file, chooseFormat(file, valueOf(args, '--format')));
  const decider = loadDecider();
  const dir = knowledgeDir();
  const findNearest = (question: string) => decide(decider, question).ranked.map((r) => r.entry.id);
  const plan = planImport(rows, { dir, knowledge: decider.knowledge, into, today: new Date(), findNearest });
  const { problems } = checkChanges(dir, plan.changes, new Date());
  if (problems.length > 0) throw new ProblemsError(problems);
  const isDry = args.includes('--dry-run');
  if (!isDry) writeKnowledge(dir, plan.changes);
  process.stdout.write(
    args.includes('--json') ? `${JSON.stringify(toJson(plan, isDry), null, 2)}\n` : formatPlan(plan, isDry),
  );
  return plan.rows.some((r) => r.outcome === 'skipped') ? 1 : 0;
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function chooseFormat(file: string, named: string | undefined): ImportFormat {
  const format = named === undefined ? guessFormat(file) : IMPORT_FORMATS.find((f) => f === named);
  if (!format) throw new KneeboneError('IMPORT_FORMAT', `the format of "${file}" is not known`);
  return format;
}

/** @throws KneeboneError IMPORT_TOO_LARGE before a large file is read */
export function readRows(file: string, format: ImportFormat): ImportRow[] {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size;
  if (bytes === undefined) throw new KneeboneError('IMPORT_FORMAT', `"${file}" does not exist`);
  if (bytes > MAX_IMPORT_BYTES)
    throw new KneeboneError('IMPORT_TOO_LARGE', `"${file}" has ${Math.ceil(bytes / 2 ** 20)} MB`);
  if (format === 'xlsx') return readImportTable(readWorkbook(readFileSync(file)));
  return parseImport(decodeText(readFileSync(file)), format);
}

/** UTF-8, or UTF-16 where its mark says so, as spreadsheets save "Unicode text". */
function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new KneeboneError('IMPORT_FORMAT', 'the file is not text in UTF-8', { cause });
  }
}

const toJson = ({ rows, changes }: ImportPlan, isDry: boolean) => ({
  dryRun: isDry,
  files: changes.map((c) => c.file),
  rows,
});

function formatPlan({ rows, changes }: ImportPlan, isDry: boolean): string {
  const count = (outcome: RowReport['outcome']) => rows.filter((r) => r.outcome === outcome).length;
  const lines = rows.map(
    (r) =>
      `row ${r.row}: ${r.outcome}${r.entry ? ` ${r.entry}` : ''}, ${r.utterances} utterances${r.notes.map((n) => `; ${n}`).join('')}`,
  );
  const sum = `${rows.length} rows: ${count('newEntry')} new entries, ${count('added')} added, ${count('known')} known, ${count('skipped')} skipped`;
  const files = changes.map((c) => `${isDry ? 'would write' : 'wrote'} knowledge/${c.file}`);
  const next = isDry || changes.length === 0 ? [] : ['run "npm run kb -- check" for what a curator has to complete'];
  return `${[...lines, sum, ...files, ...next].join('\n')}\n`;
}
