// The widget in real Chromium, on our own page and on the sites of others.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { chatOn, findAxeViolations, launchBrowser, openPage, screenshot } from './support/browser.mjs';
import { startHost, tag } from './support/hosts.mjs';
import { startServer } from './support/server.mjs';
import './support/endSoon.mjs';

/** As strict as a site can be: nothing inline, nothing evaluated, and of ours only what the README asks for. */
const strictCsp = (server) =>
  `default-src 'none'; script-src ${server.url}; frame-src ${server.url}; style-src 'none'; img-src data:`;
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

let browser;
let host;
let server;
let hostPage = {};
const contexts = [];

before(async () => {
  browser = await launchBrowser();
  host = await startHost((path) => (typeof hostPage === 'function' ? hostPage(path) : hostPage));
  server = await startServer({ env: { WIDGET_ORIGINS: host.url } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await host?.close();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  host.reports.length = 0;
});

/** A fresh visitor; `faults` of the page must be empty at the end of a test. */
async function visit(url, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', ...options });
  contexts.push(context);
  const page = await openPage(context);
  await page.goto(url);
  return { context, page, chat: chatOn(page) };
}
const embed = (attributes = '', rest = {}) =>
  (hostPage = { body: `<p>Welcome.</p>${tag(server, attributes)}`, ...rest });

describe('on the demonstration page', () => {
  test('a visitor asks and reads the answer', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await screenshot(page, 'home-open');
    await chat.ask('I had hip surgery, why does my knee hurt?');
    assert.match(await chat.bot.last().innerText(), /knee and the hip share/);
    await screenshot(page, 'home-answer');
    assert.deepEqual(page.faults, []);
  });

  test('a suggested question opens the chat and is asked', async () => {
    const { page, chat } = await visit(server.url, { viewport: PHONE });
    await screenshot(page, 'home-phone');
    await page.getByRole('button', { name: 'What are the hip flexors?' }).click();
    await chat.bot.nth(1).waitFor();
    assert.equal(await chat.you.last().locator('.bubble').innerText(), 'What are the hip flexors?');
    assert.deepEqual(page.faults, []);
  });

  test('the snippet can be copied', async () => {
    const { page, context } = await visit(server.url);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, `<script src="${server.url}/widget.js" async></script>`);
  });

  test('looks well in the dark and at full length', async () => {
    const { page, chat } = await visit(server.url, { colorScheme: 'dark' });
    await chat.open();
    await chat.ask('Show me the steps');
    await screenshot(page, 'home-dark');
    await chat.launcher.click();
    await page.waitForTimeout(300);
    await page.screenshot({ path: 'tests/system/output/home-dark-whole.png', fullPage: true });
    assert.deepEqual(page.faults, []);
  });

  test('needs at most 60 kB until the first answer, of which the launcher has 5 kB', async () => {
    const { page, chat, context } = await visit(`${server.url}/icon.svg`);
    const sizes = new Map();
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    page.on('response', async (response) => {
      const { responseBodySize } = await response.request().sizes();
      sizes.set(new URL(response.url()).pathname.replace(/-[A-Z0-9]{8}/, ''), responseBodySize);
    });
    await page.goto(server.url);
    await chat.open();
    await chat.ask('hip');
    await page.waitForTimeout(200);
    const ours = [...sizes].filter(
      ([name]) => name === '/widget.js' || name.startsWith('/widget/') || name.includes('chat'),
    );
    assert.ok(sizes.get('/widget.js') <= 5000, `launcher: ${sizes.get('/widget.js')} bytes`);
    assert.ok(ours.reduce((sum, [, bytes]) => sum + bytes, 0) <= 60_000, JSON.stringify(ours));
  });
});

