import { Worker } from 'node:worker_threads';
import { createAnswerParser } from '../../../src/language/answerParser.js';
import { createRecognizers, type Recognized } from '../../../src/language/recognizers.js';

const NOW = new Date('2026-11-23T09:00:00Z');

function fakeRecognizers(dates: Recognized['dates']) {
  const asked: string[] = [];
  const recognizers = {
    recognize: async (text: string) => {
      asked.push(text);
      return { dates };
    },
    warm: async () => {},
    close: async () => {},
  };
  return { asked, recognizers };
}

describe('createAnswerParser', () => {
  test('asks the recognizers only for what the own rules leave', async () => {
    const { asked, recognizers } = fakeRecognizers([]);
    const parser = createAnswerParser(recognizers);
    await parser.parseWhen('2-3 weeks', NOW);
    await parser.parseWhen('the tuesday before last', NOW);
    expect(asked).toEqual(['the tuesday before last']);
  });

  test('takes the latest past day of several readings', async () => {
    const { recognizers } = fakeRecognizers([
      { kind: 'day', day: '2026-11-24' },
      { kind: 'day', day: '2026-11-17' },
    ]);
    const parser = createAnswerParser(recognizers);
    expect(await parser.parseWhen('tuesday', NOW)).toEqual({ kind: 'day', day: new Date('2026-11-17T00:00:00Z') });
  });

  test('takes the middle of a range and counts a duration back', async () => {
    const range = createAnswerParser(
      fakeRecognizers([{ kind: 'range', start: '2026-11-01', end: '2026-11-11' }]).recognizers,
    );
    expect(await range.parseWhen('some time then', NOW)).toEqual({
      kind: 'day',
      day: new Date('2026-11-06T00:00:00Z'),
    });
    const duration = createAnswerParser(fakeRecognizers([{ kind: 'duration', seconds: 864_000 }]).recognizers);
    expect(await duration.parseWhen('some time', NOW)).toEqual({ kind: 'day', day: new Date('2026-11-13T00:00:00Z') });
  });

  test('says that a time lies ahead when every reading does', async () => {
    const parser = createAnswerParser(fakeRecognizers([{ kind: 'day', day: '2026-12-24' }]).recognizers);
    expect(await parser.parseWhen('heiligabend', NOW)).toEqual({ kind: 'future' });
  });

  test('reads at most 256 characters', async () => {
    const { asked, recognizers } = fakeRecognizers([]);
    await createAnswerParser(recognizers).parseWhen('x'.repeat(2000), NOW);
    expect(asked[0]).toHaveLength(256);
  });
});

describe('createRecognizers', () => {
  test('reads what the own rules do not know, in a thread', async () => {
    const parser = createAnswerParser();
    await parser.warm();
    expect(await parser.parseWhen('the tuesday before last', NOW)).toEqual({
      kind: 'day',
      day: new Date('2026-11-17T00:00:00Z'),
    });
    expect(await parser.parseWhen('not sure', NOW)).toBeUndefined();
    expect(await parser.parseWhen('1 1 1 '.repeat(400), NOW)).toBeUndefined();
    await parser.close();
  });

  test('gives nothing when the deadline passes, and goes on with a fresh thread', async () => {
    let starts = 0;
    const stuck = () => {
      starts += 1;
      const code = `const { parentPort } = require('node:worker_threads'); parentPort.postMessage({ ready: true });
        parentPort.on('message', () => { for (;;); });`;
      return new Worker(code, { eval: true });
    };
    const recognizers = createRecognizers({ deadlineMs: 50, startWorker: stuck });
    expect(await recognizers.recognize('anything', NOW)).toEqual({ dates: [] });
    expect(await recognizers.recognize('anything', NOW)).toEqual({ dates: [] });
    expect(starts).toBe(2);
    await recognizers.close();
  });

  test('gives nothing when the thread fails, and after closing', async () => {
    const failing = () => new Worker(`throw new Error('no')`, { eval: true });
    const recognizers = createRecognizers({ startWorker: failing });
    expect(await recognizers.recognize('anything', NOW)).toEqual({ dates: [] });
    await recognizers.close();
    expect(await recognizers.recognize('anything', NOW)).toEqual({ dates: [] });
  });

  test('takes only what has the expected shape from the thread', async () => {
    const values = JSON.stringify([
      { type: 'date', value: '2026-11-02' },
      { type: 'date', value: 'not resolved' },
      null,
      { type: 'duration', value: 'NaN' },
    ]);
    const code = `const { parentPort } = require('node:worker_threads'); parentPort.postMessage({ ready: true });
      parentPort.on('message', ({ id }) => parentPort.postMessage({ id, found: { dates: [{ values: ${values} }, 7, { values: 'x' }] } }));`;
    const recognizers = createRecognizers({ startWorker: () => new Worker(code, { eval: true }) });
    expect(await recognizers.recognize('anything', NOW)).toEqual({ dates: [{ kind: 'day', day: '2026-11-02' }] });
    await recognizers.close();
  });
});
