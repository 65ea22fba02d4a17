import { open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Low, type Adapter } from 'lowdb';
import { KneeboneError } from '../../errors.js';
import { createLeases } from '../leases.js';
import type { StorageLog } from '../store.js';
import { copyOf, createDurableFile } from './durableFile.js';
import { createFileDoc, decodeDoc, encodeDoc, isEmpty, parseHead, type FileDoc } from './fileDoc.js';
import { errorCode, pathOf, syncFolder } from './files.js';

/**
 * Entries of a list that share a file. A long conversation is kept as whole files of this many entries that are never
 * written again, and a last part that is; at 1 kB an entry the last part stays below 0.5 MB.
 */
const PART_ENTRIES = 256;

/** The files of documents in one folder. */
export interface DocFiles {
  /** Reads a document; one that does not exist is empty. */
  load(key: string): Promise<Low<FileDoc>>;
  /** Writes a document as it is now, or removes the files of an empty one. Durable after `syncFolders`. */
  save(low: Low<FileDoc>, isPurged: boolean): Promise<void>;
  /** Makes saves durable: those of some documents, or all. */
  syncFolders(keys?: readonly string[]): Promise<void>;
  /** Entries from a position on, of those that lie in files of their own. */
  loadEntries(doc: FileDoc, from: number, limit: number): Promise<(string | null)[]>;
  /** Every document of a kind: its key and the time (ms) of its last change as last written. */
  walk(kind: string): AsyncIterable<{ key: string; touched: number }>;
  /** Removes files that were set aside, or left half-written, before a time (ms). */
  removeStrays(kind: string, beforeMs: number): Promise<void>;
}

export function createDocFiles(root: string, log: StorageLog): DocFiles {
  const unsynced = new Set<string>();
  const syncing = new Set<string>();
  const inOrder = createLeases();
  const syncOnce = async (dir: string) => {
    // Before the sync: what is renamed while it runs needs another one.
    if (!unsynced.delete(dir)) return;
    syncing.add(dir);
    try {
      await syncFolder(dir).catch(ignoreMissing);
    } catch (error) {
      unsynced.add(dir);
      throw error;
    } finally {
      syncing.delete(dir);
    }
  };
  const onDamaged = (file: string) => {
    const { message } = new KneeboneError('STORAGE_DAMAGED', path.relative(root, file));
    log.error({ code: 'STORAGE_DAMAGED', file: path.relative(root, file) }, message);
  };
  const adapterOf = (file: string): Adapter<FileDoc> =>
    createDurableFile({ path: file, encode: encodeDoc, decode: decodeDoc, onDamaged });
  const partsOf = (file: string, first: number): Adapter<FileDoc> =>
    adapterOf(file.replace(/\.json$/, `.${first}.json`));

  const splitOff = async (low: Low<FileDoc>, file: string) => {
    const doc = low.data;
    while (doc.list.length >= 2 * PART_ENTRIES) {
      const list = doc.list.slice(0, PART_ENTRIES);
      const part = partsOf(file, doc.first);
      // Twice: the second write turns the first into the good copy, which nothing else would ever make.
      await part.write({ ...createFileDoc(doc.key), first: doc.first, list });
      await part.write({ ...createFileDoc(doc.key), first: doc.first, list });
      doc.list.splice(0, PART_ENTRIES);
      doc.first += PART_ENTRIES;
    }
  };

  return {
    async load(key) {
      const low = new Low(adapterOf(pathOf(root, key)), createFileDoc(key));
      await low.read();
      return low;
    },
    async save(low, isPurged) {
      const file = pathOf(root, low.data.key);
      unsynced.add(path.dirname(file));
      if (isEmpty(low.data)) return removeAll(file);
      await splitOff(low, file);
      await low.write();
      if (isPurged) await rm(copyOf(file), { force: true });
    },
    async syncFolders(keys) {
      const dirs = keys ? keys.map((key) => path.dirname(pathOf(root, key))) : [...unsynced, ...syncing];
      for (const dir of new Set(dirs)) await inOrder.run(dir, () => syncOnce(dir));
    },
    async loadEntries(doc, from, limit) {
      const file = pathOf(root, doc.key);
      const entries: (string | null)[] = [];
      const end = Math.min(doc.first, from + limit);
      for (let at = from; at < end;) {
        const first = at - (at % PART_ENTRIES);
        const part = (await partsOf(file, first).read()) ?? { ...createFileDoc(doc.key), list: lostPart() };
        const taken = part.list.slice(at - first, end - first);
        entries.push(...taken);
        at += taken.length;
      }
      return entries;
    },
    async *walk(kind) {
      for (const file of await listFiles(root, kind)) {
        const head = isMain(file) ? await readHead(file) : undefined;
        if (head) yield head;
      }
    },
    async removeStrays(kind, beforeMs) {
      for (const file of await listFiles(root, kind))
        if (/\.(damaged|tmp)$/.test(file)) await removeOlder(file, beforeMs);
    },
  };
}

const lostPart = () => new Array<string | null>(PART_ENTRIES).fill(null);
const isMain = (file: string) => /[0-9a-f]{40}\.json$/.test(file);

/** Everything that begins with the document's name: its copy, its parts, what was set aside. */
async function removeAll(file: string): Promise<void> {
  const dir = path.dirname(file);
  const stem = path.basename(file, '.json');
  const names = await readdir(dir).catch((error: unknown) => (ignoreMissing(error), []));
  for (const name of names) if (name.startsWith(`${stem}.`)) await rm(path.join(dir, name), { force: true });
}

async function listFiles(root: string, kind: string): Promise<string[]> {
  const dir = path.join(root, 'documents', kind);
  const names = await readdir(dir, { recursive: true }).catch((error: unknown) => (ignoreMissing(error), []));
  return names.map((name) => path.join(dir, name));
}

/** Enough for the checksum, and a key of some 900 characters. */
const HEAD_BYTES = 1024;

async function readHead(file: string): Promise<{ key: string; touched: number } | undefined> {
  const handle = await open(file, 'r').catch(ignoreMissing);
  if (!handle) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    return parseHead(text.slice(text.indexOf('\n') + 1));
  } finally {
    await handle.close();
  }
}

async function removeOlder(file: string, beforeMs: number): Promise<void> {
  const handle = await open(file, 'r').catch(ignoreMissing);
  if (!handle) return;
  const { mtimeMs } = await handle.stat().finally(() => handle.close());
  if (mtimeMs < beforeMs) await rm(file, { force: true });
}

function ignoreMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error;
  return undefined;
}
