import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { createProblem, type Problem } from '../errors.js';
import type { ByLanguage, Language } from '../language/language.js';
import { channelTextsSchema, type ChannelTexts } from './channelTexts.js';
import { checkInSchema, type CheckIn } from './checkIn.js';
import { commandsSchema, type Commands } from './commands.js';
import { conceptsSchema, type Concept } from './concept.js';
import { entrySchema, sourceSchema, type Entry, type Source } from './entry.js';
import { FolderReader, type UtteranceLine } from './folderReader.js';
import { glossarySchema, pictureSchema, type GlossaryTerm, type PictureText } from './glossary.js';
import { guideSchema, type Guide } from './guide.js';
import { regionsSchema, type Regions } from './region.js';
import { repliesSchema, type Replies } from './replies.js';
import { siteTextsSchema, type SiteTexts } from './siteTexts.js';
import { styleSchema, type Style } from './style.js';
import { translateKnowledge } from './translateKnowledge.js';

export { NEAR_MISSES, toEntryId, type UtteranceLine } from './folderReader.js';
export type { GlossaryTerm, PictureText } from './glossary.js';

/** Everything under `knowledge/` as it is said in one language, parsed. */
export interface Knowledge {
  readonly language: Language;
  readonly dir: string;
  /** Hash of the files of all languages; changes with any edit. */
  readonly version: string;
  /** Hash of the files that this language is made of; an edit of a translation leaves that of English as it is. */
  readonly fingerprint: string;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly concepts: readonly Concept[];
  readonly guides: ReadonlyMap<string, Guide>;
  readonly pictures: ReadonlyMap<string, PictureText>;
  readonly glossary: readonly GlossaryTerm[];
  readonly replies: Replies;
  readonly commands: Commands;
  readonly checkIn: CheckIn;
  readonly regions: Regions;
  readonly style: Style;
  readonly site: SiteTexts;
  readonly channels: ChannelTexts;
  /** Text of `red-flags.yml`; the triage parses it. */
  readonly redFlags: string;
  /** How people report a warning sign, by the entry that answers it; `NEAR_MISSES` holds what only sounds like one. */
  readonly redFlagExamples: ReadonlyMap<string, readonly string[]>;
  /** Examples that the bot must decline. */
  readonly outOfScope: readonly string[];
  /** Where a field of an entry stands, for checks that come later. */
  lineOf(id: string, field: readonly PropertyKey[]): number;
  /** Where each utterance stands. */
  readonly utteranceLines: readonly UtteranceLine[];
  /** What a translation lacks and says in English instead; empty for English. */
  readonly gaps: readonly Problem[];
}

/** Gives the knowledge in use, in the language of a locale or of a reply; in English without one, or for one not spoken. */
export type KnowledgeOf = (locale?: string) => Knowledge;

export interface LoadedKnowledge {
  /** In the language of reference. */
  readonly knowledge?: Knowledge;
  /** The same in each language; what is not translated is there in English. */
  readonly languages?: ByLanguage<Knowledge>;
  readonly problems: Problem[];
}

/**
 * Reads the whole folder. Parsing faults come back as problems; knowledge comes back as far as it could be read, or not
 * at all where a file that everything needs is missing.
 */
export function loadKnowledge(dir: string): LoadedKnowledge {
  const reader = new FolderReader(dir);
  if (!existsSync(dir)) {
    reader.problems.push(createProblem('KNOWLEDGE_MISSING', reader.name('.'), 0, 'the folder does not exist'));
    return { problems: reader.problems };
  }
  const english = readEnglish(reader, dir);
  if (!english) return { problems: reader.problems };
  const spanish = translateKnowledge(english, 'es', new FolderReader(dir, 'es/'));
  const version = hashOf(english.fingerprint, spanish.knowledge.fingerprint);
  const knowledge = { ...english, version };
  return {
    knowledge,
    languages: { en: knowledge, es: { ...spanish.knowledge, version } },
    problems: [...reader.problems, ...spanish.problems],
  };
}

function readEnglish(reader: FolderReader, dir: string): Knowledge | undefined {
  const entries = new Map(reader.listEntryFiles().flatMap((f) => readEnglishEntry(reader, f)));
  if (entries.size === 0)
    reader.problems.push(createProblem('KNOWLEDGE_EMPTY', reader.name('.'), 0, 'no entry was found'));
  const replies = reader.readYaml('replies.yml', repliesSchema);
  const commands = reader.readYaml('commands.yml', commandsSchema);
  const checkIn = reader.readYaml('check-in.yml', checkInSchema);
  const regions = reader.readYaml('regions.yml', regionsSchema);
  const sources = reader.readYaml('sources.yml', z.record(z.string(), sourceSchema));
  const style = reader.readYaml('style.yml', styleSchema);
  const site = reader.readYaml('site.yml', siteTextsSchema);
  const channels = reader.readYaml('channels.yml', channelTextsSchema);
  const concepts = reader.readYaml('synonyms.yml', conceptsSchema);
  const rest = {
    concepts: concepts ?? [],
    guides: new Map(reader.list('guides', '.yml').flatMap((f) => readEnglishGuide(reader, f))),
    pictures: new Map(Object.entries(reader.readYaml('pictures/pictures.yml', pictureSchema, 'optional') ?? {})),
    glossary: reader.readYaml('glossary.yml', glossarySchema, 'optional') ?? [],
    redFlags: reader.read('red-flags.yml') ?? '',
    redFlagExamples: reader.readRedFlagExamples(),
    outOfScope: reader.readLines('out-of-scope.txt').map((l) => l.text),
  };
  if (!replies || !commands || !checkIn || !regions || !sources || !style || !site || !channels || entries.size === 0)
    return undefined;
  const fingerprint = reader.digest();
  return {
    ...rest,
    language: 'en',
    dir,
    version: fingerprint,
    fingerprint,
    entries,
    replies,
    commands,
    checkIn,
    regions,
    style,
    site,
    channels,
    sources: new Map(Object.entries(sources).map(([id, s]) => [id, { ...s, id }])),
    lineOf: (id, field) => reader.lines.get(id)?.lineOf(field) ?? 0,
    utteranceLines: reader.utteranceLines,
    gaps: [],
  };
}

function readEnglishEntry(reader: FolderReader, file: string): [string, Entry][] {
  const read = reader.readEntry(file, entrySchema);
  if (!read) return [];
  const { id, body, utterances } = read;
  return [[id, { ...read.fields, id, file: read.file, body, utterances }]];
}

function readEnglishGuide(reader: FolderReader, file: string): [string, Guide][] {
  const guide = reader.readYaml(`guides/${file}`, guideSchema);
  const id = file.replace(/\.yml$/, '');
  return guide ? [[id, { ...guide, id }]] : [];
}

function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
}
