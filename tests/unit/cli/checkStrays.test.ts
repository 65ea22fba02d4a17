import path from 'node:path';
import { checkStrays } from '../../../src/cli/check.js';
import { loadKnowledge, type Knowledge } from '../../../src/knowledge/loadKnowledge.js';

const KEPT = [
  'why.hip-surgery-knee-pain',
  'anatomy.iliopsoas',
  'tools.hip-hook-how',
  'relief.ice-heat',
  'relief.sleep-position',
  'safety.infection',
  'meta.hello',
  'more.sciatica-relief',
];
const STRAY = 'ice or heat, which of the two is better for the swelling after the operation?';

function loadSmall(): Knowledge {
  const { knowledge } = loadKnowledge(path.resolve('knowledge'));
  if (!knowledge) throw new Error('the knowledge cannot be read');
  return { ...knowledge, entries: new Map([...knowledge.entries].filter(([id]) => KEPT.includes(id))) };
}

describe('checkStrays', () => {
  test('names an utterance that the others would send elsewhere, with its place', () => {
    const small = loadSmall();
    const sleep = small.entries.get('relief.sleep-position');
    if (!sleep) throw new Error('the entry is missing');
    const entries = new Map(small.entries).set(sleep.id, { ...sleep, utterances: [STRAY, ...sleep.utterances] });
    const line = { intent: sleep.id, text: STRAY, file: 'knowledge/relief/sleep-position.utterances.txt', line: 7 };
    const problems = checkStrays({ ...small, entries, utteranceLines: [...small.utteranceLines, line] });
    expect(problems.filter((p) => p.message.includes(STRAY))).toEqual([
      expect.objectContaining({ code: 'KNOWLEDGE_ELSEWHERE', file: line.file, line: 7 }),
    ]);
    expect(problems[0]?.message).toContain('"relief.ice-heat"');
  });
});
