import { mkdir, readdir, rm } from 'node:fs/promises';
import { KneeboneError } from '../../errors.js';
import { createLeases } from '../leases.js';
import type { Alarm } from './alarm.js';
import { syncFolder } from './files.js';
import { blankLines, createSegment, formatLine, readSegment, segmentPath, type Segment } from './segment.js';

/** Written at once; larger groups only add waiting. */
const MAX_GROUP_BYTES = 1024 * 1024;
/** Kept in memory while the disk takes nothing: about 15,000 turns, then saving is refused. */
const MAX_WAITING_CHARS = 64 * 1024 * 1024;
/** Soon enough that a disk with room again is used before a person notices, rare enough to cost nothing. */
const RETRY_MS = 1000;

export interface JournalOptions {
  readonly dir: string;
  readonly alarm: Alarm;
  /** Called before a file is made; a rejection counts as a disk that takes nothing. */
  readonly beforeCreate: () => Promise<void>;
  /** Called when files up to this number are closed and wait for `drop`. */
  readonly onClosed: (number: number) => void;
}

interface WaitingLine {
  readonly text: string;
  readonly done: () => void;
}

/**
 * Makes changes durable in the order they come: appended to a file, many at a time with one sync.
 *
 * While the disk takes nothing, lines wait in memory, count as accepted, and are written as soon as it does.
 */
export class Journal {
  private readonly exclusive = createLeases();
  private readonly waiting: WaitingLine[] = [];
  private waitingChars = 0;
  private active: Segment | undefined;
  private spare: Promise<Segment | undefined> | undefined;
  private isPlanned = false;
  private isFailing = false;
  private isClosed = false;
  private retry: NodeJS.Timeout | undefined;
  private readonly kept = new Set<number>();
  private current: number;

  private constructor(
    private readonly options: JournalOptions,
    private next: number,
  ) {
    this.current = next - 1;
  }

  /** Opens the journal of a folder; `replay` is called with every line that an earlier run left. */
  static async open(
    options: JournalOptions,
    replay: (json: string) => void,
    onDamaged: (file: string, lines: number) => void,
  ): Promise<Journal> {
    const numbers = await listSegments(options.dir);
    for (const number of numbers) {
      const file = segmentPath(options.dir, number);
      const { lines, damaged } = await readSegment(file);
      if (damaged > 0) onDamaged(file, damaged);
      lines.forEach(replay);
    }
    const journal = new Journal(options, (numbers.at(-1) ?? 0) + 1);
    for (const number of numbers) journal.kept.add(number);
    await journal.exclusive.run('file', () => journal.advance()).catch((error: unknown) => journal.fail(error));
    return journal;
  }

  /** Number of the file that the next line goes to, or of one before it. */
  get number(): number {
    return this.current;
  }

  /**
   * Appends a line; resolves once it is durable, or at once while the disk takes nothing.
   * @throws KneeboneError STORAGE_UNAVAILABLE when too much waits already
   */
  append(json: string): Promise<void> {
    const text = formatLine(json);
    if (this.isClosed || this.waitingChars + text.length > MAX_WAITING_CHARS)
      throw new KneeboneError(
        'STORAGE_UNAVAILABLE',
        this.isClosed ? 'the store is closed or was taken over' : 'too many changes wait',
      );
    this.waitingChars += text.length;
    const durable = new Promise<void>((done) => this.waiting.push({ text, done }));
    this.plan();
    return this.isFailing ? Promise.resolve() : durable;
  }

  /** Removes closed files; everything in them is saved elsewhere. */
  drop(upTo: number): Promise<void> {
    return this.exclusive.run('closed', async () => {
      const gone = this.closedUpTo(upTo);
      for (const number of gone) await rm(segmentPath(this.options.dir, number), { force: true });
      if (gone.length > 0) await syncFolder(this.options.dir);
      for (const number of gone) this.kept.delete(number);
    });
  }

  /**
   * Overwrites lines, wherever they lie; `isGone` is given the beginning of each. Resolves once that is durable.
   * @throws KneeboneError STORAGE_UNAVAILABLE while lines wait in memory
   */
  async blank(isGone: (lineHead: string) => boolean): Promise<void> {
    await this.flush();
    await this.exclusive.run('closed', async () => {
      for (const number of this.closedUpTo(Infinity)) await blankLines(segmentPath(this.options.dir, number), isGone);
    });
    await this.exclusive.run('file', async () => {
      if (this.isFailing) throw new KneeboneError('STORAGE_UNAVAILABLE', 'the journal cannot be written');
      if (this.active) await blankLines(segmentPath(this.options.dir, this.active.number), isGone);
    });
  }

