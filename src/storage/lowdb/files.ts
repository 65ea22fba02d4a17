import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';

/** Makes renames, creations and removals in a folder durable. */
export async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Path of a document's file: hashed, so that no name of a person or conversation stands in a folder, 256 folders a kind. */
export function pathOf(root: string, key: string): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 40);
  return path.join(root, 'documents', kindOf(key), hash.slice(0, 2), `${hash}.json`);
}

export const kindOf = (key: string) => key.slice(0, key.indexOf('/'));

/** The system's code of an error, for example `ENOSPC`. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Runs `work` on every item, at most `limit` at a time; rejects with the first failure after the others settled. */
export async function forEachLimited<T>(items: Iterable<T>, limit: number, work: (item: T) => Promise<void>) {
  const failures: unknown[] = [];
  const iterator = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = iterator.next(); !next.done && failures.length === 0; next = iterator.next())
      await work(next.value).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: limit }, lane));
  if (failures.length > 0) throw failures[0];
}
