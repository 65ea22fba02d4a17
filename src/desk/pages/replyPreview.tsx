import type { JSX } from 'preact';
import { createTeamsRenderer } from '../../channels/teams/renderTeams.js';
import { createSlackRenderer } from '../../channels/slack/renderSlack.js';
import type { Knowledge } from '../../knowledge/loadKnowledge.js';
import type { Reply, ReplyBlock } from '../../reply.js';
import { Inline } from '../../site/topicsPage.js';
import { DESK_TEXTS } from '../texts.js';

const T = DESK_TEXTS.entry;

interface Props {
  readonly replies: readonly Reply[];
  readonly knowledge: Knowledge;
  readonly publicUrl: string;
}

/** How replies come out on the website, in Teams and in Slack; the latter two as their own renderers word them. */
export function ReplyPreview({ replies, knowledge, publicUrl }: Props): JSX.Element {
  const teams = createTeamsRenderer({ publicUrl, knowledge: () => knowledge, showsPresses: true });
  const slack = createSlackRenderer({ wording: () => knowledge, pictureUrl: () => undefined });
  const personal = { conversation: { id: 'preview', isGroup: false, conversationType: 'personal', name: '' } };
  return (
    <section>
      <h2>{T.preview}</h2>
      <div class="previews">
        <section>
          <h3>{T.web}</h3>
          {replies.map((reply, i) => (
            <WebReply key={i} reply={reply} />
          ))}
        </section>
        <section>
          <h3>{T.teams}</h3>
          {replies
            .flatMap((r) => teams(r, personal))
            .map((message, i) => (
              <Words key={i} text={message.text ?? collectTexts(message.attachments).join('\n')} />
            ))}
        </section>
        <section>
          <h3>{T.slack}</h3>
          {replies
            .flatMap((r) => slack(r, {}))
            .map((message, i) => (
              <Words key={i} text={message.text ?? ''} />
            ))}
        </section>
      </div>
    </section>
  );
}

const Words = ({ text }: { readonly text: string }) => <p class="bubble words">{text}</p>;

/** Every text of an Adaptive Card, in order. */
function collectTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collectTexts);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const isShown = typeof inner === 'string' && (name === 'text' || name === 'title');
    return isShown ? [inner] : collectTexts(inner);
  });
}

function WebReply({ reply }: { readonly reply: Reply }): JSX.Element {
  return (
    <div class="bubble">
      {reply.alert && (
        <p>
          <strong>{reply.alert.action}</strong>
        </p>
      )}
      {reply.title && (
        <p>
          <strong>{reply.title}</strong>
        </p>
      )}
      {reply.blocks.map((block, i) => (
        <BlockView key={i} block={block} />
      ))}
      {(reply.cautions ?? []).map((text, i) => (
        <p key={i} class="warn">
          <Inline text={text} />
        </p>
      ))}
      {reply.interest && <p class="facts">{reply.interest}</p>}
      {(reply.sources ?? []).length > 0 && (
        <ul class="facts">
          {(reply.sources ?? []).map((s) => (
            <li key={s.number}>
              [{s.number}] {s.title}, {s.publisher}
            </li>
          ))}
        </ul>
      )}
      {(reply.actions ?? []).length > 0 && (
        <p class="facts">{(reply.actions ?? []).map((a) => `[${a.label}]`).join(' ')}</p>
      )}
    </div>
  );
}

function BlockView({ block }: { readonly block: ReplyBlock }): JSX.Element {
  if (block.kind === 'paragraph')
    return (
      <p>
        <Inline text={block.text} />
      </p>
    );
  const items = block.items.map((item, i) => (
    <li key={i}>
      <Inline text={item} />
    </li>
  ));
  return block.kind === 'steps' ? <ol>{items}</ol> : <ul>{items}</ul>;
}
