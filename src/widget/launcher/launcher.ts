import { MARK, parseMarked, type ToChat, type ToHost } from '../protocol.js';
import texts from '../texts/launcher.json';
import { complain } from './complain.js';
import { hold, listHeld, rememberOpen, wasOpen } from './memory.js';
import type { LauncherOptions } from './options.js';
import { createView, type View } from './view.js';

type Listener = (detail: unknown) => void;

/** Windows with less room beside the page would be covered by a chat that opens by itself. */
const ROOMY = '(min-width: 900px) and (min-height: 600px)';
/** A frame that is silent for so long was refused by the browser or lost by the network. */
const HELLO_LIMIT_MS = 10_000;
const IDLE_LIMIT_MS = 8_000;
const NO_IDLE_WAIT_MS = 3_000;

/** The chat on the page, and what `window.Kneebone` can do with it. */
export class Launcher {
  private readonly view: View;
  private readonly abort = new AbortController();
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly waiting: ToChat[] = [];
  private isOpen = false;
  private isHeard = false;
  private isFocusDue = false;
  private helloTimer = 0;

  constructor(private readonly options: LauncherOptions) {
    this.view = createView(options, () => this.setOpen(!this.isOpen, true));
    const { signal } = this.abort;
    window.addEventListener('message', (event) => this.onMessage(event), { signal });
    window.addEventListener('keydown', (event) => event.key === 'Escape' && this.setOpen(false, true), { signal });
    const before = wasOpen();
    const isOpen = before ?? (options.isOpenAtStart && matchMedia(ROOMY).matches);
    if (isOpen) this.setOpen(true, false);
    else if (!options.isLazy && !isSavingData()) whenIdle(() => this.load());
  }

  open(): void {
    this.setOpen(true, true);
  }

  close(): void {
    this.setOpen(false, true);
  }

  /** Opens the chat and asks; anything but a text is left out. */
  ask(text: unknown): void {
    if (typeof text !== 'string' || text.trim() === '') return;
    this.setOpen(true, true);
    this.tell({ type: 'ask', text });
  }

  on(name: unknown, listener: unknown): void {
    if (typeof listener !== 'function') return;
    const set = this.listeners.get(String(name)) ?? new Set();
    this.listeners.set(String(name), set.add(listener as Listener)); // any function may be called with one value
  }

  off(name: unknown, listener: unknown): void {
    this.listeners.get(String(name))?.delete(listener as Listener); // a set is asked by identity only
  }

  /** Erases the conversation on the server and in this browser. */
  forget(): void {
    this.load();
    this.tell({ type: 'forget' });
  }

  /** Takes everything off the page. */
  destroy(): void {
    this.abort.abort();
    clearTimeout(this.helloTimer);
    this.listeners.clear();
    rememberOpen(false);
    this.view.remove();
  }

  private setOpen(isOpen: boolean, focus: boolean): void {
    if (isOpen === this.isOpen || this.abort.signal.aborted) return;
    this.isOpen = isOpen;
    rememberOpen(isOpen);
    if (isOpen) this.load();
    this.view.setOpen(isOpen);
    this.tell(isOpen ? { type: 'open', focus } : { type: 'close' });
    this.isFocusDue = focus && isOpen;
    if (this.isHeard) this.moveFocus();
    if (focus && !isOpen) this.view.focusButton();
    this.emit(isOpen ? 'open' : 'close');
  }

  /** Not before the frame is there: a frame that is focused while it loads may show the focus and get no key. */
  private moveFocus(): void {
    if (this.isFocusDue) this.view.frame.focus();
    this.isFocusDue = false;
  }

  private load(): void {
    if (this.helloTimer || this.abort.signal.aborted) return;
    this.view.load();
    this.helloTimer = window.setTimeout(() => {
      complain(texts.silent, this.options.server);
      this.destroy();
    }, HELLO_LIMIT_MS);
  }

  private onMessage({ source, origin, data }: MessageEvent): void {
    if (source !== this.view.frame.contentWindow || origin !== this.options.server) return;
    const message = parseMarked<ToHost>(data);
    if (message) this.hear(message);
  }

  private hear(message: ToHost): void {
    switch (message.type) {
      case 'hello':
        return this.welcome();
      case 'ready':
        return this.emit('ready');
      case 'close':
        return this.setOpen(false, true);
      case 'hold':
        return hold(message.name, message.value);
      case 'unread':
        this.view.setUnread(message.count);
        return this.emit('unread', message.count);
      case 'event':
        return this.emit(message.name, message.detail);
    }
  }

  private welcome(): void {
    this.isHeard = true;
    clearTimeout(this.helloTimer);
    this.moveFocus();
    const { chat, styles } = this.options;
    this.post({ type: 'init', options: { ...chat, styles }, isOpen: this.isOpen, held: listHeld() });
    for (const message of this.waiting.splice(0)) this.post(message);
  }

  private tell(message: ToChat): void {
    if (this.isHeard) this.post(message);
    else this.waiting.push(message);
  }

  private post(message: ToChat): void {
    this.view.frame.contentWindow?.postMessage({ ...message, mark: MARK }, this.options.server);
  }

  private emit(name: string, detail?: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) listener(detail);
  }
}

function whenIdle(work: () => void): void {
  const start = () =>
    'requestIdleCallback' in window
      ? requestIdleCallback(work, { timeout: IDLE_LIMIT_MS })
      : setTimeout(work, NO_IDLE_WAIT_MS);
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start, { once: true });
}

function isSavingData(): boolean {
  // Not in TypeScript's DOM library, and not in every browser.
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
