import { createFigureCounter, rateEntries, sumFigures } from '../../../src/desk/figures.js';
import { createMemoryStore } from '../../../src/storage/memoryStore.js';

const turn = (decision: 'answer' | 'dialog' | 'redFlag') => ({
  report: { decision, intent: null, redFlag: null },
  dialog: 'root',
  channelId: 'directline',
  conversationId: 'c1',
  durationMs: 1,
});

describe('createFigureCounter', () => {
  test('saves one record a day and process, which processes add up', async () => {
    let at = '2026-11-22T23:59:00Z';
    const store = createMemoryStore(() => Date.parse(at));
    const options = { now: () => new Date(at), onError: () => undefined };
    const [one, two] = [createFigureCounter(store, options), createFigureCounter(store, options)];
    one.count(turn('answer'));
    one.count(turn('dialog'));
    two.count(turn('redFlag'));
    at = '2026-11-23T00:01:00Z';
    one.count(turn('answer'));
    await one.close();
    await two.close();
    expect(sumFigures(await store.listRecords('figures'))).toEqual([
      { day: '2026-11-22', answer: 1, clarify: 0, fallback: 0, redFlag: 1 },
      { day: '2026-11-23', answer: 1, clarify: 0, fallback: 0, redFlag: 0 },
    ]);
  });
});

describe('rateEntries', () => {
  test('puts the entry that failed most people first', () => {
    const verdict = (entry: string, helpful: boolean) => ({ id: '', at: '', entry, helpful });
    const rates = rateEntries([verdict('a.b', true), verdict('c.d', false), verdict('c.d', true)]);
    expect(rates).toEqual([
      { entry: 'c.d', helpful: 1, count: 2 },
      { entry: 'a.b', helpful: 1, count: 1 },
    ]);
  });
});
