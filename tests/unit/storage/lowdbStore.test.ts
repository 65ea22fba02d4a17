import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KneeboneError } from '../../../src/errors.js';
import { createLowdbStore } from '../../../src/storage/lowdb/lowdbStore.js';
import { conversationKey, type Store } from '../../../src/storage/store.js';

const message = (text: string) => ({ type: 'message', id: text, text });
const codeOf = (error: unknown) => (error instanceof KneeboneError ? error.code : String(error));

let root: string;
let count = 0;
const freshDir = () => path.join(root, `store${count++}`);
beforeAll(() => {
  root = fs.mkdtempSync(path.join(tmpdir(), 'kneebone-lowdb-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

function recordLog() {
  const errors: { code?: string; file?: string; lines?: number }[] = [];
  return { errors, log: { info() {}, warn() {}, error: (fields: object) => void errors.push(fields) } };
}

/** What a kill at this moment would leave, in a folder of its own. */
function copyAsKilled(dir: string): string {
  const copy = freshDir();
  fs.cpSync(dir, copy, { recursive: true });
  fs.rmSync(path.join(copy, 'lock'));
  return copy;
}

function filesIn(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(dir, name))
    .filter((file) => fs.statSync(file).isFile());
}

const filesWith = (dir: string, text: string) => filesIn(dir).filter((file) => fs.readFileSync(file).includes(text));
const conversationFiles = (dir: string) => filesIn(path.join(dir, 'documents/conversation'));

/** A folder with one conversation, saved twice, so that it has a last good copy that lacks the second activity. */
async function createTwiceSaved(): Promise<{ dir: string; file: string }> {
  const dir = freshDir();
  for (const text of ['first', 'second']) {
    const store = await createLowdbStore({ dir });
    await store.append('c', [message(text)]);
    await store.close();
  }
  const file = conversationFiles(dir).find((f) => f.endsWith('.json')) ?? '';
  return { dir, file };
}

const textsOf = async (store: Store, id: string) => (await store.readFrom(id, 0)).activities.map((a) => a.text);

function flipByte(file: string, at: number): void {
  const bytes = fs.readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);
}

describe('createLowdbStore', () => {
  describe('lock', () => {
    test('a second store on the folder is refused with the process that holds it', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      const error = await createLowdbStore({ dir }).catch((e: unknown) => e);
      expect(codeOf(error)).toBe('STORAGE_LOCKED');
      expect(String(error)).toContain(`process ${process.pid} uses this folder`);
      await store.close();
    });

    test('a closed store leaves the folder free', async () => {
      const dir = freshDir();
      await (await createLowdbStore({ dir })).close();
      await (await createLowdbStore({ dir })).close();
      expect(fs.existsSync(path.join(dir, 'lock'))).toBe(false);
    });

    test('the lock of a process that is gone is taken over', async () => {
      const dir = freshDir();
      fs.mkdirSync(dir);
      // Above the largest process id of Linux.
      const holder = { pid: 4_999_999, host: (await import('node:os')).hostname(), begun: '1', token: 'old' };
      fs.writeFileSync(path.join(dir, 'lock'), JSON.stringify(holder));
      await (await createLowdbStore({ dir })).close();
    });

    test('the lock of an earlier process that had our id is taken over', async () => {
      const dir = freshDir();
      fs.mkdirSync(dir);
      const holder = { pid: process.pid, host: (await import('node:os')).hostname(), begun: '1', token: 'old' };
      fs.writeFileSync(path.join(dir, 'lock'), JSON.stringify(holder));
      const isKnown = fs.existsSync('/proc/self/stat');
      const opened = createLowdbStore({ dir });
      // Only Linux tells when a process began; elsewhere the careful answer is to refuse.
      if (isKnown) await (await opened).close();
      else await expect(opened).rejects.toThrow('STORAGE_LOCKED');
    });

    test('a process whose lock was taken over saves nothing any more', async () => {
      const dir = freshDir();
      const { errors, log } = recordLog();
      const store = await createLowdbStore({ dir, log });
      const taken = { pid: 1, host: 'another-machine', begun: '1', token: 'theirs' };
      fs.writeFileSync(path.join(dir, 'lock'), JSON.stringify(taken));
      await new Promise((done) => setTimeout(done, 2500));
      expect(errors.map((e) => e.code)).toContain('STORAGE_UNAVAILABLE');
      await expect(store.append('c', [message('late')]).catch(codeOf)).resolves.toBe('STORAGE_UNAVAILABLE');
      await store.close();
      expect(JSON.parse(fs.readFileSync(path.join(dir, 'lock'), 'utf8'))).toEqual(taken);
    });

    test('of ten that take over at once one succeeds', async () => {
      const dir = freshDir();
      fs.mkdirSync(dir);
      fs.writeFileSync(path.join(dir, 'lock'), 'half a lo');
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => createLowdbStore({ dir })));
      const opened = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []));
      expect(opened).toHaveLength(1);
      for (const store of opened) await store.close();
    });
  });

  describe('after a kill', () => {
    test('all that was acknowledged is there', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      const key = conversationKey('directline', 'c');
      await store.append('c', [message('a')]);
      await store.write({ [key]: { n: 1 } });
      await store.claim('event', 60_000);
      await store.addRecord('review', { id: 'r', at: '2026-01-01T00:00:00.000Z' });
      const again = await createLowdbStore({ dir: copyAsKilled(dir) });
      expect(await textsOf(again, 'c')).toEqual(['a']);
      expect((await again.read([key]))[key].n).toBe(1);
      expect(await again.claim('event', 60_000)).toBe(false);
      expect((await again.listRecords('review')).map((r) => r.id)).toEqual(['r']);
      await Promise.all([store.close(), again.close()]);
    });

    test('a journal that is read twice changes nothing twice', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      await store.append('c', [message('a')]);
      const killed = copyAsKilled(dir);
      const journal = path.join(killed, 'journal');
      const again = await createLowdbStore({ dir: killed });
      const kept = fs.readdirSync(journal).map((name) => [name, fs.readFileSync(path.join(journal, name))] as const);
      await again.close();
      for (const [name, bytes] of kept) fs.writeFileSync(path.join(journal, name), bytes);
      const third = await createLowdbStore({ dir: killed });
      expect(await textsOf(third, 'c')).toEqual(['a']);
      await Promise.all([store.close(), third.close()]);
    });

    test('a line that breaks off at the end of the journal is left out without a report', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      await store.append('c', [message('whole')]);
      const killed = copyAsKilled(dir);
      const [segment = ''] = filesIn(path.join(killed, 'journal')).filter((f) => fs.readFileSync(f)[0] !== 0);
      const bytes = fs.readFileSync(segment);
      fs.writeFileSync(
        segment,
        Buffer.concat([bytes.subarray(0, bytes.indexOf(0)), Buffer.from('0123 {"n":9'), Buffer.alloc(99)]),
      );
      const { errors, log } = recordLog();
      const again = await createLowdbStore({ dir: killed, log });
      expect(await textsOf(again, 'c')).toEqual(['whole']);
      expect(errors).toEqual([]);
      await Promise.all([store.close(), again.close()]);
    });

    test('a damaged line in the middle of the journal is reported, the others count', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      for (const text of ['a', 'b', 'c']) await store.append('c', [message(text)]);
      const killed = copyAsKilled(dir);
      const [segment = ''] = filesIn(path.join(killed, 'journal')).filter((f) => fs.readFileSync(f)[0] !== 0);
      flipByte(segment, fs.readFileSync(segment).indexOf('\\"b') - 20);
      const { errors, log } = recordLog();
      const again = await createLowdbStore({ dir: killed, log });
      expect(await textsOf(again, 'c')).toEqual(['a', 'c']);
      // The place of the lost one stays, so that a client's watermark still fits.
      expect((await again.readFrom('c', 0)).watermark).toBe(3);
      expect(errors.map((e) => [e.code, e.lines])).toEqual([['STORAGE_DAMAGED', 1]]);
      await Promise.all([store.close(), again.close()]);
    });
  });

  test('a clock that was set back between two runs loses nothing', async () => {
    const dir = freshDir();
    for (const [text, at] of [
      ['late', '2026-06-01T00:00:00Z'],
      ['early', '2026-05-01T00:00:00Z'],
      ['again', '2026-05-01T00:00:00Z'],
    ] as const) {
      const store = await createLowdbStore({ dir, now: () => Date.parse(at) });
      await store.append('c', [message(text)]);
      await store.close();
    }
    const store = await createLowdbStore({ dir });
    expect(await textsOf(store, 'c')).toEqual(['late', 'early', 'again']);
    await store.close();
  });

  describe('damaged files', () => {
    test('a truncated file is set aside, reported, and replaced by the last good copy', async () => {
      const { dir, file } = await createTwiceSaved();
      fs.truncateSync(file, 50);
      const { errors, log } = recordLog();
      const store = await createLowdbStore({ dir, log });
      expect(await textsOf(store, 'c')).toEqual(['first']);
      expect(errors.map((e) => [e.code, e.file])).toEqual([['STORAGE_DAMAGED', path.relative(dir, `${file}.damaged`)]]);
      await store.append('c', [message('third')]);
      await store.close();
      const again = await createLowdbStore({ dir });
      expect(await textsOf(again, 'c')).toEqual(['first', 'third']);
      await again.close();
    });

    test('a conversation whose copy is damaged too begins anew', async () => {
      const { dir, file } = await createTwiceSaved();
      flipByte(file, 120);
      flipByte(`${file}.previous`, 120);
      const { errors, log } = recordLog();
      const store = await createLowdbStore({ dir, log });
      expect(await textsOf(store, 'c')).toEqual([]);
      expect(errors).toHaveLength(2);
      await store.append('c', [message('new')]);
      expect(await textsOf(store, 'c')).toEqual(['new']);
      await store.close();
    });

    test('no damage anywhere keeps the store from opening, reading and writing', async () => {
      const base = freshDir();
      const store = await createLowdbStore({ dir: base });
      for (let n = 0; n < 20; n++) {
        await store.beginTurn({
          conversationId: `c${n % 4}`,
          turnId: `t${n}`,
          activity: message(`m${n}`),
          isInTranscript: true,
        });
        await store.addRecord('review', { id: `r${n}`, at: '2026-01-01T00:00:00.000Z' });
      }
      await store.close();
      const reopened = await createLowdbStore({ dir: base });
      for (let n = 0; n < 8; n++) await reopened.append(`c${n % 4}`, [message(`late${n}`)]);
      const killed = copyAsKilled(base);
      await reopened.close();

      let seed = 7;
      // A fixed sequence (Park and Miller, 1988), so that a failure can be repeated.
      const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
      for (let round = 0; round < 30; round++) {
        const dir = freshDir();
        fs.cpSync(killed, dir, { recursive: true });
        const files = filesIn(dir);
        for (let n = 0; n < 3; n++) {
          const file = files[random(files.length)] ?? '';
          const size = fs.statSync(file).size;
          if (random(2) === 0) fs.truncateSync(file, random(size + 1));
          else if (size > 0) flipByte(file, random(Math.min(size, 5000)));
        }
        const damaged = await createLowdbStore({ dir });
        for (let n = 0; n < 4; n++) {
          await damaged.readFrom(`c${n}`, 0);
          await damaged.append(`c${n}`, [message('after')]);
          expect((await textsOf(damaged, `c${n}`)).at(-1)).toBe('after');
        }
        await damaged.listRecords('review');
        await damaged.listUnfinishedTurns(0);
        await damaged.check();
        await damaged.close();
        fs.rmSync(dir, { recursive: true });
      }
    });

    test('a lost part of a long conversation is restored from its copy', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      await store.append(
        'c',
        Array.from({ length: 600 }, (_, n) => message(`m${n}`)),
      );
      await store.close();
      const part = conversationFiles(dir).find((f) => f.endsWith('.0.json')) ?? '';
      fs.truncateSync(part, 10);
      const again = await createLowdbStore({ dir });
      expect((await again.readFrom('c', 254, 4)).activities.map((a) => a.text)).toEqual([
        'm254',
        'm255',
        'm256',
        'm257',
      ]);
      await again.close();
    });

    test('a part that is lost with its copy leaves its places empty', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      await store.append(
        'c',
        Array.from({ length: 600 }, (_, n) => message(`m${n}`)),
      );
      await store.close();
      for (const part of conversationFiles(dir).filter((f) => f.includes('.0.json'))) fs.truncateSync(part, 10);
      const again = await createLowdbStore({ dir });
      const { activities, watermark } = await again.readFrom('c', 254, 4);
      expect([activities.map((a) => a.text), watermark]).toEqual([['m256', 'm257'], 258]);
      await again.close();
    });
  });

  describe('erasure', () => {
    const canary = 'canary-8472';

    test('forget leaves no byte of a conversation, in no copy and no journal', async () => {
      const { dir } = await createTwiceSaved();
      const store = await createLowdbStore({ dir });
      for (let n = 0; n < 3; n++) {
        await store.append('c', [message(canary)]);
        await store.write({ [conversationKey('directline', 'c')]: { said: canary } });
      }
      expect(filesWith(dir, canary)).not.toEqual([]);
      await store.forget('c');
      expect(filesWith(dir, canary)).toEqual([]);
      await store.close();
      expect(filesWith(dir, canary)).toEqual([]);
      expect(conversationFiles(dir)).toEqual([]);
    });

    test('forget erases what was set aside as damaged', async () => {
      const { dir, file } = await createTwiceSaved();
      fs.truncateSync(file, fs.statSync(file).size - 5);
      const store = await createLowdbStore({ dir });
      await store.readFrom('c', 0);
      expect(filesWith(dir, 'second')).toEqual([`${file}.damaged`]);
      await store.forget('c');
      expect(filesWith(dir, 'second')).toEqual([]);
      await store.close();
    });

    test('a conversation that begins again while it is forgotten is kept', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      await store.append('c', [message(canary)]);
      const forgotten = store.forget('c');
      await new Promise((done) => setImmediate(done));
      await store.append('c', [message('new')]);
      await forgotten;
      const again = await createLowdbStore({ dir: copyAsKilled(dir) });
      expect(await textsOf(again, 'c')).toEqual(['new']);
      await Promise.all([store.close(), again.close()]);
    });

    test('deleted records leave no byte', async () => {
      const dir = freshDir();
      for (const id of ['a', 'b']) {
        const store = await createLowdbStore({ dir });
        await store.addRecord('review', { id, at: '2026-01-01T00:00:00.000Z', text: `${canary}-${id}` });
        await store.close();
      }
      const store = await createLowdbStore({ dir });
      await store.deleteRecords('review', ['a']);
      expect(filesWith(dir, `${canary}-a`)).toEqual([]);
      expect((await store.listRecords('review')).map((r) => r.id)).toEqual(['b']);
      await store.close();
    });

    test('sweep leaves no byte of what is old, saved or not', async () => {
      const dir = freshDir();
      let now = Date.parse('2026-01-01T00:00:00Z');
      const first = await createLowdbStore({ dir, now: () => now });
      await first.append('saved', [message(`${canary}-saved`)]);
      await first.close();
      const store = await createLowdbStore({ dir, now: () => now });
      await store.append('unsaved', [message(`${canary}-unsaved`)]);
      now += 24 * 3600 * 1000;
      await store.append('young', [message('young')]);
      expect(await store.sweep(new Date('2026-01-01T12:00:00Z'))).toBe(2);
      expect(filesWith(dir, canary)).toEqual([]);
      expect(await textsOf(store, 'young')).toEqual(['young']);
      await store.close();
    });

    test('names of people and conversations stand in no file name', async () => {
      const dir = freshDir();
      const store = await createLowdbStore({ dir });
      await store.linkUser('29:Jane-Doe', 'a:jane-conversation');
      await store.close();
      expect(filesIn(dir).filter((file) => /jane/i.test(file))).toEqual([]);
    });
  });

  describe('a disk that takes nothing', () => {
    afterEach(() => jest.restoreAllMocks());

    test('answers go on, check says so, and what waited is saved when the disk works again', async () => {
      const dir = freshDir();
      const { errors, log } = recordLog();
      const store = await createLowdbStore({ dir, log });
      await store.append('c', [message('before')]);
      const broken = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
        throw Object.assign(new Error('input/output error'), { code: 'EIO' });
      });
      await store.append('c', [message('meanwhile')]);
      expect(await textsOf(store, 'c')).toEqual(['before', 'meanwhile']);
      expect(await store.check().catch(codeOf)).toBe('STORAGE_UNAVAILABLE');
      expect(errors.filter((e) => e.code === 'STORAGE_UNAVAILABLE')).toHaveLength(1);
      broken.mockRestore();
      // One retry, a second later.
      for (let n = 0; n < 40 && (await store.check().catch(codeOf)) !== undefined; n++)
        await new Promise((done) => setTimeout(done, 100));
      const again = await createLowdbStore({ dir: copyAsKilled(dir) });
      expect(await textsOf(again, 'c')).toEqual(['before', 'meanwhile']);
      await Promise.all([store.close(), again.close()]);
    });
  });

  test('after close everything is refused', async () => {
    const store = await createLowdbStore({ dir: freshDir() });
    await store.close();
    await expect(store.append('c', [message('late')]).catch(codeOf)).resolves.toBe('STORAGE_UNAVAILABLE');
  });
});
