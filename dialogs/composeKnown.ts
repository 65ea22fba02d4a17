import type { Reply } from '../src/reply.js';
import { describeTold } from './factWords.js';
import { mentionId } from './memory.js';
import type { Turn } from './turn.js';
import { commandButton, fill, speak } from './wording.js';

/**
 * What is known about the person, in words, and how to erase it.
 * @param heard what the open dialog has heard so far, which holds what was told before
 */
export function composeKnown(turn: Turn, heard: readonly string[] = []): Reply {
  const { replies } = turn.knowledge;
  const facts = [...(heard.length > 0 ? heard : describeTold(turn, turn.memory.told)), ...describeMentions(turn)];
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

function describeMentions(turn: Turn): string[] {
  const { guides, replies } = turn.knowledge;
  const named = [...guides.values()].flatMap((guide) =>
    guide.gate.filter((q) => turn.memory.mentioned.includes(mentionId(guide, q))).map((q) => q.short),
  );
  return [...new Set(named)].map((value) => fill(turn, replies.knowMentioned, { value }));
}
