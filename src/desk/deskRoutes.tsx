import { readFileSync } from 'node:fs';
import type { ComponentChildren } from 'preact';
import type { Request, Response, Server } from 'restify';
import { HttpError, readBody } from '../channels/http.js';
import { decide, explain } from '../decide.js';
import { KneeboneError } from '../errors.js';
import { createAccess, type DeskAccess } from './access.js';
import { changesTo, listCopies } from './copies.js';
import { listEntries, loadClusters, type DeskParts } from './deskParts.js';
import { createDrafts, type Draft, type Drafts } from './drafts.js';
import { openEditor, saveEditor, type Editing } from './editing.js';
import { rateEntries, sumFigures } from './figures.js';
import { handleCluster } from './handleCluster.js';
import { needsConsent } from './impact.js';
import { DraftView } from './pages/draftPage.js';
import { EntriesView } from './pages/entryPages.js';
import { FiguresView } from './pages/figuresPage.js';
import { renderPage, type PageContext } from './pages/layout.js';
import { ErrorView, KnowledgeView, SignInView, TestView } from './pages/otherPages.js';
import { ClusterView, QueueView } from './pages/queuePages.js';
import { ReplyPreview } from './pages/replyPreview.js';
import { previewEntry } from './previewEntry.js';
import { readReviewItems } from './reviewQueue.js';
import { DESK_TEXTS as T } from './texts.js';
import { writeKnowledge } from '../knowledge/writeKnowledge.js';

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/** Room for the largest entry with its utterances, as a form writes it. */
const MAX_FORM_BYTES = 512 * 1024;
/** The pages that wait look again after so many seconds; a header, since a page that reloads itself by markup is no use to
 * people who read slowly, and this one only ever waits for a result. */
const LOOK_AGAIN = '2';

/** One request of somebody who may use the desk. */
export interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly context: PageContext;
  /** The fields of a posted form; empty for a page. */
  readonly form: URLSearchParams;
  readonly query: URLSearchParams;
  /** The last part of the address. */
  readonly id: string;
}

type Handler = (visit: Visit) => Promise<void> | void;

/**
 * Adds the curators' desk under `/desk`; without a token, and beyond development, nothing is there.
 * @returns whether it is on
 */
