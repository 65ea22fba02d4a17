import type { Low } from 'lowdb';
import { applyLine, sizeOf, type FileDoc, type JournalLine } from './fileDoc.js';
import { kindOf } from './files.js';

/** A document in memory. */
export interface CachedDoc {
  readonly low: Low<FileDoc>;
  /** Resolves when the last change is durable. */
  durable: Promise<void>;
  /** Oldest journal file that may hold a change which the document's own file lacks. */
  dirtySince: number | undefined;
  /** The copy beside the file is to go at the next save. */
  isPurged: boolean;
  isSaving: boolean;
  /** Characters, roughly. */
  size: number;
}

/** Characters kept of documents whose files are up to date: some 5,000 conversations, so that a turn reads no file. */
const MAX_CHARS = 32 * 1024 * 1024;
const SAVED: Promise<void> = Promise.resolve();

/** Documents in memory, the longest unused go first; those that are not saved yet stay. */
export class DocCache {
  private readonly docs = new Map<string, CachedDoc>();
  private readonly loading = new Map<string, Promise<void>>();
  private readonly replayed = new Map<string, JournalLine[]>();
  private chars = 0;
  private isPlanned = false;

  constructor(private readonly load: (key: string) => Promise<Low<FileDoc>>) {}

  /** Use what it resolves to before waiting for anything else; later it may have left the cache. */
  async get(key: string): Promise<CachedDoc> {
    for (;;) {
      const found = this.docs.get(key);
      if (!found) {
        await this.loadOnce(key);
        continue;
      }
      this.docs.delete(key);
      this.docs.set(key, found);
      return found;
    }
  }

  /** Remembers a journal line of an earlier run; it is applied when its document is read. */
  replay(line: JournalLine): void {
    const lines = this.replayed.get(line.k) ?? [];
    this.replayed.set(line.k, lines);
    lines.push(line);
  }

  get hasReplayed(): boolean {
    return this.replayed.size > 0;
  }

  async loadReplayed(): Promise<void> {
    for (const key of [...this.replayed.keys()]) await this.get(key);
  }

  /** Documents with changes in journal files up to this number that their own files lack. */
  dirty(upTo: number): CachedDoc[] {
    return [...this.docs.values()].filter((doc) => doc.dirtySince !== undefined && doc.dirtySince <= upTo);
  }

  /** Keys of a kind that are in memory. */
  keysOf(kind: string): string[] {
    return [...new Set([...this.docs.keys(), ...this.replayed.keys()])].filter((key) => kindOf(key) === kind);
  }

  /** Counts what a change added, and makes room if need be. */
  grow(doc: CachedDoc, chars: number): void {
    doc.size += chars;
    this.chars += chars;
    if (this.chars > MAX_CHARS) this.planEviction();
  }

  /** Measures a document again, whose changes replaced earlier texts. */
  measure(doc: CachedDoc): void {
    this.grow(doc, sizeOf(doc.low.data) - doc.size);
  }

  private loadOnce(key: string): Promise<void> {
    const running = this.loading.get(key);
    if (running) return running;
    const fresh = this.read(key).finally(() => this.loading.delete(key));
    this.loading.set(key, fresh);
    return fresh;
  }

  private async read(key: string): Promise<void> {
    const low = await this.load(key);
    const lines = this.replayed.get(key) ?? [];
    for (const line of lines) applyLine(low.data, line);
    this.replayed.delete(key);
    const isDirty = lines.length > 0;
    const doc = { low, durable: SAVED, dirtySince: isDirty ? 0 : undefined, isPurged: false, isSaving: false, size: 0 };
    this.docs.set(key, doc);
    this.grow(doc, sizeOf(low.data));
  }

  /** In a turn of the event loop of its own, so that whoever has just got a document can still change it. */
  private planEviction(): void {
    if (this.isPlanned) return;
    this.isPlanned = true;
    setImmediate(() => {
      this.isPlanned = false;
      this.evict();
    });
  }

  private evict(): void {
    for (const [key, doc] of this.docs) {
      if (this.chars <= MAX_CHARS) return;
      if (doc.dirtySince !== undefined || doc.isSaving) continue;
      this.docs.delete(key);
      this.chars -= doc.size;
    }
  }
}