describe('the conversation survives', () => {
  test('a reload, with what was not sent yet', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('hip');
    await chat.input.fill('half a quest');
    await page.reload();
    await chat.bot.nth(1).waitFor();
    assert.deepEqual((await chat.texts()).slice(1, 2), ['hip']);
    assert.equal(await chat.input.inputValue(), 'half a quest');
    assert.deepEqual(page.faults, []);
  });

  test('three pages of a site, open as it was', async () => {
    embed();
    const { page, chat } = await visit(`${host.url}/one`);
    await chat.open();
    await chat.ask('hip');
    for (const path of ['/two', '/three']) {
      await page.goto(host.url + path);
      await chat.bot.nth(1).waitFor();
      assert.equal(await chat.launcher.getAttribute('aria-expanded'), 'true');
    }
    await chat.ask('knee');
    assert.equal(await chat.you.count(), 2);
    assert.deepEqual(page.faults, []);
  });

  test('a second tab, and both are live', async () => {
    const { context, page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('hip');
    const second = await openPage(context);
    await second.goto(server.url);
    const other = chatOn(second);
    await other.open();
    await other.bot.nth(1).waitFor();
    await other.ask('knee');
    await chat.you.nth(1).waitFor();
    await chat.bot.nth(2).waitFor();
    await chat.ask('back');
    await other.you.nth(2).waitFor();
    await other.bot.nth(3).waitFor();
    assert.deepEqual(await chat.texts(), await other.texts());
    assert.deepEqual([...page.faults, ...second.faults], []);
  });

  test('a restart of the server in the middle of a question', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('hip');
    page.isLineCut = true;
    await chat.input.fill('a slow one');
    await chat.input.press('Enter');
    await page.waitForTimeout(300);
    await server.kill();
    await chat.input.fill('m1');
    await chat.input.press('Enter');
    await page.waitForTimeout(1200);
    await screenshot(page, 'server-away');
    await server.restart();
    await chat.saying('answer to m1').waitFor({ timeout: 20_000 });
    const texts = await chat.texts();
    assert.deepEqual(
      texts.slice(1).map((t) => t.slice(0, 12)),
      ['hip', 'The knee and', 'a slow one', 'The knee and', 'm1', 'answer to m1'],
    );
    assert.deepEqual(page.faults, []);
  });

  test('a token that died', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('hip');
    await server.advance(31 * 60_000);
    page.isLineCut = true; // the refused call shows in the console of any browser
    await chat.ask('m2');
    assert.equal(await chat.bot.last().locator('.bubble').innerText(), 'answer to m2');
    assert.equal(await chat.you.count(), 2);
    assert.deepEqual(
      page.faults.filter((f) => !f.includes('403')),
      [],
    );
  });

  test('a line that is gone for a while', async () => {
    const { context, page, chat } = await visit(server.url);
    await chat.open();
    page.isLineCut = true;
    await context.setOffline(true);
    await chat.input.fill('m3');
    await chat.input.press('Enter');
    await chat.frame.getByText('You are offline').waitFor();
    await chat.frame.getByText('Not sent yet').waitFor();
    await screenshot(page, 'offline');
    await page.reload().catch(() => undefined);
    await context.setOffline(false);
    await page.goto(server.url);
    await chat.open();
    await chat.saying('answer to m3').waitFor();
    assert.equal(await chat.you.count(), 1);
    assert.deepEqual(page.faults, []);
  });

  test('offline and back without a reload', async () => {
    const { context, page, chat } = await visit(server.url);
    await chat.open();
    page.isLineCut = true;
    await context.setOffline(true);
    await chat.input.fill('m4');
    await chat.input.press('Enter');
    await chat.frame.getByText('Not sent yet').waitFor();
    await context.setOffline(false);
    await chat.saying('answer to m4').waitFor();
    assert.equal(await chat.frame.getByText('You are offline').count(), 0);
    assert.deepEqual(page.faults, []);
  });

  test('a line that only looks open, as after a laptop’s sleep', async () => {
    const context = await browser.newContext({ viewport: DESKTOP });
    contexts.push(context);
    let isFrozen = false;
    await context.routeWebSocket(/stream/, (socket) => {
      const behind = socket.connectToServer();
      const wasBefore = !isFrozen;
      socket.onMessage((data) => (isFrozen && wasBefore ? undefined : behind.send(data)));
      behind.onMessage((data) => (isFrozen && wasBefore ? undefined : socket.send(data)));
    });
    const page = await openPage(context);
    await page.goto(server.url);
    const chat = chatOn(page);
    await chat.open();
    await chat.ask('m7');
    isFrozen = true;
    await chat.input.fill('m8');
    await chat.input.press('Enter');
    await page.waitForTimeout(500);
    assert.equal(await chat.saying('answer to m8').count(), 0);
    await chat.saying('answer to m8').waitFor();
    assert.deepEqual(page.faults, []);
  });

  test('a network without WebSockets', async () => {
    const context = await browser.newContext({ viewport: DESKTOP });
    contexts.push(context);
    await context.routeWebSocket(/stream/, (socket) => socket.close());
    const page = await openPage(context);
    page.isLineCut = true;
    await page.goto(server.url);
    const chat = chatOn(page);
    await chat.open();
    await chat.ask('m5');
    assert.equal(await chat.bot.last().locator('.bubble').innerText(), 'answer to m5');
    assert.deepEqual(page.faults, []);
  });
});

