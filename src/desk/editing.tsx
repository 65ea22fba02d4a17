import type { JSX } from 'preact';
import { fileOf } from '../knowledge/importPlan.js';
import { startTranslation } from '../knowledge/startTranslation.js';
import { readKnowledgeFile } from '../knowledge/writeKnowledge.js';
import { draftEntry, entryChanges, handledOf, loadClusters, readEntryFiles, type DeskParts } from './deskParts.js';
import type { Draft, Drafts } from './drafts.js';
import type { Examined } from './examine.js';
import { DiffView } from './pages/draftPage.js';
import { EntryEditor, NEW_GROUPS, type EntryFields } from './pages/entryPages.js';
import { ProblemList, type PageContext } from './pages/layout.js';
import { ErrorView } from './pages/otherPages.js';
import { ReplyPreview } from './pages/replyPreview.js';
import { DESK_TEXTS as T } from './texts.js';

/** What comes of opening or sending the editor: a page, or a change to look at. */
export type Editing =
  | { readonly kind: 'draft'; readonly draft: Draft }
  | {
      readonly kind: 'page';
      readonly title: string;
      readonly status: number;
      readonly render: (context: PageContext) => JSX.Element;
    };

/** The editor for `id`, or for a new entry from the wordings `of` a cluster. */
export async function openEditor(parts: DeskParts, query: URLSearchParams): Promise<Editing> {
  const id = query.get('id') ?? '';
  if (id === '') return editorPage(await newFields(parts, query), 200);
  const files = isEntryId(id) ? (readEntryFiles(parts.knowledgeDir, id) ?? newTranslation(parts, id)) : undefined;
  if (!files) return errorPage(T.cluster.gone);
  return editorPage({ id, group: '', slug: '', cluster: '', texts: [], ...files }, 200);
}

/** What a translator starts from: the English entry. */
function newTranslation({ knowledgeDir }: DeskParts, id: string) {
  if (!id.startsWith(SPANISH)) return undefined;
  const english = readEntryFiles(knowledgeDir, id.slice(SPANISH.length));
  return english && { text: startTranslation(english.text), utterances: '', base: '' };
}

async function newFields(parts: DeskParts, query: URLSearchParams): Promise<EntryFields> {
  const cluster = (await loadClusters(parts)).find((c) => c.id === query.get('cluster'));
  const places = (query.get('of') ?? '').split('.').filter(Boolean).map(Number);
  const texts = places.flatMap((at) => cluster?.texts[at]?.text ?? []);
  const start = draftEntry(parts.reloader.decider(), texts, parts.now());
  return { id: '', group: 'more', base: '', cluster: cluster?.id ?? '', texts, ...start };
}

/** Checks the editor's fields, and opens a change when the curator wants to go on and nothing is in the way. */
export async function saveEditor(parts: DeskParts, drafts: Drafts, form: URLSearchParams): Promise<Editing> {
  const fields = readFields(form);
  const isNew = fields.id === '';
  const id = isNew ? `${fields.group}.${fields.slug}` : fields.id;
  if (!isEntryId(id)) return editorPage(fields, 400, <Warning text={T.entry.badName} />);
  const files = readEntryFiles(parts.knowledgeDir, id);
  if (isNew && files) return editorPage(fields, 409, <Warning text={T.entry.taken} />);
  if (!isNew && (files?.base ?? '') !== fields.base) return conflictPage(parts, fields, files?.base ?? '');
  const changes = entryChanges(parts.knowledgeDir, { ...fields, id });
  if (form.get('action') === 'save' && changes.length > 0) {
    const cluster = (await loadClusters(parts)).find((c) => c.id === fields.cluster);
    const title = `${isNew ? T.entry.newTitle : T.entry.title}: ${id}`;
    return { kind: 'draft', draft: drafts.open({ title, changes, handled: handledOf(cluster, fields.texts) }) };
  }
  const examined = await parts.runTask({
    kind: 'examine',
    dir: parts.knowledgeDir,
    cacheDir: parts.cacheDir,
    evaluationDir: parts.evaluationDir,
    changes: changes.length > 0 ? changes : [unchanged(parts, id)],
    earlier: [],
    now: parts.now().toISOString(),
    region: parts.config.region,
    isWithImpact: false,
  });
  return editorPage(fields, 200, <Checked parts={parts} examined={examined} />);
}

/** An entry as it is, so that it can be checked and shown without having been edited. */
function unchanged({ knowledgeDir }: DeskParts, id: string) {
  const file = fileOf(id, '.md');
  const text = readKnowledgeFile(knowledgeDir, file);
  return { file, before: text, after: text };
}

function readFields(form: URLSearchParams): EntryFields {
  const read = (name: string) => (form.get(name) ?? '').replaceAll('\r\n', '\n');
  return {
    id: read('id'),
    group: read('group'),
    slug: read('slug'),
    text: read('file'),
    utterances: read('utterances'),
    base: read('base'),
    cluster: read('cluster'),
    texts: form.getAll('text'),
  };
}

const GROUPS: ReadonlySet<string> = new Set([...NEW_GROUPS, 'safety']);

/** Stands before the id of an entry whose translation is meant: `es/why.clicking-hip`. */
const SPANISH = 'es/';

function isEntryId(id: string): boolean {
  const [group = '', slug = '', ...rest] = (id.startsWith(SPANISH) ? id.slice(SPANISH.length) : id).split('.');
  return GROUPS.has(group) && /^[a-z0-9][a-z0-9-]{1,60}$/.test(slug) && rest.length === 0;
}

function editorPage(fields: EntryFields, status: number, above?: JSX.Element): Editing {
  const title = fields.id === '' ? T.entry.newTitle : `${T.entry.title}: ${fields.id}`;
  const render = (context: PageContext) => (
    <EntryEditor fields={fields} context={context}>
      {above}
    </EntryEditor>
  );
  return { kind: 'page', title, status, render };
}

/** The curator's text stays in the editor, which goes on from the file as it is now. */
function conflictPage(parts: DeskParts, fields: EntryFields, base: string): Editing {
  const current = readEntryFiles(parts.knowledgeDir, fields.id);
  return editorPage(
    { ...fields, base },
    409,
    <>
      <Warning text={T.entry.conflict} />
      <h2>{T.entry.current}</h2>
      <DiffView
        name={T.entry.current}
        before={`${fields.text}\n${fields.utterances}`}
        after={`${current?.text ?? ''}\n${current?.utterances ?? ''}`}
      />
    </>,
  );
}

function errorPage(message: string): Editing {
  return { kind: 'page', title: T.errors.title, status: 404, render: () => <ErrorView message={message} /> };
}

const Warning = ({ text }: { readonly text: string }) => (
  <p class="warn" role="alert">
    {text}
  </p>
);

function Checked({ parts, examined }: { readonly parts: DeskParts; readonly examined: Examined }): JSX.Element {
  const { problems, remarks, previews } = examined;
  const { knowledge } = parts.reloader.decider();
  return (
    <>
      {problems.length > 0 && <ProblemList title={T.draft.problems} problems={problems} />}
      {remarks.length > 0 && <ProblemList title={T.draft.remarks} problems={remarks} />}
      {problems.length + remarks.length === 0 && <p role="status">{T.entry.fine}</p>}
      {previews.map(({ entry, replies }) => (
        <ReplyPreview key={entry} replies={replies} knowledge={knowledge} publicUrl={parts.config.publicUrl} />
      ))}
    </>
  );
}
