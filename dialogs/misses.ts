import type { Reply } from '../src/reply.js';
import { composeFallback, composeSecondMiss } from './composeReplies.js';
import type { Turn } from './turn.js';

/** Misses in a row from which on the bot says what it covers instead of asking for other words. */
export const SECOND_MISS = 2;

/** Counts an utterance that found no answer and says so; `first` is said after the first miss. */
export function takeMiss(turn: Turn, first?: string): Reply {
  turn.memory.misses += 1;
  turn.memory.question ??= turn.utterance;
  turn.effects.push({ kind: 'missed' });
  return composeMissed(turn, first);
}

/** The reply after as many misses as the memory has counted. */
export function composeMissed(turn: Turn, first?: string): Reply {
  turn.report.decision = 'fallback';
  turn.memory.last = { kind: 'other', entries: [] };
  return turn.memory.misses >= SECOND_MISS ? composeSecondMiss(turn) : composeFallback(turn, first);
}
