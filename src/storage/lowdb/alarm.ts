import { KneeboneError } from '../../errors.js';
import type { StorageLog } from '../store.js';
import { errorCode } from './files.js';

/** Remembers which parts of the store fail at present, and logs when that begins and ends. */
export interface Alarm {
  raise(part: string, error: unknown): void;
  clear(part: string): void;
  readonly isRaised: boolean;
  /** @throws KneeboneError STORAGE_UNAVAILABLE while any part fails */
  check(): void;
}

export function createAlarm(log: StorageLog): Alarm {
  const failing = new Map<string, string>();
  return {
    raise(part, error) {
      const found = errorCode(error) || (error instanceof Error ? error.name : 'unknown');
      if (failing.get(part) === found) return;
      failing.set(part, found);
      log.error(
        { code: 'STORAGE_UNAVAILABLE', part, error: found },
        'storage takes nothing; answers go on from memory',
      );
    },
    clear(part) {
      if (failing.delete(part)) log.info({ part }, 'storage works again');
    },
    get isRaised() {
      return failing.size > 0;
    },
    check() {
      if (failing.size === 0) return;
      const parts = [...failing].map(([part, found]) => `${part} (${found})`);
      throw new KneeboneError('STORAGE_UNAVAILABLE', `cannot save: ${parts.join(', ')}`);
    },
  };
}
