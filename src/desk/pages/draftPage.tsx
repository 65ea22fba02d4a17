import type { JSX } from 'preact';
import { diffLines } from '../diff.js';
import type { Draft } from '../drafts.js';
import { needsConsent, type Impact, type ImpactChange, type Treatment } from '../impact.js';
import { DESK_TEXTS } from '../texts.js';
import { Form, ProblemList, type PageContext } from './layout.js';

const T = DESK_TEXTS.draft;
const MOST_SHOWN = 100;

interface Props {
  readonly draft: Draft;
  readonly context: PageContext;
  /** A sentence about what keeps it from being saved. */
  readonly refusal?: string;
}

/** A change before it is saved: what would be written, what is wrong with it, and what it does to other questions. */
export function DraftView({ draft, context, refusal }: Props): JSX.Element {
  const { examined, failed } = draft;
  return (
    <>
      {refusal && (
        <p class="warn" role="alert">
          {refusal}
        </p>
      )}
      <Diffs draft={draft} />
      {failed && (
        <p class="warn" role="alert">
          {T.failed} {failed}
        </p>
      )}
      {!examined && !failed && (
        <p role="status">
          {T.checking} <a href={`/desk/changes/${draft.id}`}>{T.lookAgain}</a>
        </p>
      )}
      {examined && examined.problems.length > 0 && <ProblemList title={T.problems} problems={examined.problems} />}
      {examined?.impact && <ImpactView impact={examined.impact} />}
      {examined && examined.remarks.length > 0 && <ProblemList title={T.remarks} problems={examined.remarks} />}
      <Form action={`/desk/changes/${draft.id}`} context={context}>
        {examined?.impact && examined.impact.changes.some(needsConsent) && (
          <label class="tick">
            <input type="checkbox" name="consent" value="yes" />
            <span>{T.consent}</span>
          </label>
        )}
        <p class="buttons">
          {examined?.impact && (
            <button name="action" value="save">
              {T.save}
            </button>
          )}
          <button name="action" value="cancel" class="quiet">
            {T.cancel}
          </button>
        </p>
      </Form>
    </>
  );
}

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

interface DiffProps {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The lines that differ between two texts, marked by sign and colour. */
export function DiffView({ name, before, after }: DiffProps): JSX.Element {
  return (
    <pre class="diff" tabIndex={0} aria-label={name}>
      {diffLines(before, after).map((line, i) => (
        <span key={i} class={line.kind}>
          {`${SIGNS[line.kind]} ${line.text}\n`}
        </span>
      ))}
    </pre>
  );
}

function Diffs({ draft }: { readonly draft: Draft }): JSX.Element {
  return (
    <section>
      <h2>{T.files}</h2>
      {draft.changes.map((change) => (
        <figure key={change.file}>
          <figcaption>
            <code>knowledge/{change.file}</code>
          </figcaption>
          <DiffView name={`knowledge/${change.file}`} before={change.before ?? ''} after={change.after ?? ''} />
        </figure>
      ))}
    </section>
  );
}

function ImpactView({ impact: { cases, changes } }: { readonly impact: Impact }): JSX.Element {
  return (
    <section>
      <h2>{T.impact}</h2>
      <p>
        {cases} {T.cases}, {changes.length} {T.differ}
        {changes.length > 0 ? `: ${sumUp(changes)}.` : '.'}
      </p>
      {changes.length === 0 ? (
        <p>{T.noImpact}</p>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label={T.impact}>
          <table>
            <thead>
              <tr>
                <th scope="col">{T.question}</th>
                <th scope="col">{T.before}</th>
                <th scope="col">{T.after}</th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, MOST_SHOWN).map((change, i) => (
                <ChangeRow key={i} change={change} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {changes.length > MOST_SHOWN && <p>… {T.more}</p>}
    </section>
  );
}

/** How many of the differences are of which kind; a question may be in several. */
function sumUp(changes: readonly ImpactChange[]): string {
  const counts = [
    [T.sums.flag, changes.filter((c) => c.kind === 'redFlag').length],
    [T.sums.stolen, changes.filter((c) => c.stolenBy).length],
    [T.better, changes.filter((c) => c.verdict === 'better').length],
    [T.worse, changes.filter((c) => c.verdict === 'worse').length],
  ] as const;
  return counts.map(([name, count]) => `${name} ${count}`).join(', ');
}

function ChangeRow({ change }: { readonly change: ImpactChange }): JSX.Element {
  const { text, before, after, stolenBy, verdict, kind } = change;
  return (
    <tr class={needsConsent(change) ? 'marked' : undefined}>
      <td>
        {text}
        {stolenBy && (
          <em>
            {' '}
            – {stolenBy} {T.stolen} {before.entry}
          </em>
        )}
        {kind === 'redFlag' && <em> – {T.flag}</em>}
      </td>
      <td>{describe(before)}</td>
      <td>
        {describe(after)}
        {verdict && ` (${T[verdict]})`}
      </td>
    </tr>
  );
}

function describe({ band, entry }: Treatment): string {
  const name = DESK_TEXTS.figures.kinds[band];
  return band === 'fallback' || !entry ? name : `${name}: ${entry}`;
}
