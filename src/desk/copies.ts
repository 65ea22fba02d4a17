import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { readKnowledgeFile, type FileChange } from '../knowledge/writeKnowledge.js';

/** Knowledge that was in use and can be brought back. */
export interface KeptCopy {
  readonly version: string;
  readonly dir: string;
  readonly keptAt: Date;
}

const MOST_KEPT = 10;
const VERSION = /^[0-9a-f]{12}$/;

export const copiesDir = (dataDir: string) => path.join(dataDir, 'knowledge-copies');

/** Copies a folder of knowledge, half-saved temporary files left out, to a name that counts as no version yet. */
export function stageCopy(dir: string, copies: string): string {
  const staged = path.join(copies, `.staged-${process.pid}-${Math.round(performance.now() * 1000)}`);
  mkdirSync(copies, { recursive: true });
  cpSync(dir, staged, { recursive: true, filter: (file) => !/(^|[\\/])\.[^\\/]*\.tmp$/.test(file) });
  return staged;
}

/** Keeps what a start has loaded, without reading it again; does nothing where that version is kept already. */
export async function keepFirst(dir: string, copies: string, version: string): Promise<void> {
  if (existsSync(path.join(copies, version))) return;
  const staged = path.join(copies, `.staged-${process.pid}-first`);
  await cp(dir, staged, { recursive: true });
  keepCopy(staged, copies, version);
}

/** Turns a staged copy into a kept one, the newest; the oldest beyond ten are removed. Returns its folder. */
export function keepCopy(staged: string, copies: string, version: string): string {
  const kept = path.join(copies, version);
  if (existsSync(kept)) rmSync(staged, { recursive: true, force: true });
  else renameSync(staged, kept);
  const now = new Date();
  utimesSync(kept, now, now);
  for (const old of listCopies(copies).slice(MOST_KEPT)) rmSync(old.dir, { recursive: true, force: true });
  return kept;
}

/** The kept copies, the one used last first. */
export function listCopies(copies: string): KeptCopy[] {
  if (!existsSync(copies)) return [];
  return readdirSync(copies)
    .filter((name) => VERSION.test(name))
    .map((version) => {
      const dir = path.join(copies, version);
      return { version, dir, keptAt: statSync(dir).mtime };
    })
    .sort((a, b) => b.keptAt.getTime() - a.keptAt.getTime());
}

/** What has to change in `dir` to make it equal to `wanted`. */
export function changesTo(wanted: string, dir: string): FileChange[] {
  const files = [...new Set([...listFiles(wanted), ...listFiles(dir)])].sort();
  return files.flatMap((file) => {
    const [before, after] = [readKnowledgeFile(dir, file), readKnowledgeFile(wanted, file)];
    return before === after ? [] : [{ file, before, after }];
  });
}

function listFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile() && !f.name.startsWith('.'))
    .map((f) => path.relative(dir, path.join(f.parentPath, f.name)).split(path.sep).join('/'));
}
