import { readFileSync } from 'node:fs';

/** The packed word knowledge, for `parseWordNet`. Throws what the file system throws when the file is missing. */
export function loadWordBytes(): Uint8Array {
  return readFileSync(new URL('../matcher/wordnet.bin', import.meta.url));
}
