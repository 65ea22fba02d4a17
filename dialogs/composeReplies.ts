import type { Entry } from '../src/knowledge/entry.js';
import type { Reply } from '../src/reply.js';
import type { Turn } from './turn.js';
import { button, commandButton, fill, nextOf, speak, titleButtons } from './wording.js';

const TOPICS_OFFERED = ['why.pain-after-surgery', 'relief.what-can-i-do', 'safety.see-a-doctor'];

/** Two or three close candidates to choose from. */
export function composeClarify(turn: Turn, candidates: readonly Entry[]): Reply {
  const options = candidates.map((entry) => button(entry.title));
  return speak('clarify', [nextOf(turn, 'clarify')], [...options, commandButton(turn, 'neither')]);
}

/** Says honestly that there is no answer, and what else to do. */
export function composeFallback(turn: Turn, first?: string): Reply {
  const sentence = first ?? nextOf(turn, 'fallback');
  const actions = [...titleButtons(turn, TOPICS_OFFERED), commandButton(turn, 'checkIn')];
  return speak('fallback', [sentence, fill(turn, turn.knowledge.replies.fallbackRephrase)], actions);
}

/** After a second miss: what is covered, made from the live knowledge, and the ways on. */
export function composeSecondMiss(turn: Turn): Reply {
  const { replies } = turn.knowledge;
  const groups = listGroups(turn);
  const count = String(groups.reduce((sum, g) => sum + g.count, 0));
  const items = groups.map((g) =>
    fill(turn, replies.coversLine, {
      group: replies.groups[g.group] ?? g.group,
      count: String(g.count),
      example: g.example,
    }),
  );
  const actions = [
    commandButton(turn, 'rephrase'),
    commandButton(turn, 'person'),
    ...(turn.canLeave ? [commandButton(turn, 'leave')] : []),
  ];
  const opening = speak('fallback', [nextOf(turn, 'secondMiss'), fill(turn, replies.covers, { count })], actions);
  return {
    ...opening,
    blocks: [...opening.blocks, { kind: 'list', items }, ...speak('fallback', [replies.secondMissAsk]).blocks],
  };
}

/** Groups of entries that have a name in `replies.yml`, each with its size and one title, another each time. */
function listGroups(turn: Turn): { group: string; count: number; example: string }[] {
  const entries = [...turn.knowledge.entries.values()];
  return Object.keys(turn.knowledge.replies.groups).flatMap((group) => {
    const titles = entries.filter((e) => e.id.startsWith(`${group}.`)).map((e) => e.title);
    const example = titles[(turn.memory.asked.length + turn.memory.misses) % Math.max(1, titles.length)];
    return example ? [{ group, count: titles.length, example }] : [];
  });
}
