import os from 'node:os';
import { examine, type ExamineTask } from '../../../src/desk/examine.js';
import { readKnowledgeFile } from '../../../src/knowledge/writeKnowledge.js';
import { copyKnowledge } from '../knowledge/knowledgeFolder.js';

const folder = copyKnowledge();
afterAll(() => folder.remove());

const examineFile = (file: string, change: (text: string) => string) => {
  const before = readKnowledgeFile(folder.dir, file) ?? '';
  const task: ExamineTask = {
    kind: 'examine',
    dir: folder.dir,
    cacheDir: os.tmpdir(),
    evaluationDir: os.tmpdir(),
    changes: [{ file, before, after: change(before) }],
    earlier: [],
    now: '2026-11-23T12:00:00Z',
    region: 'eu',
    isWithImpact: false,
  };
  return examine(task);
};

describe('examine', () => {
  test('shows what a changed translation answers, in its language, and holds it against the English', () => {
    const { problems, remarks, previews } = examineFile('es/relief/sitting.md', (t) =>
      t.replace(/^reviewed:.*$/m, 'reviewed: 2026-01-01').replace(/^title:.*$/m, 'title: ¿Me siento bien?'),
    );
    expect(problems).toEqual([]);
    expect(remarks.map((r) => r.code)).toContain('KNOWLEDGE_TRANSLATION');
    expect(previews.map((p) => p.entry)).toEqual(['relief.sitting']);
    expect(previews[0]?.replies[1]?.title).toBe('¿Me siento bien?');
  });

  test('a translation that cannot be read is a problem at its line', () => {
    const { problems, previews } = examineFile('es/relief/sitting.md', (t) =>
      t.replace('title:', 'colour: red\ntitle:'),
    );
    expect(problems.map((p) => `${p.file}:${p.line} ${p.code}`)).toEqual([
      'knowledge/es/relief/sitting.md:2 KNOWLEDGE_UNKNOWN_FIELD',
    ]);
    expect(previews).toHaveLength(1);
  });

  test('an English change is shown in English', () => {
    const { previews } = examineFile('relief/sitting.md', (t) => t.replace(/^title:.*$/m, 'title: May I sit?'));
    expect(previews[0]?.replies[1]?.title).toBe('May I sit?');
  });
});
