import { growOlder, learn, type Memory } from '../dialogs/memory.js';
import { decide, type Decided, type Decider } from './decide.js';
import { COMMAND_IDS, parseCommand } from './knowledge/commands.js';
import { toPhrase } from './language/phrases.js';

/** Decides what an utterance is, in the light of the conversation, and notes in `memory` what it tells about the person. */
export function decideInContext(decider: Decider, utterance: string, memory: Memory, now: Date): Decided {
  growOlder(memory, now);
  const { lastIntent, told, shownSigns, askedFor } = memory;
  const decided = decide(isPlainAnswer(decider, utterance) ? byRulesAlone(decider) : decider, utterance, {
    ...(lastIntent && { lastIntent }),
    ...(shownSigns && { shownSigns }),
    ...(askedFor && { askedFor }),
    told,
    now,
  });
  // Both are about the turn before only.
  memory.shownSigns = undefined;
  memory.askedFor = undefined;
  // A title pressed as a button asks the question; it tells nothing about the person.
  if (!isTitle(decider, utterance)) learn(memory, decided.roles, now);
  return decided;
}

/** Words of three letters or more from which on a text may tell of a sign in words that no rule knows. */
const FEWEST_WORDS_OF_A_REPORT = 3;

/** A button, a command, or an answer of a word or two. */
function isPlainAnswer({ knowledge }: Decider, utterance: string): boolean {
  const words = toPhrase(utterance).match(/\p{L}{3,}/gu) ?? [];
  return (
    words.length < FEWEST_WORDS_OF_A_REPORT || parseCommand(knowledge.commands, utterance, COMMAND_IDS) !== undefined
  );
}

/** Likeness to examples says little about "no" or "2"; the rules still see a sign in "chest pain". */
function byRulesAlone(decider: Decider): Decider {
  return { ...decider, reports: { ...decider.reports, match: () => undefined } };
}

const titles = new WeakMap<object, ReadonlySet<string>>();

function isTitle({ knowledge }: Decider, utterance: string): boolean {
  const known = titles.get(knowledge) ?? new Set([...knowledge.entries.values()].map((e) => toPhrase(e.title)));
  titles.set(knowledge, known);
  return known.has(toPhrase(utterance));
}
