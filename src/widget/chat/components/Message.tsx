import type { JSX } from 'preact';
import type { Chat } from '../chat.js';
import type { Item } from '../model.js';
import { languageOf, markLanguage, MessageLanguage, say, useSay } from '../texts.js';
import { Icon } from './Icon.js';
import { ReplyView } from './ReplyView.js';

interface Props {
  readonly item: Item;
  readonly chat: Chat;
  readonly rated: boolean | undefined;
  /** False within a run of messages of one sender: their time is shown once. */
  readonly showsTime: boolean;
  readonly locale: string;
}

/** One message with its time and what became of it. */
export function Message({ item, chat, rated, showsTime, locale }: Props): JSX.Element {
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(item.at);
  const name = say(item.from);
  const { reply } = item;
  const language = reply && languageOf(reply);
  return (
    <article
      class={`message ${item.from} kind-${reply?.kind ?? 'said'}`}
      tabIndex={-1}
      aria-label={`${name}, ${time}`}
      data-key={item.key}
    >
      {/* The texts may be of another language than the page, and so of another direction. */}
      <div class="bubble" dir="auto" lang={language && markLanguage(language)}>
        <MessageLanguage.Provider value={language}>
          {reply ? <ReplyView reply={reply} id={item.key} isNew={item.isNew} /> : <p>{item.text}</p>}
          {reply?.feedback && item.id && (
            <Feedback item={item} chat={chat} question={reply.feedback.question} rated={rated} />
          )}
        </MessageLanguage.Provider>
      </div>
      {item.delivery === 'failed' ? (
        <p class="meta failed">
          {say('failed')}{' '}
          <button type="button" class="link" onClick={() => chat.sayAgain(item)}>
            {say('retry')}
          </button>
        </p>
      ) : item.delivery === 'waiting' ? (
        <p class="meta">{say('waiting')}</p>
      ) : (
        showsTime && (
          <p class="meta">
            <time dateTime={new Date(item.at).toISOString()}>{time}</time>
          </p>
        )
      )}
    </article>
  );
}

interface FeedbackProps {
  readonly item: Item;
  readonly chat: Chat;
  readonly question: string;
  readonly rated: boolean | undefined;
}

function Feedback({ item, chat, question, rated }: FeedbackProps): JSX.Element {
  const say = useSay();
  if (rated !== undefined)
    return (
      <p class="feedback thanks" role="status">
        <Icon name={rated ? 'up' : 'thumbDown'} /> {say('thanks')}
      </p>
    );
  const button = (helpful: boolean) => (
    <button type="button" class="rate" onClick={() => chat.rate(item, helpful)}>
      <Icon name={helpful ? 'up' : 'thumbDown'} />
      <span class="sr">{say(helpful ? 'helpful' : 'notHelpful')}</span>
    </button>
  );
  return (
    <div class="feedback" role="group" aria-label={question}>
      <span>{question}</span>
      {button(true)}
      {button(false)}
    </div>
  );
}
