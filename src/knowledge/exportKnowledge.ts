import { LANGUAGES, type Language } from '../language/language.js';
import type { Entry } from './entry.js';
import type { Knowledge } from './loadKnowledge.js';
import { formatRow } from './parseTable.js';
import { fillNumbers, type RegionNumbers } from './region.js';

export const EXPORT_FORMATS = ['faqpage', 'csv', 'cqa'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * All entries as one file that other programs read; of a translation those that are translated. Emergency numbers are
 * filled in for the region.
 */
export function exportKnowledge(knowledge: Knowledge, format: ExportFormat, numbers: RegionNumbers): string {
  const entries = [...knowledge.entries.values()].filter((e) => e.translated !== false);
  const answerOf = (entry: Entry) => fillNumbers(toAnswer(entry), numbers);
  switch (format) {
    case 'csv':
      return toCsv(entries, answerOf);
    case 'cqa':
      return toCqa(entries, answerOf);
    case 'faqpage':
      return toFaqPage(
        entries.filter((e) => e.kind !== 'chitchat'),
        answerOf,
        knowledge.language,
      );
  }
}

/** Short answer, full answer and safety note, as Markdown without source marks. */
function toAnswer(entry: Entry): string {
  const body = entry.body.map((b) =>
    b.kind === 'paragraph'
      ? b.statement.text
      : b.items.map((s, i) => `${b.kind === 'steps' ? `${i + 1}.` : '-'} ${s.text}`).join('\n'),
  );
  return [entry.short, ...body, ...(entry.safetyNote ? [entry.safetyNote] : [])].join('\n\n');
}

type AnswerOf = (entry: Entry) => string;

const questionsOf = (entry: Entry) => [entry.title, ...entry.utterances.filter((u) => u !== entry.title)];

/** One row an entry; other ways to ask stand in one cell, a line each. */
const CSV_COLUMNS = ['entry', 'question', 'answer', 'alternatives'];

function toCsv(entries: readonly Entry[], answerOf: AnswerOf): string {
  const rows = entries.map((e) => [e.id, e.title, answerOf(e), questionsOf(e).slice(1).join('\n')]);
  return `${[CSV_COLUMNS, ...rows].map((r) => formatRow(r, ',')).join('\r\n')}\r\n`;
}

/** The columns of a Custom Question Answering (QnA Maker) export; questions of one answer share its `QnaId`. */
const CQA_COLUMNS = [
  'Question',
  'Answer',
  'Source',
  'Metadata',
  'SuggestedQuestions',
  'IsContextOnly',
  'Prompts',
  'QnaId',
];

/** The answer stands in every row; beyond this many the file would be larger than the 10 MB that the service imports. */
const MOST_CQA_QUESTIONS = 30;

function toCqa(entries: readonly Entry[], answerOf: AnswerOf): string {
  const rows = entries.flatMap((e, i) =>
    questionsOf(e)
      .slice(0, MOST_CQA_QUESTIONS)
      .map((q) => [q, answerOf(e), 'kneebone', `entry:${e.id}`, '[]', 'False', '[]', String(i + 1)]),
  );
  return `${[CQA_COLUMNS, ...rows].map((r) => formatRow(r, '\t')).join('\r\n')}\r\n`;
}

/** schema.org FAQPage in a page of its own; `<` is written as an escape, so that no answer can end the script. */
function toFaqPage(entries: readonly Entry[], answerOf: AnswerOf, language: Language): string {
  const mainEntity = entries.map((e) => ({
    '@type': 'Question',
    name: e.title,
    acceptedAnswer: { '@type': 'Answer', text: answerOf(e) },
  }));
  const named = language === LANGUAGES[0] ? {} : { inLanguage: language };
  const page = { '@context': 'https://schema.org', '@type': 'FAQPage', ...named, mainEntity };
  const json = JSON.stringify(page, null, 2).replaceAll('<', '\\u003c');
  return `<!doctype html>\n<meta charset="utf-8">\n<title>FAQ</title>\n<script type="application/ld+json">\n${json}\n</script>\n`;
}
