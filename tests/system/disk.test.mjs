// The whole server on a disk that is full, forbidden or damaged. A small disk of its own needs root.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { openConversation, startKneebone, until, wordsOf } from './support/kneebone.mjs';

const MOUNT_BYTES = 48 * 1024 * 1024;
const TEXT = 'Should I use ice or heat?';
const isRoot = process.getuid?.() === 0;

function mountSmallDisk() {
  if (!isRoot) return undefined;
  const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MOUNT_BYTES}`, 'tmpfs', dir], { stdio: 'pipe' });
    return dir;
  } catch {
    rmSync(dir, { recursive: true, force: true });
    return undefined;
  }
}

function fillDisk(dir) {
  for (let step = 1024 * 1024; step >= 4096; step /= 4)
    for (let n = 0; ; n++) {
      const { bavail, bsize } = statfsSync(dir);
      if (bavail * bsize < step) break;
      writeFileSync(path.join(dir, `filler-${step}-${n}`), Buffer.alloc(step));
    }
}

const documentsOf = (dir) =>
  readdirSync(path.join(dir, 'documents', 'conversation'), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.json'))
    .map((f) => path.join(dir, 'documents', 'conversation', f));

describe('a disk that takes nothing', () => {
  const disk = mountSmallDisk();
  after(() => {
    if (!disk) return;
    execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  const skip = disk ? false : 'mounting a small disk needs root';

  test(
    'full: people are answered, /readyz says 503, and what was acknowledged outlives a kill',
    { skip, timeout: 120_000 },
    async () => {
      const server = await startKneebone({ dataDir: path.join(disk, 'data') });
      const conversation = await openConversation(() => server);
      assert.equal(await server.readiness(), 200);
      fillDisk(disk);
      await until(async () => (await server.readiness()) === 503);
      for (let n = 0; n < 20; n++) assert.equal((await conversation.post(TEXT, `m${n}`)).status, 200);
      assert.ok(server.output.includes('STORAGE_UNAVAILABLE'));
      const before = wordsOf(await conversation.read());
      await server.kill();
      for (const name of readdirSync(disk)) if (name.startsWith('filler')) rmSync(path.join(disk, name));
      await server.start();
      assert.deepEqual(wordsOf(await conversation.read()), before);
      await until(async () => (await server.readiness()) === 200);
      await server.remove();
    },
  );

  test('full and freed: ready again without a restart', { skip, timeout: 120_000 }, async () => {
    const server = await startKneebone({ dataDir: path.join(disk, 'data') });
    fillDisk(disk);
    await until(async () => (await server.readiness()) === 503);
    for (const name of readdirSync(disk)) if (name.startsWith('filler')) rmSync(path.join(disk, name));
    await until(async () => (await server.readiness()) === 200);
    await server.remove();
  });

  test('read-only from the start: people are answered, /readyz says 503', { skip, timeout: 120_000 }, async () => {
    execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'pipe' });
    const env = { WIDGET_SECRET: 'a-secret-of-more-than-thirty-two-characters' };
    const server = await startKneebone({ dataDir: path.join(disk, 'data'), env });
    const conversation = await openConversation(() => server);
    assert.equal((await conversation.post(TEXT, 'm1')).status, 200);
    assert.equal(await server.readiness(), 503);
    await server.remove();
    execFileSync('mount', ['-o', 'remount,rw', disk]);
  });

  test(
    'without the right to write: people are answered, /readyz says 503',
    { skip: isRoot ? false : 'needs root', timeout: 120_000 },
    async () => {
      const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-forbidden-'));
      chmodSync(dir, 0o555);
      const env = { WIDGET_SECRET: 'a-secret-of-more-than-thirty-two-characters' };
      const server = await startKneebone({ dataDir: dir, env, uid: 65534, gid: 65534 });
      const conversation = await openConversation(() => server);
      assert.equal((await conversation.post(TEXT, 'm1')).status, 200);
      assert.equal(await server.readiness(), 503);
      await server.remove();
      rmSync(dir, { recursive: true, force: true });
    },
  );
});

describe('damaged files', () => {
  const damages = {
    truncated: (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
    'a flipped bit': (file) => {
      const bytes = readFileSync(file);
      bytes[Math.floor(bytes.length / 2)] ^= 4;
      writeFileSync(file, bytes);
    },
    empty: (file) => truncateSync(file, 0),
  };
  for (const [name, damage] of Object.entries(damages))
    test(`${name}: the server starts, reports the file and goes on`, { timeout: 120_000 }, async () => {
      const server = await startKneebone();
      const conversation = await openConversation(() => server);
      for (let n = 0; n < 3; n++) await conversation.post(TEXT, `m${n}`);
      await server.kill('SIGTERM');
      const files = documentsOf(server.dir);
      assert.ok(files.length > 0);
      files.forEach(damage);
      await server.start();
      // An erased transcript or the last good copy: a client goes on with either.
      assert.equal((await conversation.post(TEXT, 'm9')).status, 200);
      assert.ok((await conversation.read()).some((a) => a.from.id === 'kneebone'));
      assert.ok(server.output.includes('STORAGE_DAMAGED'));
      assert.equal(await server.readiness(), 200);
      await server.remove();
    });

  test('a second process on the folder is refused with the id of the first', { timeout: 60_000 }, async () => {
    const server = await startKneebone();
    const second = await startKneebone({ dataDir: server.dir }).catch((error) => error.message);
    assert.match(String(second), new RegExp(`STORAGE_LOCKED .*process ${server.child.pid} `));
    assert.equal(await server.readiness(), 200);
    await server.remove();
  });
});
