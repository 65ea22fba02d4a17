import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { KneeboneError } from '../errors.js';

/** One file under `knowledge/` as it was read and as it is to be. */
export interface FileChange {
  /** From the folder of the knowledge, with `/`. */
  readonly file: string;
  /** The whole text that the change was made from; `undefined` for a file that must not exist yet. */
  readonly before: string | undefined;
  /** `undefined` removes the file. */
  readonly after: string | undefined;
}

/** Text of a file of the knowledge, or nothing where there is none. Line ends become `\n`. */
export function readKnowledgeFile(dir: string, file: string): string | undefined {
  const full = resolveInside(dir, file);
  return existsSync(full) ? readFileSync(full, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

/**
 * Writes all changes or none: first every new text beside its file, then, when all of them stand and no file has changed
 * since it was read, every rename. What was renamed is put back when a later rename fails.
 * @throws KneeboneError KNOWLEDGE_CHANGED when a file is no longer what the change was made from, KNOWLEDGE_UNWRITABLE
 *   when the disk refuses
 */
export function writeKnowledge(dir: string, changes: readonly FileChange[]): void {
  findConflict(dir, changes);
  const mark = randomBytes(6).toString('hex');
  const staged = changes.map((c) => ({ ...c, full: resolveInside(dir, c.file), made: stagedName(dir, c.file, mark) }));
  const done: typeof staged = [];
  try {
    for (const s of staged) stage(s.made, s.after);
    findConflict(dir, changes);
    for (const s of staged) {
      swap(s.made, s.full, s.after);
      done.push(s);
    }
  } catch (cause) {
    for (const s of done.reverse()) putBack(s.full, s.before);
    if (cause instanceof KneeboneError) throw cause;
    throw new KneeboneError('KNOWLEDGE_UNWRITABLE', `nothing was saved under ${dir}: ${codeOf(cause)}`, { cause });
  } finally {
    for (const s of staged) if (existsSync(s.made)) rmSync(s.made);
  }
}

/** A hidden name that no part of the knowledge reads. */
const stagedName = (dir: string, file: string, mark: string) =>
  path.join(path.dirname(resolveInside(dir, file)), `.${path.basename(file)}.${mark}.tmp`);

function stage(made: string, after: string | undefined): void {
  if (after === undefined) return;
  mkdirSync(path.dirname(made), { recursive: true });
  writeFileSync(made, after, { flush: true });
}

function swap(made: string, full: string, after: string | undefined): void {
  if (after === undefined) rmSync(full, { force: true });
  else renameSync(made, full);
}

function putBack(full: string, before: string | undefined): void {
  if (before === undefined) rmSync(full, { force: true });
  else writeFileSync(full, before);
}

function findConflict(dir: string, changes: readonly FileChange[]): void {
  const changed = changes.find((c) => readKnowledgeFile(dir, c.file) !== c.before?.replaceAll('\r\n', '\n'));
  if (changed) throw new KneeboneError('KNOWLEDGE_CHANGED', `knowledge/${changed.file} was changed meanwhile`);
}

/** @throws RangeError for a path that leads out of the folder */
function resolveInside(dir: string, file: string): string {
  const full = path.resolve(dir, file);
  if (!full.startsWith(path.resolve(dir) + path.sep)) throw new RangeError(`"${file}" leads out of the knowledge`);
  return full;
}

const codeOf = (cause: unknown) =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown';
