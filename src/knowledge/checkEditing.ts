import { createProblem, type ErrorCode, type Problem } from '../errors.js';
import { citedBy } from './checkKnowledge.js';
import type { Entry } from './entry.js';
import { listGuideTexts } from './guide.js';
import { knowledgeFile } from './knowledgeFile.js';
import type { Knowledge } from './loadKnowledge.js';
import { listStatements, parseStatement } from './markdown.js';
import { findNearDuplicates } from './nearDuplicates.js';
import { findForbidden, listSentences, listWords, readingGrade, spanishReadability, type Style } from './style.js';

const DAY_MS = 86_400_000;
const REVIEW_DAYS = 366;
const NEEDS_SAFETY_NOTE = /^(why|relief|more)\./;

/**
 * What an editor would mark: length, reading grade, forbidden claims, sources, dates, orphans, near-duplicates. None of
 * it stops a start.
 * @param now decides which reviews are overdue
 */
export function checkEditing(knowledge: Knowledge, now: Date): Problem[] {
  const linked = new Set([...knowledge.entries.values()].flatMap((e) => e.related));
  const perEntry = [...knowledge.entries.values()].flatMap((entry) => {
    const report: Report = (code, field, message) =>
      createProblem(code, entry.file, knowledge.lineOf(entry.id, field), message);
    return [
      ...checkLengths(knowledge, entry, report),
      ...checkWording(knowledge, entry, report),
      ...checkUpkeep(entry, now, report),
      ...checkPolicy(knowledge, entry, report),
      ...(linked.has(entry.id) || entry.kind === 'chitchat'
        ? []
        : [report('KNOWLEDGE_ORPHAN', ['title'], 'no other entry names it as related')]),
    ];
  });
  return [
    ...perEntry,
    ...checkGuideWording(knowledge),
    ...findNearDuplicates(knowledge.utteranceLines, (a, b) => haveOtherRoles(knowledge, a, b)),
  ];
}

type Report = (code: ErrorCode, field: readonly PropertyKey[], message: string) => Problem;

/** The whole answer as plain text, one statement a line. */
export function bodyText(entry: Entry): string {
  return listStatements(entry.body)
    .map((s) => s.text)
    .join('\n');
}

function checkLengths({ style }: Knowledge, entry: Entry, report: Report): Problem[] {
  const problems: Problem[] = [];
  const limit = (field: string, found: number, max: number, what: string) => {
    if (found > max)
      problems.push(report('KNOWLEDGE_TOO_LONG', [field], `"${field}" has ${found} ${what}, at most ${max}`));
  };
  limit('short', listSentences(entry.short).length, style.maxShortSentences, 'sentences');
  limit('short', listWords(entry.short).length, style.maxShortWords, 'words');
  limit('answer', listWords(bodyText(entry)).length, style.maxBodyWords, 'words');
  for (const sentence of listSentences(`${entry.short}\n${bodyText(entry)}`)) {
    const words = listWords(sentence).length;
    if (words > style.maxSentenceWords)
      problems.push(
        report(
          'KNOWLEDGE_TOO_LONG',
          ['title'],
          `a sentence has ${words} words, at most ${style.maxSentenceWords}: "${start(sentence)}"`,
        ),
      );
  }
  const wanted = entry.kind === 'chitchat' ? style.minSmallTalkUtterances : style.minUtterances;
  const found = entry.utterances.length;
  if (found < wanted)
    problems.push(report('KNOWLEDGE_TOO_FEW', ['utterances'], `has ${found} utterances, at least ${wanted}`));
  return problems;
}

function checkWording({ style, glossary }: Knowledge, entry: Entry, report: Report): Problem[] {
  const exempt = glossary.map((g) => g.term);
  const hard = style.minReadability === undefined ? gradeAbove(style, entry, exempt) : easeBelow(style, entry, exempt);
  const graded = hard ? [report('KNOWLEDGE_GRADE', ['title'], hard)] : [];
  const variants = (entry.variants ?? []).map((v) => v.caution ?? v.paragraph ?? '');
  const said = [entry.short, bodyText(entry), entry.safetyNote ?? '', ...variants].join('\n');
  const words = findForbidden(said, style.forbidden);
  return [...graded, ...words.map((w) => report('KNOWLEDGE_FORBIDDEN', ['title'], `says "${w}"`))];
}

