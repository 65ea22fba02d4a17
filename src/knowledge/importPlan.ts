import { stringify } from 'yaml';
import { foldText } from '../text.js';
import { cleanCell } from './cleanCell.js';
import type { ImportRow } from './importFormats.js';
import type { Knowledge } from './loadKnowledge.js';
import { parseBody } from './markdown.js';
import { listSentences, listWords } from './style.js';
import { readKnowledgeFile, type FileChange } from './writeKnowledge.js';

/** What becomes of one row. */
export interface RowReport {
  readonly row: number;
  readonly outcome: 'newEntry' | 'added' | 'known' | 'skipped';
  readonly entry?: string;
  /** How many utterances the row adds. */
  readonly utterances: number;
  /** Why it was skipped, or what was taken out of its cells. */
  readonly notes: readonly string[];
}

export interface ImportPlan {
  readonly changes: readonly FileChange[];
  readonly rows: readonly RowReport[];
}

export interface ImportOptions {
  readonly dir: string;
  readonly knowledge: Knowledge;
  /** Group that new entries go to. */
  readonly into: string;
  readonly today: Date;
  /** Ids of the entries nearest to a question, for `related`. */
  readonly findNearest: (question: string) => readonly string[];
}

const MOST_TITLE_CHARS = 100;
const MOST_UTTERANCE_CHARS = 1000;
const MOST_SHORT_WORDS = 45;
const FIRST_UTTERANCES = 5;
const YEAR_MS = 365 * 86_400_000;

/**
 * Turns rows into changes of files, without writing any. A row whose intent or question is known adds its utterances to that
 * entry, whose answer stays as it is; other rows with an answer become entries, one for each different answer. New entries
 * cite `general` and have the year's review date: `kb check` names what a curator still has to complete.
 */
export function planImport(rows: readonly ImportRow[], options: ImportOptions): ImportPlan {
  const planner = new Planner(options);
  const reports = rows.map((row) => planner.take(row));
  return { changes: planner.changes(), rows: reports };
}

interface Draft {
  readonly id: string;
  readonly title: string;
  readonly answer: string;
  readonly utterances: string[];
}

class Planner {
  /** Entry by folded utterance. */
  private readonly known = new Map<string, string>();
  private readonly drafts = new Map<string, Draft>();
  private readonly added = new Map<string, string[]>();

  constructor(private readonly options: ImportOptions) {
    for (const { text, intent } of options.knowledge.utteranceLines) this.known.set(keyOf(text), intent);
    for (const { id, title } of options.knowledge.entries.values()) this.known.set(keyOf(title), id);
  }

  take(row: ImportRow): RowReport {
    const cells = [row.question, ...row.alternatives, row.answer].map(cleanCell);
    const notes = [...new Set(cells.flatMap((c) => c.notes))].map((n) => `${n} neutralised`);
    const questions = cells
      .slice(0, -1)
      .map((c) => toUtterance(c.text))
      .filter(Boolean);
    const answer = withoutOddLinks(cells.at(-1)?.text ?? '');
    const skip = (why: string): RowReport => ({
      row: row.row,
      outcome: 'skipped',
      utterances: 0,
      notes: [why, ...notes],
    });
    const [question] = questions;
    if (question === undefined) return skip('the question is empty');
    if (questions.some((q) => q.length > MOST_UTTERANCE_CHARS))
      return skip(`a question has more than ${MOST_UTTERANCE_CHARS} characters`);
    const existing = this.findEntry(row.intent) ?? this.knownEntry(question);
    if (existing) return this.addTo(existing, questions, row.row, notes);
    if (answer === '') return skip('there is no answer, and no entry of that name');
    return this.draft(question, questions, answer, row.row, notes);
  }

  private findEntry(intent: string | undefined): string | undefined {
    const id = intent?.replaceAll('/', '.');
    return id !== undefined && this.options.knowledge.entries.has(id) ? id : undefined;
  }

  private knownEntry(question: string): string | undefined {
    const id = this.known.get(keyOf(question));
    return id !== undefined && this.options.knowledge.entries.has(id) ? id : undefined;
  }

  private addTo(entry: string, questions: readonly string[], row: number, notes: readonly string[]): RowReport {
    const { fresh, elsewhere } = this.claim(entry, questions);
    if (fresh.length > 0) this.added.set(entry, [...(this.added.get(entry) ?? []), ...fresh]);
    const outcome = fresh.length > 0 ? 'added' : elsewhere.length > 0 ? 'skipped' : 'known';
    return { row, outcome, entry, utterances: fresh.length, notes: [...elsewhere, ...notes] };
  }

  private draft(
    title: string,
    questions: readonly string[],
    answer: string,
    row: number,
    notes: readonly string[],
  ): RowReport {
    const known = this.drafts.get(answer);
    const draft = known ?? { id: this.freeId(title), title: cut(title), answer, utterances: [] };
    const { fresh, elsewhere } = this.claim(draft.id, questions);
    if (fresh.length === 0)
      return { row, outcome: 'skipped', utterances: 0, notes: [...elsewhere, 'no question of its own', ...notes] };
    draft.utterances.push(...fresh);
    this.drafts.set(answer, draft);
    return {
      row,
      outcome: known ? 'added' : 'newEntry',
      entry: draft.id,
      utterances: fresh.length,
      notes: [...elsewhere, ...notes],
    };
  }

