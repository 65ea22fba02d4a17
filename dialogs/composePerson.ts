import type { Entry } from '../src/knowledge/entry.js';
import { paragraph, type Reply } from '../src/reply.js';
import { composeAnswer } from './composeAnswer.js';
import type { Turn } from './turn.js';
import { fill } from './wording.js';

/** How to reach a person: the clinic's contact details first, then the general advice of the entry. */
export function composePerson(turn: Turn, entry: Entry): Reply {
  const answer = composeAnswer(turn, entry);
  return { ...answer, blocks: [paragraph(describeContact(turn)), ...answer.blocks] };
}

/** One sentence with the contact details, or that there are none. */
export function describeContact(turn: Turn): string {
  const { contact, knowledge } = turn;
  const ways = [contact.phone, contact.url].filter((w) => w !== '');
  if (ways.length === 0) return knowledge.replies.contactNone;
  return fill(turn, knowledge.replies.contact, { name: contactName(turn), ways: ways.join(', ') });
}

export function contactName({ contact, knowledge }: Turn): string {
  return contact.name || knowledge.replies.contactDefaultName;
}
