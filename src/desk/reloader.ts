import { setTimeout as sleep } from 'node:timers/promises';
import { checkRedFlags, createReports, joinLanguages, listReports, type Deciders } from '../createDecider.js';
import type { Decider } from '../decide.js';
import { ProblemsError, type Problem } from '../errors.js';
import { knowledgeFile } from '../knowledge/knowledgeFile.js';
import type { Knowledge } from '../knowledge/loadKnowledge.js';
import { loadWordBytes } from '../knowledge/loadWordBytes.js';
import { createFaqMatcher } from '../matcher/faqMatcher.js';
import { parseWordNet, type WordNetTable } from '../matcher/wordnet.js';
import { parseRedFlagRules } from '../safety/parseRedFlagRules.js';
import { createTriage, type Triage } from '../safety/triage.js';
import { LANGUAGES, type ByLanguage } from '../language/language.js';
import { keepFirst } from './copies.js';
import type { Learned, LearnedLanguage } from './learn.js';
import type { RunTask } from './tasks.js';
import { watchFiles } from './watchFiles.js';

/** What a curator has to know about the knowledge in use. */
export interface KnowledgeStatus {
  readonly version: string;
  readonly loadedAt: Date;
  /** Faults of the files as they are now; while there are any, the version in use is an older one. */
  readonly problems: readonly Problem[];
  readonly isLearning: boolean;
}

export interface Reloader {
  /** The last good knowledge in every language; asked at the start of every turn. */
  deciders(): Deciders;
  /** The same in the language of reference, in which curators see it. */
  decider(): Decider;
  status(): KnowledgeStatus;
  /** Takes what stands in the folder now; resolves when it is in use or refused. Never rejects. */
  reload(): Promise<KnowledgeStatus>;
  close(): void;
}

export interface ReloaderOptions {
  readonly first: Deciders;
  readonly dir: string;
  readonly cacheDir: string;
  readonly copies: string;
  readonly runTask: RunTask;
  readonly now: () => Date;
  /** Looks at the files by itself; otherwise only `reload` does. */
  readonly isWatching: boolean;
  readonly onSwap: (version: string) => void;
  /** Codes and places; a problem's message may quote an utterance and is not for the log. */
  readonly onRefused: (places: readonly string[]) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Keeps a decider up to date with its files. New knowledge is loaded, checked and learned in a thread and swapped in
 * between two turns; what cannot be used is refused, and the last good knowledge goes on answering.
 */
export function createReloader(options: ReloaderOptions): Reloader {
  let deciders = options.first;
  let status: KnowledgeStatus = idle(deciders.of.en, options.now());
  let wordnet: WordNetTable | undefined;
  let running: Promise<KnowledgeStatus> | undefined;
  let isWanted = false;

  const take = async (learned: Learned): Promise<void> => {
    const { version } = deciders.of.en.knowledge;
    if (learned.kind === 'same') status = { ...status, version, problems: [] };
    if (learned.kind === 'refused') {
      status = { ...status, problems: learned.problems };
      options.onRefused(learned.problems.map(describePlace));
    }
    if (learned.kind !== 'learned') return;
    await sleep(BREATH_MS);
    wordnet ??= parseWordNet(loadWordBytes());
    deciders = await assemble(learned.languages, wordnet, deciders);
    status = idle(deciders.of.en, options.now());
    options.onSwap(status.version);
  };
  const run = async (): Promise<KnowledgeStatus> => {
    const { dir, cacheDir, copies } = options;
    status = { ...status, isLearning: true };
    do {
      isWanted = false;
      const current = deciders.of.en.knowledge.version;
      await options.runTask({ kind: 'learn', dir, cacheDir, copies, current }).then(take).catch(options.onError);
    } while (isWanted);
    status = { ...status, isLearning: false };
    running = undefined;
    return status;
  };
  const reload = (): Promise<KnowledgeStatus> => {
    isWanted = true;
    running ??= run();
    return running;
  };
  const stop = options.isWatching ? watchFiles(options.dir, () => void reload()) : () => undefined;
  // A disk that takes no copies costs the way back to what the start has loaded.
  const keep = () =>
    keepFirst(options.dir, options.copies, options.first.of.en.knowledge.version).catch(() => undefined);
  const first = options.isWatching ? setTimeout(() => void keep(), FIRST_KEPT_MS).unref() : undefined;
  const close = () => {
    clearTimeout(first);
    stop();
  };
  return { deciders: () => deciders, decider: () => deciders.of.en, status: () => status, reload, close };
}

/** After the first visitors, who wait for a start, have been served. */
const FIRST_KEPT_MS = 5000;

const idle = (decider: Decider, loadedAt: Date): KnowledgeStatus => ({
  version: decider.knowledge.version,
  loadedAt,
  problems: [],
  isLearning: false,
});

/** `knowledge/why/clicking-hip.md:3 KNOWLEDGE_YAML`, without the words of the problem. */
export function describePlace({ file, line, code }: Problem): string {
  return `${line > 0 ? `${file}:${line}` : file} ${code}`;
}

/** Between two steps; long enough for turns that wait to be answered as a whole. */
const BREATH_MS = 100;

/** Puts the parts together in short steps, so that turns are answered in between. */
async function assemble(
  learned: ByLanguage<LearnedLanguage>,
  wordnet: WordNetTable,
  before: Deciders,
): Promise<Deciders> {
  const made: Decider[] = [];
  for (const language of LANGUAGES) made.push(await assembleOne(learned[language], wordnet, before.of[language]));
  const of = Object.fromEntries(made.map((d) => [d.knowledge.language, d])) as ByLanguage<Decider>; // one for each
  await sleep(BREATH_MS);
  return joinLanguages(of);
}

async function assembleOne(
  { knowledge: sent, saved }: LearnedLanguage,
  wordnet: WordNetTable,
  before: Decider,
): Promise<Decider> {
  const knowledge = { ...sent, lineOf: () => 0 };
  await sleep(BREATH_MS);
  const matcher = createFaqMatcher(knowledge, { wordnet, saved: saved.faq });
  await sleep(BREATH_MS);
  // Compiling the rules is the longest step by far, and hardly any change touches them.
  const isSame = knowledge.redFlags === before.knowledge.redFlags;
  const triage = isSame ? before.triage : await compileRules(knowledge);
  await sleep(BREATH_MS);
  return {
    knowledge,
    matcher,
    triage,
    reports: createReports(listReports(knowledge), knowledge.language, triage, saved.reports),
  };
}

async function compileRules(knowledge: Knowledge): Promise<Triage> {
  const parsed = parseRedFlagRules(knowledge.redFlags, knowledgeFile(knowledge.language, 'red-flags.yml'));
  if (!('rules' in parsed)) throw new ProblemsError(checkRedFlags(knowledge));
  await sleep(BREATH_MS);
  return createTriage(parsed.rules);
}
