import { createHash } from 'node:crypto';
import type { Config } from '../config.js';
import type { Decider } from '../decide.js';
import { fileOf, toUtterance } from '../knowledge/importPlan.js';
import { readKnowledgeFile, type FileChange } from '../knowledge/writeKnowledge.js';
import type { Store } from '../storage/store.js';
import { clusterItems, type Cluster } from './clusters.js';
import type { FigureCounter } from './figures.js';
import type { EntryFields } from './pages/entryPages.js';
import type { Reloader } from './reloader.js';
import { readReviewItems } from './reviewQueue.js';
import type { RunTask } from './tasks.js';

/** What the desk works with. */
export interface DeskParts {
  readonly config: Config;
  readonly store: Store;
  readonly figures: Pick<FigureCounter, 'save'>;
  readonly reloader: Reloader;
  readonly knowledgeDir: string;
  readonly cacheDir: string;
  readonly evaluationDir: string;
  /** Folder of the kept copies. */
  readonly copies: string;
  readonly runTask: RunTask;
  readonly now: () => Date;
  readonly isDevelopment: boolean;
  readonly longestWaitMs?: number;
}

/** All entries, and the ids of those that are translated. */
export function listEntries({ reloader }: Pick<DeskParts, 'reloader'>) {
  const { en, es } = reloader.deciders().of;
  const translated = [...es.knowledge.entries.values()].filter((e) => e.translated === true);
  return { entries: [...en.knowledge.entries.values()], translated: new Set(translated.map((e) => e.id)) };
}

export async function loadClusters({ store }: Pick<DeskParts, 'store'>): Promise<Cluster[]> {
  return clusterItems(readReviewItems(await store.listRecords('review')));
}

/** Records of a cluster that a curator has handled: those with one of the wordings. */
export function handledOf(cluster: Cluster | undefined, texts: readonly string[]): string[] {
  return (cluster?.items ?? []).filter((i) => texts.includes(i.text)).map((i) => i.id);
}

const OUT_OF_SCOPE = 'out-of-scope.txt';

/** The change that teaches the bot to decline questions. */
export function declineChange(dir: string, texts: readonly string[]): FileChange {
  const before = readKnowledgeFile(dir, OUT_OF_SCOPE);
  const lines = texts.map(toUtterance).filter(Boolean).join('\n');
  return { file: OUT_OF_SCOPE, before, after: `${(before ?? '').replace(/\n*$/, before ? '\n' : '')}${lines}\n` };
}

/** Both files of an entry. */
export function readEntryFiles(
  dir: string,
  id: string,
): { text: string; utterances: string; base: string } | undefined {
  const text = readKnowledgeFile(dir, fileOf(id, '.md'));
  if (text === undefined) return undefined;
  const utterances = readKnowledgeFile(dir, fileOf(id, '.utterances.txt')) ?? '';
  return { text, utterances, base: hashOf(text, utterances) };
}

const hashOf = (...texts: readonly string[]) =>
  createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 24);

/** The changes that an editor's fields make to what stands in the folder now. */
export function entryChanges(dir: string, { id, text, utterances }: EntryFields): FileChange[] {
  const wanted = [
    { file: fileOf(id, '.md'), after: withEnd(text) },
    { file: fileOf(id, '.utterances.txt'), after: utterances.trim() === '' ? undefined : withEnd(utterances) },
  ];
  return wanted
    .map(({ file, after }) => ({ file, after, before: readKnowledgeFile(dir, file) }))
    .filter((c) => c.before !== c.after);
}

const withEnd = (text: string) => `${text.replaceAll('\r\n', '\n').replace(/\s*$/, '')}\n`;

/** The start of a new entry, with the questions of a cluster as its utterances. */
export function draftEntry(
  decider: Decider,
  texts: readonly string[],
  today: Date,
): Pick<EntryFields, 'text' | 'slug' | 'utterances'> {
  const [title = ''] = texts;
  const related = title
    ? decider.matcher
        .match(title)
        .candidates.slice(0, 3)
        .map((c) => c.intent)
    : [];
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const quote = (text: string) => JSON.stringify(text);
  const lines = [
    '---',
    `title: ${quote(title.slice(0, 100))}`,
    'kind: explanation',
    'short: >-',
    '  ',
    'utterances:',
    ...texts.slice(0, 5).map((t) => `  - ${quote(t)}`),
    'sources: [general]',
    `related: [${related.join(', ')}]`,
    'safetyNote: >-',
    '  Call your surgical team about new, worse or unusual pain.',
    `reviewed: ${day(today)}`,
    `reviewBy: ${day(new Date(today.getTime() + 364 * 86_400_000))}`,
    '---',
    '',
    ' [^general]',
  ];
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/(?<=.{20})-[^-]*$/, '');
  return { text: `${lines.join('\n')}\n`, slug, utterances: texts.slice(5).join('\n') };
}