  /** An utterance stands once, under one entry. */
  private claim(entry: string, questions: readonly string[]): { fresh: string[]; elsewhere: string[] } {
    const [fresh, elsewhere]: [string[], string[]] = [[], []];
    for (const question of questions) {
      const owner = this.known.get(keyOf(question));
      if (owner === undefined) {
        this.known.set(keyOf(question), entry);
        fresh.push(question);
      } else if (owner !== entry) elsewhere.push(`a question stands under ${owner} already`);
    }
    return { fresh, elsewhere };
  }

  private freeId(title: string): string {
    const words = foldText(title)
      .replace(/[^a-z0-9 ]/g, '')
      .split(' ')
      .filter(Boolean)
      .slice(0, 6);
    const base = `${this.options.into}.${words.join('-') || 'imported'}`;
    const isTaken = (id: string) =>
      this.options.knowledge.entries.has(id) || [...this.drafts.values()].some((d) => d.id === id);
    let id = base;
    for (let n = 2; isTaken(id); n++) id = `${base}-${n}`;
    return id;
  }

  changes(): FileChange[] {
    const lines = [...this.added].map(([id, texts]) => addUtterances(this.options.dir, id, texts));
    return [...lines, ...[...this.drafts.values()].flatMap((draft) => this.toFiles(draft))];
  }

  private toFiles(draft: Draft): FileChange[] {
    const { dir, today, findNearest } = this.options;
    const file = fileOf(draft.id, '.md');
    const entry = {
      title: draft.title,
      kind: 'explanation',
      short: shorten(draft.answer),
      utterances: draft.utterances.slice(0, FIRST_UTTERANCES),
      sources: ['general'],
      related: findNearest(draft.title).slice(0, 3),
      reviewed: dayOf(today),
      reviewBy: dayOf(new Date(today.getTime() + YEAR_MS)),
    };
    const text = `---\n${stringify(entry, { lineWidth: 110 })}---\n\n${toBody(draft.answer)}\n`;
    const rest = draft.utterances.slice(FIRST_UTTERANCES);
    const main = { file, before: readKnowledgeFile(dir, file), after: text };
    return rest.length > 0 ? [main, addUtterances(dir, draft.id, rest)] : [main];
  }
}

/** The change that adds utterances to the file beside an entry, each on a line of its own at the end. */
export function addUtterances(dir: string, entry: string, texts: readonly string[]): FileChange {
  const file = fileOf(entry, '.utterances.txt');
  const before = readKnowledgeFile(dir, file);
  const lines = texts.map((t) => toUtterance(t)).filter(Boolean);
  return { file, before, after: `${(before ?? '').replace(/\n*$/, before ? '\n' : '')}${lines.join('\n')}\n` };
}

/** `why.clicking-hip` and `.md` give `why/clicking-hip.md`. */
export function fileOf(entry: string, ending: '.md' | '.utterances.txt'): string {
  return `${entry.replace('.', '/')}${ending}`;
}

/** One line; a `#` in front would make it a comment. */
export function toUtterance(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[\s#]+/, '')
    .trim();
}

const keyOf = (text: string) => foldText(text).replace(/[^\p{L}\p{N} ]/gu, '');
const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const withoutOddLinks = (text: string) => text.replace(/\[([^\]]*)\]\((?!https?:\/\/|mailto:|tel:)[^)]*\)/gi, '$1');

function cut(title: string): string {
  if (title.length <= MOST_TITLE_CHARS) return title;
  return `${title.slice(0, MOST_TITLE_CHARS - 1).replace(/\s+\S*$/, '')}…`;
}

/** The first two sentences, as far as they are short enough; else the first words. */
function shorten(answer: string): string {
  const plain = answer.replace(/\*\*|^[-*] /gm, '').replace(/\s+/g, ' ');
  const [first = plain, second] = listSentences(plain);
  const both = second === undefined ? first : `${first} ${second}`;
  const fits = [both, first].find((text) => listWords(text).length <= MOST_SHORT_WORDS);
  return (
    fits ??
    `${plain
      .split(' ')
      .slice(0, MOST_SHORT_WORDS - 5)
      .join(' ')} …`
  );
}

/** Paragraphs with their mark. What answers do not use (headings, tables, code) becomes plain text. */
function toBody(answer: string): string {
  const paragraphs = answer
    .split('\n')
    .filter(Boolean)
    .map((line) => (isPlain(line) ? line : `\\${line}`));
  return paragraphs.map((p) => `${p} [^general]`).join('\n\n');
}

function isPlain(line: string): boolean {
  try {
    return parseBody(line).length > 0;
  } catch {
    // Named by parseBody as an element that answers do not use.
    return false;
  }
}
