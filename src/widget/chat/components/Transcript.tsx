import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Action } from '../../../reply.js';
import type { Chat } from '../chat.js';
import { plainText } from '../markdown.js';
import type { ChatState, Item } from '../model.js';
import { languageOf, markLanguage, say } from '../texts.js';
import { useAnnounce } from './Announcer.js';
import { Icon } from './Icon.js';
import { Message } from './Message.js';

interface Props {
  readonly state: ChatState;
  readonly chat: Chat;
  readonly locale: string;
  readonly greeting: string | undefined;
  readonly onAction: (action: Action) => void;
}

/** An answer sooner than this needs no sign that it is coming; the sign would only flicker. */
const TYPING_AFTER_MS = 500;
/** So close to the end, in pixels, a reader follows what comes. */
const NEAR_END_PX = 90;
/** Messages of one sender within this time show one time. */
const SAME_TIME_MS = 5 * 60_000;

/** The conversation: messages by day, the suggestions of the last answer, and the sign that an answer is coming. */
export function Transcript({ state, chat, locale, greeting, onAction }: Props): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const { items } = state;
  const isTyping = useDelayed(isAwaiting(state), TYPING_AFTER_MS);
  const [unseen, showEnd] = useFollowing(ref, items, isTyping);
  useReadAloud(items);
  const last = items.at(-1);
  const actions = last?.from === 'bot' && state.awaited.length === 0 ? (last.reply?.actions ?? []) : [];
  return (
    <div class="log-frame">
      <div
        class="log"
        ref={ref}
        role="log"
        aria-live="off"
        aria-label={say('conversation')}
        tabIndex={0}
        onKeyDown={moveFocus}
      >
        {greeting && <p class="greeting">{greeting}</p>}
        {items.map((item, i) => (
          <MessageOfDay
            key={item.key}
            item={item}
            before={items[i - 1]}
            after={items[i + 1]}
            {...{ chat, state, locale }}
          />
        ))}
        {actions.length > 0 && <Actions actions={actions} lang={languageOfActions(last)} onAction={onAction} />}
        {isTyping && (
          <div class="typing" role="img" aria-label={say('typing')}>
            <i />
            <i />
            <i />
          </div>
        )}
      </div>
      {unseen > 0 && (
        <button type="button" class="new-messages" onClick={showEnd}>
          <Icon name="down" /> {unseen === 1 ? say('newMessage') : say('newMessages', { n: unseen })}
        </button>
      )}
    </div>
  );
}

interface DayProps {
  readonly item: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly chat: Chat;
  readonly state: ChatState;
  readonly locale: string;
}

function MessageOfDay({ item, before, after, chat, state, locale }: DayProps): JSX.Element {
  const isNewDay = dayOf(item.at) !== (before ? dayOf(before.at) : dayOf(Date.now()));
  const showsTime = !after || after.from !== item.from || after.at - item.at > SAME_TIME_MS;
  const rated = item.id === undefined ? undefined : state.feedback[item.id];
  return (
    <>
      {isNewDay && <p class="day">{nameDay(item.at, locale)}</p>}
      <Message item={item} chat={chat} rated={rated} showsTime={showsTime} locale={locale} />
    </>
  );
}

const languageOfActions = (item: Item | undefined) => item?.reply && markLanguage(languageOf(item.reply));

function Actions({
  actions,
  lang,
  onAction,
}: {
  readonly actions: readonly Action[];
  readonly lang: string | undefined;
  readonly onAction: Props['onAction'];
}): JSX.Element {
  return (
    <div class="actions" role="group" aria-label={say('suggestions')}>
      {actions.map((action) => (
        <button key={action.label} type="button" dir="auto" lang={lang} onClick={() => onAction(action)}>
          {action.label}
        </button>
      ))}
    </div>
  );
}

const dayOf = (at: number) => new Date(at).toDateString();

function nameDay(at: number, locale: string): string {
  const daysAgo = Math.round((new Date(dayOf(Date.now())).getTime() - new Date(dayOf(at)).getTime()) / 86_400_000);
  if (daysAgo === 0) return say('today');
  if (daysAgo === 1) return say('yesterday');
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(at);
}

/** True while the server has something to answer; what is not sent yet it knows nothing of. */
function isAwaiting({ line, awaited, items }: ChatState): boolean {
  const isSent = (key: string) => items.some((i) => i.key === key && i.delivery !== 'waiting');
  return line === 'online' && awaited.some(isSent);
}

