import path from 'node:path';
import { KneeboneError } from '../../errors.js';
import type { Change, Documents } from '../documents.js';
import { createLeases } from '../leases.js';
import type { StorageLog } from '../store.js';
import { createAlarm, type Alarm } from './alarm.js';
import { DocCache, type CachedDoc } from './docCache.js';
import { createDocFiles, type DocFiles } from './docFiles.js';
import { createDiskProbe } from './diskProbe.js';
import { applyLine, isEmpty, lengthOf, parseLineHead, viewOf, type FileDoc, type JournalLine } from './fileDoc.js';
import { forEachLimited } from './files.js';
import { Journal } from './journal.js';
import { createLockFile, type LockFile } from './lockFile.js';

export interface FileDocumentsOptions {
  readonly dir: string;
  readonly now: () => number;
  readonly log: StorageLog;
}

/** When there is hurry: of libuv's four threads one is left, so that the journal's sync never waits for one. */
const SAVES_AT_ONCE = 3;
/** Without hurry documents are saved one by one with this pause (ms) between, which leaves the disk to the turns. */
const SAVE_PAUSE_MS = 1;
/** Closed journal files from which on there is hurry: at some 500 saves a second, more turns come in than go out. */
const HURRY_BACKLOG = 3;
/** Documents erased with one emptying of the journal. */
const ERASED_AT_ONCE = 500;
/** Closed journal files beyond which changes wait for them to be emptied, so that a slow disk bounds memory. */
const MAX_BACKLOG = 6;
const RETRY_MS = 1000;
/**
 * Documents in a folder of this machine. A change is a line of the journal, durable with one sync that concurrent changes
 * share; the documents' own files follow when a journal file is full.
 * @throws KneeboneError STORAGE_LOCKED when another process uses the folder
 */
export async function openFileDocuments(options: FileDocumentsOptions): Promise<Documents> {
  const alarm = createAlarm(options.log);
  const lock = createLockFile(options.dir, () => {
    // Another process took this one for dead; whatever was written from now on, it would not see.
    alarm.raise('lock', new KneeboneError('STORAGE_LOCKED', options.dir));
    opened.journal?.refuse();
  });
  await lock.acquire().catch((error: unknown) => {
    if (error instanceof KneeboneError) throw error;
    alarm.raise('lock', error);
  });
  const cache = new DocCache((key) => files.load(key));
  const files = createDocFiles(options.dir, options.log);
  const opened: { documents?: FileDocuments; journal?: Journal } = {};
  let line = 0;
  const journal = await Journal.open(
    {
      dir: path.join(options.dir, 'journal'),
      alarm,
      beforeCreate: () => lock.acquire(),
      onClosed: (number) => void opened.documents?.trySave(number),
    },
    (json) => {
      const replayed = JSON.parse(json) as JournalLine; // checksum proves that FileDocuments wrote it
      line = Math.max(line, replayed.n);
      cache.replay(replayed);
    },
    (file, lines) =>
      options.log.error(
        { code: 'STORAGE_DAMAGED', file: path.relative(options.dir, file), lines },
        'journal lines lost',
      ),
  );
  const probe = createDiskProbe(options.dir, alarm);
  const documents = new FileDocuments({ ...options, alarm, lock, cache, files, journal, line, probe });
  Object.assign(opened, { documents, journal });
  if (cache.hasReplayed) void documents.trySave(journal.number - 1);
  return documents;
}

interface Parts extends FileDocumentsOptions {
  readonly alarm: Alarm;
  readonly lock: LockFile;
  readonly cache: DocCache;
  readonly files: DocFiles;
  readonly journal: Journal;
  readonly probe: () => Promise<void>;
  /** Number of the last line of any earlier run that the journal knows. */
  readonly line: number;
}

