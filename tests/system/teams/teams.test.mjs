// Teams' side of the conversation by Microsoft's own programs: the Agents Playground as a client, `adaptivecards` for cards.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchBrowser, screenshot } from '../support/browser.mjs';
import { startServer } from '../support/server.mjs';
import { drawCard } from './drawCard.mjs';
import '../support/endSoon.mjs';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let browser;
let server;

before(async () => {
  browser = await launchBrowser();
  server = await startServer({ bot: 'real', env: { STORAGE: 'memory', REGION: 'us', RATE_TURNS: '1000' } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Says something as Teams and resolves to what the bot answers. */
async function ask(text, { conversation = { id: 'a:1', conversationType: 'personal' } } = {}) {
  const fixture = JSON.parse(readFileSync(path.resolve('tests/fixtures/teams/personal-message.json'), 'utf8'));
  const activity = {
    ...fixture,
    id: String(performance.now()),
    text,
    conversation,
    deliveryMode: 'expectReplies',
    serviceUrl: server.url,
  };
  const response = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(activity),
  });
  return (await response.json()).activities;
}
/** Pictures are taken from the address that the server has got, since it was started on any free port. */
const cardsOf = (activities) =>
  JSON.parse(JSON.stringify(activities).replaceAll('http://localhost:0/', `${server.url}/`)).flatMap((a) =>
    (a.attachments ?? []).map((x) => x.content),
  );

async function newPage(width) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.faults = [];
  return page;
}

describe("cards, drawn by Microsoft's library", () => {
  const talks = {
    alert: ['I have crushing chest pain and cannot breathe'],
    steps: ['how do I lie with my legs up on a chair', 'Tell me more'],
    more: ['what is the iliopsoas?', 'Tell me more'],
    picture: ['what is the iliopsoas?'],
    guide: ['guide me through a tool'],
    step: ['guide me through a tool', 'the first one', 'none of these'],
  };

  for (const [name, texts] of Object.entries(talks)) {
    for (const width of [320, 720]) {
      test(`${name} at ${width} px shows everything, without a fault`, async () => {
        let activities = [];
        for (const text of texts)
          activities = await ask(text, { conversation: { id: `a:${name}-${width}`, conversationType: 'personal' } });
        const card = cardsOf(activities).at(-1);
        assert.ok(card, `${name} is no card: ${JSON.stringify(activities)}`);
        const page = await newPage(width);
        const { problems, place } = await drawCard(page, card, { width: width - 32 });
        assert.deepEqual(problems, []);
        await page.waitForLoadState('networkidle');
        await screenshot(page, `teams-${name}-${width}`);
        const blank = await place.locator('img').evaluateAll((all) => all.filter((i) => i.naturalWidth === 0).length);
        assert.equal(blank, 0, 'a picture was not loaded');
        const wide = await place.evaluate(
          (e) => [...e.querySelectorAll('*')].filter((c) => c.scrollWidth > e.clientWidth + 1).length,
        );
        assert.equal(wide, 0, 'something is wider than the card');
        await page.evaluate(axeSource);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run('#card', { rules: { region: { enabled: false } } }),
        );
        // Roles and names are ours; the library draws the rest.
        assert.deepEqual(
          violations.filter((v) => ['image-alt', 'button-name', 'link-name'].includes(v.id)).map((v) => v.id),
          [],
        );
        await page.close();
      });
    }
  }

  test('a press says the label, and the keyboard reaches every button and row', async () => {
    const card = cardsOf(
      await ask('guide me through a tool', { conversation: { id: 'a:press', conversationType: 'personal' } }),
    ).at(-1);
    const page = await newPage(480);
    const { pressed } = await drawCard(page, card);
    const buttons = page.getByRole('button');
    const labels = await buttons.allInnerTexts();
    assert.ok(labels.length > 1);
    for (const button of await buttons.all()) {
      await button.focus();
      await page.keyboard.press('Enter');
    }
    assert.deepEqual(
      (await pressed()).map((p) => p.say),
      labels.map((l) => l.trim()),
    );
    await page.close();
  });
});

describe('the Agents Playground as Teams', { timeout: 120_000 }, () => {
  let playground;
  let address;

  before(async () => {
    const port = await findFreePort();
    address = `http://127.0.0.1:${port}`;
    playground = spawn(
      process.execPath,
      [
        ...[findProgram(), 'start', '-e', `${server.url}/api/messages`, '-c', 'msteams', '-p', String(port)],
        '--disable-telemetry',
      ],
      { stdio: 'ignore' },
    );
    await waitFor(address);
  });
  after(() => playground?.kill());

  test('welcomes once, answers with text and cards, and takes a press of a card', async () => {
    const page = await newPage(1280);
    page.setDefaultTimeout(20_000);
    await page.goto(address);
    const say = async (text) => {
      await page.locator('[contenteditable=true]').first().fill(text);
      await page.keyboard.press('Enter');
    };
    await page.getByText("Hello, I'm Kneebone").first().waitFor();
    await screenshot(page, 'teams-playground-welcome');
    const messages = page.locator('.fai-OutputCard');
    assert.equal(await messages.filter({ hasText: "Hello, I'm Kneebone" }).count(), 1);

    await say('I had hip surgery, why does my knee hurt?');
    await page.getByText('A sore hip can be felt in the knee').first().waitFor();
    await screenshot(page, 'teams-playground-text');

    await say('guide me through a tool');
    await page.getByText('Which guide would you like?').first().waitFor();
    await page.getByRole('button', { name: 'How to rest with your legs up' }).click();
    await page.getByText('Have you been told not to lie flat').first().waitFor();
    await screenshot(page, 'teams-playground-card');
    await page.getByRole('button', { name: 'None of these fit me' }).click();
    await page.getByText('here is the first step').first().waitFor();

    await page.close();
  });
});

function findProgram() {
  const { bin } = require('@microsoft/m365agentsplayground/package.json');
  const folder = path.dirname(require.resolve('@microsoft/m365agentsplayground/package.json'));
  return path.join(folder, typeof bin === 'string' ? bin : Object.values(bin)[0]);
}

async function findFreePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

async function waitFor(url) {
  for (let i = 0; i < 150; i++) {
    if (
      await fetch(url).then(
        (r) => r.ok,
        () => false,
      )
    )
      return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${url} does not answer.`);
}
