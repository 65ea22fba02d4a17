import { Worker } from 'node:worker_threads';
import type { Language } from './language.js';

/** What the recognizers found in a text, as far as it could be read. */
export interface Recognized {
  readonly dates: readonly RecognizedDate[];
}

/** A date or a stretch of time; days are ISO, for example 2026-11-02. */
export type RecognizedDate =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'range'; readonly start?: string; readonly end?: string }
  | { readonly kind: 'duration'; readonly seconds: number };

export interface Recognizers {
  /**
   * Reads the first 256 characters. A text that takes longer than the deadline, or that the library fails on, gives
   * nothing; so does every text after `close`.
   * @param at the day that "last week" counts from
   * @param language whose words of time and number are read; English unless told
   */
  recognize(text: string, at: Date, language?: Language): Promise<Recognized>;
  /** Resolves once the worker has compiled its expressions; recognizing before that waits for it. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** Longest text given to the library, in characters: its time grows faster than the text. */
export const MAX_RECOGNIZED_CHARS = 256;

/** At 256 characters the slowest known text takes 120 ms; ten times that only happens to a stuck worker. */
const DEADLINE_MS = 1200;
/** Loading and compiling take half a second, several on a busy machine. */
const START_DEADLINE_MS = 10_000;

const NOTHING: Recognized = { dates: [] };

interface Pending {
  readonly resolve: (found: Recognized) => void;
  readonly timer: NodeJS.Timeout;
}

export interface RecognizerOptions {
  readonly deadlineMs?: number;
  /** Starts the worker; tests give one that never answers. */
  readonly startWorker?: () => Worker;
}

/** The recognizers in a worker thread that starts with the first call and never keeps the process alive. */
export function createRecognizers(options: RecognizerOptions = {}): Recognizers {
  return new WorkerRecognizers(options.deadlineMs ?? DEADLINE_MS, options.startWorker ?? startWorker);
}

function startWorker(): Worker {
  return new Worker(new URL('./recognizerWorker.mjs', import.meta.url));
}

class WorkerRecognizers implements Recognizers {
  private worker: Worker | undefined;
  private ready: Promise<void> | undefined;
  private readonly pending = new Map<number, Pending>();
  private count = 0;
  private isClosed = false;

  constructor(
    private readonly deadlineMs: number,
    private readonly start: () => Worker,
  ) {}

  async recognize(text: string, at: Date, language: Language = 'en'): Promise<Recognized> {
    await this.warm();
    const worker = this.worker;
    if (!worker || this.isClosed) return NOTHING;
    const id = ++this.count;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.giveUp(), this.deadlineMs);
      this.pending.set(id, { resolve, timer });
      // A process that has nothing else to do waits for this answer.
      worker.ref();
      worker.postMessage({ id, text: text.slice(0, MAX_RECOGNIZED_CHARS), at: at.getTime(), language });
    });
  }

  warm(): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    this.ready ??= this.begin();
    return this.ready;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.giveUp();
  }

  private begin(): Promise<void> {
    const worker = this.start();
    this.worker = worker;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(this.giveUp()), START_DEADLINE_MS);
      timer.unref();
      const done = () => {
        clearTimeout(timer);
        // Only here: a listener added after `unref` would keep the process alive again.
        worker.unref();
        resolve();
      };
      worker.on('message', (message: unknown) => this.take(message, done));
      worker.once('error', () => resolve(this.giveUp()));
      worker.once('exit', done);
    });
  }

  private take(message: unknown, onReady: () => void): void {
    if (typeof message !== 'object' || message === null) return;
    if ('ready' in message) return onReady();
    if ('id' in message && typeof message.id === 'number' && 'found' in message)
      this.settle(message.id, parseFound(message.found));
  }

  private settle(id: number, found: Recognized): void {
    const waiting = this.pending.get(id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.pending.delete(id);
    if (this.pending.size === 0) this.worker?.unref();
    waiting.resolve(found);
  }

  /** Ends a worker that is stuck or failed; the next call starts a fresh one. */
  private async giveUp(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    this.ready = undefined;
    for (const id of [...this.pending.keys()]) this.settle(id, NOTHING);
    await worker?.terminate();
  }
}

/** The worker's message comes from a library; only what has the expected shape is taken. */
function parseFound(found: unknown): Recognized {
  const dates =
    typeof found === 'object' && found !== null && 'dates' in found && Array.isArray(found.dates) ? found.dates : [];
  return { dates: dates.flatMap((d: unknown) => parseValues(d)) };
}

function parseValues(date: unknown): RecognizedDate[] {
  const values = typeof date === 'object' && date !== null && 'values' in date ? date.values : undefined;
  return Array.isArray(values) ? values.flatMap((v: unknown) => parseValue(v)) : [];
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}/;

function parseValue(value: unknown): RecognizedDate[] {
  if (typeof value !== 'object' || value === null) return [];
  const field = (name: string) => {
    const found: unknown = (value as Record<string, unknown>)[name]; // any field may be missing
    return typeof found === 'string' ? found : '';
  };
  const day = (name: string) => (ISO_DAY.test(field(name)) ? field(name).slice(0, 10) : undefined);
  const [type, single, start, end] = [field('type'), day('value'), day('start'), day('end')];
  if (type === 'duration') {
    const seconds = Number(field('value'));
    return Number.isFinite(seconds) && seconds > 0 ? [{ kind: 'duration', seconds }] : [];
  }
  if (single) return [{ kind: 'day', day: single }];
  return start || end ? [{ kind: 'range', ...(start && { start }), ...(end && { end }) }] : [];
}