describe('on the sites of others', () => {
  test('works under the strictest policy, without one report', async () => {
    embed('', { csp: strictCsp(server) });
    const { page, chat } = await visit(host.url);
    await chat.open();
    await chat.ask('Show me the steps');
    await screenshot(page, 'strict-csp');
    assert.deepEqual(host.reports, []);
    assert.deepEqual(page.faults, []);
  });

  test('works with an integrity hash', async () => {
    const home = await (await fetch(server.url)).text();
    const integrity = /integrity="(sha384-[^"]+)"/.exec(home.replaceAll('&quot;', '"'))[1];
    embed(`crossorigin="anonymous" integrity="${integrity}"`);
    const { page, chat } = await visit(host.url);
    await chat.open();
    assert.deepEqual(page.faults, []);
  });

  test('is not shown on a site that WIDGET_ORIGINS does not list, and says why', async () => {
    const foreign = await startHost(() => ({ body: tag(server) }));
    const { page } = await visit(foreign.url);
    await page.waitForTimeout(500);
    assert.equal(await page.locator('aside').count(), 0);
    assert.deepEqual(page.faults, [
      `error: Kneebone is not shown: ${foreign.url} may not embed it. The server's WIDGET_ORIGINS must list ${foreign.url}.`,
    ]);
    await foreign.close();
  });

  test('cannot be framed by a site that WIDGET_ORIGINS does not list', async () => {
    const foreign = await startHost(() => ({ body: `<iframe title="x" src="${server.url}/widget/chat"></iframe>` }));
    const { page } = await visit(foreign.url);
    await page.waitForTimeout(500);
    assert.match(page.faults.join(), /frame-ancestors/);
    await foreign.close();
  });

  test('mirrors itself on a page that reads from right to left', async () => {
    embed('data-title="عيادة"', { dir: 'rtl', lang: 'ar', title: 'عيادة الصفصاف' });
    const { page, chat } = await visit(host.url);
    await chat.open();
    await chat.ask('Show me the steps');
    await screenshot(page, 'rtl');
    const { x } = await chat.launcher.boundingBox();
    assert.ok(x < 100, 'the button stands on the left');
    assert.equal(await chat.frame.locator('html').getAttribute('dir'), 'rtl');
    assert.deepEqual(page.faults, []);
  });

  test('takes its colours, words and side from the page', async () => {
    embed(
      'data-title="Nurse Bot" data-label="Questions?" data-side="left" data-accent="#ffd54a" data-greeting="Nice to see you" data-theme="dark"',
    );
    const { page, chat } = await visit(host.url);
    assert.equal(await chat.launcher.innerText(), 'Questions?');
    assert.ok((await chat.launcher.boundingBox()).x < 100);
    await chat.open();
    await chat.frame.getByText('Nice to see you').waitFor();
    await screenshot(page, 'themed');
    assert.equal(await chat.frame.locator('h1').innerText(), 'Nurse Bot');
    assert.equal(await chat.launcher.evaluate((b) => getComputedStyle(b).color), 'rgb(0, 0, 0)');
    assert.deepEqual(await findAxeViolations(page), []);
    assert.deepEqual(page.faults, []);
  });

  for (const [name, attributes, lang] of [
    ['data-locale="es-MX"', 'data-locale="es-MX"', 'en'],
    ['a Spanish page', '', 'es'],
  ])
    test(`speaks Spanish by ${name}, and says so to a screen reader`, async () => {
      embed(attributes, { lang });
      const { page, chat } = await visit(host.url);
      assert.equal(await chat.launcher.innerText(), 'Preguntar a Kneebone');
      assert.equal(await page.locator('aside').getAttribute('lang'), 'es');
      await chat.launcher.click();
      const frame = page.frameLocator('iframe[title="Chat de Kneebone"]');
      await frame.getByText('Asistente automático').waitFor();
      assert.match(await frame.locator('html').getAttribute('lang'), /^es/);
      assert.equal(await frame.locator('textarea').getAttribute('placeholder'), 'Escriba su pregunta');
      await frame.locator('.message.bot').first().waitFor();
      await screenshot(page, 'spanish');
      assert.deepEqual(page.faults, []);
    });

  test('asks the start question of a new visitor once', async () => {
    embed('data-question="What are the hip flexors?"');
    const { page, chat } = await visit(host.url);
    await chat.open();
    await chat.bot.nth(1).waitFor();
    await page.reload();
    await chat.bot.nth(1).waitFor();
    await page.waitForTimeout(300);
    assert.equal(await chat.you.count(), 1);
  });

  test('keeps no cookie and asks nothing before the visitor opens it', async () => {
    embed();
    const { context, page } = await visit(host.url);
    const calls = [];
    page.on('request', (r) => calls.push(r.url()));
    await page.waitForTimeout(1500);
    assert.deepEqual(
      calls.filter((url) => /session|directline/.test(url)),
      [],
    );
    assert.deepEqual(await context.cookies(), []);
  });
});

