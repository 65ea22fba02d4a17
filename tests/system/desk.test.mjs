// A curator's way in a real browser: from a question that nobody could answer to the answer, without a restart.
import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chatOn, findAxeViolations, launchBrowser, openPage, screenshot } from './support/browser.mjs';
import { openConversation, quantile, startKneebone, until } from './support/kneebone.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const TOKEN = 'curators-only-4711';
const QUESTION = 'do I have to declare my implant to my car insurance';
const ANSWER = 'Ask your insurer';
const OTHERS = [
  'can I keep bees with a new hip',
  'is it ok to keep bees with my new hip',
  'who waters the plants while I am in rehab',
  'why does my knee hurt after hip surgery',
  'is yoga good for recovery',
];
/** Learning takes a few seconds on an idle machine and more on a busy one. */
const LEARNING_MS = 240_000;

let folder;
let server;
let browser;
let context;
let page;

before(
  async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kneebone-curator-'));
    cpSync(path.join(root, 'knowledge'), path.join(folder, 'knowledge'), { recursive: true });
    mkdirSync(path.join(folder, 'tests'));
    symlinkSync(path.join(root, 'tests', 'evaluation'), path.join(folder, 'tests', 'evaluation'));
    server = await startKneebone({ cwd: folder, env: { ADMIN_TOKEN: TOKEN, RATE_TURNS: '100000' } });
    browser = await launchBrowser();
    context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
    page = await openPage(context);
    page.setDefaultTimeout(20_000);
  },
  { timeout: LEARNING_MS },
);
after(async () => {
  await browser?.close();
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name) => path.join(folder, 'knowledge', name);
const readyz = async () => (await server.request('GET', '/readyz')).body;

async function look(name) {
  assert.deepEqual(await findAxeViolations(page), []);
  await screenshot(page, `desk-${name}`);
}

/** Asks in the widget, in a conversation of its own; resolves to all that the bot says to it. */
async function askWidget(text) {
  const visitor = await browser.newContext();
  const site = await openPage(visitor);
  site.setDefaultTimeout(20_000);
  await site.goto(server.url);
  const chat = chatOn(site);
  await chat.open();
  await chat.ask(text);
  await site.waitForTimeout(700);
  const words = (await chat.texts()).join('\n') + (await chat.bot.allInnerTexts()).join('\n');
  if (text === QUESTION) await screenshot(site, `desk-widget-${words.includes(ANSWER) ? 'after' : 'before'}`);
  await visitor.close();
  return words;
}

describe('the desk', { timeout: 2 * LEARNING_MS }, () => {
  test('lets nobody in with a wrong token', async () => {
    await page.goto(`${server.url}/desk`);
    await page.getByLabel('Access token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await look('sign-in');
    // The browser reports a page with status 401 as a failed resource.
    page.faults.length = 0;
  });

  test('shows what the bot could not answer', async () => {
    const words = await askWidget(QUESTION);
    assert.ok(!words.includes(ANSWER));
    for (const text of OTHERS) await (await openConversation(() => server)).post(text, text.length);
    await page.getByLabel('Access token').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(QUESTION).waitFor();
    await look('queue');
  });

  test('writes a new entry, checks it and shows it as each channel would', async () => {
    await page.getByText(QUESTION).click();
    await look('question');
    await page.getByRole('button', { name: 'Write a new entry' }).click();
    const text = await page.getByLabel('Answer and fields').inputValue();
    assert.match(text, new RegExp(`title: "${QUESTION}"`));
    const body = 'Ask your insurer whether they want to know about an implant. [^general]';
    const filled = text
      .replace('short: >-\n  \n', `short: >-\n  ${ANSWER}, as the rules differ from one to the next.\n`)
      .replace(/\n \[\^general\]\n$/, `\n${body}\n`);
    await page.getByLabel('Answer and fields').fill(filled);
    await page.getByLabel('Utterances, one a line').fill('does my car insurer need to know about the implant');
    await page.getByRole('button', { name: 'Check and preview' }).click();
    await page.getByRole('heading', { name: 'How it looks' }).waitFor();
    assert.equal((await page.getByText(ANSWER).count()) >= 3, true);
    await look('editor');
  });

  test('shows the impact before anything is saved', async () => {
    await page.getByRole('button', { name: 'Continue to saving' }).click();
    await page.getByRole('heading', { name: 'What would be written' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).waitFor({ timeout: LEARNING_MS });
    await page.getByText('questions compared').waitFor();
    await look('impact');
  });

  test('answers it without a restart once it is saved, and no turn fails meanwhile', async (t) => {
    const { knowledge } = await readyz();
    const started = server.child.pid;
    const turns = [];
    let isDone = false;
    const asking = (async () => {
      const person = await openConversation(() => server);
      for (let n = 0; !isDone; n++) {
        const began = performance.now();
        const { status } = await person.post('is yoga good for recovery', `turn-${n}`);
        turns.push({ status, ms: performance.now() - began });
        await new Promise((done) => setTimeout(done, 50));
      }
    })();
    const consent = page.getByLabel(/I have looked/);
    if (await consent.count()) await consent.check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The bot answers with it now.').waitFor({ timeout: LEARNING_MS });
    isDone = true;
    await asking;
    assert.deepEqual(
      turns.filter(({ status }) => status !== 200),
      [],
    );
    const times = turns.map(({ ms }) => ms).sort((a, b) => a - b);
    t.diagnostic(
      `${turns.length} turns meanwhile, longest ${Math.round(times.at(-1))} ms, median ${Math.round(quantile(times, 0.5))} ms`,
    );
    assert.notEqual((await readyz()).knowledge.version, knowledge.version);
    assert.equal(server.child.pid, started);
    await look('saved');
    assert.ok((await askWidget(QUESTION)).includes(ANSWER));
    await page.goto(`${server.url}/desk`);
    assert.equal(await page.getByText(QUESTION).count(), 0);
  });

  test('explains a test question and draws the figures', async () => {
    await page.goto(`${server.url}/desk/test`);
    await page.getByLabel(/^Question/).fill('does my car insurer need to know about my implant');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    await look('test');
    await page.goto(`${server.url}/desk/figures`);
    await look('figures');
  });

  test('keeps the last good knowledge when a file is saved badly, and says what is wrong', async () => {
    const { version } = (await readyz()).knowledge;
    const good = readFileSync(file('relief/yoga.md'), 'utf8');
    writeFileSync(file('relief/yoga.md'), good.slice(0, 300));
    await until(async () => (await readyz()).knowledge.code === 'KNOWLEDGE_REFUSED', 60_000, 'the refusal');
    assert.equal((await readyz()).knowledge.version, version);
    assert.ok((await askWidget('is yoga good for recovery')).length > 50);
    await page.goto(`${server.url}/desk/knowledge`);
    await page.getByText('relief/yoga.md').first().waitFor();
    await look('refused');
    writeFileSync(file('relief/yoga.md'), good);
    await until(async () => !(await readyz()).knowledge.code, 60_000, 'the repaired file');
    assert.match(server.output, /KNOWLEDGE_REFUSED/);
  });

  test('tells the second of two curators', async () => {
    await page.goto(`${server.url}/desk/entry?id=relief.walking`);
    appendFileSync(file('relief/walking.utterances.txt'), 'zorbing along the promenade\n');
    await page.getByRole('button', { name: 'Continue to saving' }).click();
    await page.getByRole('alert').waitFor();
    await look('conflict');
    page.faults.length = 0;
  });

  test('works on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const at of ['', '/entries', '/figures', '/knowledge', '/entry?id=relief.walking']) {
      await page.goto(`${server.url}/desk${at}`);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(isWide, false, `/desk${at} is wider than the screen`);
    }
    await page.goto(`${server.url}/desk`);
    await look('phone');
  });

  test('logged no word of what was asked, and met no fault in the browser', () => {
    for (const word of ['insurance', 'bees', 'plants']) assert.ok(!server.output.includes(word));
    assert.deepEqual(page.faults, []);
  });
});
