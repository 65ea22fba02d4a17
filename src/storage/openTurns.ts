import type { Documents } from './documents.js';
import { OPEN_TURNS } from './keys.js';

export interface TurnRef {
  readonly conversationId: string;
  readonly turnId: string;
}

/** An index of turns that are begun; it may name a turn that is over, and never misses one that is not. */
export interface OpenTurns {
  add(ref: TurnRef, atMs: number): Promise<void>;
  remove(ref: TurnRef): Promise<void>;
  /** References added at or before a time. */
  list(untilMs: number): Promise<TurnRef[]>;
}

/** The index as one document, for one process. */
export function createOpenTurns(documents: Documents): OpenTurns {
  return {
    add: (ref, atMs) =>
      documents.update(OPEN_TURNS, () => ({ result: undefined, change: { set: [[formatRef(ref), String(atMs)]] } })),
    remove: (ref) =>
      documents.update(OPEN_TURNS, (doc) => {
        const field = formatRef(ref);
        return { result: undefined, ...(doc.fields.has(field) && { change: { set: [[field, null] as const] } }) };
      }),
    list: (untilMs) =>
      documents.view(OPEN_TURNS, (doc) =>
        [...doc.fields].filter(([, at]) => Number(at) <= untilMs).map(([field]) => parseRef(field)),
      ),
  };
}

export const formatRef = ({ conversationId, turnId }: TurnRef) => JSON.stringify([conversationId, turnId]);

export function parseRef(text: string): TurnRef {
  const [conversationId, turnId] = JSON.parse(text) as [string, string]; // written by formatRef only
  return { conversationId, turnId };
}
