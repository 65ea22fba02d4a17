// Every command that README.md and docs/ show, run as a reader would: in a clone, with what the text says is at hand.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const LIMIT_MS = 5 * 60_000;

/** Commands that another test runs, with its name: they take minutes, or start a server. */
const ELSEWHERE = new Map([
  ['npm ci && npm start', 'scripts/testNodes.mjs starts it and asks'],
  ['npm ci && npm test', 'the test command itself'],
  ['npm run kb -- check', '.ci/run'],
  ['npm run kb -- evaluate', 'tests/evaluation.test.ts'],
  ['npm run kb -- impact', 'tests/unit/desk/impact.test.ts'],
  ['npm run kb -- impact --base v1.2 --json', 'tests/unit/desk/impact.test.ts'],
]);
/** What a command needs beforehand, or is typed into it. */
const INPUT = { 'npm run kb -- chat': 'should I use ice or heat?\n' };
/** A command that has nothing to do in a fresh clone says so and ends with 1. */
const REFUSED = { 'npm run kb -- rollback': /KNOWLEDGE_NO_VERSION no other version has been kept/ };
/** What it has to print. */
const PRINTS = {
  'npm run kb -- ask "I had hip surgery, why does my knee hurt?"': /why\.hip-surgery-knee-pain/,
  'npm run kb -- chat': /cold|ice/i,
  'npm run kb -- help': /coverage/,
  'npm run kb -- import faq.tsv --dry-run': /faq\.tsv/,
};

function listCommands() {
  const files = [
    'README.md',
    ...readdirSync(path.join(root, 'docs'))
      .filter((f) => f.endsWith('.md'))
      .map((f) => `docs/${f}`),
  ];
  const found = new Set();
  for (const file of files)
    for (const [, block] of readFileSync(path.join(root, file), 'utf8').matchAll(/^```(?:sh)?\n([\s\S]*?)^```/gm))
      for (const line of block.replace(/\\\n\s*/g, '').split('\n')) {
        const command = line.replace(/\s+#\s.*$/, '').trim();
        if (/^(?:[A-Za-z_]+=(?:<[^>]*>|"[^"]*"|\S+)\s+)*npm (?:run|ci|test)\b/.test(command)) found.add(command);
      }
  return [...found];
}

describe('the commands of the documents', () => {
  let dir = '';
  before(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'kneebone-documents-'));
    const git = (...args) => execFileSync('git', args, { cwd: dir, stdio: 'pipe' });
    git('clone', '--quiet', root, '.');
    cpSync(path.join(root, 'dist'), path.join(dir, 'dist'), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(dir, 'node_modules'));
    writeFileSync(
      path.join(dir, 'faq.tsv'),
      'Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId\n' +
        'Can I paint my ceiling after hip surgery?\tAsk your surgical team first.\tEditorial\t\t[]\tFalse\t[]\t1\n',
    );
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  test('there are at least ten', () => assert.ok(listCommands().length >= 10));

  for (const command of listCommands()) {
    if (ELSEWHERE.has(command)) continue;
    test(command, () => {
      const revision = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: dir, encoding: 'utf8' }).trim();
      const line = command
        .replace(/rollback [0-9a-f]{12}$/, `rollback ${revision}`)
        .replace(/<your address>/g, 'kneebone.example')
        .replace(/=<[^>]*>/g, (m) => `='${valueFor(m)}'`);
      const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
        cwd: dir,
        input: INPUT[command] ?? '',
        encoding: 'utf8',
        timeout: LIMIT_MS,
        env: { ...process.env, DATA_DIR: path.join(dir, 'data') },
      });
      assert.equal(status, REFUSED[command] ? 1 : 0, `${stdout}\n${stderr}`);
      assert.match(stdout + stderr, REFUSED[command] ?? PRINTS[command] ?? /\S/);
    });
  }
});

/** Something of the kind that the placeholder names. */
const valueFor = (placeholder) =>
  /id>/.test(placeholder) ? '11111111-2222-3333-4444-555555555555' : 'https://kneebone.example/page';
