import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { KneeboneError } from '../errors.js';
import type { Site } from '../knowledge/entry.js';

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

/** @throws KneeboneError naming the file and line that cannot be read */
export function loadEvaluationSets(dir: string): EvaluationSets {
  return {
    inScope: readLines<InScopeCase>(dir, 'in-scope.jsonl', ['text', 'intent', 'style']),
    outOfScope: readLines<OutOfScopeCase>(dir, 'out-of-scope.jsonl', ['text', 'kind']),
    directions: readLines<DirectionCase>(dir, 'directions.jsonl', ['text', 'surgery', 'pain']),
    followUps: readLines<FollowUpCase>(dir, 'follow-ups.jsonl', ['lastIntent', 'text', 'intent']),
    redFlags: readLines<RedFlagCase>(dir, 'red-flags.jsonl', ['text', 'redFlag']),
    nearMisses: readLines<NearMissCase>(dir, 'near-misses.jsonl', ['text']),
  };
}

function readLines<T>(dir: string, name: string, fields: readonly string[]): T[] {
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
