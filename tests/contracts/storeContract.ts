import { KneeboneError } from '../../src/errors.js';
import { conversationKey, type IncomingTurn, type Store } from '../../src/storage/store.js';

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const message = (text: string) => ({ type: 'message', id: `id-${text}`, text });
const codeOf = (error: unknown) => (error instanceof KneeboneError ? error.code : error);

let counter = 0;
/** A name that no other test uses, as the suite runs on stores that other tests wrote to. */
const fresh = (name: string) => `${name}-${Date.now().toString(36)}-${counter++}`;

function incoming(conversationId: string, turnId: string, more: Partial<IncomingTurn> = {}): IncomingTurn {
  return { conversationId, turnId, activity: message(turnId), isInTranscript: true, ...more };
}

/** What every store must do. `open` gives a handle on one store, each call another one where several can share it. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a Store`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    describe('state', () => {
      test('a key that was never written is absent', async () => {
        expect(await store.read([fresh('nothing')])).toEqual({});
      });

      test('what is written is read back, with an eTag', async () => {
        const key = conversationKey('directline', fresh('c'));
        await store.write({ [key]: { step: 2, memory: { told: { surgery: 'hip' } } } });
        expect(await store.read([key])).toEqual({
          [key]: { step: 2, memory: { told: { surgery: 'hip' } }, eTag: expect.any(String) },
        });
      });

      test('several keys of several conversations are read at once', async () => {
        const [a, b] = [conversationKey('msteams', fresh('19:a@thread')), conversationKey('slack', fresh('b/c'))];
        await store.write({ [a]: { n: 1 }, [b]: { n: 2 } });
        const items = await store.read([a, b, fresh('other')]);
        expect([items[a]?.n, items[b]?.n, Object.keys(items).length]).toEqual([1, 2, 2]);
      });

      test('a change of what was read does not reach the store', async () => {
        const key = conversationKey('directline', fresh('c'));
        const value = { list: [1] };
        await store.write({ [key]: value });
        value.list.push(2);
        const first = await store.read([key]);
        first[key].list.push(3);
        expect((await store.read([key]))[key].list).toEqual([1]);
      });

      test('a stale eTag is refused and changes nothing', async () => {
        const key = conversationKey('directline', fresh('c'));
        await store.write({ [key]: { n: 1 } });
        const stale = (await store.read([key]))[key];
        await store.write({ [key]: { ...stale, n: 2 } });
        await expect(store.write({ [key]: { ...stale, n: 3 } }).catch(codeOf)).resolves.toBe('STORAGE_CONFLICT');
        expect((await store.read([key]))[key].n).toBe(2);
      });

      test('an eTag of * always writes', async () => {
        const key = conversationKey('directline', fresh('c'));
        await store.write({ [key]: { n: 1 } });
        await store.write({ [key]: { n: 2, eTag: '*' } });
        expect((await store.read([key]))[key].n).toBe(2);
      });

      test('of many writes with the same eTag one succeeds', async () => {
        const key = conversationKey('directline', fresh('c'));
        await store.write({ [key]: { n: 0 } });
        const seen = (await store.read([key]))[key];
        const results = await Promise.allSettled(
          Array.from({ length: 20 }, (_, n) => store.write({ [key]: { ...seen, n } })),
        );
        expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
      });

      test('a deleted key is absent, others stay', async () => {
        const id = fresh('c');
        const [a, b] = [conversationKey('directline', id), `${conversationKey('directline', id)}visitor`];
        await store.write({ [a]: { n: 1 }, [b]: { n: 2 } });
        await store.delete([a]);
        expect(Object.keys(await store.read([a, b]))).toEqual([b]);
      });

      test('names that JavaScript gives a meaning are names like others', async () => {
        const key = conversationKey('directline', fresh('__proto__'));
        await store.write({ [key]: { constructor: 'x' }, ['__proto__']: { n: 1 } });
        expect((await store.read([key]))[key].constructor).toBe('x');
        expect(Object.keys(await store.read(['__proto__']))).toEqual(['__proto__']);
      });
    });

    describe('activities', () => {
      test('a conversation that does not exist has none', async () => {
        expect(await store.readFrom(fresh('c'), 0)).toEqual({ activities: [], watermark: 0 });
      });

      test('they are read in order from a watermark on', async () => {
        const id = fresh('c');
        expect(await store.append(id, [message('a'), message('b')])).toBe(2);
        expect(await store.append(id, [message('c')])).toBe(3);
        const { activities, watermark } = await store.readFrom(id, 1);
        expect([activities.map((a) => a.text), watermark]).toEqual([['b', 'c'], 3]);
      });

      test('a limit gives the first of them and the watermark to go on from', async () => {
        const id = fresh('c');
        await store.append(id, ['a', 'b', 'c'].map(message));
        const page = await store.readFrom(id, 0, 2);
        expect([page.activities.map((a) => a.text), page.watermark]).toEqual([['a', 'b'], 2]);
      });

      test('a watermark beyond the end gives none, and the true watermark', async () => {
        const id = fresh('c');
        await store.append(id, [message('a')]);
        expect(await store.readFrom(id, 7)).toEqual({ activities: [], watermark: 1 });
      });

      test('appends side by side all count, each with its own watermark', async () => {
        const id = fresh('c');
        const marks = await Promise.all(Array.from({ length: 50 }, (_, n) => store.append(id, [message(`m${n}`)])));
        expect([...marks].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
        const { activities } = await store.readFrom(id, 0);
        expect(new Set(activities.map((a) => a.text)).size).toBe(50);
      });

      test('texts of every script come back as they were', async () => {
        const id = fresh('c');
        const text = 'naïve “Knie” 膝が痛い 🦵🏽 \u2028\u0000\n\r\t"\\';
        await store.append(id, [message(text)]);
        expect((await store.readFrom(id, 0)).activities[0]?.text).toBe(text);
      });

      test('a conversation of 1,200 activities is read from any watermark', async () => {
        const id = fresh('c');
        for (let n = 0; n < 1200; n += 100)
          await store.append(
            id,
            Array.from({ length: 100 }, (_, i) => message(`m${n + i}`)),
          );
        const firsts = await Promise.all(
          [0, 255, 256, 700, 1199].map(async (w) => (await store.readFrom(id, w, 1)).activities[0]?.text),
        );
        expect(firsts).toEqual(['m0', 'm255', 'm256', 'm700', 'm1199']);
        expect((await store.readFrom(id, 100)).watermark).toBe(1100);
      });
    });

    describe('subscribe', () => {
      test('a listener is called after each append to its conversation', async () => {
        const id = fresh('c');
        const seen: number[] = [];
        const end = await store.subscribe(id, () => void store.readFrom(id, 0).then((t) => seen.push(t.watermark)));
        await store.append(id, [message('a')]);
        await pause(100);
        expect(seen).toContain(1);
        await end();
      });

      test('a listener that ended is not called', async () => {
        const id = fresh('c');
        let calls = 0;
        const end = await store.subscribe(id, () => (calls += 1));
        await end();
        await store.append(id, [message('a')]);
        await pause(50);
        expect(calls).toBe(0);
      });

      test('one listener ending leaves the others', async () => {
        const id = fresh('c');
        let calls = 0;
        const listener = () => (calls += 1);
        const [endFirst, endSecond] = [await store.subscribe(id, listener), await store.subscribe(id, listener)];
        await endFirst();
        await store.append(id, [message('a')]);
        await pause(100);
        expect(calls).toBe(1);
        await endSecond();
      });
    });

    describe('withLease', () => {
      test('turns of one conversation run one at a time, in order', async () => {
        const id = fresh('c');
        const log: string[] = [];
        const turn = (n: number) => async () => {
          log.push(`begin ${n}`);
          await pause(2);
          log.push(`end ${n}`);
        };
        await Promise.all([1, 2, 3].map((n) => store.withLease(id, turn(n))));
        expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
      });

      test('no update is lost in 100 turns side by side', async () => {
        const id = fresh('c');
        const key = conversationKey('directline', id);
        const turn = async () => {
          const { n = 0 } = (await store.read([key]))[key] ?? {};
          await store.write({ [key]: { n: n + 1, eTag: '*' } });
        };
        await Promise.all(Array.from({ length: 100 }, () => store.withLease(id, turn)));
        expect((await store.read([key]))[key].n).toBe(100);
      });

      test('conversations do not wait for each other', async () => {
        const other = fresh('c');
        await store.withLease(fresh('c'), () => store.withLease(other, async () => undefined));
      });

      test('a failed turn passes its error on and lets the next one run', async () => {
        const id = fresh('c');
        await expect(store.withLease(id, () => Promise.reject(new RangeError('x')))).rejects.toThrow(RangeError);
        expect(await store.withLease(id, async () => 7)).toBe(7);
      });
    });

    describe('turns', () => {
      test('a first delivery is new and in the transcript before it is answered', async () => {
        const id = fresh('c');
        expect(await store.beginTurn(incoming(id, 't1'))).toEqual({ kind: 'new' });
        expect((await store.readFrom(id, 0)).activities.map((a) => a.text)).toEqual(['t1']);
      });

      test('state and replies are saved together', async () => {
        const id = fresh('c');
        const key = conversationKey('directline', id);
        await store.beginTurn(incoming(id, 't1'));
        const watermark = await store.commitTurn({
          conversationId: id,
          turnId: 't1',
          state: { [key]: { n: 1 } },
          replies: [message('answer')],
          isInTranscript: true,
        });
        expect(watermark).toBe(2);
        expect((await store.readFrom(id, 0)).activities.map((a) => a.text)).toEqual(['t1', 'answer']);
        expect((await store.read([key]))[key].n).toBe(1);
      });

      test('a stale eTag refuses the whole turn', async () => {
        const id = fresh('c');
        const key = conversationKey('directline', id);
        await store.write({ [key]: { n: 1 } });
        const changes = {
          conversationId: id,
          turnId: 't1',
          state: { [key]: { n: 2, eTag: 'stale' } },
          replies: [message('answer')],
          isInTranscript: true,
        };
        await expect(store.commitTurn(changes).catch(codeOf)).resolves.toBe('STORAGE_CONFLICT');
        expect((await store.readFrom(id, 0)).activities).toEqual([]);
        expect((await store.read([key]))[key].n).toBe(1);
      });

      test('a repeated delivery of an answered turn is finished and adds nothing', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1'));
        await store.commitTurn({
          conversationId: id,
          turnId: 't1',
          state: {},
          replies: [message('answer')],
          isInTranscript: true,
        });
        expect(await store.beginTurn(incoming(id, 't1'))).toEqual({ kind: 'finished', replies: [], isDelivered: true });
        expect((await store.readFrom(id, 0)).watermark).toBe(2);
      });

      test('a turn that was begun and not committed is unfinished, and is begun again without a second activity', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1'));
        expect(await store.beginTurn(incoming(id, 't1'))).toEqual({ kind: 'unfinished', attempts: 1 });
        expect((await store.readFrom(id, 0)).watermark).toBe(1);
      });

      test('unfinished turns are listed until they are committed', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1', { userId: fresh('u') }));
        const own = async () => (await store.listUnfinishedTurns(0)).filter((t) => t.conversationId === id);
        expect((await own()).map((t) => [t.turnId, t.activity.text])).toEqual([['t1', 't1']]);
        await store.commitTurn({ conversationId: id, turnId: 't1', state: {}, replies: [], isInTranscript: true });
        expect(await own()).toEqual([]);
      });

      test('a turn whose replies were committed and not delivered is listed until they are', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1', { isInTranscript: false }));
        const own = async () => (await store.listUnfinishedTurns(0)).filter((t) => t.conversationId === id);
        const replies = [message('answer')];
        await store.commitTurn({ conversationId: id, turnId: 't1', state: {}, replies, isInTranscript: false });
        expect((await own()).map((t) => t.activity.text)).toEqual(['t1']);
        await store.markDelivered(id, 't1');
        expect(await own()).toEqual([]);
      });

      test('a turn whose replies went out with the commit is over, and gives them to whoever asks again', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1', { isInTranscript: false }));
        const replies = [message('answer')];
        const turn = { conversationId: id, turnId: 't1', state: {}, replies, isInTranscript: false };
        await store.commitTurn({ ...turn, isDelivered: true });
        expect((await store.listUnfinishedTurns(0)).filter((t) => t.conversationId === id)).toEqual([]);
        const again = await store.beginTurn(incoming(id, 't1', { isInTranscript: false }));
        expect(again).toEqual({ kind: 'finished', replies: [message('answer')], isDelivered: true });
      });

      test('a turn begun a moment ago is not listed as unfinished for longer', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1'));
        expect((await store.listUnfinishedTurns(60_000)).filter((t) => t.conversationId === id)).toEqual([]);
      });

      test('of two commits of one turn the second is refused and its reply is not kept', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1'));
        const commit = (text: string) =>
          store.commitTurn({
            conversationId: id,
            turnId: 't1',
            state: {},
            replies: [message(text)],
            isInTranscript: true,
          });
        const results = await Promise.allSettled([commit('one'), commit('two')]);
        expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
        expect((await store.readFrom(id, 0)).watermark).toBe(2);
      });

      test('replies outside a transcript are kept until a repeated delivery asks for them', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1', { isInTranscript: false }));
        await store.commitTurn({
          conversationId: id,
          turnId: 't1',
          state: {},
          replies: [message('answer')],
          isInTranscript: false,
        });
        const again = await store.beginTurn(incoming(id, 't1', { isInTranscript: false }));
        expect(again).toEqual({ kind: 'finished', replies: [message('answer')], isDelivered: false });
        expect((await store.readFrom(id, 0)).activities).toEqual([]);
      });

      test('a delivered turn says so', async () => {
        const id = fresh('c');
        await store.beginTurn(incoming(id, 't1', { isInTranscript: false }));
        await store.commitTurn({
          conversationId: id,
          turnId: 't1',
          state: {},
          replies: [message('answer')],
          isInTranscript: false,
        });
        await store.markDelivered(id, 't1');
        expect(await store.beginTurn(incoming(id, 't1'))).toMatchObject({ kind: 'finished', isDelivered: true });
      });

      test('the last 32 turns are known, older ones are forgotten', async () => {
        const id = fresh('c');
        for (let n = 1; n <= 40; n++) {
          await store.beginTurn(incoming(id, `t${n}`));
          await store.commitTurn({
            conversationId: id,
            turnId: `t${n}`,
            state: {},
            replies: [message('a')],
            isInTranscript: false,
          });
        }
        const kinds = await Promise.all(
          ['t40', 't9', 't8'].map(async (t) => (await store.beginTurn(incoming(id, t))).kind),
        );
        expect(kinds).toEqual(['finished', 'finished', 'new']);
      });
    });

    describe('claim', () => {
      test('the first claim of many side by side succeeds', async () => {
        const key = fresh('event');
        const results = await Promise.all(Array.from({ length: 20 }, () => store.claim(key, 60_000)));
        expect(results.filter(Boolean)).toHaveLength(1);
      });

      test('a released claim succeeds again', async () => {
        const key = fresh('event');
        await store.claim(key, 60_000);
        await store.release(key);
        expect(await store.claim(key, 60_000)).toBe(true);
      });

      test('an expired claim succeeds again', async () => {
        const key = fresh('event');
        await store.claim(key, 20);
        await pause(40);
        expect(await store.claim(key, 60_000)).toBe(true);
      });
    });

    describe('increment', () => {
      test('counts side by side', async () => {
        const key = fresh('rate');
        const counts = await Promise.all(Array.from({ length: 20 }, () => store.increment(key, 60_000)));
        expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      });

      test('starts again after its window', async () => {
        const key = fresh('rate');
        await store.increment(key, 20);
        await pause(40);
        expect(await store.increment(key, 20)).toBe(1);
      });
    });

    describe('records', () => {
      test('they are listed oldest first', async () => {
        const [late, early] = [fresh('r'), fresh('r')];
        await store.addRecord('feedback', { id: late, at: '2026-03-02T08:00:00.000Z', rating: 1 });
        await store.addRecord('feedback', { id: early, at: '2026-03-01T08:00:00.000Z', rating: -1 });
        const listed = (await store.listRecords('feedback')).filter((r) => [late, early].includes(r.id));
        expect(listed).toEqual([
          { id: early, at: '2026-03-01T08:00:00.000Z', rating: -1 },
          { id: late, at: '2026-03-02T08:00:00.000Z', rating: 1 },
        ]);
      });

      test('kinds are apart', async () => {
        const id = fresh('r');
        await store.addRecord('review', { id, at: '2026-03-01T08:00:00.000Z' });
        expect((await store.listRecords('figures')).some((r) => r.id === id)).toBe(false);
      });

      test('a record with the same id replaces the first', async () => {
        const id = fresh('r');
        await store.addRecord('review', { id, at: '2026-03-01T08:00:00.000Z', state: 'new' });
        await store.addRecord('review', { id, at: '2026-03-01T08:00:00.000Z', state: 'done' });
        const own = (await store.listRecords('review')).filter((r) => r.id === id);
        expect(own.map((r) => r['state'])).toEqual(['done']);
      });

      test('deleted records are gone, others stay', async () => {
        const [a, b] = [fresh('r'), fresh('r')];
        for (const id of [a, b]) await store.addRecord('review', { id, at: '2026-03-01T08:00:00.000Z' });
        await store.deleteRecords('review', [a]);
        const ids = (await store.listRecords('review')).map((r) => r.id);
        expect([ids.includes(a), ids.includes(b)]).toEqual([false, true]);
      });

      test('records made before a time are swept', async () => {
        const [old, young] = [fresh('r'), fresh('r')];
        await store.addRecord('figures', { id: old, at: '2020-01-01T23:00:00.000Z' });
        await store.addRecord('figures', { id: young, at: '2020-01-02T01:00:00.000Z' });
        expect(await store.sweepRecords('figures', new Date('2020-01-02T00:00:00.000Z'))).toBeGreaterThanOrEqual(1);
        const ids = (await store.listRecords('figures')).map((r) => r.id);
        expect([ids.includes(old), ids.includes(young)]).toEqual([false, true]);
      });
    });

    describe('people', () => {
      test('a conversation belongs to whoever wrote in it', async () => {
        const [user, id] = [fresh('u'), fresh('c')];
        await store.beginTurn(incoming(id, 't1', { userId: user }));
        expect(await store.listConversations(user)).toEqual([id]);
      });

      test('an export holds state and activities of all conversations of a person', async () => {
        const [user, a, b] = [fresh('u'), fresh('c'), fresh('c')];
        await store.linkUser(user, a);
        await store.beginTurn(incoming(b, 't1', { userId: user }));
        await store.write({ [conversationKey('directline', a)]: { n: 1 } });
        const exported = await store.exportUser(user);
        const byId = [...exported].sort((x, y) => [a, b].indexOf(x.conversationId) - [a, b].indexOf(y.conversationId));
        expect(byId).toEqual([
          { conversationId: a, state: { [conversationKey('directline', a)]: { n: 1 } }, activities: [] },
          { conversationId: b, state: {}, activities: [message('t1')] },
        ]);
      });

      test('forget erases state, activities and turns of a conversation', async () => {
        const [user, id] = [fresh('u'), fresh('c')];
        const key = conversationKey('directline', id);
        await store.beginTurn(incoming(id, 't1', { userId: user }));
        await store.write({ [key]: { n: 1 } });
        await store.forget(id);
        expect(await store.read([key])).toEqual({});
        expect(await store.readFrom(id, 0)).toEqual({ activities: [], watermark: 0 });
        expect(await store.listConversations(user)).toEqual([]);
        expect((await store.listUnfinishedTurns(0)).filter((t) => t.conversationId === id)).toEqual([]);
        expect(await store.beginTurn(incoming(id, 't1'))).toEqual({ kind: 'new' });
      });

      test('forgetUser erases all conversations of a person and nobody else', async () => {
        const [user, other] = [fresh('u'), fresh('u')];
        const [a, b, c] = [fresh('c'), fresh('c'), fresh('c')];
        for (const id of [a, b]) await store.beginTurn(incoming(id, 't1', { userId: user }));
        await store.beginTurn(incoming(c, 't1', { userId: other }));
        expect(await store.forgetUser(user)).toBe(2);
        expect(await store.exportUser(user)).toEqual([]);
        const marks = await Promise.all([a, b, c].map(async (id) => (await store.readFrom(id, 0)).watermark));
        expect(marks).toEqual([0, 0, 1]);
      });

      test('sweep erases what was last touched before a time, and only that', async () => {
        const [old, young] = [fresh('c'), fresh('c')];
        await store.append(old, [message('a')]);
        await pause(20);
        const between = new Date();
        await pause(20);
        await store.append(young, [message('b')]);
        expect(await store.sweep(between)).toBeGreaterThanOrEqual(1);
        const marks = await Promise.all([old, young].map(async (id) => (await store.readFrom(id, 0)).watermark));
        expect(marks).toEqual([0, 1]);
      });
    });

    test('check resolves while everything can be saved', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
