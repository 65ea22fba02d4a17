import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { createProblem, type Problem } from '../errors.js';
import type { Entry } from './entry.js';
import { parseBody } from './markdown.js';
import { checkSchema, parseYaml, type YamlFile } from './yamlFile.js';

/** Where an utterance stands. */
export interface UtteranceLine {
  readonly intent: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** A file of an entry, its front matter checked. */
export interface EntryFile<F> {
  readonly id: string;
  /** Path from the project's folder. */
  readonly file: string;
  readonly fields: F;
  readonly body: Entry['body'];
  /** Those of the front matter first, then those of the file beside it. */
  readonly utterances: readonly string[];
}

/** Key of `redFlagExamples` for utterances that only sound like a warning sign. */
export const NEAR_MISSES = 'near-misses';

const GROUPS = ['why', 'anatomy', 'relief', 'tools', 'safety', 'more', 'meta'];

/** `why/clicking-hip.md` is `why.clicking-hip`. */
export function toEntryId(file: string): string {
  return file.replace(/\.md$/, '').split(path.sep).join('.').replaceAll('/', '.');
}

/** Reads the files of one language; faults are gathered and whatever can be read is given. */
export class FolderReader {
  readonly problems: Problem[] = [];
  readonly lines = new Map<string, YamlFile>();
  readonly utteranceLines: UtteranceLine[] = [];
  private readonly hash = createHash('sha256');

  /** @param sub folder of the language below `dir`, with a slash at its end; empty for the language of reference */
  constructor(
    private readonly dir: string,
    private readonly sub = '',
  ) {}

  name(file: string): string {
    return path.posix.join('knowledge', this.sub, file);
  }

  /** Hash of all that was read; to be asked once, at the end. */
  digest(): string {
    return this.hash.digest('hex').slice(0, 12);
  }

  /** Whether the folder of the language, or a file in it, is there. */
  exists(file = ''): boolean {
    return existsSync(path.join(this.dir, this.sub, file));
  }

  read(file: string, need: 'required' | 'optional' = 'required'): string | undefined {
    const full = path.join(this.dir, this.sub, file);
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
    const yaml = this.parse(file, need);
    return yaml && checkSchema(yaml, schema, this.problems);
  }

  parse(file: string, need: 'required' | 'optional' = 'required'): YamlFile | undefined {
    const text = this.read(file, need);
    return text === undefined ? undefined : parseYaml(text, this.name(file), this.problems);
  }

  readLines(file: string): { text: string; line: number }[] {
    const lines = (this.read(file, 'optional') ?? '')
      .split('\n')
      .map((text, i) => ({ text: text.trim(), line: i + 1 }));
    return lines.filter((l) => l.text !== '' && !l.text.startsWith('#'));
  }

  /** Names of the files in a folder that end in `end`, in order. */
  list(folder: string, end: string): string[] {
    const full = path.join(this.dir, this.sub, folder);
    if (!existsSync(full)) return [];
    return readdirSync(full)
      .filter((f) => f.endsWith(end))
      .sort();
  }

  listEntryFiles(): string[] {
    return GROUPS.flatMap((g) => this.list(g, '.md').map((f) => `${g}/${f}`));
  }

  readRedFlagExamples(): Map<string, readonly string[]> {
    return new Map(
      this.list('red-flag-examples', '.txt').map((f) => {
        const kind = f.replace(/\.txt$/, '');
        const lines = this.readLines(`red-flag-examples/${f}`).map((l) => l.text);
        return [kind === NEAR_MISSES ? kind : `safety.${kind}`, lines];
      }),
    );
  }

  readEntry<F extends { readonly utterances: readonly string[] }>(
    file: string,
    schema: z.ZodType<F>,
  ): EntryFile<F> | undefined {
    const text = this.read(file) ?? '';
    const match = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(text);
    if (!match) {
      this.problems.push(createProblem('KNOWLEDGE_FRONT_MATTER', this.name(file), 1, 'no front matter was found'));
      return undefined;
    }
    const [, front = '', markdown = ''] = match;
    const yaml = parseYaml(front, this.name(file), this.problems, 2);
    const fields = yaml && checkSchema(yaml, schema, this.problems);
    if (!yaml || !fields) return undefined;
    const id = toEntryId(file);
    this.lines.set(id, yaml);
    const body = this.readBody(markdown, file, front.split('\n').length + 3);
    const utterances = this.readUtterances(id, file, fields.utterances, yaml);
    return body.length > 0 ? { id, file: this.name(file), fields, body, utterances } : undefined;
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
