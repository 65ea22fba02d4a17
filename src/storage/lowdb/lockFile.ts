import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { KneeboneError } from '../../errors.js';
import { errorCode } from './files.js';

/** The holder renews its lock this often; a holder on another machine or in another container shows its life by it. */
const RENEW_MS = 2000;
/** Five renewals missed: long enough for a busy disk, short enough that a crashed container is back in seconds. */
const STALE_MS = 10_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system counts; tells a process from a later one with its pid. Empty: not known. */
  readonly begun: string;
  readonly token: string;
}

/** A folder's lock: one process may use it. */
export interface LockFile {
  /**
   * Takes the lock; does nothing while it is held.
   * @throws KneeboneError STORAGE_LOCKED naming the process that holds it; the system's error where no file can be made
   */
  acquire(): Promise<void>;
  release(): Promise<void>;
}

/** `onLost` is called when another process took over, which happens to one that was paused for longer than STALE_MS. */
export function createLockFile(dir: string, onLost: () => void): LockFile {
  const file = path.join(dir, 'lock');
  const own: Holder = { pid: process.pid, host: hostname(), begun: begunOf(process.pid), token: randomUUID() };
  let timer: NodeJS.Timeout | undefined;
  let isLost = false;
  const renew = async () => {
    const holder = await readHolder(file);
    const time = new Date();
    if (!holder || holder.token === own.token) return utimes(file, time, time);
    clearInterval(timer);
    isLost = true;
    onLost();
  };
  const acquire = async () => {
    if (isLost) throw new KneeboneError('STORAGE_LOCKED', `${dir}: another process took over`);
    if (timer) return;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    while (!(await create(file, own))) await removeStale(file);
    timer = setInterval(() => void renew().catch(() => undefined), RENEW_MS).unref();
  };
  let acquiring: Promise<void> | undefined;
  return {
    acquire: () => (acquiring ??= acquire().finally(() => (acquiring = undefined))),
    async release() {
      if (!timer) return;
      clearInterval(timer);
      timer = undefined;
      if ((await readHolder(file))?.token === own.token) await rm(file, { force: true });
    },
  };
}

/** Made elsewhere and linked, so that nobody ever reads half a lock; a link never replaces a file. */
async function create(file: string, own: Holder): Promise<boolean> {
  const draft = `${file}.${own.token}`;
  try {
    await writeFile(draft, JSON.stringify(own), { mode: 0o600 });
    await link(draft, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function removeStale(file: string): Promise<void> {
  const holder = await readHolder(file);
  if (holder && (await isAlive(file, holder))) throw locked(file, holder);
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(ignoreMissing);
  const moved = await readHolder(aside);
  // Another process may have taken over in between; its lock is put back.
  if (moved && moved.token !== holder?.token) {
    await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
    throw locked(file, moved);
  }
  await rm(aside, { force: true });
}

function locked(file: string, { pid, host }: Holder): KneeboneError {
  const where = host === hostname() ? '' : ` on ${host}`;
  return new KneeboneError('STORAGE_LOCKED', `${path.dirname(file)}: process ${pid}${where} uses this folder`);
}

async function isAlive(file: string, holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return isRenewed(file);
  if (!isRunning(holder.pid)) return false;
  const begun = begunOf(holder.pid);
  return begun === '' || holder.begun === '' || begun === holder.begun;
}

/** A process elsewhere cannot be looked at; one that lives renews its lock while we wait. */
async function isRenewed(file: string): Promise<boolean> {
  const first = await timeOf(file);
  for (let waited = 0; waited < STALE_MS; waited += 500) {
    await new Promise((done) => setTimeout(done, 500));
    if ((await timeOf(file)) !== first) return true;
  }
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Field 22 of /proc/<pid>/stat (proc(5)), counted after the name, which may hold spaces; Linux only. */
function begunOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder; // a file that another program wrote counts as stale
  } catch {
    return undefined;
  }
}

const timeOf = async (file: string) => (await stat(file).catch(() => undefined))?.mtimeMs;

function ignoreMissing(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}
