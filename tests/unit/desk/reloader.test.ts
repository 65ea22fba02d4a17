import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Decider } from '../../../src/decide.js';
import { changesTo, listCopies } from '../../../src/desk/copies.js';
import { createReloader, describePlace } from '../../../src/desk/reloader.js';
import { runHere } from '../../../src/desk/tasks.js';
import { decide } from '../../../src/decide.js';
import { writeKnowledge } from '../../../src/knowledge/writeKnowledge.js';
import { loadUsableLanguages } from '../../../src/knowledge/loadUsableKnowledge.js';
import { loadDeciders } from '../../../src/loadDecider.js';
import { copyKnowledge } from '../knowledge/knowledgeFolder.js';

// Learning takes seconds, and many of them on a busy machine.
jest.setTimeout(120_000);

const data = mkdtempSync(path.join(os.tmpdir(), 'kneebone-reload-'));
const folder = copyKnowledge();
// Learning all of it takes seconds; the utterances that stand in the entries themselves are enough here.
for (const name of readdirSync(folder.dir, { recursive: true, encoding: 'utf8' }))
  if (/utterances\.txt$|out-of-scope|examples.*\.txt$/.test(name)) rmSync(path.join(folder.dir, name));
const cacheDir = path.join(data, 'cache');
const copies = path.join(data, 'copies');
const refused: string[] = [];
const swapped: string[] = [];
const languages = loadDeciders(loadUsableLanguages(folder.dir), cacheDir);
const first = languages.of.en;
const reloader = createReloader({
  first: languages,
  dir: folder.dir,
  cacheDir,
  copies,
  runTask: runHere,
  now: () => new Date(0),
  isWatching: false,
  onSwap: (version) => swapped.push(version),
  onRefused: (places) => refused.push(...places),
  onError: (error) => {
    throw error;
  },
});
const intentOf = (decider: Decider, text: string) => {
  const { decision } = decide(decider, text);
  return decision.kind === 'answer' ? decision.entry.id : decision.kind;
};
const utterances = path.join(folder.dir, 'relief', 'yoga.utterances.txt');
const SAID = 'zorbing blivet wumpus';

afterAll(() => {
  folder.remove();
  rmSync(data, { recursive: true, force: true });
});

describe('createReloader', () => {
  test('goes on with what is in use while the files are the same', async () => {
    await reloader.reload();
    expect(reloader.decider()).toBe(first);
    expect(listCopies(copies).map((c) => c.version)).toEqual([first.knowledge.version]);
  });

  test('takes over a saved file without a restart', async () => {
    expect(intentOf(first, SAID)).not.toBe('relief.yoga');
    appendFileSync(utterances, `\n${SAID}\n`);
    const { version } = await reloader.reload();
    expect(version).not.toBe(first.knowledge.version);
    expect(swapped).toEqual([version]);
    expect(reloader.decider().knowledge.version).toBe(version);
    expect(intentOf(reloader.decider(), SAID)).toBe('relief.yoga');
  });

  test('keeps the last good knowledge when a file is bad, and names the place without its words', async () => {
    const good = reloader.decider();
    folder.edit('relief/yoga.md', (text) => text.replace('kind: explanation', 'kind: secretwords'));
    const { problems, version } = await reloader.reload();
    expect(reloader.decider()).toBe(good);
    expect(version).toBe(good.knowledge.version);
    expect(problems.map(describePlace)[0]).toBe('knowledge/relief/yoga.md:3 KNOWLEDGE_FIELD');
    expect(refused.join()).not.toContain('secretwords');
    folder.edit('relief/yoga.md', (text) => text.replace('kind: secretwords', 'kind: explanation'));
    expect((await reloader.reload()).problems).toEqual([]);
  });

  test('comes back to a kept copy', async () => {
    const kept = listCopies(copies).find((c) => c.version === first.knowledge.version);
    writeKnowledge(folder.dir, changesTo(kept?.dir ?? '', folder.dir));
    expect((await reloader.reload()).version).toBe(first.knowledge.version);
    expect(intentOf(reloader.decider(), SAID)).not.toBe('relief.yoga');
  });

  test('takes over a translation with the same version for both languages, and refuses a bad one', async () => {
    const before = reloader.deciders();
    folder.edit('es/relief/yoga.md', (text) => text.replace(/^title: .*$/m, 'title: ¿El yoga me conviene?'));
    const { version } = await reloader.reload();
    const { en, es } = reloader.deciders().of;
    expect([en.knowledge.version, es.knowledge.version]).toEqual([version, version]);
    expect(version).not.toBe(before.of.en.knowledge.version);
    expect(es.knowledge.entries.get('relief.yoga')?.title).toBe('¿El yoga me conviene?');
    expect(reloader.deciders().detector.detect('¿El yoga me conviene?')).toBe('es');
    const good = reloader.deciders();
    folder.edit('es/red-flags.yml', (text) => `${text}\nnonsense: 1\n`);
    expect((await reloader.reload()).problems[0]?.file).toBe('knowledge/es/red-flags.yml');
    expect(reloader.deciders()).toBe(good);
    folder.edit('es/red-flags.yml', (text) => text.replace('\nnonsense: 1\n', ''));
    await reloader.reload();
  });

  test('compiles the rules of warning signs anew only when they were edited', async () => {
    const { triage } = reloader.decider();
    expect(triage).toBe(first.triage);
    folder.edit('red-flags.yml', (text) => `${text}\n# a remark\n`);
    await reloader.reload();
    expect(reloader.decider().triage).not.toBe(triage);
    expect(decide(reloader.decider(), 'I have chest pain and cannot breathe').decision.kind).toBe('redFlag');
  });

  test('keeps what is in use when half of a file is saved', async () => {
    const before = reloader.decider();
    writeFileSync(path.join(folder.dir, 'replies.yml'), 'welcome:\n  - "Hel');
    await reloader.reload();
    expect(reloader.decider()).toBe(before);
    expect(reloader.status().problems[0]?.file).toBe('knowledge/replies.yml');
  });
});
