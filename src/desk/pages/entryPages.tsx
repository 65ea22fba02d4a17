import type { ComponentChildren, JSX } from 'preact';
import type { Entry } from '../../knowledge/entry.js';
import { DESK_TEXTS } from '../texts.js';
import { Form, type PageContext } from './layout.js';

const T = DESK_TEXTS.entry;

/** Groups that new entries may go to; warning signs need rules beside them and are not written here. */
export const NEW_GROUPS = ['more', 'why', 'relief', 'anatomy', 'tools', 'meta'] as const;

interface EntriesProps {
  readonly entries: readonly Entry[];
  /** Ids of those that are in Spanish too. */
  readonly translated: ReadonlySet<string>;
}

export function EntriesView({ entries, translated }: EntriesProps): JSX.Element {
  return (
    <>
      <p>
        <a href="/desk/new">{DESK_TEXTS.entries.create}</a>
      </p>
      <ul class="cards">
        {entries.map((e) => (
          <li key={e.id}>
            <a class="card" href={`/desk/entry?id=${e.id}`}>
              <strong>{e.title}</strong>
              <span class="facts">
                {e.id} · {e.utterances.length} {DESK_TEXTS.entries.utterances} · {DESK_TEXTS.entries.reviewBy}{' '}
                {e.reviewBy}
              </span>
            </a>
            <p class="facts">
              <a
                href={`/desk/entry?id=es/${e.id}`}
                aria-label={`${translated.has(e.id) ? DESK_TEXTS.entries.spanish : DESK_TEXTS.entries.toSpanish}: ${e.title}`}
              >
                {translated.has(e.id) ? DESK_TEXTS.entries.spanish : DESK_TEXTS.entries.toSpanish}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What stands in the editor. */
export interface EntryFields {
  /** Empty for a new entry. */
  readonly id: string;
  readonly group: string;
  readonly slug: string;
  readonly text: string;
  readonly utterances: string;
  /** Hash of both files as they were when the editor was opened. */
  readonly base: string;
  /** Cluster that is done with when it is saved, with the wordings of it that are meant. */
  readonly cluster: string;
  readonly texts: readonly string[];
}

interface EditorProps {
  readonly fields: EntryFields;
  readonly context: PageContext;
  /** What the check found, above the form. */
  readonly children?: ComponentChildren;
}

export function EntryEditor({ fields, context, children }: EditorProps): JSX.Element {
  const { id, group, slug, text, utterances, base, cluster, texts } = fields;
  return (
    <>
      {children}
      <Form action="/desk/entry" context={context}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="base" value={base} />
        <input type="hidden" name="cluster" value={cluster} />
        {texts.map((t, i) => (
          <input key={i} type="hidden" name="text" value={t} />
        ))}
        {id === '' && (
          <div class="row">
            <p>
              <label for="group">{T.group}</label>
              <select id="group" name="group">
                {NEW_GROUPS.map((g) => (
                  <option key={g} value={g} selected={g === group}>
                    {g}
                  </option>
                ))}
              </select>
            </p>
            <p>
              <label for="slug">{T.slug}</label>
              <input id="slug" name="slug" value={slug} required pattern="[a-z0-9][a-z0-9\-]{1,60}" />
            </p>
          </div>
        )}
        <label for="file">{T.file}</label>
        <p class="hint" id="file-hint">
          {T.fileHint}
        </p>
        {/* A browser leaves out a line break at the very start of a text area. */}
        <textarea id="file" name="file" rows={24} spellcheck aria-describedby="file-hint">
          {text}
        </textarea>
        <label for="utterances">{T.utterances}</label>
        <textarea id="utterances" name="utterances" rows={12} spellcheck={false}>
          {utterances}
        </textarea>
        <p class="buttons">
          <button name="action" value="check" class="quiet">
            {T.check}
          </button>
          <button name="action" value="save">
            {T.save}
          </button>
        </p>
      </Form>
    </>
  );
}
