import { formatProblem } from '../../../src/errors.js';
import { checkEditing } from '../../../src/knowledge/checkEditing.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { copyKnowledge } from './knowledgeFolder.js';

const NOW = new Date('2026-11-24T00:00:00Z');
const ENTRY = 'why/clicking-hip.md';

describe('checkEditing', () => {
  let folder: ReturnType<typeof copyKnowledge>;
  beforeEach(() => {
    folder = copyKnowledge();
  });
  afterEach(() => folder.remove());

  const problems = (now = NOW) => checkEditing(loadUsableKnowledge(folder.dir), now).map(formatProblem);
  const addSentence = (sentence: string) => (t: string) => `${t.trimEnd()}\n\n${sentence} [^general]\n`;

  test('the shipped knowledge passes', () => {
    expect(problems()).toEqual([]);
  });

  const faults: [string, (t: string) => string, RegExp][] = [
    ['a promise', addSentence('This will cure it.'), /KNOWLEDGE_FORBIDDEN says "cure"/],
    [
      '"nothing to worry about"',
      addSentence('It is nothing to worry about.'),
      /KNOWLEDGE_FORBIDDEN says "nothing to worry about"/,
    ],
    ['a filler word', addSentence('It is just a click.'), /KNOWLEDGE_FORBIDDEN says "just"/],
    [
      'a hard text',
      (t) =>
        t.replace(
          /\n---\n[\s\S]*$/,
          '\n---\n\nPerioperative immobilisation necessitates individualised multidisciplinary rehabilitation interventions. [^general]\n',
        ),
      /KNOWLEDGE_GRADE reads at grade \d+\.\d, at most 8/,
    ],
    [
      'a long sentence',
      addSentence(`It ${'and so on '.repeat(15)}ends.`),
      /KNOWLEDGE_TOO_LONG a sentence has \d+ words, at most \d+/,
    ],
    [
      'a long answer',
      addSentence('Words go here. '.repeat(60)),
      /KNOWLEDGE_TOO_LONG "answer" has \d+ words, at most 155/,
    ],
    [
      'a long short answer',
      (t) => t.replace('short: >-', 'short: >-\n  One. Two. Three.'),
      /KNOWLEDGE_TOO_LONG "short" has \d sentences, at most 2/,
    ],
    [
      'a statement without a source',
      (t) => `${t.trimEnd()}\n\nHips click.\n`,
      /KNOWLEDGE_SOURCES_DIFFER no source is marked at "Hips click\."/,
    ],
    [
      'a source that is marked nowhere',
      (t) => t.replace(/^sources: \[/m, 'sources: [nhs-flatfeet, '),
      /KNOWLEDGE_SOURCES_DIFFER "nhs-flatfeet" is listed and marked nowhere/,
    ],
    [
      'a mark that is not listed',
      (t) => `${t.trimEnd()}\n\nHips click. [^nhs-flatfeet]\n`,
      /KNOWLEDGE_SOURCES_DIFFER "nhs-flatfeet" is marked in the text and missing/,
    ],
    [
      'a review more than a year away',
      (t) => t.replace(/^reviewBy:.*$/m, 'reviewBy: 2029-01-01'),
      /KNOWLEDGE_DATE "reviewBy" is \d+ days after/,
    ],
    ['a missing safety note', (t) => t.replace(/^safetyNote: >-\n(?: {2}.*\n)+/m, ''), /KNOWLEDGE_SAFETY_NOTE/],
    ['a tool without the interest', addSentence('The Hip Hook is a tool.'), /KNOWLEDGE_INTEREST names "Hip Hook"/],
  ];
  test.each(faults)('marks %s', (_name, spoil, expected) => {
    folder.edit(ENTRY, spoil);
    expect(problems().join('\n')).toMatch(expected);
  });

  test('marks an overdue review', () => {
    expect(problems(new Date('2028-01-01T00:00:00Z')).join('\n')).toMatch(
      /KNOWLEDGE_REVIEW_DUE the review was due on 2027-11-23/,
    );
  });

  test('marks too few utterances', () => {
    folder.edit('why/clicking-hip.utterances.txt', () => 'one only\n');
    expect(problems().join('\n')).toMatch(/clicking-hip\.md:\d+: KNOWLEDGE_TOO_FEW has 6 utterances, at least 40/);
  });

  test('marks near-duplicates across entries with both places', () => {
    folder.edit('why/clicking-hip.utterances.txt', (t) => `${t}\nmy purple hip makes the strangest sound tonight\n`);
    folder.edit('anatomy/psoas.utterances.txt', (t) =>
      `${t}\nmy purple hip makes the strangest sound, tonight!!\n`.replace('my purple', 'the my purple'),
    );
    expect(problems().join('\n')).toMatch(
      /KNOWLEDGE_NEAR_DUPLICATE ".*purple.*" is nearly ".*purple.*" at knowledge\/.*:\d+/,
    );
  });

  test('marks an orphan entry', () => {
    const unlink = (t: string) => t.replace('why.clicking-hip', 'why.hip-flexors-hurt');
    for (const entry of loadUsableKnowledge(folder.dir).entries.values())
      if (entry.related.includes('why.clicking-hip')) folder.edit(entry.file.replace('knowledge/', ''), unlink);
    expect(problems().join('\n')).toMatch(/clicking-hip\.md:2: KNOWLEDGE_ORPHAN/);
  });
});