  /** Number of files that wait for `drop`. */
  get backlog(): number {
    return this.kept.size;
  }

  /** Writes what waits; resolves when that was tried. */
  flush(): Promise<void> {
    return this.exclusive.run('file', async () => {
      if (this.waiting.length > 0) await this.writeWaiting();
    });
  }

  /** Takes no lines any more, and leaves the files to whoever has them now. */
  refuse(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
  }

  /** Resolves to the number of lines that could not be written. */
  async close(): Promise<number> {
    await this.flush();
    this.isClosed = true;
    clearTimeout(this.retry);
    await this.exclusive.run('file', async () => {
      const spare = await this.spare;
      await this.active?.close();
      this.active = undefined;
      if (spare) await this.discard(spare);
    });
    return this.waiting.length;
  }

  private closedUpTo(upTo: number): number[] {
    return [...this.kept].filter((number) => number <= upTo && number !== this.active?.number);
  }

  /** Waits for the end of this pass through the event loop, so that what comes together is written together. */
  private plan(): void {
    if (this.isPlanned || this.isFailing) return;
    this.isPlanned = true;
    setImmediate(() => {
      void this.exclusive.run('file', async () => {
        this.isPlanned = false;
        await this.writeWaiting();
      });
    });
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      const count = this.groupLength();
      const group = this.waiting.slice(0, count);
      try {
        await this.writeGroup(Buffer.from(group.map((line) => line.text).join('')));
      } catch (error) {
        return this.fail(error);
      }
      this.waiting.splice(0, count);
      for (const { text, done } of group) {
        this.waitingChars -= text.length;
        done();
      }
    }
    this.recover();
  }

  private groupLength(): number {
    let chars = 0;
    const end = this.waiting.findIndex(({ text }) => (chars += text.length) > MAX_GROUP_BYTES);
    return end < 0 ? this.waiting.length : Math.max(1, end);
  }

  private async writeGroup(lines: Buffer): Promise<void> {
    // A group larger than a whole file makes its file grow.
    if (!this.active || (this.active.room < lines.length && this.active.isUsed)) await this.advance();
    await this.active?.write(lines);
  }

  private async advance(): Promise<void> {
    const before = this.active;
    const fresh = (await this.spare) ?? (await this.create());
    this.spare = undefined;
    this.active = fresh;
    this.current = fresh.number;
    this.kept.add(fresh.number);
    this.prepareSpare();
    await before?.close();
    if (before) this.options.onClosed(before.number);
  }

  private async create(): Promise<Segment> {
    await this.options.beforeCreate();
    await mkdir(this.options.dir, { recursive: true, mode: 0o700 });
    const segment = await createSegment(this.options.dir, this.next);
    this.next += 1;
    return segment;
  }

  /** The next file is made ahead: changing over costs no waiting, and a full disk leaves room for its turns. */
  private prepareSpare(): void {
    this.spare = this.create().then(
      (segment) => {
        if (segment.isWhole) this.options.alarm.clear('disk');
        else this.reportFull();
        return segment;
      },
      (error: unknown) => {
        this.options.alarm.raise('disk', error);
        this.planRetry();
        return undefined;
      },
    );
  }

  private reportFull(): void {
    this.options.alarm.raise('disk', Object.assign(new Error('no room for a whole journal file'), { code: 'ENOSPC' }));
    this.planRetry();
  }

  /** A file that failed is never written again: after a failed sync the system may have dropped its pages. */
  private fail(error: unknown): void {
    this.isFailing = true;
    this.options.alarm.raise('journal', error);
    const failed = this.active;
    this.active = undefined;
    void failed?.close().catch(() => undefined);
    for (const { done } of this.waiting) done();
    this.planRetry();
  }

  private planRetry(): void {
    if (this.isClosed) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.exclusive.run('file', () => this.tryAgain()), RETRY_MS).unref();
  }

  private async tryAgain(): Promise<void> {
    if (this.isClosed) return;
    if (this.isFailing) {
      try {
        if (!this.active) await this.advance();
      } catch (error) {
        return this.fail(error);
      }
      return this.writeWaiting();
    }
    const spare = await this.spare;
    if (spare?.isWhole) return;
    if (spare) await this.discard(spare);
    this.prepareSpare();
  }

  private async discard(segment: Segment): Promise<void> {
    await segment.close();
    await rm(segmentPath(this.options.dir, segment.number), { force: true });
  }

  private recover(): void {
    if (!this.isFailing) return;
    this.isFailing = false;
    this.options.alarm.clear('journal');
  }
}

async function listSegments(dir: string): Promise<number[]> {
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((name) => /^\d+\.journal$/.test(name))
    .map((name) => parseInt(name, 10))
    .sort((a, b) => a - b);
}