class FileDocuments implements Documents {
  private line: number;
  private readonly exclusive = createLeases();
  private settling: Promise<void> | undefined;
  private readonly unsettled = new Set<string>();
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly parts: Parts) {
    // Beyond the lines of earlier runs, even where their journal is gone: none makes a thousand changes a millisecond.
    this.line = Math.max(parts.line, parts.now() * 1000);
  }

  view: Documents['view'] = async (key, look) => look(viewOf((await this.parts.cache.get(key)).low.data));

  update: Documents['update'] = async (key, decide) => {
    if (this.parts.journal.backlog > MAX_BACKLOG && !this.parts.alarm.isRaised)
      await this.trySave(this.parts.journal.number - 1);
    const doc = await this.parts.cache.get(key);
    const { result, change } = decide(viewOf(doc.low.data));
    if (change) this.record(doc, { ...change });
    await doc.durable;
    return result;
  };

  slice: Documents['slice'] = async (key, from, limit) => {
    const doc = await this.parts.cache.get(key);
    await doc.durable;
    const { data } = doc.low;
    const length = lengthOf(data);
    const early = from < data.first ? await this.parts.files.loadEntries(data, from, limit) : [];
    const start = from + early.length - data.first;
    const late = data.list.slice(Math.max(0, start), Math.max(0, from + limit - data.first));
    return { entries: [...early, ...late], length };
  };

  erase: Documents['erase'] = async (keys) => {
    await this.eraseWhere(keys, () => true);
  };

  eraseOlder: Documents['eraseOlder'] = async (kind, beforeMs) => {
    const isOld = (doc: FileDoc) => doc.touched < beforeMs && !isEmpty(doc);
    let batch = this.parts.cache.keysOf(kind);
    let erased = 0;
    for await (const { key, touched } of this.parts.files.walk(kind)) {
      if (touched < beforeMs) batch.push(key);
      if (batch.length < ERASED_AT_ONCE) continue;
      erased += await this.eraseWhere(batch, isOld);
      batch = [];
    }
    erased += await this.eraseWhere(batch, isOld);
    await this.parts.files.removeStrays(kind, beforeMs);
    return erased;
  };

  purge: Documents['purge'] = async (keys) => {
    for (const key of keys) {
      const doc = await this.parts.cache.get(key);
      doc.isPurged = true;
      doc.dirtySince = 0;
    }
    await this.settle(keys);
  };

  check: Documents['check'] = async () => {
    await this.parts.probe();
    this.parts.alarm.check();
  };

  close: Documents['close'] = async () => {
    if (this.isClosed) return;
    const { journal, lock, cache, log } = this.parts;
    await this.settling?.catch(() => undefined);
    this.isClosed = true;
    clearTimeout(this.retry);
    const waiting = await journal.close();
    await this.trySave(Infinity);
    await lock.release().catch(() => undefined);
    const lost = waiting > 0 ? cache.dirty(Infinity).length : 0;
    if (lost > 0)
      log.error({ code: 'STORAGE_UNAVAILABLE', documents: lost }, 'closed with changes that the disk did not take');
  };

  /** Brings the documents' files up to date and empties the journal up to a file; failing, raises the alarm and retries. */
  async trySave(upTo: number): Promise<void> {
    await this.save(upTo).catch(() => {
      clearTimeout(this.retry);
      if (!this.isClosed)
        this.retry = setTimeout(() => void this.trySave(this.parts.journal.number - 1), RETRY_MS).unref();
    });
  }

  private save(upTo: number): Promise<void> {
    const { cache, files, journal, lock, alarm } = this.parts;
    return this.exclusive.run('save', async () => {
      try {
        await lock.acquire();
        alarm.clear('lock');
        await cache.loadReplayed();
        await forEachLimited(cache.dirty(upTo), SAVES_AT_ONCE, (doc) => this.saveGently(doc));
        await files.syncFolders();
        await journal.drop(upTo);
        alarm.clear('files');
      } catch (error) {
        alarm.raise('files', error);
        throw new KneeboneError('STORAGE_UNAVAILABLE', 'the documents cannot be written', { cause: error });
      }
    });
  }

  private saveGently(doc: CachedDoc): Promise<void> {
    if (this.isClosed || this.parts.journal.backlog >= HURRY_BACKLOG) return this.saveOne(doc);
    return this.exclusive.run('gently', async () => {
      await this.saveOne(doc);
      await new Promise((done) => setTimeout(done, SAVE_PAUSE_MS));
    });
  }

  private saveOne(doc: CachedDoc): Promise<void> {
    return this.exclusive.run(doc.low.data.key, () => this.saveAlone(doc));
  }

  private async saveAlone(doc: CachedDoc): Promise<void> {
    if (doc.dirtySince === undefined) return;
    const since = doc.dirtySince;
    const { isPurged } = doc;
    doc.dirtySince = undefined;
    doc.isSaving = true;
    try {
      await this.parts.files.save(doc.low, isPurged);
      if (isPurged) doc.isPurged = false;
    } catch (error) {
      doc.dirtySince = Math.min(since, doc.dirtySince ?? since);
      throw error;
    } finally {
      doc.isSaving = false;
      this.parts.cache.measure(doc);
    }
  }

  private record(doc: CachedDoc, { set, push, del }: Change & { del?: true }): void {
    const { data } = doc.low;
    const line: JournalLine = {
      // Above the document's own last line too, should the clock have been set back since that was written.
      n: Math.max(this.line, data.line) + 1,
      k: data.key,
      t: this.parts.now(),
      ...(set && set.length > 0 && { s: set }),
      ...(push && push.length > 0 && { p: push, at: lengthOf(data) }),
      ...(del && { del }),
    };
    const json = JSON.stringify(line);
    doc.durable = this.parts.journal.append(json);
    // Only now: a change that the journal refused must not be seen.
    this.line = line.n;
    doc.dirtySince ??= this.parts.journal.number;
    applyLine(data, line);
    this.parts.cache.grow(doc, json.length);
  }

  private async eraseWhere(keys: readonly string[], isDue: (doc: FileDoc) => boolean): Promise<number> {
    let erased = 0;
    for (const key of new Set(keys)) {
      const doc = await this.parts.cache.get(key);
      if (!isDue(doc.low.data)) continue;
      this.record(doc, { del: true });
      erased += 1;
    }
    if (erased > 0) await this.settle(keys);
    return erased;
  }

  /** Saves these documents and blanks their lines in the journal; those who ask at the same time share the work. */
  private settle(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.unsettled.add(key);
    this.settling ??= this.exclusive.run('settle', async () => {
      this.settling = undefined;
      const due = [...this.unsettled];
      this.unsettled.clear();
      await this.clearTraces(due);
    });
    return this.settling;
  }

  private async clearTraces(keys: readonly string[]): Promise<void> {
    const { cache, files, journal, alarm } = this.parts;
    const gone = new Set<string | undefined>(keys);
    // Later lines may be of a document that began anew.
    const last = this.line;
    try {
      await forEachLimited(keys, SAVES_AT_ONCE, async (key) => this.saveOne(await cache.get(key)));
      await files.syncFolders(keys);
      await journal.blank((head) => {
        const line = parseLineHead(head);
        return line !== undefined && line.n <= last && gone.has(line.key);
      });
    } catch (error) {
      alarm.raise('files', error);
      // What is left of it goes with the next save, which also ends the alarm.
      void this.trySave(journal.number - 1);
      throw new KneeboneError('STORAGE_UNAVAILABLE', 'not everything could be erased', { cause: error });
    }
  }
}
