import path from 'node:path';
import { readConfig } from '../config.js';
import { changesTo, copiesDir, keepCopy, stageCopy } from '../desk/copies.js';
import { KneeboneError } from '../errors.js';
import { loadKnowledge } from '../knowledge/loadKnowledge.js';
import { loadUsableKnowledge } from '../knowledge/loadUsableKnowledge.js';
import { writeKnowledge } from '../knowledge/writeKnowledge.js';
import { knowledgeDir } from './knowledgeDir.js';
import { findVersion, listKept } from './versions.js';

/**
 * `kb rollback [VERSION] [--list] [--dry-run]`: makes `knowledge/` what it was in a kept version or a git revision; without
 * a name the kept version before the present one. What stood there is kept, so that it can be undone the same way.
 */
export async function runRollback(args: string[]): Promise<number> {
  if (args.includes('--list')) return printKept();
  const dir = knowledgeDir();
  const present = loadKnowledge(dir).knowledge?.version;
  const name = args.find((a) => !a.startsWith('--')) ?? listKept().find((c) => c.version !== present)?.version;
  if (name === undefined) throw new KneeboneError('KNOWLEDGE_NO_VERSION', 'no other version has been kept');
  const wanted = findVersion(name);
  // A version that could not be used would be refused by the server.
  loadUsableKnowledge(wanted);
  const changes = changesTo(wanted, dir);
  for (const { file, before, after } of changes) process.stdout.write(`${mark(before, after)} knowledge/${file}\n`);
  if (!args.includes('--dry-run')) {
    if (present !== undefined) keepPresent(dir, present);
    writeKnowledge(dir, changes);
  }
  process.stdout.write(`${changes.length} files${args.includes('--dry-run') ? ' would change' : ` as in ${name}`}\n`);
  return 0;
}

const mark = (before: string | undefined, after: string | undefined) =>
  before === undefined ? 'added  ' : after === undefined ? 'removed' : 'changed';

function keepPresent(dir: string, version: string): void {
  const copies = copiesDir(path.resolve(readConfig(process.env).dataDir));
  keepCopy(stageCopy(dir, copies), copies, version);
}

function printKept(): number {
  for (const { version, keptAt } of listKept()) process.stdout.write(`${version}  ${keptAt.toISOString()}\n`);
  return 0;
}
