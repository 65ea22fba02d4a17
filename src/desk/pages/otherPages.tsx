import type { ComponentChildren, JSX } from 'preact';
import type { KeptCopy } from '../copies.js';
import type { KnowledgeStatus } from '../reloader.js';
import { DESK_TEXTS } from '../texts.js';
import { Form, ProblemList, type PageContext } from './layout.js';

export function SignInView({ isWrong }: { readonly isWrong: boolean }): JSX.Element {
  const T = DESK_TEXTS.signIn;
  return (
    <form method="post" action="/desk/sign-in" class="narrow">
      {isWrong && (
        <p class="warn" role="alert">
          {T.wrong}
        </p>
      )}
      <label for="token">{T.label}</label>
      <input id="token" name="token" type="password" autocomplete="current-password" required aria-describedby="hint" />
      <p class="hint" id="hint">
        {T.hint}
      </p>
      <button>{T.button}</button>
    </form>
  );
}

/** What a test question gave. */
export interface TestResult {
  readonly decision: string;
  readonly candidates: readonly { readonly id: string; readonly score: number }[];
  readonly reasons: readonly string[];
}

interface TestProps {
  readonly question: string;
  readonly context: PageContext;
  readonly result?: TestResult;
  /** The answer as each channel shows it. */
  readonly children?: ComponentChildren;
}

export function TestView({ question, context, result, children }: TestProps): JSX.Element {
  const T = DESK_TEXTS.test;
  return (
    <>
      <Form action="/desk/test" context={context}>
        <label for="question">{T.label}</label>
        <input id="question" name="question" value={question} required autocomplete="off" aria-describedby="hint" />
        <p class="hint" id="hint">
          {T.hint}
        </p>
        <button>{T.button}</button>
      </Form>
      {result && (
        <section>
          <h2>{T.decision}</h2>
          <p>
            <strong>{result.decision}</strong>
          </p>
          <h2>{T.candidates}</h2>
          <ol>
            {result.candidates.map(({ id, score }) => (
              <li key={id}>
                <a href={`/desk/entry?id=${id}`}>{id}</a> <span class="facts">{score.toFixed(3)}</span>
              </li>
            ))}
          </ol>
          <h2>{T.why}</h2>
          <pre class="diff" tabIndex={0} aria-label={T.why}>
            {result.reasons.join('\n')}
          </pre>
        </section>
      )}
      {children}
    </>
  );
}

interface KnowledgeProps {
  readonly status: KnowledgeStatus;
  readonly copies: readonly KeptCopy[];
  readonly context: PageContext;
  readonly notice?: string;
}

export function KnowledgeView({ status, copies, context, notice }: KnowledgeProps): JSX.Element {
  const T = DESK_TEXTS.knowledge;
  return (
    <>
      {notice && <p role="status">{notice}</p>}
      <p>
        {T.inUse}: <code>{status.version}</code> {T.since} {formatTime(status.loadedAt)}
      </p>
      {status.isLearning && <p role="status">{T.learning}</p>}
      {status.problems.length > 0 && <ProblemList title={T.refused} problems={status.problems} />}
      <h2>{T.kept}</h2>
      {copies.length === 0 && <p>{T.none}</p>}
      <ul>
        {copies.map(({ version, keptAt }) => (
          <li key={version}>
            <code>{version}</code> <span class="facts">{formatTime(keptAt)}</span>
            {version !== status.version && (
              <Form action="/desk/rollback" context={context}>
                <input type="hidden" name="version" value={version} />
                <button class="quiet">{`${T.rollback} ${version}`}</button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

const formatTime = (time: Date) => time.toISOString().slice(0, 16).replace('T', ' ');

export function ErrorView({ message }: { readonly message: string }): JSX.Element {
  return (
    <>
      <p class="warn" role="alert">
        {message}
      </p>
      <p>
        <a href="/desk">{DESK_TEXTS.errors.back}</a>
      </p>
    </>
  );
}
