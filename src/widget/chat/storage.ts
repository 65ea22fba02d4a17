/** Small values that outlive a page, in this browser only: what is not sent yet, and how to come back. */
export interface Keep {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** `tab` ends with the tab; `browser` stays until it is cleared. */
export interface Keeps {
  readonly tab: Keep;
  readonly browser: Keep;
}

const PREFIX = 'kneebone.';

/**
 * The browser's own storage, or `otherwise` where the browser forbids it to frames of another site: reading
 * `sessionStorage` throws there.
 */
export async function createKeeps(otherwise: () => Promise<Keep>): Promise<Keeps> {
  try {
    return { tab: createKeep(sessionStorage), browser: createKeep(localStorage) };
  } catch {
    const keep = await otherwise();
    return { tab: keep, browser: keep };
  }
}

/** Values of this page only. */
export function createMemoryKeep(values: Iterable<readonly [string, string]> = []): Keep {
  const memory = new Map(values);
  return {
    get: (key) => memory.get(key),
    set: (key, value) => void memory.set(key, value),
    remove: (key) => void memory.delete(key),
  };
}

function createKeep(storage: Storage): Keep {
  return {
    get: (key) => storage.getItem(PREFIX + key) ?? undefined,
    set(key, value) {
      try {
        storage.setItem(PREFIX + key, value);
      } catch {
        // Full: what is kept already stays, and the chat works without the rest.
      }
    },
    remove: (key) => storage.removeItem(PREFIX + key),
  };
}
