/** The tab remembers that the chat is open, so that it stays open on the site's next page. */
const OPEN_KEY = 'kneebone.open';

/** Whether the chat was open on the tab's page before; `undefined` where it was not there, or storage is forbidden. */
export function wasOpen(): boolean | undefined {
  try {
    const stored = sessionStorage.getItem(OPEN_KEY);
    return stored === null ? undefined : stored === '1';
  } catch {
    return undefined;
  }
}

/** Keeps it for the tab's next page, where storage is allowed. */
export function rememberOpen(isOpen: boolean): void {
  try {
    sessionStorage.setItem(OPEN_KEY, isOpen ? '1' : '0');
  } catch {
    // See wasOpen.
  }
}

const HELD_KEY = 'kneebone.held';

/** Values that the chat has this page keep, because the browser gives its frame no storage. They are encrypted. */
export function listHeld(): Record<string, string> {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(HELD_KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, string>) : {}; // written by `hold`
  } catch {
    return {};
  }
}

/** Keeps a value for the tab's next page, or drops it. */
export function hold(name: string, value: string | null): void {
  const held = listHeld();
  if (value === null) delete held[name];
  else held[name] = value;
  try {
    sessionStorage.setItem(HELD_KEY, JSON.stringify(held));
  } catch {
    // See wasOpen.
  }
}
