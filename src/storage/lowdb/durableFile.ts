import { createHash } from 'node:crypto';
import { closeSync, fsync, mkdirSync, openSync, read, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Adapter } from 'lowdb';
import { errorCode } from './files.js';

export interface DurableFileOptions<T> {
  readonly path: string;
  readonly encode: (data: T) => string;
  readonly decode: (text: string) => T;
  /** Called for each damaged file that was found, with its path after it was set aside. */
  readonly onDamaged: (file: string) => void;
}

const syncFile = promisify(fsync);
const readBytes = promisify(read);
/**
 * Files up to this size are read at once. A trip through the thread pool takes ten times as long as reading them from the
 * page cache, and a solid-state disk answers in the time of that trip; a larger file would hold up the turns of others.
 * Opening, renaming and writing into the page cache are done at once for the same reason; syncing never is.
 */
const READ_AT_ONCE_BYTES = 64 * 1024;

const HEAD = /^kneebone1 ([0-9a-f]{64})\n/;
/** What an error of reading means: the bytes are gone, as opposed to "not now". */
const DAMAGE = new Set(['EIO', 'EISDIR', 'ERR_STRING_TOO_LONG']);

/** The last good copy beside a file. */
export const copyOf = (file: string) => `${file}.previous`;

/**
 * A lowdb adapter for one file that survives a crash: `write` replaces it as a whole and keeps the version before as the
 * last good copy; `read` checks the checksum, sets a damaged file aside and falls back to the copy.
 *
 * The caller makes the folder durable (`syncFolder`) once for many files. One writer at a time.
 */
export function createDurableFile<T>(options: DurableFileOptions<T>): Adapter<T> {
  const { path: file, onDamaged } = options;
  let isThere = true;
  return {
    async read() {
      const text = (await readGood(file, onDamaged)) ?? (await readGood(copyOf(file), onDamaged));
      isThere = text !== undefined;
      return text === undefined ? null : options.decode(text);
    },
    async write(data) {
      const fresh = `${file}.tmp`;
      await writeSynced(fresh, seal(options.encode(data)));
      // Between the two steps the copy alone stands for the file, and `read` takes it.
      if (isThere) ignoringMissing(() => renameSync(file, copyOf(file)));
      renameSync(fresh, file);
      isThere = true;
    },
  };
}

/** Text with its checksum in front. */
export function seal(text: string): string {
  return `kneebone1 ${createHash('sha256').update(text).digest('hex')}\n${text}\n`;
}

/** The sealed text, or `undefined` where a byte differs or is missing. */
export function unseal(sealed: string): string | undefined {
  const head = HEAD.exec(sealed);
  if (!head || !sealed.endsWith('\n')) return undefined;
  const text = sealed.slice(head[0].length, -1);
  return createHash('sha256').update(text).digest('hex') === head[1] ? text : undefined;
}

async function readGood(file: string, onDamaged: (file: string) => void): Promise<string | undefined> {
  try {
    const sealed = await readText(file);
    if (sealed === undefined) return undefined;
    const text = unseal(sealed);
    if (text !== undefined) return text;
  } catch (error) {
    if (!DAMAGE.has(errorCode(error))) throw error;
  }
  onDamaged(setAside(file));
  return undefined;
}

async function readText(file: string): Promise<string | undefined> {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return undefined;
  if (size <= READ_AT_ONCE_BYTES) return readFileSync(file, 'utf8');
  const fd = openSync(file, 'r');
  try {
    const { buffer, bytesRead } = await readBytes(fd, Buffer.allocUnsafe(size), 0, size, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    closeSync(fd);
  }
}

/** On a disk that takes nothing the file stays where it is, and is found damaged again. */
function setAside(file: string): string {
  const aside = `${file}.damaged`;
  try {
    renameSync(file, aside);
    return aside;
  } catch {
    return file;
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  const fd = openFresh(file);
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
    await syncFile(fd);
  } finally {
    closeSync(fd);
  }
}

function openFresh(file: string): number {
  try {
    return openSync(file, 'w', 0o600);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    return openSync(file, 'w', 0o600);
  }
}

function ignoringMissing(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
