import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KneeboneError } from '../../../src/errors.js';
import { createLowdbStore } from '../../../src/storage/lowdb/lowdbStore.js';
import type { Store } from '../../../src/storage/store.js';
import { buildScript, startScript } from './childProcess.js';
import { waitFor } from './redisServer.js';
import { createTurn, runTurn } from './turnScript.js';

const MOUNT_BYTES = 24 * 1024 * 1024;
const codeOf = (error: unknown) => (error instanceof KneeboneError ? error.code : String(error));
const checkCode = (store: Store) => store.check().then(() => 'ok', codeOf);

/** A small disk of its own, which only root can make; without it the tests say that they were skipped. */
function mountSmallDisk(): string | undefined {
  const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MOUNT_BYTES}`, 'tmpfs', dir], { stdio: 'pipe' });
    return dir;
  } catch {
    process.stdout.write('SKIPPED full and read-only disk: mounting a tmpfs needs root\n');
    rmSync(dir, { recursive: true, force: true });
    return undefined;
  }
}

function unmount(dir: string): void {
  execFileSync('umount', ['-l', dir]);
  rmSync(dir, { recursive: true, force: true });
}

/** Takes all room that is left. */
function fillDisk(dir: string): void {
  for (let step = 1024 * 1024; step >= 4096; step /= 4) {
    for (let n = 0; ; n++) {
      const { bavail, bsize } = statfsSync(dir);
      if (bavail * bsize < step) break;
      writeFileSync(path.join(dir, `filler-${step}-${n}-${Math.random()}`), Buffer.alloc(step));
    }
  }
}

function freeDisk(dir: string): void {
  for (const name of readdirSync(dir)) if (name.startsWith('filler')) rmSync(path.join(dir, name));
}

async function answersIn(store: Store, conversation: string): Promise<number> {
  const { activities } = await store.readFrom(conversation, 0, 100_000);
  return activities.filter((a) => a.replyToId).length;
}

const disk = mountSmallDisk();
const withDisk = disk ? test : test.skip;
const alarms: string[] = [];
const log = {
  info: (_: object, text: string) => void alarms.push(text),
  warn() {},
  error: (_: object, text: string) => void alarms.push(text),
};

describe('createLowdbStore on a small disk', () => {
  const root = disk ?? '';
  const data = path.join(root, 'data');
  afterAll(() => disk && unmount(disk));

  withDisk('a full disk gives answers, raises the alarm, and loses nothing', async () => {
    const store = await createLowdbStore({ dir: data, log });
    for (let n = 0; n < 20; n++) await runTurn(store, createTurn('full', `before-${n}`));
    fillDisk(root);
    await waitFor(async () => (await checkCode(store)) === 'STORAGE_UNAVAILABLE');
    const durable = 200;
    for (let n = 0; n < durable; n++) await runTurn(store, createTurn('full', `reserved-${n}`));
    // What is in the files at this moment is what a kill would leave.
    const copy = mkdtempSync(path.join(tmpdir(), 'kneebone-copy-'));
    cpSync(data, copy, { recursive: true });
    rmSync(path.join(copy, 'lock'));
    const killed = await createLowdbStore({ dir: copy });
    expect(await answersIn(killed, 'full')).toBe(20 + durable);
    await killed.close();
    rmSync(copy, { recursive: true });

    const more = 4000;
    for (let n = 0; n < more; n++) await runTurn(store, createTurn(`full-${n % 50}`, `memory-${n}`));
    expect(await answersIn(store, 'full')).toBe(220);
    expect(alarms).toContain('storage takes nothing; answers go on from memory');
    freeDisk(root);
    await waitFor(async () => (await checkCode(store)) === 'ok');
    await store.close();

    const again = await createLowdbStore({ dir: data, log });
    const counts = await Promise.all(Array.from({ length: 50 }, (_, n) => answersIn(again, `full-${n}`)));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(more);
    expect(await answersIn(again, 'full')).toBe(220);
    await again.close();
    process.stdout.write(`full disk: ${20 + durable + more} turns answered, all there after it was freed\n`);
  });

  withDisk('forget erases on a full disk', async () => {
    const store = await createLowdbStore({ dir: data, log });
    const activity = { type: 'message', id: 'secret-1', text: 'canary-4711' };
    await runTurn(store, { ...createTurn('secret', 'secret-1'), activity });
    expect(() => execFileSync('grep', ['-rq', 'canary-4711', data])).not.toThrow();
    fillDisk(root);
    await store.forget('secret');
    expect(() => execFileSync('grep', ['-rq', 'canary-4711', data])).toThrow();
    freeDisk(root);
    await store.close();
  });

  withDisk('a start on a read-only disk answers from memory', async () => {
    execFileSync('mount', ['-o', 'remount,ro', root], { stdio: 'pipe' });
    const store = await createLowdbStore({ dir: data, log });
    expect(await checkCode(store)).toBe('STORAGE_UNAVAILABLE');
    expect(await answersIn(store, 'full')).toBe(220);
    await runTurn(store, createTurn('full', 'on-read-only'));
    expect(await answersIn(store, 'full')).toBe(221);
    await store.close();
    execFileSync('mount', ['-o', 'remount,rw', root]);
  });
});

describe('createLowdbStore in a folder that it may not write', () => {
  const isRoot = process.getuid?.() === 0;
  const run = isRoot ? test : test.skip;
  const nobody = { uid: 65534, gid: 65534 };

  run('a process without the right to write answers from memory', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-eacces-'));
    mkdirSync(path.join(dir, 'data'));
    chmodSync(dir, 0o755);
    chmodSync(path.join(dir, 'data'), 0o555);
    chownSync(path.join(dir, 'data'), 0, 0);
    const script = startScript(
      buildScript('turnScript'),
      ['lowdb', path.join(dir, 'data'), 'x', JSON.stringify({ turns: 20 })],
      nobody,
    );
    expect(await script.ended).toBe(0);
    expect(script.lines.filter((line) => line.startsWith('ack'))).toHaveLength(20);
    expect(script.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    rmSync(dir, { recursive: true });
  });
});
