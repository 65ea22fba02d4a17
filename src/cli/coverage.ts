import { entryGrade } from '../knowledge/checkEditing.js';
import { citedBy } from '../knowledge/checkKnowledge.js';
import type { Entry } from '../knowledge/entry.js';
import type { Knowledge } from '../knowledge/loadKnowledge.js';
import { loadUsableKnowledge } from '../knowledge/loadUsableKnowledge.js';
import { knowledgeDir } from './knowledgeDir.js';

/** One row of the coverage table. */
export interface CoverageRow {
  readonly id: string;
  readonly utterances: number;
  readonly grade: number;
  readonly sources: number;
  readonly support: readonly string[];
  readonly reviewed: string;
}

/** `kb coverage [--json]`: utterances, grade, sources, support and review date of every entry, and totals. */
export async function runCoverage(args: string[]): Promise<number> {
  const rows = listCoverage(loadUsableKnowledge(knowledgeDir()));
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(rows, null, 2)}\n` : formatCoverage(rows));
  return 0;
}

export function listCoverage(knowledge: Knowledge): CoverageRow[] {
  const exempt = knowledge.glossary.map((g) => g.term);
  return [...knowledge.entries.values()].map((entry) => ({
    id: entry.id,
    utterances: entry.utterances.length,
    grade: Math.round(entryGrade(entry, exempt) * 10) / 10,
    sources: citedBy(entry).size,
    support: supportOf(knowledge, entry),
    reviewed: entry.reviewed,
  }));
}

/** The kinds of support behind an entry, strongest first as sources.yml lists them. */
function supportOf(knowledge: Knowledge, entry: Entry): string[] {
  const kinds = [...citedBy(entry)].flatMap((id) => knowledge.sources.get(id)?.support ?? []);
  return [...new Set(kinds)].sort();
}

function formatCoverage(rows: readonly CoverageRow[]): string {
  const width = Math.max(...rows.map((r) => r.id.length));
  const head = `${'entry'.padEnd(width)}  utterances  grade  sources  reviewed    support`;
  const lines = rows.map(
    (r) =>
      `${r.id.padEnd(width)}  ${String(r.utterances).padStart(10)}  ${r.grade.toFixed(1).padStart(5)}  ${String(r.sources).padStart(7)}  ${r.reviewed}  ${r.support.join(', ')}`,
  );
  return `${[head, ...lines, '', ...formatTotals(rows)].join('\n')}\n`;
}

function formatTotals(rows: readonly CoverageRow[]): string[] {
  const grades = rows.map((r) => r.grade);
  const worst = rows.reduce((a, b) => (b.grade > a.grade ? b : a));
  const kinds = [...new Set(rows.flatMap((r) => r.support))].sort();
  const byKind = kinds.map((k) => `${k} ${rows.filter((r) => r.support.includes(k)).length}`);
  const general = rows.filter((r) => r.support.every((k) => k === 'general')).map((r) => r.id);
  return [
    `entries ${rows.length}, utterances ${rows.reduce((sum, r) => sum + r.utterances, 0)}`,
    `grade mean ${(grades.reduce((a, b) => a + b, 0) / rows.length).toFixed(1)}, worst ${worst.grade.toFixed(1)} (${worst.id})`,
    `entries by support: ${byKind.join(', ')}`,
    `resting on general support alone: ${general.length > 0 ? general.join(', ') : 'none'}`,
  ];
}
