import { z } from 'zod';
import { createProblem, type Problem } from '../errors.js';
import type { Language } from '../language/language.js';
import { channelTextsSchema } from './channelTexts.js';
import { checkInSchema } from './checkIn.js';
import { commandsSchema } from './commands.js';
import { conceptsSchema } from './concept.js';
import { translationSchema, type Entry } from './entry.js';
import { toEntryId, type FolderReader } from './folderReader.js';
import { glossarySchema, pictureSchema } from './glossary.js';
import { guideSchema, type Guide } from './guide.js';
import type { Knowledge } from './loadKnowledge.js';
import { overlay } from './overlay.js';
import { regionsSchema } from './region.js';
import { repliesSchema } from './replies.js';
import { siteTextsSchema } from './siteTexts.js';
import { styleSchema } from './style.js';
import { checkSchema } from './yamlFile.js';

/**
 * The knowledge in another language: what its folder holds laid over the English. What is not there, or cannot be read, is
 * English, so that nothing is left unsaid.
 * @returns the knowledge, its version still that of English, and the faults of the files that could not be used
 */
export function translateKnowledge(
  english: Knowledge,
  language: Language,
  reader: FolderReader,
): { knowledge: Knowledge; problems: Problem[] } {
  const gaps: Problem[] = [];
  const translate = <T>(file: string, from: T, schema: z.ZodType<T>, need: Need = 'expected') =>
    readOver(reader, gaps, { file, from, schema, need });
  const redFlagExamples = new Map([...english.redFlagExamples, ...reader.readRedFlagExamples()]);
  const outOfScope = reader.readLines('out-of-scope.txt').map((l) => l.text);
  const knowledge = {
    ...english,
    language,
    entries: readEntries(english, reader, gaps),
    guides: readGuides(english, reader, gaps),
    replies: translate('replies.yml', english.replies, repliesSchema),
    commands: translate('commands.yml', english.commands, commandsSchema),
    checkIn: translate('check-in.yml', english.checkIn, checkInSchema),
    regions: translate('regions.yml', english.regions, regionsSchema),
    site: translate('site.yml', english.site, siteTextsSchema),
    channels: translate('channels.yml', english.channels, channelTextsSchema),
    concepts: translate('synonyms.yml', english.concepts, conceptsSchema),
    glossary: translate('glossary.yml', english.glossary, glossarySchema),
    style: translate('style.yml', english.style, styleSchema, 'partial'),
    pictures: new Map(
      Object.entries(
        translate('pictures/pictures.yml', Object.fromEntries(english.pictures), pictureSchema, 'partial'),
      ),
    ),
    redFlags: reader.read('red-flags.yml', 'optional') ?? english.redFlags,
    redFlagExamples,
    outOfScope: outOfScope.length > 0 ? outOfScope : english.outOfScope,
    lineOf: (id: string, field: readonly PropertyKey[]) =>
      reader.lines.has(id) ? (reader.lines.get(id)?.lineOf(field) ?? 0) : english.lineOf(id, field),
    gaps,
  };
  const utteranceLines = joinLines(english, knowledge.entries, reader);
  const fingerprint = `${english.fingerprint}-${reader.digest()}`;
  return { knowledge: { ...knowledge, utteranceLines, fingerprint }, problems: reader.problems };
}

/** Whether a missing file or field is a gap that a curator wants to know of. */
type Need = 'expected' | 'partial';

interface Over<T> {
  readonly file: string;
  readonly from: T;
  readonly schema: z.ZodType<T>;
  readonly need: Need;
}

function readOver<T>(reader: FolderReader, gaps: Problem[], { file, from, schema, need }: Over<T>): T {
  const yaml = reader.parse(file, 'optional');
  if (!yaml) {
    if (need === 'expected' && reader.exists() && !reader.exists(file))
      gaps.push(gap(reader.name(file), 0, 'the file is not translated'));
    return from;
  }
  const missing: string[] = [];
  const value = overlay(from, yaml.value, missing);
  const read = checkSchema({ ...yaml, value }, schema, reader.problems);
  if (!read) return from;
  if (need === 'expected') gaps.push(...missing.map((path) => gap(yaml.file, 0, `"${path}" is not translated`)));
  return read;
}

function readEntries(english: Knowledge, reader: FolderReader, gaps: Problem[]): Map<string, Entry> {
  const files = reader.listEntryFiles();
  const own = new Map(files.map((f) => [toEntryId(f), f]));
  for (const [id, file] of own)
    if (!english.entries.has(id)) gaps.push(gap(reader.name(file), 1, `there is no English entry "${id}"`));
  return new Map([...english.entries].map(([id, entry]) => [id, readTranslation(entry, own.get(id), reader)]));
}

function readTranslation(entry: Entry, file: string | undefined, reader: FolderReader): Entry {
  const read = file === undefined ? undefined : reader.readEntry(file, translationSchema);
  if (!read) return { ...entry, translated: false };
  const { fields, body, utterances } = read;
  return { ...entry, ...fields, file: read.file, body, utterances, translated: true };
}

function readGuides(english: Knowledge, reader: FolderReader, gaps: Problem[]): Map<string, Guide> {
  return new Map(
    [...english.guides].map(([id, from]) => {
      const schema = guideSchema.extend({ id: z.literal(id) });
      return [id, readOver<Guide>(reader, gaps, { file: `guides/${id}.yml`, from, schema, need: 'expected' })];
    }),
  );
}

/** The places of the utterances: its own for each translated entry, the English ones for the others. */
function joinLines(english: Knowledge, entries: ReadonlyMap<string, Entry>, reader: FolderReader) {
  const isStandIn = (id: string) => entries.get(id)?.translated === false;
  return [
    ...reader.utteranceLines.filter((l) => !isStandIn(l.intent)),
    ...english.utteranceLines.filter((l) => isStandIn(l.intent)),
  ];
}

const gap = (file: string, line: number, message: string) =>
  createProblem('KNOWLEDGE_TRANSLATION', file, line, message);
