import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { createProblem, type Problem } from '../errors.js';
import { channelTextsSchema, type ChannelTexts } from './channelTexts.js';
import { checkInSchema, type CheckIn } from './checkIn.js';
import { commandsSchema, type Commands } from './commands.js';
import { conceptsSchema, type Concept } from './concept.js';
import { entrySchema, sourceSchema, type Entry, type Source } from './entry.js';
import { guideSchema, type Guide } from './guide.js';
import { parseBody } from './markdown.js';
import { regionsSchema, type Regions } from './region.js';
import { repliesSchema, type Replies } from './replies.js';
import { siteTextsSchema, type SiteTexts } from './siteTexts.js';
import { styleSchema, type Style } from './style.js';
import { checkSchema, parseYaml, type YamlFile } from './yamlFile.js';

/** Everything under `knowledge/`, parsed. */
export interface Knowledge {
  readonly dir: string;
  /** Hash of all files; changes with any edit. */
  readonly version: string;
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
}

export interface UtteranceLine {
  readonly intent: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

const pictureSchema = z.record(
  z.string(),
  z.strictObject({ title: z.string().min(1), alt: z.string().min(1), caption: z.string().optional() }),
);
export type PictureText = z.infer<typeof pictureSchema>[string];

const glossarySchema = z.array(z.strictObject({ term: z.string().min(1), plain: z.string().min(1) }));
export type GlossaryTerm = z.infer<typeof glossarySchema>[number];

/** Key of `redFlagExamples` for utterances that only sound like a warning sign. */
export const NEAR_MISSES = 'near-misses';

const GROUPS = ['why', 'anatomy', 'relief', 'tools', 'safety', 'more', 'meta'];

/**
 * Reads the whole folder. Parsing faults come back as problems; knowledge comes back as far as it could be read, or not
 * at all where a file that everything needs is missing.
 */
export function loadKnowledge(dir: string): { knowledge?: Knowledge; problems: Problem[] } {
  const reader = new FolderReader(dir);
  if (!existsSync(dir)) {
    reader.problems.push(createProblem('KNOWLEDGE_MISSING', reader.name('.'), 0, 'the folder does not exist'));
    return { problems: reader.problems };
  }
  const entries = new Map(listEntryFiles(dir).flatMap((f) => reader.readEntry(f)));
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
    guides: new Map(reader.readGuides()),
    pictures: new Map(Object.entries(reader.readYaml('pictures/pictures.yml', pictureSchema, 'optional') ?? {})),
    glossary: reader.readYaml('glossary.yml', glossarySchema, 'optional') ?? [],
    redFlags: reader.read('red-flags.yml') ?? '',
    redFlagExamples: reader.readRedFlagExamples(),
    outOfScope: reader.readLines('out-of-scope.txt').map((l) => l.text),
  };
  if (!replies || !commands || !checkIn || !regions || !sources || !style || !site || !channels || entries.size === 0)
    return { problems: reader.problems };
  const knowledge: Knowledge = {
    ...rest,
    dir,
    version: reader.version(),
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
  };
  return { knowledge, problems: reader.problems };
}

/** `why/clicking-hip.md` is `why.clicking-hip`. */
export function toEntryId(file: string): string {
  return file.replace(/\.md$/, '').split(path.sep).join('.').replaceAll('/', '.');
}

function listEntryFiles(dir: string): string[] {
  const groups = GROUPS.filter((g) => existsSync(path.join(dir, g)));
  return groups.flatMap((g) =>
    readdirSync(path.join(dir, g))
      .filter((f) => f.endsWith('.md'))
      .sort()
      .map((f) => `${g}/${f}`),
  );
}

class FolderReader {
  readonly problems: Problem[] = [];
  readonly lines = new Map<string, YamlFile>();
  readonly utteranceLines: UtteranceLine[] = [];
  private readonly hash = createHash('sha256');

  constructor(private readonly dir: string) {}

  name(file: string): string {
    return path.posix.join('knowledge', file);
  }

  version(): string {
    return this.hash.digest('hex').slice(0, 12);
  }