function gradeAbove({ maxGrade }: Style, entry: Entry, exempt: readonly string[]): string | undefined {
  const grade = entryGrade(entry, exempt);
  return grade > maxGrade ? `reads at grade ${grade.toFixed(1)}, at most ${maxGrade}` : undefined;
}

function easeBelow({ minReadability = 0 }: Style, entry: Entry, exempt: readonly string[]): string | undefined {
  const ease = entryReadability(entry, exempt);
  return ease < minReadability ? `has a readability of ${ease.toFixed(1)}, at least ${minReadability}` : undefined;
}

/** Fernández-Huerta readability of the short and the full answer together, in Spanish. */
export function entryReadability(entry: Entry, exempt: readonly string[]): number {
  return spanishReadability(`${entry.short}\n${bodyText(entry)}`, exempt);
}

/** Reading grade of the short and the full answer together. */
export function entryGrade(entry: Entry, exempt: readonly string[]): number {
  return readingGrade(`${entry.short}\n${bodyText(entry)}`, exempt);
}

function checkUpkeep(entry: Entry, now: Date, report: Report): Problem[] {
  const cited = citedBy(entry);
  const listed = new Set(entry.sources);
  const unlisted = [...cited].filter((id) => !listed.has(id));
  const unmarked = entry.sources.filter((id) => !cited.has(id));
  const differ = [
    ...unlisted.map((id) => `"${id}" is marked in the text and missing from "sources"`),
    ...unmarked.map((id) => `"${id}" is listed and marked nowhere in the text`),
  ].map((message) => report('KNOWLEDGE_SOURCES_DIFFER', ['sources'], message));
  const bare = listStatements(entry.body).filter((s) => s.sources.length === 0);
  const missing = bare.map((s) =>
    report('KNOWLEDGE_SOURCES_DIFFER', ['sources'], `no source is marked at "${start(s.text)}"`),
  );
  const span = (Date.parse(entry.reviewBy) - Date.parse(entry.reviewed)) / DAY_MS;
  const dates =
    span >= 0 && span <= REVIEW_DAYS
      ? []
      : [report('KNOWLEDGE_DATE', ['reviewBy'], `"reviewBy" is ${span} days after "reviewed"`)];
  const due =
    Date.parse(entry.reviewBy) < now.getTime()
      ? [report('KNOWLEDGE_REVIEW_DUE', ['reviewBy'], `the review was due on ${entry.reviewBy}`)]
      : [];
  return [...differ, ...missing, ...dates, ...due];
}

function checkPolicy({ style }: Knowledge, entry: Entry, report: Report): Problem[] {
  const note =
    NEEDS_SAFETY_NOTE.test(entry.id) && !entry.safetyNote
      ? [report('KNOWLEDGE_SAFETY_NOTE', ['title'], 'has no "safetyNote"')]
      : [];
  const said = `${entry.title} ${entry.short} ${bodyText(entry)}`.toLowerCase();
  const named = style.products.find((p) => said.includes(p.toLowerCase()));
  const interest =
    named && !entry.interest ? [report('KNOWLEDGE_INTEREST', ['title'], `names "${named}" without "interest"`)] : [];
  return [...note, ...interest];
}

function checkGuideWording({ guides, style, language }: Knowledge): Problem[] {
  return [...guides.values()].flatMap((guide) => {
    const file = knowledgeFile(language, `guides/${guide.id}.yml`);
    const said = listGuideTexts(guide)
      .map((t) => parseStatement(t).text)
      .join('\n');
    return findForbidden(said, style.forbidden).map((w) =>
      createProblem('KNOWLEDGE_FORBIDDEN', file, 0, `says "${w}"`),
    );
  });
}

/** Directional entries share their words and differ in who does what; the matcher tells them apart by roles. */
function haveOtherRoles({ entries }: Knowledge, a: string, b: string): boolean {
  const [first, second] = [entries.get(a)?.roles, entries.get(b)?.roles];
  return first !== undefined && second !== undefined && JSON.stringify(first) !== JSON.stringify(second);
}

const start = (sentence: string) => (sentence.length > 60 ? `${sentence.slice(0, 57)}...` : sentence);