export function mountDesk(server: Server, parts: DeskParts): boolean {
  const access = createAccess(parts);
  if (access.mode === 'off') return false;
  const css = readFileSync(new URL('./desk.css', import.meta.url), 'utf8');
  server.get('/desk/desk.css', async (_req, res: Response) => {
    res.sendRaw(200, css, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' });
  });
  mountSignIn(server, access);
  const drafts = createDrafts((changes) => examineLater(parts, changes));
  const get = (route: string, handler: Handler) =>
    server.get(route, async (req, res) => visitPage(access, req, res, handler));
  const post = (route: string, handler: Handler) =>
    server.post(route, async (req, res) => visitForm(access, req, res, handler));
  mountQueue(get, post, parts, drafts);
  mountChanges(get, post, parts, drafts);
  mountEntries(get, post, parts, drafts);
  mountTest(get, post, parts);
  mountKnowledge(get, post, parts, drafts);
  return true;
}

type Mount = (route: string, handler: Handler) => void;

function mountSignIn(server: Server, access: DeskAccess): void {
  server.post('/desk/sign-in', async (req, res) => {
    const form = await readForm(req, res);
    const isRight = await access.signIn(req, res, form.get('token') ?? '');
    if (isRight) redirect(res, '/desk');
    else sendPage(res, 401, renderPage({ title: T.signIn.title, children: <SignInView isWrong /> }));
  });
  server.post('/desk/sign-out', async (req, res) =>
    visitForm(access, req, res, () => {
      access.signOut(res);
      redirect(res, '/desk');
    }),
  );
}

async function visitPage(access: DeskAccess, req: Request, res: Response, handler: Handler): Promise<void> {
  const session = access.readSession(req, res);
  if (!session)
    return sendPage(res, 401, renderPage({ title: T.signIn.title, children: <SignInView isWrong={false} /> }));
  await run(handler, toVisit(access, req, res, session, new URLSearchParams()));
}

async function visitForm(access: DeskAccess, req: Request, res: Response, handler: Handler): Promise<void> {
  const form = await readForm(req, res);
  const session = access.readSession(req, res);
  if (!session) throw new HttpError(401, 'HTTP_UNAUTHORIZED');
  access.checkForm(session, form);
  await run(handler, toVisit(access, req, res, session, form));
}

function toVisit(access: DeskAccess, req: Request, res: Response, session: string, form: URLSearchParams): Visit {
  const { pathname, searchParams } = new URL(req.url ?? '', 'http://desk');
  const context = { formToken: session, canSignOut: access.mode === 'token' };
  return { req, res, context, form, query: searchParams, id: pathname.split('/').at(-1) ?? '' };
}

/** What a curator can do something about is told on a page; everything else is the server's to report. */
async function run(handler: Handler, visit: Visit): Promise<void> {
  try {
    await handler(visit);
  } catch (error) {
    if (!(error instanceof KneeboneError)) throw error;
    const status = error.code === 'KNOWLEDGE_CHANGED' ? 409 : 503;
    show(visit, { title: T.errors.title, status, children: <ErrorView message={error.message} /> });
  }
}

async function readForm(req: Request, res: Response): Promise<URLSearchParams> {
  const body = await readBody(req, res, MAX_FORM_BYTES, /^application\/x-www-form-urlencoded\b/i);
  return new URLSearchParams(body.toString('utf8'));
}

export function redirect(res: Response, address: string): void {
  res.setHeader('Location', address);
  res.setHeader('Cache-Control', 'no-store');
  res.sendRaw(303, '');
}

function sendPage(res: Response, status: number, html: string): void {
  res.setHeader('Content-Security-Policy', CSP);
  // Health data: nothing of it stays in a browser's or a proxy's cache.
  res.setHeader('Cache-Control', 'no-store');
  res.sendRaw(status, html, { 'Content-Type': 'text/html; charset=utf-8' });
}

interface Shown {
  readonly title: string;
  readonly at?: string;
  readonly status?: number;
  readonly children: ComponentChildren;
}

/** Sends a page with the navigation. */
export function show({ res, context }: Visit, { status = 200, ...page }: Shown): void {
  sendPage(res, status, renderPage({ ...page, context }));
}

async function examineLater(parts: DeskParts, changes: Draft['changes']) {
  const { knowledgeDir: dir, cacheDir, evaluationDir, config } = parts;
  const earlier = readReviewItems(await parts.store.listRecords('review')).map((i) => i.text);
  const now = parts.now().toISOString();
  const rest = { now, region: config.region, isWithImpact: true };
  return parts.runTask({ kind: 'examine', dir, cacheDir, evaluationDir, changes, earlier, ...rest });
}

const nameEntries = (parts: DeskParts) =>
  [...parts.reloader.decider().knowledge.entries.values()].map(({ id, title }) => ({ id, title }));

function mountQueue(get: Mount, post: Mount, parts: DeskParts, drafts: Drafts): void {
  get('/desk', async (visit) => {
    const children = <QueueView clusters={await loadClusters(parts)} isOn={parts.config.reviewQueue !== 'off'} />;
    show(visit, { title: T.queue.title, at: '/desk', children });
  });
  get('/desk/questions/:id', async (visit) => {
    const cluster = (await loadClusters(parts)).find((c) => c.id === visit.id);
    const children = cluster ? (
      <ClusterView cluster={cluster} entries={nameEntries(parts)} context={visit.context} />
    ) : (
      <ErrorView message={T.cluster.gone} />
    );
    show(visit, {
      title: cluster?.texts[0]?.text ?? T.cluster.title,
      at: '/desk',
      status: cluster ? 200 : 404,
      children,
    });
  });
  post('/desk/questions/:id', async (visit) => {
    const cluster = (await loadClusters(parts)).find((c) => c.id === visit.id);
    if (!cluster)
      return show(visit, { title: T.cluster.title, status: 404, children: <ErrorView message={T.cluster.gone} /> });
    redirect(visit.res, await handleCluster(parts, drafts, cluster, visit.form));
  });
}

function mountChanges(get: Mount, post: Mount, parts: DeskParts, drafts: Drafts): void {
  const showDraft = (visit: Visit, draft: Draft, refusal?: string) => {
    if (!draft.examined && !draft.failed) visit.res.setHeader('Refresh', LOOK_AGAIN);
    const children = <DraftView draft={draft} context={visit.context} {...(refusal && { refusal })} />;
    show(visit, { title: draft.title, status: refusal ? 409 : 200, children });
  };
  const gone = (visit: Visit) =>
    show(visit, { title: T.errors.title, status: 404, children: <ErrorView message={T.draft.gone} /> });
  get('/desk/changes/:id', (visit) => {
    const draft = drafts.find(visit.id);
    return draft ? showDraft(visit, draft) : gone(visit);
  });
  post('/desk/changes/:id', async (visit) => {
    const draft = drafts.find(visit.id);
    if (!draft) return gone(visit);
    if (visit.form.get('action') !== 'save') {
      drafts.close(draft.id);
      return redirect(visit.res, '/desk');
    }
    const { impact } = draft.examined ?? {};
    if (!impact) return showDraft(visit, draft);
    if (impact.changes.some(needsConsent) && visit.form.get('consent') !== 'yes')
      return showDraft(visit, draft, T.draft.needsConsent);
    await save(parts, draft);
    drafts.close(draft.id);
    redirect(visit.res, `/desk/knowledge?from=${parts.reloader.status().version}`);
  });
}

async function save(parts: DeskParts, draft: Draft): Promise<void> {
  writeKnowledge(parts.knowledgeDir, draft.changes);
  void parts.reloader.reload();
  if (draft.handled.length > 0) await parts.store.deleteRecords('review', draft.handled);
}

function mountEntries(get: Mount, post: Mount, parts: DeskParts, drafts: Drafts): void {
  const answer = (visit: Visit, editing: Editing) => {
    if (editing.kind === 'draft') return redirect(visit.res, `/desk/changes/${editing.draft.id}`);
    show(visit, {
      title: editing.title,
      at: '/desk/entries',
      status: editing.status,
      children: editing.render(visit.context),
    });
  };
  get('/desk/entries', (visit) => {
    show(visit, { title: T.entries.title, at: '/desk/entries', children: <EntriesView {...listEntries(parts)} /> });
  });
  get('/desk/entry', async (visit) => answer(visit, await openEditor(parts, visit.query)));
  get('/desk/new', async (visit) => answer(visit, await openEditor(parts, visit.query)));
  post('/desk/entry', async (visit) => answer(visit, await saveEditor(parts, drafts, visit.form)));
}

function mountTest(get: Mount, post: Mount, parts: DeskParts): void {
  const page = { title: T.test.title, at: '/desk/test' };
  get('/desk/test', (visit) => show(visit, { ...page, children: <TestView question="" context={visit.context} /> }));
  // Posted, so that the words stand in no address, no log and no history.
  post('/desk/test', (visit) => {
    const question = (visit.form.get('question') ?? '').slice(0, 2000);
    const { of, detector } = parts.reloader.deciders();
    const decider = of[detector.detect(question, true) ?? 'en'];
    const { decision, ranked } = decide(decider, question);
    const isNamed = decision.kind === 'answer' || decision.kind === 'redFlag';
    const result = {
      decision: `${T.figures.kinds[decision.kind]}${isNamed ? `: ${decision.entry.id}` : ''}`,
      candidates: ranked.map(({ entry, score }) => ({ id: entry.id, score })),
      reasons: explain(decider, question),
    };
    const replies = isNamed ? previewEntry(decider.knowledge, decision.entry.id, parts.config.region) : [];
    const { publicUrl } = parts.config;
    const children = (
      <TestView question={question} context={visit.context} result={result}>
        {replies.length > 0 && <ReplyPreview replies={replies} knowledge={decider.knowledge} publicUrl={publicUrl} />}
      </TestView>
    );
    show(visit, { ...page, children });
  });
}

function mountKnowledge(get: Mount, post: Mount, parts: DeskParts, drafts: Drafts): void {
  const { store, reloader, copies } = parts;
  get('/desk/figures', async (visit) => {
    await parts.figures.save();
    const days = sumFigures(await store.listRecords('figures'));
    const rates = rateEntries(await store.listRecords('feedback'));
    const children = <FiguresView days={days} rates={rates} clusters={await loadClusters(parts)} />;
    show(visit, { title: T.figures.title, at: '/desk/figures', children });
  });
  get('/desk/knowledge', (visit) => {
    const status = reloader.status();
    const from = visit.query.get('from');
    const isWaiting = from === status.version && status.isLearning;
    if (isWaiting) visit.res.setHeader('Refresh', LOOK_AGAIN);
    const isDone = from !== null && from !== status.version;
    const notice = isWaiting ? T.saved.learning : isDone ? T.saved.done : undefined;
    const children = (
      <KnowledgeView status={status} copies={listCopies(copies)} context={visit.context} {...(notice && { notice })} />
    );
    show(visit, { title: T.knowledge.title, at: '/desk/knowledge', children });
  });
  post('/desk/rollback', (visit) => {
    const version = visit.form.get('version');
    const kept = listCopies(copies).find((c) => c.version === version);
    if (!kept) throw new KneeboneError('KNOWLEDGE_NO_VERSION', 'that version is not kept any more');
    const changes = changesTo(kept.dir, parts.knowledgeDir);
    const draft = drafts.open({ title: `${T.knowledge.rollback} ${kept.version}`, changes, handled: [] });
    redirect(visit.res, `/desk/changes/${draft.id}`);
  });
}