  read(file: string, need: 'required' | 'optional' = 'required'): string | undefined {
    const full = path.join(this.dir, file);
    if (!existsSync(full)) {
      if (need === 'required')
        this.problems.push(createProblem('KNOWLEDGE_MISSING', this.name(file), 0, 'the file does not exist'));
      return undefined;
    }
    const text = readFileSync(full, 'utf8')
      .replace(/^\ufeff/, '')
      .replaceAll('\r\n', '\n');
    this.hash.update(file).update('\0').update(text).update('\0');
    return text;
  }

  readYaml<T>(file: string, schema: z.ZodType<T>, need: 'required' | 'optional' = 'required'): T | undefined {
    const text = this.read(file, need);
    if (text === undefined) return undefined;
    const yaml = parseYaml(text, this.name(file), this.problems);
    return yaml && checkSchema(yaml, schema, this.problems);
  }

  readLines(file: string): { text: string; line: number }[] {
    const lines = (this.read(file, 'optional') ?? '')
      .split('\n')
      .map((text, i) => ({ text: text.trim(), line: i + 1 }));
    return lines.filter((l) => l.text !== '' && !l.text.startsWith('#'));
  }

  readGuides(): [string, Guide][] {
    const folder = path.join(this.dir, 'guides');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((f) => f.endsWith('.yml'))
      .sort()
      .flatMap((f) => {
        const guide = this.readYaml(`guides/${f}`, guideSchema);
        const id = f.replace(/\.yml$/, '');
        return guide ? [[id, { ...guide, id }] as [string, Guide]] : [];
      });
  }

  readRedFlagExamples(): ReadonlyMap<string, readonly string[]> {
    const folder = path.join(this.dir, 'red-flag-examples');
    const files = existsSync(folder)
      ? readdirSync(folder)
          .filter((f) => f.endsWith('.txt'))
          .sort()
      : [];
    return new Map(
      files.map((f) => {
        const kind = f.replace(/\.txt$/, '');
        const lines = this.readLines(`red-flag-examples/${f}`).map((l) => l.text);
        return [kind === NEAR_MISSES ? kind : `safety.${kind}`, lines];
      }),
    );
  }

  readEntry(file: string): [string, Entry][] {
    const text = this.read(file) ?? '';
    const match = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(text);
    if (!match) {
      this.problems.push(createProblem('KNOWLEDGE_FRONT_MATTER', this.name(file), 1, 'no front matter was found'));
      return [];
    }
    const [, front = '', markdown = ''] = match;
    const yaml = parseYaml(front, this.name(file), this.problems, 2);
    const fields = yaml && checkSchema(yaml, entrySchema, this.problems);
    if (!yaml || !fields) return [];
    const id = toEntryId(file);
    this.lines.set(id, yaml);
    const body = this.readBody(markdown, file, front.split('\n').length + 3);
    const utterances = this.readUtterances(id, file, fields.utterances, yaml);
    return body.length > 0 ? [[id, { ...fields, id, file: this.name(file), body, utterances }]] : [];
  }

  private readBody(markdown: string, file: string, line: number): Entry['body'] {
    try {
      const body = parseBody(markdown);
      if (body.length === 0)
        this.problems.push(createProblem('KNOWLEDGE_BODY', this.name(file), line, 'the answer is empty'));
      return body;
    } catch (error) {
      // parseBody throws RangeError only, with the element it met.
      const found = error instanceof RangeError ? error.message : 'the answer cannot be read';
      this.problems.push(createProblem('KNOWLEDGE_BODY', this.name(file), line, found));
      return [];
    }
  }

  private readUtterances(id: string, file: string, own: readonly string[], yaml: YamlFile): string[] {
    const beside = file.replace(/\.md$/, '.utterances.txt');
    const lines = this.readLines(beside);
    own.forEach((text, i) =>
      this.utteranceLines.push({ intent: id, text, file: this.name(file), line: yaml.lineOf(['utterances', i]) }),
    );
    for (const l of lines) this.utteranceLines.push({ intent: id, ...l, file: this.name(beside) });
    return [...own, ...lines.map((l) => l.text)];
  }
}
