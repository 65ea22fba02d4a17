import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createHttpServer } from '../../../src/channels/http.js';
import { readConfig } from '../../../src/config.js';
import type { Decider } from '../../../src/decide.js';
import { mountDesk } from '../../../src/desk/deskRoutes.js';
import type { Examined } from '../../../src/desk/examine.js';
import type { Reloader } from '../../../src/desk/reloader.js';
import type { RunTask } from '../../../src/desk/tasks.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { readKnowledgeFile } from '../../../src/knowledge/writeKnowledge.js';
import { createMemoryStore } from '../../../src/storage/memoryStore.js';
import { inEnglish } from '../../realDecider.js';
import { copyKnowledge } from '../knowledge/knowledgeFolder.js';

const TOKEN = 'a-token-for-curators';
const folder = copyKnowledge();
const data = mkdtempSync(path.join(os.tmpdir(), 'kneebone-desk-'));
const store = createMemoryStore(() => Date.now());
const knowledge = loadUsableKnowledge(folder.dir);
const matched = { candidates: [{ intent: 'relief.yoga', score: 0.9 }] };
const decider = { knowledge, matcher: { match: () => matched } } as unknown as Decider; // the pages ask for no more
const reloads: string[] = [];
let examined: Examined;
const server = createHttpServer(() => undefined);
let base = '';

const reloader: Reloader = {
  deciders: () => inEnglish(decider),
  decider: () => decider,
  status: () => ({ version: 'v1', loadedAt: new Date(0), problems: [], isLearning: false }),
  reload: async () => {
    reloads.push('now');
    return reloader.status();
  },
  close: () => undefined,
};

beforeAll(async () => {
  mountDesk(server, {
    config: readConfig({ ADMIN_TOKEN: TOKEN }),
    store,
    figures: { save: async () => undefined },
    reloader,
    knowledgeDir: folder.dir,
    cacheDir: data,
    evaluationDir: data,
    copies: data,
    runTask: (async () => examined) as RunTask, // the pages run no other task
    now: () => new Date('2026-11-23T12:00:00Z'),
    isDevelopment: false,
    longestWaitMs: 1,
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  examined = { problems: [], remarks: [], previews: [], impact: { cases: 3, changes: [] } };
});
afterAll(() => {
  server.close();
  folder.remove();
  rmSync(data, { recursive: true, force: true });
});

const post = (address: string, fields: Record<string, string>, cookie = '') =>
  fetch(base + address, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', cookie },
    body: new URLSearchParams(fields).toString(),
  });

async function signIn() {
  const answer = await post('/desk/sign-in', { token: TOKEN });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const get = async (address: string) => (await fetch(base + address, { headers: { cookie } })).text();
  const form = /name="form" value="([^"]+)"/.exec(await get('/desk/test'))?.[1] ?? '';
  return {
    cookie,
    get,
    send: (address: string, fields: Record<string, string>) => post(address, { form, ...fields }, cookie),
  };
}

async function leaveQuestion(text: string) {
  const record = { id: `r-${text}`, at: '2026-11-22T10:00:00.000Z', text, candidates: ['relief.yoga'] };
  await store.addRecord('review', record);
}

const idOf = (html: string, text: string) =>
  new RegExp(`href="/desk/questions/([0-9a-f]+)"><strong>${text}`).exec(html)?.[1] ?? '';

