import { lexer, type Token, type Tokens } from 'marked';
import type { JSX } from 'preact';
import { render } from 'preact-render-to-string';
import type { Entry, Source, Statement } from '../knowledge/entry.js';
import type { Knowledge } from '../knowledge/loadKnowledge.js';
import type { Language } from '../language/language.js';
import { fillNumbers, type RegionNumbers } from '../knowledge/region.js';

/**
 * Every entry as one plain page, readable without the bot. Needs no script.
 * @param elsewhere the same page in the other languages
 */
export function renderTopicsPage(
  knowledge: Knowledge,
  numbers: RegionNumbers,
  elsewhere: readonly Elsewhere[] = [],
): string {
  const page = <Page knowledge={knowledge} numbers={numbers} elsewhere={elsewhere} />;
  return `<!doctype html>${render(page)}`;
}

export interface Elsewhere {
  readonly language: Language;
  readonly address: string;
  /** What the link says, in its language. */
  readonly label: string;
}

interface Props {
  readonly knowledge: Knowledge;
  readonly numbers: RegionNumbers;
}

function Page({ knowledge, numbers, elsewhere }: Props & { readonly elsewhere: readonly Elsewhere[] }): JSX.Element {
  const texts = knowledge.site.topics;
  const groups = Object.entries(texts.groups)
    .map(([id, name]) => ({ id, name, entries: entriesOf(knowledge, id) }))
    .filter((g) => g.entries.length > 0);
  return (
    <html lang={knowledge.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${texts.title} – Kneebone`}</title>
        <meta name="description" content={texts.description} />
        {elsewhere.map((e) => (
          <link key={e.language} rel="alternate" hreflang={e.language} href={e.address} />
        ))}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/topics.css" />
      </head>
      <body>
        <header>
          <h1>{texts.title}</h1>
          <p>{knowledge.site.topicsIntro}</p>
          <p class="urgent">{fillNumbers(knowledge.site.topicsUrgent, numbers)}</p>
          <p>
            <a href="/">{texts.ask}</a>
            {elsewhere.map((e) => (
              <>
                {' · '}
                <a key={e.language} href={e.address} hreflang={e.language} lang={e.language}>
                  {e.label}
                </a>
              </>
            ))}
          </p>
        </header>
        <nav aria-label={texts.nav}>
          {groups.map((g) => (
            <section key={g.id}>
              <h2>{g.name}</h2>
              <ul>
                {g.entries.map((e) => (
                  <li key={e.id}>
                    <a href={`#${e.id}`}>{e.title}</a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </nav>
        <main>
          {groups
            .flatMap((g) => g.entries)
            .map((e) => (
              <Topic key={e.id} entry={e} knowledge={knowledge} numbers={numbers} />
            ))}
        </main>
      </body>
    </html>
  );
}

function Topic({ entry, knowledge, numbers }: Props & { readonly entry: Entry }): JSX.Element {
  const sources = entry.sources.flatMap((id) => knowledge.sources.get(id) ?? []);
  const text = (s: string) => <Inline text={fillNumbers(s, numbers)} />;
  const numberOf = (s: Statement) => s.sources.map((id) => entry.sources.indexOf(id) + 1);
  const marked = (s: Statement) => (
    <>
      {text(s.text)}{' '}
      <span class="marks">
        {numberOf(s)
          .map((n) => `[${n}]`)
          .join('')}
      </span>
    </>
  );
  const picture = entry.picture ? knowledge.pictures.get(entry.picture) : undefined;
  return (
    <article id={entry.id} lang={entry.translated === false ? 'en' : undefined}>
      <h2>{entry.title}</h2>
      <p class="short">{text(entry.short)}</p>
      {picture && <img src={`/pictures/${entry.picture}.svg`} alt={picture.alt} width="320" loading="lazy" />}
      {entry.body.map((b, i) =>
        b.kind === 'paragraph' ? (
          <p key={i}>{marked(b.statement)}</p>
        ) : b.kind === 'steps' ? (
          <ol key={i}>
            {b.items.map((s, j) => (
              <li key={j}>{marked(s)}</li>
            ))}
          </ol>
        ) : (
          <ul key={i}>
            {b.items.map((s, j) => (
              <li key={j}>{marked(s)}</li>
            ))}
          </ul>
        ),
      )}
      {entry.safetyNote && <p class="note">{text(entry.safetyNote)}</p>}
      {entry.interest && <p class="note">{knowledge.replies.interest}</p>}
      <SourceList sources={sources} label={knowledge.replies.sourcesLabel} />
      <p class="dates">
        {withTimes(knowledge.site.topics.reviewed, entry)}
        {entry.reviewer ? knowledge.site.topics.signed.replace('{reviewer}', () => entry.reviewer ?? '') : ''}
      </p>
    </article>
  );
}

/** The sentence with its two dates as `time` elements. */
function withTimes(template: string, { reviewed, reviewBy }: Entry): (JSX.Element | string)[] {
  const dates: Readonly<Record<string, string>> = { '{reviewed}': reviewed, '{reviewBy}': reviewBy };
  return template.split(/(\{\w+\})/).map((part) => (dates[part] ? <time key={part}>{dates[part]}</time> : part));
}

function SourceList({ sources, label }: { readonly sources: readonly Source[]; readonly label: string }): JSX.Element {
  return (
    <details>
      <summary>{label}</summary>
      <ol>
        {sources.map((s) => (
          <li key={s.id}>
            {s.link ? (
              <a href={s.link} rel="noopener noreferrer">
                {s.title}
              </a>
            ) : (
              s.title
            )}
            , {s.publisher} ({s.support})
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Inline Markdown as elements; anything but bold, emphasis and http links is shown as its text. */
export function Inline({ text }: { readonly text: string }): JSX.Element {
  const [block] = lexer(text);
  const tokens = block && 'tokens' in block ? (block.tokens ?? []) : [];
  return <>{tokens.map(inlineToken)}</>;
}

function inlineToken(token: Token, key: number): JSX.Element | string {
  switch (token.type) {
    case 'strong':
      return <strong key={key}>{((token as Tokens.Strong).tokens ?? []).map(inlineToken)}</strong>;
    case 'em':
      return <em key={key}>{((token as Tokens.Em).tokens ?? []).map(inlineToken)}</em>;
    case 'link': {
      const { href, text } = token as Tokens.Link;
      return /^https?:\/\//.test(href) ? (
        <a key={key} href={href} rel="noopener noreferrer">
          {text}
        </a>
      ) : (
        text
      );
    }
    default:
      return unescapeEntities((token as Tokens.Text).text ?? token.raw);
  }
}

/** marked escapes text tokens for HTML; Preact escapes them again. */
const unescapeEntities = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

function entriesOf(knowledge: Knowledge, group: string): Entry[] {
  return [...knowledge.entries.values()].filter((e) => e.id.startsWith(`${group}.`));
}
