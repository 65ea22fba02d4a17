import type { Entry } from '../src/knowledge/entry.js';
import type { FollowUpKind } from '../src/matcher/followUps.js';
import { packOf } from '../src/matcher/languagePack.js';
import { composeMore, fitsTold } from './composeAnswer.js';
import { findSites } from './bodyWords.js';
import type { Told } from './memory.js';
import type { Turn } from './turn.js';
import { lead } from './wording.js';
import type { Reply } from '../src/reply.js';

/** What a follow-up gets: an entry of its own, or the full answer to the entry before. */
export type Followed =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'more'; readonly entry: Entry; readonly reply: Reply };

/** Entries that answer a follow-up about a tool, and about anything else. */
const ON_TOOLS: Partial<Record<FollowUpKind, string>> = {
  howLong: 'tools.how-long-how-often',
  howOften: 'tools.how-long-how-often',
  when: 'tools.after-surgery-when',
  safe: 'tools.who-should-not',
  buy: 'tools.where-to-buy',
};
const ON_OTHERS: Partial<Record<FollowUpKind, string>> = {
  howLong: 'relief.how-long-recovery',
  when: 'relief.how-long-recovery',
  remedy: 'relief.what-can-i-do',
};
/** Asks for more about the same. */
const MORE: readonly FollowUpKind[] = ['how', 'why', 'normal', 'helps', 'more', 'where', 'howOften', 'safe'];

/** Reads a short question that makes sense only after the answer before it, where the matcher was not sure of one. */
export function followUp(turn: Turn): Followed | undefined {
  const before = turn.knowledge.entries.get(turn.memory.lastIntent ?? '');
  const asked = listQuestions(turn.utterance).flatMap(
    (text) => packOf(turn.knowledge.language).parseFollowUp(text) ?? [],
  )[0];
  if (!before || !asked) return undefined;
  if (asked.kind === 'site') return asEntry(turn, explained(turn, toldAround(turn, asked.rest)));
  const isTool = before.id.startsWith('tools.');
  // "How do I do that?" after an explanation asks what can be done.
  if (asked.kind === 'how' && before.id.startsWith('why.')) return asEntry(turn, ON_OTHERS.remedy);
  const entry = asEntry(turn, isTool ? (ON_TOOLS[asked.kind] ?? undefined) : ON_OTHERS[asked.kind]);
  if (entry) return entry;
  return MORE.includes(asked.kind) ? moreOf(turn, before, asked.kind) : undefined;
}

/** The entry that explains best what was operated on and what hurts, as the check-in would choose it. */
export function explained({ knowledge, memory }: Turn, told: Told = memory.told): string | undefined {
  return knowledge.checkIn.explain.find((e) => e.when.pain !== undefined && fitsTold(e.when, told))?.entry;
}

/** "And my back?" keeps the operation, told or asked about, and changes what hurts. */
function toldAround({ knowledge, memory }: Turn, rest: string): Told {
  const pain = findSites(rest, knowledge.language);
  const before = knowledge.checkIn.explain.find((e) => e.entry === memory.lastIntent)?.when;
  const surgery = memory.told.surgery ?? before?.surgery;
  return { ...memory.told, ...(surgery && { surgery }), ...(pain.length > 0 && { pain }) };
}

/** The whole text, then each sentence of it: "is that safe for me? my surgery was 3 weeks ago". */
const listQuestions = (text: string) => [text, ...text.split(/(?<=[.?!])\s+/)];

function asEntry({ knowledge }: Turn, id: string | undefined): Followed | undefined {
  const entry = knowledge.entries.get(id ?? '');
  return entry && { kind: 'entry', entry };
}

function moreOf(turn: Turn, entry: Entry, kind: FollowUpKind): Followed {
  const more = composeMore(turn, entry);
  return { kind: 'more', entry, reply: kind === 'safe' ? lead(more, turn.knowledge.replies.safeForMe) : more };
}
