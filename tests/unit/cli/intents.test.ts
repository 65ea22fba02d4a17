import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { areaUnderRoc, runIntents } from '../../../src/cli/intents.js';

const train = ['knee', 'hip', 'back'].flatMap((site) =>
  ['my SITE hurts', 'why does my SITE ache', 'pain in the SITE', 'sore SITE'].map((t) => ({
    text: t.replace('SITE', site),
    intent: site,
  })),
);

describe('runIntents', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'intents-'));
  const out = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const err = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  afterAll(() => {
    rmSync(dir, { recursive: true });
    jest.restoreAllMocks();
  });
  beforeEach(() => {
    out.mockClear();
    err.mockClear();
  });

  function write(name: string, lines: readonly unknown[]): string {
    const file = path.join(dir, name);
    writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    return file;
  }
  const printed = (): Record<string, unknown> => JSON.parse(String(out.mock.calls[0]?.[0])) as Record<string, unknown>;

  test('prints the figures as one line of JSON', async () => {
    const test = write('test.jsonl', [
      { text: 'my knee aches', intent: 'knee' },
      { text: 'sing a song', intent: 'oos' },
    ]);
    expect(await runIntents(['--train', write('train.jsonl', train), '--test', test, '--json'])).toBe(0);
    expect(printed()).toMatchObject({ trainRows: 12, testRows: 2, intents: 3, accuracy: 1 });
    expect(printed()['outOfScopeRecall']).not.toBeNull();
  });
  test('names the line of what it cannot read and goes on', async () => {
    const file = write('bad.jsonl', ['{"text":', '[]', ...train, '', { text: 'no intent' }]);
    expect(await runIntents(['--train', file, '--test', write('t.jsonl', train)])).toBe(0);
    const told = err.mock.calls.map((call) => String(call[0]));
    expect(told).toHaveLength(3);
    expect(told[0]).toContain('bad.jsonl:1: not valid JSON');
    expect(told[2]).toContain('bad.jsonl:16:');
  });
  test('reads questions with answers, and several right intents', async () => {
    const faq = write('faq.jsonl', [
      { id: 'f1', question: 'How do I delete my account?', answers: ['Open the settings.'] },
      { id: 'f2', question: 'How do I change my password?', answers: ['Use the key icon.'] },
    ]);
    const test = write('q.jsonl', [{ text: 'where is the key icon', intent: ['f2', 'f9'] }]);
    expect(await runIntents(['--train', faq, '--test', test, '--json'])).toBe(0);
    expect(printed()).toMatchObject({ accuracy: 1, mrr10: 1 });
  });
  test('fails on a missing file with its name', async () => {
    expect(await runIntents(['--train', path.join(dir, 'none.jsonl'), '--test', write('t.jsonl', train)])).toBe(1);
    expect(String(err.mock.calls[0]?.[0])).toContain('none.jsonl');
  });
  test('fails on wrong use', async () => {
    expect(await runIntents(['--train'])).toBe(2);
    expect(await runIntents([])).toBe(2);
  });
  test('fails on a file without a usable line', async () => {
    expect(await runIntents(['--train', write('empty.jsonl', ['']), '--test', write('t.jsonl', train)])).toBe(1);
  });
});

describe('areaUnderRoc', () => {
  test('is 1 when every in-scope figure is higher', () => {
    expect(areaUnderRoc([0.9, 0.8], [0.1, 0.2])).toBe(1);
  });
  test('counts ties half', () => {
    expect(areaUnderRoc([0.5], [0.5])).toBe(0.5);
  });
});
