import { createMemory, growOlder, learn, noteAnswered, parseMemory, takeTurns } from '../../../dialogs/memory.js';

const NOW = new Date('2026-11-23T10:00:00Z');

describe('parseMemory', () => {
  test('takes back what was stored', () => {
    const memory = {
      ...createMemory(),
      told: { pain: ['hip' as const], weeksSince: 3 },
      misses: 1,
      asked: ['relief.yoga'],
    };
    expect(parseMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
  });

  test('loses only the part that cannot be read', () => {
    const memory = parseMemory({
      ...createMemory(),
      told: { pain: ['elbow'], side: 'left' },
      asked: 7,
      misses: 'many',
      lastIntent: 'relief.yoga',
    });
    expect(memory).toMatchObject({ told: { side: 'left' }, asked: [], misses: 0, lastIntent: 'relief.yoga' });
    expect(memory.told.pain).toBeUndefined();
  });

  test('is careful where that part cannot be read', () => {
    expect(parseMemory({ ...createMemory(), careful: 'perhaps' }).careful).toBe(true);
  });

  test.each([undefined, null, 'text', { version: 1 }, []])('begins afresh with %j', (stored) => {
    expect(parseMemory(stored)).toEqual(createMemory());
  });
});

describe('learn', () => {
  test('lets a later word replace an earlier one', () => {
    const memory = createMemory();
    learn(memory, { pain: ['hip'], side: 'left' }, NOW);
    learn(memory, { pain: ['knee'] }, NOW);
    expect(memory.told).toEqual({ pain: ['knee'], side: 'left' });
  });

  test('lets an operation end "no operation", and the other way round', () => {
    const memory = createMemory();
    learn(memory, { noSurgery: true }, NOW);
    learn(memory, { surgery: ['hip'], weeksSince: 3 }, NOW);
    expect(memory.told).toEqual({ surgery: ['hip'], weeksSince: 3 });
    learn(memory, { noSurgery: true }, NOW);
    expect(memory.told).toEqual({ noSurgery: true });
    expect(memory.operatedOn).toBeUndefined();
  });
});

describe('growOlder', () => {
  test('counts the weeks on from the day of the operation', () => {
    const memory = createMemory();
    learn(memory, { weeksSince: 3 }, NOW);
    growOlder(memory, new Date('2026-12-07T10:00:00Z'));
    expect(memory.told.weeksSince).toBe(5);
  });
});

describe('takeTurns', () => {
  test('goes through a list and starts again', () => {
    const memory = createMemory();
    expect(['a', 'b', 'a'].map(() => takeTurns(memory, 'list', ['a', 'b']))).toEqual(['a', 'b', 'a']);
  });
});

describe('noteAnswered', () => {
  test('keeps the latest twelve, each once', () => {
    const memory = createMemory();
    for (let n = 0; n < 20; n++) noteAnswered(memory, `why.${n % 15}`);
    expect(memory.asked).toHaveLength(12);
    expect(memory.asked.at(-1)).toBe('why.4');
    expect(new Set(memory.asked).size).toBe(12);
  });
});
