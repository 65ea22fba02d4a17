import { entryGrade, entryReadability } from '../knowledge/checkEditing.js';
import { citedBy } from '../knowledge/checkKnowledge.js';
import type { Entry } from '../knowledge/entry.js';
import type { Knowledge } from '../knowledge/loadKnowledge.js';
import { loadUsableLanguages } from '../knowledge/loadUsableKnowledge.js';
import { knowledgeDir } from './knowledgeDir.js';
import { parseLanguageOption } from './parts.js';

/** One row of the coverage table. */
export interface CoverageRow {
  readonly id: string;
  readonly utterances: number;
  /** Flesch-Kincaid grade; in Spanish readability by Fernández-Huerta, where more is easier. */
  readonly grade: number;
  readonly sources: number;
  readonly support: readonly string[];
  readonly reviewed: string;
}

/**
 * `kb coverage [--language es] [--json]`: utterances, grade, sources, support and review date of every entry, and totals.
 * Of a translation it lists the translated entries, and says which are missing.
 */
export async function runCoverage(args: string[]): Promise<number> {
  const knowledge = loadUsableLanguages(knowledgeDir())[parseLanguageOption(args)];
  const rows = listCoverage(knowledge);
  const text = args.includes('--json') ? `${JSON.stringify(rows, null, 2)}\n` : formatCoverage(knowledge, rows);
  process.stdout.write(text);
  return 0;
}

export function listCoverage(knowledge: Knowledge): CoverageRow[] {
  const exempt = knowledge.glossary.map((g) => g.term);
  const measure = isGraded(knowledge) ? entryGrade : entryReadability;
  const own = [...knowledge.entries.values()].filter((e) => e.translated !== false);
  return own.map((entry) => ({
    id: entry.id,
    utterances: entry.utterances.length,
    grade: Math.round(measure(entry, exempt) * 10) / 10,
    sources: citedBy(entry).size,
    support: supportOf(knowledge, entry),
    reviewed: entry.reviewed,
  }));
}

const isGraded = ({ style }: Knowledge) => style.minReadability === undefined;

/** The kinds of support behind an entry, strongest first as sources.yml lists them. */
function supportOf(knowledge: Knowledge, entry: Entry): string[] {
  const kinds = [...citedBy(entry)].flatMap((id) => knowledge.sources.get(id)?.support ?? []);
  return [...new Set(kinds)].sort();
}

function formatCoverage(knowledge: Knowledge, rows: readonly CoverageRow[]): string {
  if (rows.length === 0) return `no entry is in "${knowledge.language}"\n`;
  const width = Math.max(...rows.map((r) => r.id.length));
  const head = `${'entry'.padEnd(width)}  utterances  ${isGraded(knowledge) ? 'grade' : ' ease'}  sources  reviewed    support`;
  const lines = rows.map(
    (r) =>
      `${r.id.padEnd(width)}  ${String(r.utterances).padStart(10)}  ${r.grade.toFixed(1).padStart(5)}  ${String(r.sources).padStart(7)}  ${r.reviewed}  ${r.support.join(', ')}`,
  );
  return `${[head, ...lines, '', ...formatTotals(knowledge, rows)].join('\n')}\n`;
}

function formatTotals(knowledge: Knowledge, rows: readonly CoverageRow[]): string[] {
  const grades = rows.map((r) => r.grade);
  const isHarder = (a: CoverageRow, b: CoverageRow) => (isGraded(knowledge) ? b.grade > a.grade : b.grade < a.grade);
  const worst = rows.reduce((a, b) => (isHarder(a, b) ? b : a));
  const missing = [...knowledge.entries.values()].filter((e) => e.translated === false).map((e) => e.id);
  const kinds = [...new Set(rows.flatMap((r) => r.support))].sort();
  const byKind = kinds.map((k) => `${k} ${rows.filter((r) => r.support.includes(k)).length}`);
  const general = rows.filter((r) => r.support.every((k) => k === 'general')).map((r) => r.id);
  return [
    `entries ${rows.length}, utterances ${rows.reduce((sum, r) => sum + r.utterances, 0)}`,
    `${isGraded(knowledge) ? 'grade' : 'readability'} mean ${(grades.reduce((a, b) => a + b, 0) / rows.length).toFixed(1)}, worst ${worst.grade.toFixed(1)} (${worst.id})`,
    `entries by support: ${byKind.join(', ')}`,
    `resting on general support alone: ${general.length > 0 ? general.join(', ') : 'none'}`,
    ...(missing.length > 0 ? [`answered in English: ${missing.join(', ')}`] : []),
  ];
}
