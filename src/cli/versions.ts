import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../config.js';
import { copiesDir, listCopies, type KeptCopy } from '../desk/copies.js';
import { KneeboneError } from '../errors.js';

/** Versions that the server kept in `DATA_DIR`, the one used last first. */
export function listKept(): KeptCopy[] {
  return listCopies(copiesDir(readConfig(process.env).dataDir));
}

/**
 * The folder of a version: a kept copy by its version, or what git has of `knowledge/` at a revision, in a temporary folder.
 * @throws KneeboneError KNOWLEDGE_NO_VERSION when neither knows it
 */
export function findVersion(name: string): string {
  const kept = listKept().find((c) => c.version === name);
  return kept ? kept.dir : checkOut(name);
}

function checkOut(revision: string): string {
  // A name that begins with a dash would be taken for an option.
  const isName = /^[\w~^@{}./-]{1,200}$/.test(revision) && !revision.startsWith('-');
  const archive = isName
    ? spawnSync('git', ['archive', '--format=tar', revision, 'knowledge'], { maxBuffer: 2 ** 28 })
    : undefined;
  if (archive?.status !== 0)
    throw new KneeboneError('KNOWLEDGE_NO_VERSION', `"${revision}" is no kept version and no revision`);
  const folder = mkdtempSync(path.join(tmpdir(), 'kneebone-revision-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const unpacked = spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout });
  if (unpacked.status !== 0)
    throw new KneeboneError('KNOWLEDGE_NO_VERSION', `"${revision}" could not be unpacked with tar`);
  return path.join(folder, 'knowledge');
}
