import type { Reply } from '../src/reply.js';
import type { Turn } from './turn.js';

/** Adds "was this helpful?" about an entry, once per entry and conversation. */
export function withFeedback(turn: Turn, reply: Reply, entry: string | undefined): Reply {
  const { memory, knowledge } = turn;
  if (!entry || memory.rated.includes(entry) || !knowledge.entries.has(entry)) return reply;
  memory.rated = [...memory.rated, entry].slice(-RATED_KEPT);
  // In channels without thumbs the question is answered in words.
  memory.offer ??= 'feedback';
  return { ...reply, feedback: { entry, question: knowledge.replies.feedbackAsk } };
}

const RATED_KEPT = 30;
