import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, syncFolder } from './files.js';

/**
 * Bytes of a journal file, reserved when it is made. Reserved bytes can be written on a full disk, and making them durable
 * does not change the file's size, which halves the time of a sync. 4 MB hold about 1,000 turns; more would make the
 * reading after a kill, and the emptying that "forget me" waits for, longer.
 */
export const SEGMENT_BYTES = 4 * 1024 * 1024;

const STEP_BYTES = 256 * 1024;
const ZEROS = Buffer.alloc(STEP_BYTES);
const CHECKSUM_CHARS = 16;
const LINE_END = 0x0a;

/** One file of the journal, open for writing. */
export interface Segment {
  readonly number: number;
  /** Bytes that are left. */
  readonly room: number;
  /** `false`: the disk had less room than SEGMENT_BYTES. */
  readonly isWhole: boolean;
  readonly isUsed: boolean;
  /** Resolves once the lines are durable. */
  write(lines: Buffer): Promise<void>;
  close(): Promise<void>;
}

export const segmentPath = (dir: string, number: number) =>
  path.join(dir, `${String(number).padStart(8, '0')}.journal`);

/** Creates an empty journal file with its room reserved, as much as the disk has. */
export async function createSegment(dir: string, number: number): Promise<Segment> {
  const file = segmentPath(dir, number);
  const handle = await open(file, 'w', 0o600);
  let size = 0;
  try {
    size = await reserve(handle);
    await handle.sync();
    await syncFolder(dir);
  } catch (error) {
    await handle.close();
    await rm(file, { force: true });
    throw error;
  }
  let used = 0;
  return {
    number,
    get room() {
      return size - used;
    },
    get isUsed() {
      return used > 0;
    },
    isWhole: size >= SEGMENT_BYTES,
    async write(lines) {
      // Into the page cache, which takes microseconds; the sync is what waits, and it does not block.
      for (let done = 0; done < lines.length;)
        done += writeSync(handle.fd, lines, done, lines.length - done, used + done);
      used += lines.length;
      await handle.datasync();
    },
    close: () => handle.close(),
  };
}

async function reserve(handle: Awaited<ReturnType<typeof open>>): Promise<number> {
  let size = 0;
  try {
    while (size < SEGMENT_BYTES) size += (await handle.write(ZEROS, 0, STEP_BYTES, size)).bytesWritten;
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC' || size < STEP_BYTES) throw error;
  }
  return size;
}

/** A journal line with its checksum. JSON holds neither line ends nor NUL, so both end a line safely. */
export function formatLine(json: string): string {
  return `${checksum(json)} ${json}\n`;
}

/** Long enough for the number and the key of any line. */
const LINE_HEAD_BYTES = 1200;

/**
 * Overwrites lines with blanks, in place, so that it works on a full disk too. Resolves once that is durable.
 * `isGone` is given the beginning of a line.
 */
export async function blankLines(file: string, isGone: (lineHead: string) => boolean): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const bytes = await handle.readFile();
    for (
      let start = 0, end = bytes.indexOf(LINE_END);
      end >= 0;
      start = end + 1, end = bytes.indexOf(LINE_END, start)
    ) {
      if (!isGone(bytes.toString('utf8', start, Math.min(end, start + LINE_HEAD_BYTES)))) continue;
      await handle.write(Buffer.alloc(end - start, ' '), 0, end - start, start);
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** The whole lines of a journal file, and how many were damaged. A last line that breaks off was never acknowledged. */
export async function readSegment(file: string): Promise<{ lines: string[]; damaged: number }> {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf(LINE_END);
  const written = end < 0 ? [] : bytes.toString('utf8', 0, end).split('\n');
  const kept = written.filter((line) => line.trim() !== '');
  const lines = kept.filter(isWhole).map((line) => line.slice(CHECKSUM_CHARS + 1));
  return { lines, damaged: kept.length - lines.length };
}

const isWhole = (line: string) =>
  line.length > CHECKSUM_CHARS && line.startsWith(checksum(line.slice(CHECKSUM_CHARS + 1)));
const checksum = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, CHECKSUM_CHARS);
