import type { JSX } from 'preact';
import type { Alert, Reply, ReplyBlock, SourceRef } from '../../../reply.js';
import { useSay, useSaySupport } from '../texts.js';
import { HoldView } from './HoldView.js';
import { Icon } from './Icon.js';
import { Markdown } from './Markdown.js';

/** Kinds of support as a reader would weigh them. */
const STRONGEST_FIRST = ['guideline', 'study', 'policy', 'web', 'article', 'maker', 'general'];
const KINDS_SHOWN = 2;

interface Props {
  readonly reply: Reply;
  /** Names what the view keeps, such as a running countdown. */
  readonly id: string;
  readonly isNew: boolean;
}

/** Everything that a reply holds, in the order in which a reader needs it; actions and feedback stand below it. */
export function ReplyView({ reply, id, isNew }: Props): JSX.Element {
  const say = useSay();
  const { alert, title, blocks, cautions = [], picture, hold, interest, sources = [] } = reply;
  return (
    <>
      {alert && <AlertView alert={alert} isNew={isNew} />}
      {title && (
        <h2>
          <Markdown text={title} />
        </h2>
      )}
      {blocks.map((block, i) => (
        <BlockView key={i} block={block} />
      ))}
      {picture && (
        <figure>
          <img src={`/pictures/${picture.id}.svg`} alt={picture.alt} loading="lazy" />
          <figcaption>{picture.title}</figcaption>
        </figure>
      )}
      {hold && <HoldView hold={hold} id={id} />}
      {cautions.map((text) => (
        <div key={text} class="caution">
          <Icon name="warning" />
          <p>
            <strong class="sr">{say('caution')}: </strong>
            <Markdown text={text} />
          </p>
        </div>
      ))}
      {interest && (
        <p class="interest">
          <strong>{say('interest')}:</strong> <Markdown text={interest} />
        </p>
      )}
      {sources.length > 0 && <Sources sources={sources} />}
    </>
  );
}

/** Urgent advice, spoken at once when it comes; when an old conversation is shown again it is read in its place. */
function AlertView({ alert, isNew }: { readonly alert: Alert; readonly isNew: boolean }): JSX.Element {
  const say = useSay();
  return (
    <div class={`alert alert-${alert.level}`} role={isNew ? 'alert' : 'group'} aria-label={say('urgent')}>
      <p class="alert-head">
        <Icon name="warning" />
        {say('urgent')}
      </p>
      <p class="alert-action">
        <Markdown text={alert.action} />
      </p>
      {alert.phones.map(({ label, number }) => (
        <a key={number + label} class="call" href={`tel:${number.replace(/[^\d+]/g, '')}`}>
          <Icon name="phone" />
          <span>
            {say('call', { number })} <small>{label}</small>
          </span>
        </a>
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: ReplyBlock }): JSX.Element {
  // Other bots put whole Markdown texts into one paragraph.
  if (block.kind === 'paragraph')
    return block.text.includes('\n') ? <Markdown text={block.text} form="blocks" /> : <Para text={block.text} />;
  const items = block.items.map((text, i) => (
    <li key={i}>
      <Markdown text={text} />
    </li>
  ));
  return block.kind === 'steps' ? <ol>{items}</ol> : <ul>{items}</ul>;
}

const Para = ({ text }: { readonly text: string }) => (
  <p>
    <Markdown text={text} />
  </p>
);

function Sources({ sources }: { readonly sources: readonly SourceRef[] }): JSX.Element {
  const [say, saySupport] = [useSay(), useSaySupport()];
  // What stands behind an answer is worth a word before anybody opens the list.
  const kinds = STRONGEST_FIRST.filter((kind) => sources.some((s) => s.support === kind));
  return (
    <details class="sources">
      <summary>
        {say('sourcesCount', { n: sources.length })}{' '}
        <span class="kinds">{kinds.slice(0, KINDS_SHOWN).map(saySupport).join(', ')}</span>
      </summary>
      <ol>
        {sources.map((s) => (
          <li key={s.number + s.title} value={s.number || undefined}>
            {s.link ? (
              <a href={s.link} target="_blank" rel="noopener noreferrer">
                {s.title}
                <span class="sr"> ({say('opensTab')})</span>
              </a>
            ) : (
              s.title
            )}
            , {s.publisher} <span class="support">{saySupport(s.support)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
