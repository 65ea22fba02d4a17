import type { Roles } from '../src/matcher/roles.js';

/** What a conversation remembers between turns. */
export interface Memory {
  /** Raised when the shape changes; an older shape is replaced by a fresh one. */
  version: 1;
  /** The entry answered last. */
  lastIntent?: string;
  /** What the person told. */
  told: Roles;
  /** Utterances in a row that found no answer. */
  misses: number;
  /** How often each list of fixed sentences was used, so that none comes twice running. */
  used: Record<string, number>;
}

export function createMemory(): Memory {
  return { version: 1, told: {}, misses: 0, used: {} };
}

/** Takes stored memory back; anything that is not of the present shape gives a fresh one. */
export function parseMemory(stored: unknown): Memory {
  const isCurrent = typeof stored === 'object' && stored !== null && 'version' in stored && stored.version === 1;
  return isCurrent ? { ...createMemory(), ...(stored as Partial<Memory>) } : createMemory(); // version 1 has this shape
}

/** The next sentence of a list, in turn. */
export function takeTurns(memory: Memory, key: string, sentences: readonly string[]): string {
  const count = memory.used[key] ?? 0;
  memory.used[key] = count + 1;
  return sentences[count % sentences.length] ?? '';
}
