import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Alarm } from './alarm.js';

/** A disk that was asked this recently is not asked again: anybody may call `/readyz`. */
const PROBE_MS = 1000;
/** A disk with less to give is full for our purposes. */
const PROBE = Buffer.alloc(64 * 1024);

/** Creates a function that writes a small file and removes it; raises the alarm where that fails. Never rejects. */
export function createDiskProbe(dir: string, alarm: Alarm): () => Promise<void> {
  const file = path.join(dir, 'probe');
  let probedAt = -Infinity;
  return async () => {
    if (probedAt > performance.now() - PROBE_MS) return;
    probedAt = performance.now();
    try {
      await writeFile(file, PROBE, { mode: 0o600, flush: true });
      await rm(file, { force: true });
      alarm.clear('probe');
    } catch (error) {
      await rm(file, { force: true }).catch(() => undefined);
      alarm.raise('probe', error);
    }
  };
}