describe('window.Kneebone', () => {
  const command = (page, ...values) => page.evaluate((v) => window.Kneebone(...v), values);

  test('opens, asks, reports, closes, forgets and goes', async () => {
    embed();
    const { page, chat } = await visit(host.url);
    await page.waitForFunction(() => window.Kneebone);
    await page.evaluate(() => {
      window.seen = [];
      for (const name of ['open', 'close', 'message', 'alert', 'forget'])
        window.Kneebone('on', name, (d) => window.seen.push([name, d]));
    });
    await command(page, 'ask', 'alert');
    await chat.frame.getByRole('alert').waitFor();
    await command(page, 'close');
    await command(page, 'open');
    await command(page, 'forget');
    await chat.you.first().waitFor({ state: 'detached' });
    await chat.bot.first().waitFor();
    assert.equal(await chat.you.count(), 0);
    const seen = (await page.evaluate(() => window.seen)).map((s) => s.filter(Boolean).join(' '));
    for (const name of ['open', 'message you', 'message bot', 'alert emergency', 'close', 'forget done'])
      assert.ok(seen.includes(name), name);
    await command(page, 'destroy');
    assert.equal(await page.locator('aside').count(), 0);
    assert.deepEqual(page.faults, []);
  });

  test('takes over what was asked before it was there', async () => {
    embed('', {
      head: '<script>window.Kneebone=function(){(Kneebone.q=Kneebone.q||[]).push([].slice.call(arguments))};Kneebone("ask","m6")</script>',
    });
    const { page, chat } = await visit(host.url);
    await chat.saying('answer to m6').waitFor();
    assert.deepEqual(page.faults, []);
  });

  test('counts what comes while the chat is closed', async () => {
    embed();
    const { page, chat } = await visit(host.url);
    await chat.open();
    await chat.input.fill('a slow one');
    await chat.input.press('Enter');
    await command(page, 'close');
    await page.locator('aside .badge').waitFor();
    assert.match(await chat.launcher.innerText(), /1 new message/);
    assert.equal(await page.locator('aside [role=status]').innerText(), '1 new message');
    await screenshot(page, 'unread');
    assert.deepEqual(await findAxeViolations(page), []);
    await chat.open();
    assert.equal(await page.locator('aside .badge').isVisible(), false);
  });
});

