// Direct Line as clients that nobody here wrote use it, and under two hundred conversations at once.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import WebSocket from 'ws';
import { launchBrowser, openPage, screenshot } from './support/browser.mjs';
import { startHost } from './support/hosts.mjs';
import { startServer } from './support/server.mjs';
import './support/endSoon.mjs';

const require = createRequire(import.meta.url);
globalThis.XMLHttpRequest = require('xhr2');
globalThis.WebSocket = WebSocket;
const { DirectLine } = require('botframework-directlinejs');

const BASE = '/v3/directline';
/** The client reports its own `end()` as an error. */
const ignoreEnd = () => undefined;
let server;

before(async () => {
  server = await startServer();
});
after(() => server?.stop());

async function call(method, path, token, body) {
  const response = await fetch(server.url + BASE + path, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.json();
}

describe('botframework-directlinejs', () => {
  for (const webSocket of [true, false]) {
    const way = webSocket ? 'over a stream' : 'by polling';

    /** A client that keeps what it saw. */
    async function connect() {
      const { token } = await call('POST', '/tokens/generate', undefined, {});
      const client = new DirectLine({ domain: server.url + BASE, token, webSocket, pollingInterval: 200 });
      const seen = [];
      let wake = () => undefined;
      client.activity$.subscribe((a) => (seen.push(a), wake()), ignoreEnd);
      const until = async (count) => {
        while (seen.length < count) await new Promise((resolve) => (wake = resolve));
      };
      const say = (text) =>
        new Promise((resolve, reject) =>
          client.postActivity({ type: 'message', from: { id: 'me' }, text }).subscribe(resolve, reject),
        );
      return { client, seen, until, say, texts: () => seen.map((a) => a.text.split('\n')[0]) };
    }

    test(`talks ${way}`, { timeout: 20_000 }, async () => {
      const { client, seen, until, say, texts } = await connect();
      await until(1);
      const id = await say('m1');
      await until(3);
      assert.equal(seen[1].id, id);
      assert.equal(seen[2].replyToId, id);
      assert.deepEqual(texts().slice(1), ['m1', 'answer to m1']);
      client.end();
    });

    test(`finds its user id in the token ${way}`, { timeout: 20_000 }, async () => {
      const { client, seen, until, say } = await connect();
      await say('m1');
      await until(3);
      const { user } = JSON.parse(Buffer.from(client.token.split('.')[1], 'base64url'));
      assert.equal(seen[1].from.id, user);
      client.end();
    });
  }

  test('goes on after its stream was cut, without loss or doubles', { timeout: 40_000 }, async () => {
    const sockets = [];
    class Watched extends WebSocket {
      constructor(...values) {
        super(...values);
        sockets.push(this);
      }
    }
    globalThis.WebSocket = Watched;
    const { token } = await call('POST', '/tokens/generate', undefined, {});
    const client = new DirectLine({ domain: server.url + BASE, token, webSocket: true });
    const texts = [];
    let wake = () => undefined;
    client.activity$.subscribe((a) => (texts.push(a.text), wake()), ignoreEnd);
    const until = async (count) => {
      while (texts.length < count) await new Promise((resolve) => (wake = resolve));
    };
    const say = (text) => client.postActivity({ type: 'message', from: { id: 'me' }, text }).subscribe();
    say('m1');
    await until(3);
    sockets[0].terminate();
    say('m2');
    await until(5);
    assert.deepEqual(texts.slice(1), ['m1', 'answer to m1', 'm2', 'answer to m2']);
    client.end();
    globalThis.WebSocket = WebSocket;
  });
});

describe('Web Chat', () => {
  let browser;
  let host;
  let own;
  before(async () => {
    const script = readFileSync(new URL('node_modules/botframework-webchat/dist/webchat.js', import.meta.url));
    const body = '<div id="webchat" style="height: 560px"></div>';
    host = await startHost((path) =>
      path === '/webchat.js' ? { script } : { body, head: '<script src="/webchat.js"></script>' },
    );
    own = await startServer({ env: { WIDGET_ORIGINS: host.url } });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await own?.stop();
    await host?.close();
  });

  test('runs unmodified on another site', async () => {
    const page = await openPage(await browser.newContext({ viewport: { width: 900, height: 760 } }));
    await page.goto(host.url);
    await page.evaluate(async (domain) => {
      const { token } = await (await fetch(`${domain}/tokens/generate`, { method: 'POST' })).json();
      const directLine = window.WebChat.createDirectLine({ domain, token });
      window.WebChat.renderWebChat({ directLine }, document.getElementById('webchat'));
    }, own.url + BASE);
    const log = page.getByRole('feed').locator('p');
    // Web Chat's Markdown sets typographic quotes.
    await log
      .filter({ hasText: /Hello, I.m Kneebone/ })
      .first()
      .waitFor();
    const box = page.locator('[data-id="webchat-sendbox-input"]');
    await box.fill('I had hip surgery, why does my knee hurt?');
    await box.press('Enter');
    const answers = log.filter({ hasText: 'The knee and the hip share' });
    await answers.first().waitFor();
    assert.equal(await answers.first().locator('strong').innerText(), 'sore hip', 'Markdown is drawn');
    const suggested = page.getByRole('toolbar', { name: 'Suggested actions' });
    await suggested.getByRole('button', { name: 'Tell me more' }).waitFor();
    await page.waitForTimeout(500);
    assert.equal(await page.getByText('Sending').count(), 0, 'the own message came back as sent');
    await screenshot(page, 'web-chat');
    await suggested.getByRole('button', { name: 'What are the hip flexors?' }).click();
    await answers.nth(1).waitFor();
    assert.deepEqual(page.faults, []);
  });
});

describe('two hundred conversations at once', () => {
  const CONVERSATIONS = 200;
  const MESSAGES = 8;
  /** One send in so many is followed by a cut of the stream. */
  const CUT_ONE_IN = 4;

  /** A generator with a seed, so that a failure can be repeated (mulberry32). */
  function createChance(seed) {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  async function converse(number) {
    const chance = createChance(number);
    const { token } = await call('POST', '/tokens/generate', undefined, {});
    const { conversationId, streamUrl } = await call('POST', '/conversations', token, {});
    const texts = [];
    let watermark = '0';
    let socket;
    let wake = () => undefined;
    /** Repeats what got no answer, as a client does, under the same name. */
    const say = async (activity, attempt = 1) => {
      try {
        await call('POST', `/conversations/${conversationId}/activities`, token, activity);
      } catch (error) {
        if (attempt === 5 || error.message.endsWith('429')) throw error;
        await say(activity, attempt + 1);
      }
    };
    const sent = [];
    const connect = (url) => {
      socket = new WebSocket(url);
      socket.on('error', () => undefined);
      socket.on('message', (data) => {
        if (data.length === 0) return;
        const frame = JSON.parse(data);
        texts.push(...frame.activities.map((a) => a.text.split('\n')[0]));
        watermark = frame.watermark;
        wake();
      });
    };
    connect(streamUrl);
    for (let i = 1; i <= MESSAGES; i++) {
      const channelData = { clientActivityID: `${conversationId}-${i}` };
      const said = say({ type: 'message', text: `m${i}`, channelData });
      sent.push(said);
      if (chance() < 1 / CUT_ONE_IN) {
        await new Promise((done) => setTimeout(done, chance() * 40));
        socket.removeAllListeners('message');
        socket.terminate();
        const again = await call('GET', `/conversations/${conversationId}?watermark=${watermark}`, token);
        connect(again.streamUrl);
      }
      // Half of the people do not wait for the answer before they go on.
      if (chance() < 0.5) await said;
    }
    await Promise.all(sent);
    while (texts.length < 1 + 2 * MESSAGES && performance.now() < deadline) {
      const pause = new Promise((done) => setTimeout(done, 500));
      await Promise.race([new Promise((resolve) => (wake = resolve)), pause]);
    }
    // Whatever comes too much comes now.
    await new Promise((done) => setTimeout(done, 300));
    socket.terminate();
    return texts;
  }

  let deadline = 0;

  test('every message is answered exactly once, in order', { timeout: 120_000 }, async (t) => {
    deadline = performance.now() + 60_000;
    const started = performance.now();
    const all = await Promise.all(Array.from({ length: CONVERSATIONS }, (_, i) => converse(i + 1)));
    const wrong = all.filter((texts) => {
      const rest = texts.slice(1);
      const asked = rest.filter((x) => /^m\d+$/.test(x));
      const answered = rest.filter((x) => x.startsWith('answer'));
      const isOnce = new Set(rest).size === rest.length && asked.length === MESSAGES && answered.length === MESSAGES;
      const isInOrder = asked.every(
        (text, i) => answered[i] === `answer to ${text}` && rest.indexOf(answered[i]) === rest.indexOf(text) + 1,
      );
      return !isOnce || !isInOrder;
    });
    t.diagnostic(`${CONVERSATIONS * MESSAGES} messages in ${Math.round(performance.now() - started)} ms`);
    assert.deepEqual(wrong, []);
  });
});
