import type { ComponentChildren, JSX } from 'preact';
import { render } from 'preact-render-to-string';
import { formatProblem, type Problem } from '../../errors.js';
import { DESK_TEXTS } from '../texts.js';

/** What every page of somebody who has signed in needs. */
export interface PageContext {
  /** Goes back with every form, so that no other site can send one. */
  readonly formToken: string;
  readonly canSignOut: boolean;
}

const NAV = [
  ['/desk', DESK_TEXTS.nav.queue],
  ['/desk/entries', DESK_TEXTS.nav.entries],
  ['/desk/test', DESK_TEXTS.nav.test],
  ['/desk/figures', DESK_TEXTS.nav.figures],
  ['/desk/knowledge', DESK_TEXTS.nav.knowledge],
] as const;

interface PageProps {
  readonly title: string;
  readonly context?: PageContext;
  /** Address of the page in the navigation. */
  readonly at?: string;
  readonly children: ComponentChildren;
}

/** A whole page as HTML. */
export function renderPage(props: PageProps): string {
  return `<!doctype html>${render(<Page {...props} />)}`;
}

function Page({ title, context, at, children }: PageProps): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – ${DESK_TEXTS.title}`}</title>
        <link rel="stylesheet" href="/desk/desk.css" />
      </head>
      <body>
        <a class="skip" href="#content">
          {DESK_TEXTS.skip}
        </a>
        <header>
          <p class="brand">{DESK_TEXTS.title}</p>
          {context && <Navigation at={at} context={context} />}
        </header>
        <main id="content">
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

function Navigation({ at, context }: { readonly at: string | undefined; readonly context: PageContext }): JSX.Element {
  return (
    <nav aria-label={DESK_TEXTS.title}>
      {NAV.map(([href, name]) => (
        <a key={href} href={href} aria-current={href === at ? 'page' : undefined}>
          {name}
        </a>
      ))}
      {context.canSignOut && (
        <Form action="/desk/sign-out" context={context}>
          <button class="quiet">{DESK_TEXTS.signIn.signOut}</button>
        </Form>
      )}
    </nav>
  );
}

interface FormProps {
  readonly action: string;
  readonly context: PageContext;
  readonly children: ComponentChildren;
}

/** A form with the session's mark. */
export function Form({ action, context, children }: FormProps): JSX.Element {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="form" value={context.formToken} />
      {children}
    </form>
  );
}

/** Faults as `kb check` prints them. */
export function ProblemList({
  title,
  problems,
}: {
  readonly title: string;
  readonly problems: readonly Problem[];
}): JSX.Element {
  return (
    <section class="problems">
      <h2>{title}</h2>
      <ul>
        {problems.map((p, i) => (
          <li key={i}>{formatProblem(p)}</li>
        ))}
      </ul>
    </section>
  );
}