describe('what the bot says', () => {
  test('red-flag advice is an alert with numbers to call', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('alert');
    await screenshot(page, 'alert');
    const alert = chat.frame.getByRole('alert');
    assert.match(await alert.innerText(), /Call 911/);
    assert.deepEqual(await alert.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href'))), [
      'tel:911',
      'tel:999',
      'tel:112',
    ]);
    await page.reload();
    await chat.bot.nth(1).waitFor();
    assert.equal(await chat.frame.getByRole('alert').count(), 0, 'an old alert is not spoken again');
  });

  test('a hold counts down, pauses, goes on and ends', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('hold');
    await chat.frame.getByRole('button', { name: 'Start' }).click();
    await page.waitForTimeout(700);
    await chat.frame.getByRole('button', { name: 'Pause' }).click();
    const left = await chat.frame.getByRole('timer').innerText();
    await screenshot(page, 'hold');
    await page.waitForTimeout(1200);
    assert.equal(await chat.frame.getByRole('timer').innerText(), left);
    await chat.frame.getByRole('button', { name: 'Go on' }).click();
    await chat.frame.getByRole('button', { name: 'Again' }).waitFor();
    await chat.frame.getByRole('status').getByText('Time is up.').waitFor({ state: 'attached' });
    assert.deepEqual(page.faults, []);
  });

  test('feedback is sent and remembered', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('hip');
    const [request] = await Promise.all([
      page.waitForRequest((r) => r.url().endsWith('/activities') && r.method() === 'POST'),
      chat.frame.getByRole('button', { name: 'Yes, it helped' }).click(),
    ]);
    assert.deepEqual((({ type, name, text, value }) => ({ type, name, text, value }))(request.postDataJSON()), {
      type: 'event',
      name: 'kneebone/feedback',
      text: '👍',
      value: { entry: 'why.hip-surgery-knee-pain', helpful: true },
    });
    await chat.frame.getByText('Thank you for telling us.').waitFor();
    await page.reload();
    await chat.frame.getByText('Thank you for telling us.').waitFor();
    assert.deepEqual(page.faults, []);
  });

  test('markup from anywhere is shown as safe text', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('evil');
    await chat.ask('<img src=x onerror=alert(1)>');
    const html = await chat.frame.locator('.log').innerHTML();
    assert.ok(!/<img|<script|javascript:/i.test(html.replace(/&lt;img/g, '')), html);
    const link = chat.frame.locator('.bubble a').last();
    assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
    assert.deepEqual(page.faults, []);
  });

  test('a sign of typing is shown for slow answers only', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await page.frames()[1].evaluate(() => {
      window.typed = 0;
      new MutationObserver(() => (window.typed += document.querySelectorAll('.typing').length)).observe(document.body, {
        childList: true,
        subtree: true,
      });
    });
    await chat.ask('hip');
    assert.equal(await page.frames()[1].evaluate(() => window.typed), 0);
    await chat.input.fill('a slow one');
    await chat.input.press('Enter');
    await chat.frame.locator('.typing').waitFor();
    await screenshot(page, 'typing');
    await chat.bot.nth(2).waitFor();
    assert.equal(await chat.frame.locator('.typing').count(), 0);
  });
});

