import type { Reply } from '../src/reply.js';
import { describeTold } from './factWords.js';
import type { Turn } from './turn.js';
import { commandButton, fill, speak } from './wording.js';

/** What is known about the person, in words, and how to erase it. */
export function composeKnown(turn: Turn): Reply {
  const { replies } = turn.knowledge;
  const facts = describeTold(turn, turn.memory.told);
  const retention = fill(turn, replies.knowRetention, { days: String(turn.retentionDays) });
  const forget = [commandButton(turn, 'forget')];
  if (facts.length === 0) return speak('summary', [replies.knowNothing, retention], forget);
  const opening = speak('summary', [replies.knowTold], forget);
  const kept = turn.memory.kept ? replies.knowKept : replies.knowNotKept;
  return {
    ...opening,
    blocks: [...opening.blocks, { kind: 'list', items: facts }, ...speak('summary', [kept, retention]).blocks],
  };
}