/** True once a condition has held for a while. */
function useDelayed(isTrue: boolean, ms: number): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isTrue) return setLong(false);
    const timer = setTimeout(() => setLong(true), ms);
    return () => clearTimeout(timer);
  }, [isTrue]);
  return isLong && isTrue;
}

/** Reads new messages out, the person's own too: without it nobody who listens knows that it went off. */
function useReadAloud(items: readonly Item[]): void {
  const announce = useAnnounce();
  const known = useRef(new Set<string>());
  useEffect(() => {
    for (const item of items) {
      if (known.current.has(item.key)) continue;
      known.current.add(item.key);
      if (item.isNew) announce(item.from === 'you' ? say('sent', { text: item.text }) : spoken(item));
    }
  }, [items]);
}

/** What is heard of a reply: its words. Urgent advice speaks for itself, sources and buttons are found by reading on. */
function spoken({ reply }: Item): string {
  if (!reply) return '';
  const blocks = reply.blocks.flatMap((b) => (b.kind === 'paragraph' ? [b.text] : b.items));
  const words = [reply.title ?? '', ...blocks, ...(reply.cautions ?? []).map((c) => `${say('caution')}: ${c}`)];
  return `${say('bot')}: ${words.map(plainText).filter(Boolean).join(' ')}`;
}

/**
 * Keeps the view where the reader wants it: someone at the end follows, and sees a long answer from its question on;
 * someone who reads further up is not moved, and is told what came.
 */
function useFollowing(
  ref: { readonly current: HTMLDivElement | null },
  items: readonly Item[],
  isTyping: boolean,
): [unseen: number, showEnd: () => void] {
  const isNearEnd = useRef(true);
  const seen = useRef(0);
  const [unseen, setUnseen] = useState(0);
  const showEnd = () => ref.current?.scrollTo({ top: ref.current.scrollHeight });
  useEffect(() => {
    const log = ref.current;
    const onScroll = () => {
      if (!log) return;
      isNearEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
      if (isNearEnd.current) setUnseen(0);
    };
    // A notice below, a keyboard or a turned phone takes room from the end.
    const resized = new ResizeObserver(() => isNearEnd.current && showEnd());
    log?.addEventListener('scroll', onScroll, { passive: true });
    if (log) resized.observe(log);
    return () => {
      log?.removeEventListener('scroll', onScroll);
      resized.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    const added = items.length - seen.current;
    seen.current = items.length;
    const isOwn = added > 0 && items.at(-1)?.from === 'you';
    if (isNearEnd.current || isOwn) showLast(ref.current);
    else if (added > 0) setUnseen((n) => n + added);
  }, [items.length, isTyping]);
  return [unseen, showEnd];
}

function showLast(log: HTMLDivElement | null): void {
  if (!log) return;
  const messages = [...log.querySelectorAll<HTMLElement>('.message')];
  const asked = messages.findLastIndex((m) => m.matches('.you'));
  const question = messages[asked];
  // In a window of a few lines the question would take the place of its answer.
  const isLong = question !== undefined && question.offsetHeight > log.clientHeight / 3;
  const first = isLong ? (messages[asked + 1] ?? question) : question;
  const end = log.scrollHeight - log.clientHeight;
  log.scrollTo({ top: first ? Math.min(end, first.offsetTop - 12) : end });
}

/**
 * Arrow keys, Home and End walk through the messages, Enter goes into one, Escape comes back out step by step: from a
 * link to its message, from a message to the field for typing, and from there (elsewhere) out of the chat.
 */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const log = event.currentTarget;
  const focused = document.activeElement as HTMLElement | null; // the document holds HTML only
  const message = focused?.closest<HTMLElement>('.message') ?? undefined;
  const target = focused === message || focused === log ? stepTo(event.key, log, message) : undefined;
  const out =
    event.key === 'Escape' && focused !== log ? (focused === message ? inputOf() : (message ?? inputOf())) : undefined;
  const next = target ?? out;
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

function stepTo(key: string, log: HTMLElement, message: HTMLElement | undefined): HTMLElement | undefined {
  const messages = [...log.querySelectorAll<HTMLElement>('.message')];
  const at = message ? messages.indexOf(message) : messages.length;
  switch (key) {
    case 'ArrowUp':
      return messages[Math.max(0, at - 1)];
    case 'ArrowDown':
      return messages[Math.min(messages.length - 1, at + 1)];
    case 'Home':
      return messages[0];
    case 'End':
      return messages.at(-1);
    case 'Enter':
      return message?.querySelector<HTMLElement>('a, button, summary') ?? undefined;
    default:
      return undefined;
  }
}

const inputOf = () => document.querySelector<HTMLElement>('textarea') ?? undefined;
