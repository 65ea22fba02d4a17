import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Keep } from '../storage.js';
import { say } from '../texts.js';
import { Icon } from './Icon.js';

/** As much as the bot reads of one message. */
const MAX_CHARS = 2000;
const WARN_AT_CHARS = 200;
const DRAFT_KEY = 'draft';

interface Props {
  readonly keep: Keep;
  readonly inputRef: RefObject<HTMLTextAreaElement | null>;
  readonly onSend: (text: string) => void;
}

/** Where the person types. Unsent words stay through a reload of the tab. */
export function Composer({ keep, inputRef, onSend }: Props): JSX.Element {
  const [text, setText] = useState(() => keep.get(DRAFT_KEY) ?? '');
  useLayoutEffect(() => fitHeight(inputRef.current), [text]);
  const write = (next: string) => {
    setText(next);
    if (next) keep.set(DRAFT_KEY, next);
    else keep.remove(DRAFT_KEY);
  };
  const send = () => {
    if (!text.trim()) return;
    onSend(text.trim());
    write('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter takes its suggestion.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    send();
    inputRef.current?.focus();
  };
  const left = MAX_CHARS - text.length;
  return (
    <form class="composer" onSubmit={onSubmit}>
      <label class="sr" for="question">
        {say('yourQuestion')}
      </label>
      <textarea
        id="question"
        ref={inputRef}
        rows={1}
        maxLength={MAX_CHARS}
        placeholder={say('placeholder')}
        autocomplete="off"
        enterkeyhint="send"
        dir="auto"
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="send" aria-disabled={text.trim() ? undefined : 'true'}>
        <Icon name="send" />
        <span class="sr">{say('send')}</span>
      </button>
      {left <= WARN_AT_CHARS && (
        <p class="left" role="status">
          {say('left', { n: left })}
        </p>
      )}
    </form>
  );
}

/** Grows with its lines, up to the limit in the style sheet. */
function fitHeight(input: HTMLTextAreaElement | null): void {
  if (!input) return;
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight}px`;
}
