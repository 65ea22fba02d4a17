import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** How often the folder is looked at; a look is some 250 file states and a few milliseconds beside the event loop. */
const LOOK_MS = 1500;

/**
 * Calls `onChange` once the files of a folder have changed and have then stayed as they are from one look to the next, so
 * that a file in the middle of being saved is not met. Looking works on every kind of disk, unlike the system's events.
 * @returns the function that ends it
 */
export function watchFiles(dir: string, onChange: () => void, everyMs = LOOK_MS): () => void {
  let seen: string | undefined;
  let pending: string | undefined;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    const now = await describe(dir).finally(() => (isLooking = false));
    if (seen === undefined) seen = now;
    else if (now === seen) pending = undefined;
    else if (now !== pending) pending = now;
    else {
      [seen, pending] = [now, undefined];
      onChange();
    }
  };
  // A folder that cannot be read for a moment, as during a checkout, is looked at again.
  const timer = setInterval(() => void look().catch(() => undefined), everyMs);
  timer.unref();
  void look().catch(() => undefined);
  return () => clearInterval(timer);
}

async function describe(dir: string): Promise<string> {
  const found = await readdir(dir, { withFileTypes: true, recursive: true });
  const files = found.filter((f) => f.isFile() && !f.name.startsWith('.')).map((f) => path.join(f.parentPath, f.name));
  const states = await Promise.all(
    files.sort().map(async (file) => {
      const { size, mtimeMs, ino } = await stat(file);
      return `${file} ${size} ${mtimeMs} ${ino}`;
    }),
  );
  return states.join('\n');
}
