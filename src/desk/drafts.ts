import { randomBytes } from 'node:crypto';
import { KneeboneError } from '../errors.js';
import type { FileChange } from '../knowledge/writeKnowledge.js';
import type { Examined } from './examine.js';

/** A change that a curator looks at before saving it. */
export interface Draft {
  readonly id: string;
  readonly title: string;
  readonly changes: readonly FileChange[];
  /** Records of the queue that are done with once it is saved. */
  readonly handled: readonly string[];
  /** What the check found; nothing while it runs. */
  examined?: Examined;
  /** Code of the error that ended the check. */
  failed?: string;
}

export interface Drafts {
  /** Keeps a draft and starts its check. */
  open(draft: Omit<Draft, 'id'>): Draft;
  find(id: string): Draft | undefined;
  close(id: string): void;
}

/** More are not looked at at once; the oldest make room. */
const MOST_DRAFTS = 40;

/** Drafts of one process, in memory: what is not saved may be lost with a restart. */
export function createDrafts(examine: (changes: readonly FileChange[]) => Promise<Examined>): Drafts {
  const drafts = new Map<string, Draft>();
  const run = async (draft: Draft) => {
    try {
      draft.examined = await examine(draft.changes);
    } catch (error) {
      draft.failed = error instanceof KneeboneError ? error.message : 'HTTP_INTERNAL';
    }
  };
  return {
    open(content) {
      const draft: Draft = { ...content, id: randomBytes(9).toString('base64url') };
      drafts.set(draft.id, draft);
      const [oldest] = drafts.keys();
      if (drafts.size > MOST_DRAFTS && oldest) drafts.delete(oldest);
      void run(draft);
      return draft;
    },
    find: (id) => drafts.get(id),
    close: (id) => void drafts.delete(id),
  };
}