describe('for everyone', () => {
  test('axe finds nothing on launcher, chat, card, countdown and alert, light and dark', async () => {
    for (const colorScheme of ['light', 'dark']) {
      embed();
      const { page, chat } = await visit(host.url, { colorScheme });
      await chat.launcher.waitFor();
      assert.deepEqual(await findAxeViolations(page), [], `launcher, ${colorScheme}`);
      await chat.open();
      assert.deepEqual(await findAxeViolations(page), [], `open chat, ${colorScheme}`);
      for (const text of ['Show me the steps', 'hold', 'alert', 'which one']) {
        await chat.ask(text);
        assert.deepEqual(await findAxeViolations(page), [], `${text}, ${colorScheme}`);
      }
    }
  });

  test('axe finds nothing on the demonstration page, light and dark', async () => {
    for (const colorScheme of ['light', 'dark']) {
      const { page, chat } = await visit(server.url, { colorScheme });
      await chat.open();
      assert.deepEqual(await findAxeViolations(page), [], colorScheme);
    }
  });

  test('everything can be reached and left by keyboard alone', async () => {
    embed();
    const { page, chat } = await visit(host.url);
    await chat.launcher.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await chat.bot.first().waitFor();
    const focused = () =>
      page.frames()[1].evaluate(() => document.activeElement.className || document.activeElement.tagName);
    assert.equal(await focused(), 'TEXTAREA');
    await page.keyboard.type('hip');
    await page.keyboard.press('Enter');
    await chat.bot.nth(1).waitFor();
    assert.equal(await focused(), 'TEXTAREA');
    await screenshot(page, 'keyboard');
    await page.keyboard.press('Shift+Tab');
    assert.equal(
      await page.frames()[1].evaluate(() => document.activeElement.innerText),
      'When should I see a doctor?',
    );
    await page.keyboard.press('Enter');
    await chat.bot.nth(2).waitFor();
    assert.equal(await focused(), 'TEXTAREA', 'the focus does not fall out when the pressed button goes');
    await chat.frame.locator('.log').focus();
    await page.keyboard.press('ArrowUp');
    assert.match(await focused(), /message bot/);
    await page.keyboard.press('Home');
    await page.keyboard.press('Escape');
    assert.equal(await focused(), 'TEXTAREA');
    await page.keyboard.press('Escape');
    assert.equal(await chat.launcher.getAttribute('aria-expanded'), 'false');
    assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.tagName), 'BUTTON');
    assert.deepEqual(page.faults, []);
  });

  test('a screen reader hears what is new and nothing else', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    await chat.ask('hip');
    await page.reload();
    await chat.bot.nth(1).waitFor();
    const heard = () => chat.frame.locator('[role=status][aria-relevant]').innerText();
    assert.equal(await heard(), '', 'old messages are not read again');
    await chat.ask('hold');
    const text = await heard();
    assert.match(text, /Sent: hold/);
    assert.match(text, /Kneebone: Step 2 of 4/);
    assert.doesNotMatch(text, /knee and the hip/);
  });

  test('a reader further up is not moved, and is told what came', async () => {
    const { page, chat } = await visit(server.url);
    await chat.open();
    for (const text of ['steps', 'steps', 'a slow one']) {
      await chat.input.fill(text);
      await chat.input.press('Enter');
      if (text === 'a slow one') break;
      await page.waitForTimeout(400);
    }
    await chat.frame.locator('.log').evaluate((log) => log.scrollTo(0, 0));
    await chat.frame.getByRole('button', { name: /new message/i }).waitFor();
    await screenshot(page, 'new-messages');
    assert.ok((await chat.frame.locator('.log').evaluate((log) => log.scrollTop)) < 5);
    await chat.frame.getByRole('button', { name: /new message/i }).click();
    await chat.frame.getByRole('button', { name: /new message/i }).waitFor({ state: 'detached' });
  });

  test('fits 320 pixels, and 400 % zoom', async () => {
    for (const viewport of [
      { width: 320, height: 640 },
      { width: 320, height: 200 },
    ]) {
      const { page, chat } = await visit(server.url, { viewport });
      await chat.open();
      await chat.ask('Show me the steps');
      await screenshot(page, `small-${viewport.height}`);
      const overflow = (target) => target.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok((await overflow(page)) <= 0);
      assert.ok((await overflow(page.frames()[1])) <= 0);
      assert.ok((await chat.frame.locator('.log').evaluate((log) => log.scrollWidth - log.clientWidth)) <= 0);
      await chat.frame.getByRole('button', { name: 'Close the chat' }).click();
      assert.deepEqual(page.faults, []);
    }
  });

  test('every target is at least 44 pixels, links in text aside', async () => {
    const { chat } = await visit(server.url, { viewport: PHONE, hasTouch: true });
    await chat.open();
    for (const text of ['alert', 'hold', 'hip']) await chat.ask(text);
    const small = await chat.frame.locator('button, .call, textarea').evaluateAll((all) =>
      all
        .map((e) => [e.innerText || e.tagName, e.getBoundingClientRect()])
        .filter(([, r]) => r.width < 44 || r.height < 44)
        .map(([n]) => n),
    );
    assert.deepEqual(small, []);
  });

  test('nothing moves for those who asked for that', async () => {
    const { page, chat } = await visit(server.url, { reducedMotion: 'reduce' });
    await chat.open();
    await chat.input.fill('a slow one');
    await chat.input.press('Enter');
    await chat.frame.locator('.typing').waitFor();
    const running = (target) => target.evaluate(() => document.getAnimations().length);
    assert.equal((await running(page)) + (await running(page.frames()[1])), 0);
  });

  test('forced colours keep every edge visible', async () => {
    const { page, chat } = await visit(server.url, { forcedColors: 'active', colorScheme: 'dark' });
    await chat.open();
    await chat.ask('alert');
    await screenshot(page, 'forced-colours');
    assert.deepEqual(page.faults, []);
  });
});
