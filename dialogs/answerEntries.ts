import type { Entry } from '../src/knowledge/entry.js';
import { findLongest } from '../src/language/findPhrase.js';
import { paragraph, type Reply } from '../src/reply.js';
import { composeAnswer, showsSigns } from './composeAnswer.js';
import { composePerson } from './composePerson.js';
import { noteAnswered } from './memory.js';
import { say, type Turn } from './turn.js';
import { commandButton } from './wording.js';

const PERSON = 'meta.human';

export interface Answered {
  readonly entry: Entry;
  readonly score?: number;
}

/** Answers one entry, or two in the order in which they were asked for, and notes it. */
export function answerEntries(turn: Turn, answered: readonly Answered[], canOffer = false): void {
  const replies = answered.map(({ entry }) =>
    entry.id === PERSON ? composePerson(turn, entry) : composeAnswer(turn, entry),
  );
  const last = answered.at(-1)?.entry;
  const offered = canOffer && last && shouldOfferCheckIn(turn, last);
  say(turn, ...(offered ? withOffer(turn, replies) : replies));
  noteReplies(
    turn,
    answered.map((a) => a.entry),
  );
  const [first] = answered;
  Object.assign(turn.report, { decision: 'answer', intent: first?.entry.id ?? null });
  if (first?.score !== undefined) turn.report.score = first.score;
  if (answered.length > 1) turn.report.intents = answered.map((a) => a.entry.id);
}

function noteReplies({ memory }: Turn, entries: readonly Entry[]): void {
  const last = entries.at(-1);
  memory.misses = 0;
  memory.choices = [];
  memory.question = undefined;
  memory.last = { kind: 'answer', entries: entries.map((e) => e.id) };
  memory.shownSigns = last && showsSigns(last) ? last.id : undefined;
  for (const entry of entries.filter((e) => e.kind !== 'chitchat')) {
    memory.lastIntent = entry.id;
    memory.alert = undefined;
    noteAnswered(memory, entry.id);
  }
}

/** A general answer to somebody who has not told what was operated on or what hurts leaves much open. */
function shouldOfferCheckIn(turn: Turn, entry: Entry): boolean {
  const { told } = turn.memory;
  const knowsLittle = !(told.noSurgery || told.surgery?.length) || !told.pain?.length;
  return isVague(turn) || (turn.knowledge.checkIn.offerAfter.includes(entry.id) && knowsLittle);
}

/** True for a story that names neither the place nor the question: "everything hurts since my operation". */
export function isVague(turn: Turn): boolean {
  return findLongest(turn.utterance, turn.knowledge.checkIn.vague) !== undefined;
}

function withOffer(turn: Turn, replies: readonly Reply[]): Reply[] {
  turn.memory.offer = 'checkIn';
  const { offer } = turn.knowledge.checkIn;
  return replies.map((r, i) =>
    i < replies.length - 1
      ? r
      : {
          ...r,
          blocks: [...r.blocks, paragraph(offer)],
          actions: [commandButton(turn, 'checkIn'), ...(r.actions ?? [])],
        },
  );
}
