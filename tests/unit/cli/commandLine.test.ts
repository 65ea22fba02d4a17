import { spawnSync } from 'node:child_process';
import path from 'node:path';

const run = (args: string[], input = '') => {
  const done = spawnSync(process.execPath, [path.resolve('scripts/kb.mjs'), ...args], { input, encoding: 'utf8' });
  const lines = done.stdout.split('\n').filter(Boolean);
  return { ...done, lines, rows: () => lines.map((l) => JSON.parse(l) as Record<string, unknown>) };
};

describe('kb batch', () => {
  const input = [
    '{"text":"I had hip surgery, why does my knee hurt?"}',
    'not json',
    '{"text":7}',
    '{"text":"my calf is hot and swollen and I cannot breathe"}',
    '{"text":"what are the signs of a blood clot?"}',
    '{"text":"how long?","context":{"intent":"relief.ice-heat"}}',
    '{"text":"asdkjh qwe"}',
  ].join('\n');

  test('answers each line in order, in the shape of the contract, and goes on after a bad one', () => {
    const { rows, status } = run(['batch'], input);
    const [answer, notJson, notText, flag, information, , gibberish] = rows();
    expect(status).toBe(0);
    expect(rows()).toHaveLength(7);
    expect(answer).toMatchObject({
      text: 'I had hip surgery, why does my knee hurt?',
      decision: 'answer',
      intent: 'why.hip-surgery-knee-pain',
      redFlag: null,
      ms: expect.any(Number),
    });
    const candidates = answer?.['candidates'] as { intent: string; score: number }[];
    expect(candidates.length).toBeLessThanOrEqual(5);
    expect(candidates[0]?.intent).toBe('why.hip-surgery-knee-pain');
    expect(notJson).toEqual({ error: { code: 'CLI_BAD_LINE', message: expect.any(String) }, line: 2 });
    expect(notText).toMatchObject({ error: { code: 'CLI_BAD_LINE' }, line: 3 });
    expect(flag).toMatchObject({ decision: 'redFlag', redFlag: 'safety.blood-clot' });
    expect(information).toMatchObject({ decision: 'answer', intent: 'safety.blood-clot', redFlag: null });
    expect(gibberish).toMatchObject({ decision: 'fallback', intent: null });
  });
});

describe('kb converse', () => {
  test('plays whole turns in the shape of the contract', () => {
    const { rows } = run(
      ['converse'],
      [
        '{"conversation":"c1","text":"I had hip surgery, why does my knee hurt?","at":"2026-11-22T10:00:00Z"}',
        '{"conversation":"c1","text":"Tell me more"}',
        '{"conversation":"c2","text":"my chest hurts and I cannot breathe","channel":"slack"}',
        '{"conversation":"c3","text":"x","channel":"pigeon"}',
      ].join('\n'),
    );
    const [first, more, flag, wrong] = rows();
    expect(first).toMatchObject({
      conversation: 'c1',
      turn: 1,
      decision: 'answer',
      intent: 'why.hip-surgery-knee-pain',
      redFlag: null,
      dialog: 'root',
      ms: expect.any(Number),
    });
    const said = (first?.['replies'] as { text: string; actions: string[] }[]).map((r) => r.text).join('\n');
    expect(said).toContain('share nerves');
    expect(more).toMatchObject({ turn: 2 });
    expect(flag).toMatchObject({
      conversation: 'c2',
      turn: 1,
      decision: 'redFlag',
      redFlag: expect.stringMatching(/^safety\./),
    });
    expect(wrong).toMatchObject({ error: { code: 'CLI_BAD_LINE' }, line: 4 });
  });
});

describe('kb ask', () => {
  test('prints the decision, the candidates and why', () => {
    const { stdout, status } = run(['ask', 'what is the illiacus?']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/decision\s+answer\s+anatomy\.iliacus/);
    expect(stdout).toContain('illiacus');
  });

  test('repeats its decision from its own last line', () => {
    const first = run(['ask', '--after', 'relief.ice-heat', 'how long?']);
    const replay = /npm run kb -- (ask .*)$/m.exec(first.stdout)?.[1] ?? '';
    const [, after = '', utterance = ''] = /^ask --after (\S+) (".*")$/.exec(replay) ?? [];
    expect(run(['ask', '--after', after, JSON.parse(utterance) as string]).stdout).toBe(first.stdout);
  });

  test('refuses an option it does not know', () => {
    const { status, stderr } = run(['ask', '--loud', 'hip']);
    expect(status).not.toBe(0);
    expect(stderr).toContain('CLI_USAGE');
  });
});

describe('kb', () => {
  test('names its commands, and refuses an unknown one with 2', () => {
    expect(run(['help']).stdout).toContain('converse');
    const unknown = run(['dance']);
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('CLI_USAGE unknown command "dance"');
  });
});
