// What the widget costs a page: bytes on the wire, and the time until the demonstration page takes input.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../tests/system/support/browser.mjs';
import { startServer, stopServer } from './httpLoad.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const QUESTION = 'I had hip surgery, why does my knee hurt?';
/** After the last long task the page is watched for so long, so that what the widget does in idle time counts. */
const QUIET_MS = 1500;

export const title = 'The website widget: bytes (brotli) and time to interactive of the demonstration page';

export async function run() {
  const executablePath = findChromium();
  if (!executablePath) return [{ figure: 'left out: Chromium is missing (apt-get install chromium, or set CHROMIUM)' }];
  const dir = mkdtempSync(path.join(os.tmpdir(), 'kneebone-bench-'));
  const server = await startServer(['scripts/start.mjs'], { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dir });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const url = `http://127.0.0.1:${server.port}`;
    const { launcher, total } = await weigh(browser, url);
    await time(browser, url, true);
    const [without, withIt] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      without.push(await time(browser, url, false));
      withIt.push(await time(browser, url, true));
    }
    return [
      { figure: 'launcher, bytes', value: launcher },
      { figure: 'all until the first answer, bytes', value: total },
      { figure: 'time to interactive without the widget, ms', value: median(without.map((t) => t.interactive)) },
      { figure: 'time to interactive with the widget, ms', value: median(withIt.map((t) => t.interactive)) },
      { figure: 'main thread blocked without the widget, ms', value: median(without.map((t) => t.blocked)) },
      { figure: 'main thread blocked with the widget, ms', value: median(withIt.map((t) => t.blocked)) },
    ];
  } finally {
    await browser.close();
    await stopServer(server);
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Bodies as they cross the wire: of the launcher, and of everything of ours until the first answer is shown. */
async function weigh(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes = [];
  page.on('response', (response) => sizes.push(weighOne(response)));
  await page.goto(`${url}/icon.svg`);
  sizes.length = 0;
  await page.goto(url);
  const frame = page.frameLocator('iframe[title$="chat"]');
  await frame.locator('textarea').fill(QUESTION);
  await frame.locator('textarea').press('Enter');
  await frame.locator('.message.bot').nth(1).waitFor();
  const weighed = (await Promise.all(sizes)).filter(({ isPage }) => !isPage);
  await context.close();
  return {
    launcher: weighed.find(({ pathname }) => pathname === '/widget.js')?.bytes,
    total: weighed.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

async function weighOne(response) {
  const { pathname } = new URL(response.url());
  const { responseBodySize } = await response.request().sizes();
  // The demonstration page itself is there with and without the widget.
  return { pathname, bytes: responseBodySize, isPage: /^\/(icon\.svg)?$|\/home-/.test(pathname) };
}

/**
 * One visit with an empty cache. Interactive: the end of the last task over 50 ms before the page was quiet, or of
 * DOMContentLoaded where there was none (web.dev, "Time to Interactive"). Blocked: what such tasks took beyond 50 ms each.
 */
async function time(browser, url, hasWidget) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  // Both ways pass through here, so that watching the request costs the same.
  await page.route('**/widget.js', (route) => (hasWidget ? route.continue() : route.abort()));
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map((e) => e.toJSON()))).observe({
      type: 'longtask',
      buffered: true,
    });
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(QUIET_MS);
  const taken = await page.evaluate(() => {
    const [visit] = performance.getEntriesByType('navigation');
    const tasks = globalThis.longTasks;
    const ends = tasks.map((t) => t.startTime + t.duration);
    return {
      interactive: Math.max(visit.domContentLoadedEventEnd, ...ends),
      blocked: tasks.reduce((sum, t) => sum + t.duration - 50, 0),
    };
  });
  await context.close();
  return taken;
}

const median = (list) => Math.round([...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]);
