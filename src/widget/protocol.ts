/** What the launcher on the host page and the chat in the frame say to each other, by `postMessage`. */

/** Marks our messages among those of other scripts. */
export const MARK = 'kneebone/1';

/** Options of the host page that the chat needs. */
export interface ChatOptions {
  readonly title?: string;
  readonly greeting?: string;
  /** A question that is asked when the chat opens for the first time. */
  readonly question?: string;
  /** BCP 47 language of times and of the page, for example `en-GB`. */
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  readonly theme: 'auto' | 'light' | 'dark';
  /** CSS custom properties of the host page, by name without `--kneebone-`. */
  readonly styles: Readonly<Record<string, string>>;
}

export type ToChat =
  | {
      readonly type: 'init';
      readonly options: ChatOptions;
      readonly isOpen: boolean;
      /** What the chat handed over to be kept, on this tab's earlier pages. */
      readonly held: Readonly<Record<string, string>>;
    }
  | { readonly type: 'open'; readonly focus: boolean }
  | { readonly type: 'close' }
  | { readonly type: 'ask'; readonly text: string }
  | { readonly type: 'forget' };

export type ToHost =
  /** The chat listens and waits for `init`. */
  | { readonly type: 'hello' }
  /** The chat can be used. */
  | { readonly type: 'ready' }
  | { readonly type: 'close' }
  /** A value to keep for the tab's next page, encrypted; `null` drops it. */
  | { readonly type: 'hold'; readonly name: string; readonly value: string | null }
  | { readonly type: 'unread'; readonly count: number }
  /** Something that `Kneebone('on', …)` reports. It never carries what was said. */
  | { readonly type: 'event'; readonly name: 'message' | 'alert' | 'forget' | 'status'; readonly detail: string };

export type Marked<T> = T & { readonly mark: typeof MARK };

/** Takes a message of ours out of an event; anything else is `undefined`. */
export function parseMarked<T extends ToChat | ToHost>(data: unknown): T | undefined {
  const isOurs = typeof data === 'object' && data !== null && 'mark' in data && data.mark === MARK;
  // The sender's origin and window are checked by the caller, and both ends are of one version.
  return isOurs ? (data as Marked<T>) : undefined;
}
