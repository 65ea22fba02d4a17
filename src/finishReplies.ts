import { describeTold } from '../dialogs/factWords.js';
import type { Turn } from '../dialogs/turn.js';
import { fill, lead, nextOf, speak } from '../dialogs/wording.js';
import type { Person } from './people.js';
import type { Reply } from './reply.js';

/**
 * Makes the replies of a turn ready to be sent: never none, never the same words as in the turn before, and the first-use
 * notice ahead of the first reply that is no alert.
 * @param person who is talking, where that was looked up in this turn
 * @param isDialogWaiting whether the next message belongs to a dialog
 */
export function finishReplies(turn: Turn, person: Person | undefined, isDialogWaiting = false): Reply[] {
  const { memory } = turn;
  if (memory.offer !== 'feedback' || isDialogWaiting) turn.outbox.splice(0, Infinity, ...turn.outbox.map(withoutWords));
  const { outbox } = turn;
  if (outbox.length === 0) outbox.push(speak('notice', [nextOf(turn, 'noQuestion')]));
  const hash = hashReplies(outbox);
  const isSame = hash === memory.lastHash && outbox[0]?.kind !== 'alert';
  memory.lastHash = hash;
  memory.offered = outbox.flatMap((r) => (r.actions ?? []).map((a) => a.say)).slice(0, MOST_OFFERED);
  const replies = isSame ? outbox.map((r, i) => (i === 0 ? lead(r, nextOf(turn, 'sameAgain')) : r)) : [...outbox];
  const isAlert = turn.report.decision === 'redFlag';
  // Next to an alert there is no room for a notice, so the person is looked up again in the next turn.
  if (isAlert && !memory.noticed) memory.met = false;
  if (!person || memory.noticed || isAlert) return replies;
  memory.noticed = true;
  return [...composeNotice(turn, person), ...replies];
}

/** A typed "yes" would answer something else. */
function withoutWords(reply: Reply): Reply {
  return reply.feedback ? { ...reply, feedback: { ...reply.feedback, needsButtons: true } } : reply;
}

/** As many as any reply has. */
const MOST_OFFERED = 12;

function composeNotice(turn: Turn, person: Person): Reply[] {
  const { replies } = turn.knowledge;
  const facts = memoryFacts(turn, person);
  const notice = person.noticedAt ? undefined : fill(turn, replies.notice, { days: String(turn.retentionDays) });
  return notice || facts ? [speak('notice', [notice, facts])] : [];
}

function memoryFacts(turn: Turn, { kept }: Person): string | undefined {
  const facts = kept ? describeTold(turn, kept.told) : [];
  return facts.length > 0 ? fill(turn, turn.knowledge.replies.keptNotice, { facts: facts.join('; ') }) : undefined;
}

/** FNV-1a over what a person reads; 32 bits are enough to tell one turn from the next. */
function hashReplies(replies: readonly Reply[]): number {
  const text = JSON.stringify(replies.map((r) => [r.title, r.alert?.action, r.blocks]));
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