describe('mountDesk', () => {
  test('shows nothing but the way in without a session, and keeps it out of caches', async () => {
    await leaveQuestion('secret words');
    const answer = await fetch(`${base}/desk`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).not.toContain('script');
    expect(await answer.text()).not.toContain('secret words');
  });

  test('sets a cookie that no script and no other site can use', async () => {
    const cookie = (await post('/desk/sign-in', { token: TOKEN })).headers.get('set-cookie');
    expect(cookie).toMatch(/; Path=\/desk; HttpOnly; SameSite=Strict/);
  });

  test('refuses a form that was not given to the session, and a cookie that was made up', async () => {
    const { cookie } = await signIn();
    expect((await post('/desk/test', { question: 'x' }, cookie)).status).toBe(403);
    expect((await post('/desk/test', { question: 'x' }, 'kneebone-desk=99999999999999.abcdefgh.abcdefgh')).status).toBe(
      401,
    );
  });

  test('adds a question to an entry once the impact has been seen, and takes it off the queue', async () => {
    const { get, send } = await signIn();
    await leaveQuestion('zorbing on a mat');
    const id = idOf(await get('/desk'), 'zorbing on a mat');
    const added = await send(`/desk/questions/${id}`, {
      action: 'add',
      entry: 'relief.yoga',
      text: 'zorbing on a mat',
    });
    const change = added.headers.get('location') ?? '';
    expect(await get(change)).toContain('+ zorbing on a mat');
    expect(readKnowledgeFile(folder.dir, 'relief/yoga.utterances.txt')).not.toContain('zorbing');
    const saved = await send(change, { action: 'save' });
    expect(saved.headers.get('location')).toBe('/desk/knowledge?from=v1');
    expect(readKnowledgeFile(folder.dir, 'relief/yoga.utterances.txt')).toMatch(/\nzorbing on a mat\n$/);
    expect(reloads).toHaveLength(1);
    expect(await get('/desk')).not.toContain('zorbing');
  });

  test('wants a stolen question confirmed', async () => {
    const { get, send } = await signIn();
    const treated = (entry: string) => ({ band: 'answer' as const, entry });
    const stolen = {
      text: 'stolen words',
      origin: 'earlier' as const,
      kind: 'answer' as const,
      stolenBy: 'relief.yoga',
    };
    const changes = [{ ...stolen, before: treated('relief.walking'), after: treated('relief.yoga') }];
    examined = { problems: [], remarks: [], previews: [], impact: { cases: 1, changes } };
    await leaveQuestion('wumpus wumpus');
    const id = idOf(await get('/desk'), 'wumpus wumpus');
    const dismissed = await send(`/desk/questions/${id}`, { action: 'dismiss', text: 'wumpus wumpus' });
    const change = dismissed.headers.get('location') ?? '';
    const page = await get(change);
    expect(page).toContain('relief.yoga takes this question from relief.walking');
    const refused = await send(change, { action: 'save' });
    expect(refused.status).toBe(409);
    expect(readKnowledgeFile(folder.dir, 'out-of-scope.txt')).not.toContain('wumpus');
    expect((await send(change, { action: 'save', consent: 'yes' })).status).toBe(303);
    expect(readKnowledgeFile(folder.dir, 'out-of-scope.txt')).toMatch(/\nwumpus wumpus\n$/);
  });

  test('tells the second of two curators and keeps what both wrote', async () => {
    const { get, send } = await signIn();
    const page = await get('/desk/entry?id=relief.walking');
    const opened = /name="base" value="([^"]+)"/.exec(page)?.[1] ?? '';
    folder.edit('relief/walking.md', (text) => text.replace('title: ', 'title: First! '));
    const answer = await send('/desk/entry', {
      id: 'relief.walking',
      base: opened,
      file: 'second',
      utterances: '',
      action: 'save',
    });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain('First!');
    expect(html).toContain('second');
    expect(readKnowledgeFile(folder.dir, 'relief/walking.md')).toContain('First!');
  });

  test('says so when the file changes between the impact and saving', async () => {
    const { get, send } = await signIn();
    await leaveQuestion('blivet blivet');
    const id = idOf(await get('/desk'), 'blivet blivet');
    const added = await send(`/desk/questions/${id}`, { action: 'add', entry: 'relief.yoga', text: 'blivet blivet' });
    folder.edit('relief/yoga.utterances.txt', (text) => `${text}somebody else was faster\n`);
    const change = added.headers.get('location') ?? '';
    const answer = await send(change, { action: 'save' });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('KNOWLEDGE_CHANGED');
    expect(readKnowledgeFile(folder.dir, 'relief/yoga.utterances.txt')).not.toContain('blivet');
  });

  test('has no entry under a name that is none', async () => {
    const { get } = await signIn();
    for (const id of [
      '../../etc.passwd',
      'safety.',
      'more.A',
      'x.y',
      'es/../why.x',
      'fr/relief.yoga',
      'es/more.none-such',
    ])
      expect(await get(`/desk/entry?id=${encodeURIComponent(id)}`)).not.toContain('<textarea');
  });

  test('opens the Spanish twin of an entry, and begins one from the English where there is none', async () => {
    const { get, send } = await signIn();
    expect(await get('/desk/entries')).toContain('href="/desk/entry?id=es/relief.sitting"');
    const twin = await get('/desk/entry?id=es/relief.sitting');
    expect(twin).toContain('title: ¿');
    expect(twin).not.toContain('related:');
    rmSync(path.join(folder.dir, 'es/relief/stretching.md'));
    rmSync(path.join(folder.dir, 'es/relief/stretching.utterances.txt'));
    const begun = await get('/desk/entry?id=es/relief.stretching');
    expect(begun).toContain('title:');
    expect(begun).not.toContain('related:');
    expect(begun).toMatch(/name="base" value(?:="")?\/?>/);
    const fields = { id: 'es/relief.stretching', base: '', file: '---\ntitle: hola\n---\n', utterances: 'a\nb' };
    const saved = await send('/desk/entry', { ...fields, action: 'save' });
    const change = await get(saved.headers.get('location') ?? '');
    expect(change).toContain('es/relief/stretching.md');
    expect(change).toContain('es/relief/stretching.utterances.txt');
  });

  test('escapes what people typed', async () => {
    const { get } = await signIn();
    await leaveQuestion('<script>alert(1)</script>');
    expect(await get('/desk')).not.toContain('<script');
  });

  test('stops listening to an address after ten tries', async () => {
    for (let i = 0; i < 10; i++) await post('/desk/sign-in', { token: 'wrong' });
    const answer = await post('/desk/sign-in', { token: TOKEN });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('900');
  });
});
