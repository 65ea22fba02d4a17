import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { KneeboneError } from '../errors.js';
import type { Site } from '../knowledge/entry.js';
import type { Language } from '../language/language.js';

export interface InScopeCase {
  readonly text: string;
  readonly intent: string;
  readonly style: string;
}
export interface OutOfScopeCase {
  readonly text: string;
  readonly kind: string;
}
export interface DirectionCase {
  readonly text: string;
  readonly surgery: Site;
  readonly pain: Site;
}
export interface FollowUpCase {
  readonly lastIntent: string;
  readonly text: string;
  readonly intent: string;
}
export interface RedFlagCase {
  readonly text: string;
  readonly redFlag: string;
  readonly accept?: readonly string[];
  readonly style?: string;
}
export interface NearMissCase {
  readonly text: string;
  readonly why: string;
}

/** The project's own evaluation sets; nothing in them may stand in `knowledge/`. */
export interface EvaluationSets {
  readonly inScope: readonly InScopeCase[];
  readonly outOfScope: readonly OutOfScopeCase[];
  readonly directions: readonly DirectionCase[];
  readonly followUps: readonly FollowUpCase[];
  readonly redFlags: readonly RedFlagCase[];
  readonly nearMisses: readonly NearMissCase[];
}

/**
 * The sets of a translation, below those of English; nothing where it has none. Follow-ups may be missing.
 * @throws KneeboneError as `loadEvaluationSets`
 */
export function loadTranslatedSets(dir: string, language: Language): EvaluationSets | undefined {
  const own = path.join(dir, language);
  return existsSync(own) ? loadEvaluationSets(own, ['follow-ups.jsonl']) : undefined;
}

/**
 * @param optional files that may be missing
 * @throws KneeboneError naming the file and line that cannot be read
 */
export function loadEvaluationSets(dir: string, optional: readonly string[] = []): EvaluationSets {
  const readLines = <T>(name: string, fields: readonly string[]): T[] =>
    optional.includes(name) && !existsSync(path.join(dir, name)) ? [] : readCases<T>(dir, name, fields);
  return {
    inScope: readLines<InScopeCase>('in-scope.jsonl', ['text', 'intent', 'style']),
    outOfScope: readLines<OutOfScopeCase>('out-of-scope.jsonl', ['text', 'kind']),
    directions: readLines<DirectionCase>('directions.jsonl', ['text', 'surgery', 'pain']),
    followUps: readLines<FollowUpCase>('follow-ups.jsonl', ['lastIntent', 'text', 'intent']),
    redFlags: readLines<RedFlagCase>('red-flags.jsonl', ['text', 'redFlag']),
    nearMisses: readLines<NearMissCase>('near-misses.jsonl', ['text']),
  };
}

function readCases<T>(dir: string, name: string, fields: readonly string[]): T[] {
  const file = path.join(dir, name);
  if (!existsSync(file)) throw new KneeboneError('CLI_BAD_LINE', `${file} does not exist`);
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [parseRow<T>(line, `${name}:${i + 1}`, fields)]));
}

function parseRow<T>(line: string, where: string, fields: readonly string[]): T {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (cause) {
    throw new KneeboneError('CLI_BAD_LINE', `${where} is not JSON`, { cause });
  }
  const isObject = typeof row === 'object' && row !== null;
  const missing = fields.find((f) => !isObject || typeof (row as Record<string, unknown>)[f] !== 'string');
  if (missing) throw new KneeboneError('CLI_BAD_LINE', `${where} has no "${missing}"`);
  return row as T; // every field that the type needs was checked
}
