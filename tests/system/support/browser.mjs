// Chromium for tests: pages that collect what goes wrong, and the parts of the chat by name.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const output = fileURLToPath(new URL('../output/', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where Chromium may stand; CHROMIUM names another place. */
export function findChromium() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return places.find((place) => place && existsSync(place));
}

export async function launchBrowser() {
  mkdirSync(output, { recursive: true });
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: findChromium(), args });
}

/** A page whose errors are kept in `page.faults`. While the line is cut on purpose, network errors do not count. */
export async function openPage(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.faults = [];
  page.isLineCut = false;
  const isNetwork = (text) =>
    /ERR_(CONNECTION|INTERNET|NETWORK|EMPTY|SOCKET)|WebSocket connection|Failed to load resource: net/.test(text);
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (page.isLineCut && isNetwork(message.text())) return;
    page.faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => page.faults.push(`exception: ${error.message}`));
  return page;
}

/** The chat on a page. */
export function chatOn(page) {
  const frame = page.frameLocator('iframe[title$="chat"]');
  const input = frame.locator('textarea');
  const bot = frame.locator('.message.bot');
  return {
    frame,
    input,
    bot,
    you: frame.locator('.message.you'),
    saying: (text) => bot.filter({ hasText: text }),
    launcher: page.locator('aside button'),
    async open() {
      if ((await this.launcher.getAttribute('aria-expanded')) !== 'true') await this.launcher.click();
      await bot.first().waitFor();
    },
    /** Asks and waits for the answer. */
    async ask(text) {
      const before = await bot.count();
      await input.fill(text);
      await input.press('Enter');
      await bot.nth(before).waitFor();
    },
    texts: () =>
      frame
        .locator('.message')
        .evaluateAll((all) => all.map((m) => m.querySelector('.bubble').innerText.split('\n')[0])),
  };
}

export async function screenshot(page, name) {
  await page.waitForTimeout(350);
  await page.screenshot({ path: path.join(output, `${name}.png`) });
}

/** Every finding of axe-core on the page and in its frames, of any level, as short lines. */
export async function findAxeViolations(page) {
  const lines = [];
  for (const frame of page.frames()) {
    // The Content-Security-Policy of our pages refuses added scripts; an evaluation by the browser's debugger is none.
    await frame.evaluate(axeSource);
    const results = await frame.evaluate(() =>
      globalThis.axe.run(document, { resultTypes: ['violations'], iframes: false }),
    );
    for (const v of results.violations)
      lines.push(`${v.id} (${v.impact}): ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  }
  return lines;
}
