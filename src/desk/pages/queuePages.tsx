import type { JSX } from 'preact';
import type { Cluster } from '../clusters.js';
import { REVIEW_REASONS } from '../reviewQueue.js';
import { DESK_TEXTS } from '../texts.js';
import { Form, type PageContext } from './layout.js';

const T = DESK_TEXTS.cluster;

/** An entry to choose. */
export interface EntryName {
  readonly id: string;
  readonly title: string;
}

/** The queue: one row for each cluster. */
export function QueueView({
  clusters,
  isOn,
}: {
  readonly clusters: readonly Cluster[];
  readonly isOn: boolean;
}): JSX.Element {
  if (clusters.length === 0) return <p>{isOn ? DESK_TEXTS.queue.empty : DESK_TEXTS.queue.off}</p>;
  return (
    <>
      <p>{DESK_TEXTS.queue.intro}</p>
      <ul class="cards">
        {clusters.map((cluster) => (
          <li key={cluster.id}>
            <a class="card" href={`/desk/questions/${cluster.id}`}>
              <strong>{cluster.texts[0]?.text}</strong>
              <Reasons cluster={cluster} />
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Reasons({ cluster }: { readonly cluster: Cluster }): JSX.Element {
  const named = REVIEW_REASONS.filter((r) => cluster.reasons[r]).map(
    (r) => `${DESK_TEXTS.reasons[r]} ${cluster.reasons[r]}`,
  );
  const days = cluster.firstDay === cluster.lastDay ? cluster.lastDay : `${cluster.firstDay} – ${cluster.lastDay}`;
  return (
    <span class="facts">
      {cluster.count} × · {days} · {named.join(', ')}
    </span>
  );
}

interface ClusterProps {
  readonly cluster: Cluster;
  readonly entries: readonly EntryName[];
  readonly context: PageContext;
}

/** One cluster with what can be done about it; every button works on the wordings that are ticked. */
export function ClusterView({ cluster, entries, context }: ClusterProps): JSX.Element {
  const comments = cluster.items.flatMap((i) => i.comment ?? []);
  const closest = entries.filter((e) => cluster.candidates.includes(e.id));
  return (
    <Form action={`/desk/questions/${cluster.id}`} context={context}>
      <Reasons cluster={cluster} />
      <fieldset>
        <legend>{T.texts}</legend>
        <p class="hint">{T.pick}</p>
        {cluster.texts.map(({ text, count }, i) => (
          <label key={i} class="tick">
            <input type="checkbox" name="text" value={text} checked />
            <span>
              {text} {count > 1 && <span class="facts">{count} ×</span>}
            </span>
          </label>
        ))}
      </fieldset>
      {comments.length > 0 && (
        <section>
          <h2>{T.comments}</h2>
          <ul>
            {comments.map((c, i) => (
              <li key={i}>{c}</li>
            ))}
          </ul>
        </section>
      )}
      <section class="choice">
        <h2>{T.addTitle}</h2>
        <label for="entry">{T.entry}</label>
        <select id="entry" name="entry">
          <optgroup label={T.closest}>
            {cluster.candidates
              .flatMap((id) => closest.filter((e) => e.id === id))
              .map((e) => (
                <option key={e.id} value={e.id}>{`${e.title} (${e.id})`}</option>
              ))}
          </optgroup>
          <optgroup label={DESK_TEXTS.nav.entries}>
            {entries
              .filter((e) => !closest.includes(e))
              .map((e) => (
                <option key={e.id} value={e.id}>{`${e.title} (${e.id})`}</option>
              ))}
          </optgroup>
        </select>
        <button name="action" value="add">
          {T.add}
        </button>
      </section>
      <section class="choice">
        <h2>{T.newTitle}</h2>
        <button name="action" value="create">
          {T.create}
        </button>
      </section>
      <section class="choice">
        <h2>{T.dismissTitle}</h2>
        <p class="hint">{T.dismissHint}</p>
        <button name="action" value="dismiss">
          {T.dismiss}
        </button>
      </section>
      <section class="choice">
        <h2>{T.dropTitle}</h2>
        <button name="action" value="drop" class="quiet">
          {T.drop}
        </button>
      </section>
    </Form>
  );
}
