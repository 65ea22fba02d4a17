import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { createHttpServer } from '../../../src/channels/http.js';
import { readConfig } from '../../../src/config.js';
import { mountWebsite } from '../../../src/site/website.js';

const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-site-'));
const server = createHttpServer(() => undefined);
let base = '';

beforeAll(async () => {
  const files = {
    'manifest.json': JSON.stringify({
      'chat.js': 'chat-AB12.js',
      'chat.css': 'chat-CD34.css',
      'home.js': 'home-1.js',
      'home.css': 'home-2.css',
    }),
    'chat-AB12.js': 'plain chat',
    'chat-AB12.js.br': 'brotli chat',
    'chat-AB12.js.gz': 'gzip chat',
    'chat-CD34.css': 'css',
    'home-1.js': 'home',
    'home-2.css': 'css',
    'chat.html': '<script src="{{chat.js}}"></script>',
    'home.html':
      '<p>{{publicUrl}} {{integrity}}</p><!--privacy--><a href="{{address}}">P</a><!--/privacy--><!--terms--><a href="{{address}}">T</a><!--/terms-->',
    'launcher.js': 'const o = "__WIDGET_ORIGINS__"',
    'icon.svg': '<svg/>',
    'legs-up.svg': '<svg id="picture"/>',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
  const config = readConfig({
    WIDGET_ORIGINS: 'https://a.example,https://b.example',
    PUBLIC_URL: 'https://chat.example',
    PRIVACY_URL: 'https://clinic.example/privacy?a=1&b=2',
  });
  mountWebsite(server, { config, assetsDir: dir, picturesDir: dir });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  base = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`; // listening on TCP
});
afterAll(async () => {
  await new Promise<void>((done) => server.close(() => done()));
  rmSync(dir, { recursive: true });
});

const get = (route: string, headers: Record<string, string> = {}) => fetch(base + route, { headers });

describe('mountWebsite', () => {
  test('serves hashed files for good, as small as the browser takes them', async () => {
    const response = await get('/assets/chat-AB12.js', { 'Accept-Encoding': 'identity' });
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await response.text()).toBe('plain chat');
    const head = await fetch(`${base}/assets/chat-AB12.js`, {
      method: 'HEAD',
      headers: { 'Accept-Encoding': 'gzip, br' },
    });
    expect(head.headers.get('content-encoding')).toBe('br');
    expect(head.headers.get('content-length')).toBe('11');
  });

  test('lets exactly the embedding sites frame the chat', async () => {
    const csp = (await get('/widget/chat')).headers.get('content-security-policy');
    expect(csp).toContain("frame-ancestors 'self' https://a.example https://b.example");
    expect(csp).not.toContain('unsafe');
  });

  test('names hashed files in its pages', async () => {
    expect(await (await get('/widget/chat')).text()).toBe('<script src="/assets/chat-AB12.js"></script>');
  });

  test('tells the launcher which sites may show it, and lets any site check its hash', async () => {
    const response = await get('/widget.js');
    const text = await response.text();
    expect(text).toBe('const o = "https://a.example https://b.example"');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const integrity = `sha384-${createHash('sha384').update(text).digest('base64')}`;
    expect(await (await get('/')).text()).toContain(`<p>https://chat.example ${integrity}</p>`);
  });

  test('links to the pages of the operator that are set, and to no other', async () => {
    const text = await (await get('/')).text();
    expect(text).toMatch(/<\/p><a href="https:\/\/clinic\.example\/privacy\?a=1&amp;b=2">P<\/a>$/);
  });

  test('answers 304 to a browser that has this version', async () => {
    const tag = (await get('/widget.js')).headers.get('etag') ?? '';
    const again = await get('/widget.js', { 'If-None-Match': tag });
    expect(again.status).toBe(304);
    expect(again.headers.get('cache-control')).toContain('max-age=300');
  });

  test('serves pictures that can run nothing', async () => {
    const response = await get('/pictures/legs-up.svg');
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  test.each([
    '/pictures/none.svg',
    '/pictures/..%2Fmanifest.json',
    '/pictures/manifest.json',
    '/assets/manifest.json',
    '/assets/..%2Flauncher.js',
  ])('has nothing under %s', async (route) => {
    expect((await get(route)).status).toBe(404);
  });
});
