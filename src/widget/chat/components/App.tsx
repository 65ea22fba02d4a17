import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Action } from '../../../reply.js';
import type { ChatOptions } from '../../protocol.js';
import type { Chat } from '../chat.js';
import type { Line } from '../connection/activity.js';
import { KeepContext } from '../keepContext.js';
import type { Keeps } from '../storage.js';
import { say } from '../texts.js';
import { Announcer, useAnnounce } from './Announcer.js';
import { Composer } from './Composer.js';
import { Icon } from './Icon.js';
import { Transcript } from './Transcript.js';

export interface AppProps {
  readonly chat: Chat;
  readonly keeps: Keeps;
  readonly options: ChatOptions;
  /** Absent where the chat is a page of its own, which nothing closes. */
  readonly onClose: (() => void) | undefined;
  /** Hands out what the launcher needs of the view. */
  readonly onView: (view: { focusInput(): void }) => void;
}

/** The whole chat. */
export function App(props: AppProps): JSX.Element {
  return (
    <KeepContext.Provider value={props.keeps.tab}>
      <Announcer>
        <Room {...props} />
      </Announcer>
    </KeepContext.Provider>
  );
}

function Room({ chat, keeps, options, onClose, onView }: AppProps): JSX.Element {
  const [state, setState] = useState(chat.state);
  const input = useRef<HTMLTextAreaElement>(null);
  const announce = useAnnounce();
  useEffect(() => chat.subscribe(setState), [chat]);
  useLayoutEffect(() => onView({ focusInput: () => input.current?.focus() }), []);
  const choose = ({ label, say: text }: Action) => {
    announce(say('chose', { label }));
    chat.say(text);
    // The pressed button goes; without a new place the focus would fall out of the chat.
    input.current?.focus({ preventScroll: true });
  };
  return (
    <div class="chat" onKeyDown={(event) => event.key === 'Escape' && onClose?.()}>
      <Header title={options.title ?? say('title')} onClose={onClose} />
      <main>
        <Transcript state={state} chat={chat} locale={options.locale} greeting={options.greeting} onAction={choose} />
        <LineNotice line={state.line} isEmpty={state.items.length === 0} />
        <Composer keep={keeps.tab} inputRef={input} onSend={(text) => chat.say(text)} />
      </main>
    </div>
  );
}

function Header({
  title,
  onClose,
}: {
  readonly title: string;
  readonly onClose: (() => void) | undefined;
}): JSX.Element {
  return (
    <header>
      <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
        <path
          class="logo-back"
          d="M16 2c8 0 14 5.4 14 12.5S24 27 16 27c-1.4 0-2.8-.2-4-.5L5 30v-6.8C3.1 20.9 2 17.9 2 14.5 2 7.4 8 2 16 2Z"
        />
        <path class="logo-bone" d="M12.5 7v5.5a3.5 3.5 0 0 0 7 0V7M12.5 22v-1.5a3.5 3.5 0 0 1 7 0V22" />
      </svg>
      <div>
        <h1>{title}</h1>
        <p>{say('subtitle')}</p>
      </div>
      {onClose && (
        <button type="button" class="close" onClick={onClose}>
          <Icon name="close" />
          <span class="sr">{say('close')}</span>
        </button>
      )}
    </header>
  );
}

/** Short breaks mend themselves; only a longer one is worth a line of text. */
const SHOWN_AFTER_MS = 1500;

function LineNotice({ line, isEmpty }: { readonly line: Line; readonly isEmpty: boolean }): JSX.Element {
  const [isShown, setShown] = useState(false);
  const isBroken = line === 'connecting' || line === 'offline';
  useEffect(() => {
    if (!isBroken) return setShown(false);
    const timer = setTimeout(() => setShown(true), line === 'offline' ? 0 : SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [line]);
  const text =
    line === 'offline'
      ? navigator.onLine
        ? say('cannotStart')
        : say('offline')
      : say(isEmpty ? 'starting' : 'connecting');
  return (
    <div class="line" role="status">
      {isShown && isBroken && <p>{text}</p>}
    </div>
  );
}
