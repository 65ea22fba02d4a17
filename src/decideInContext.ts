import { growOlder, learn, noteMentions, type Memory } from '../dialogs/memory.js';
import { decideFollowUp, type Decided, type Decider } from './decide.js';
import { COMMAND_IDS, parseCommand } from './knowledge/commands.js';
import { parsePosition, parsePositions } from './language/parseChoice.js';
import { parseNone } from './language/parseNone.js';
import { parseScale } from './language/parseScale.js';
import { parseWhen } from './language/parseWhen.js';
import { toPhrase } from './language/phrases.js';

/** Decides what an utterance is, in the light of the conversation, and notes in `memory` what it tells about the person. */
export function decideInContext(decider: Decider, utterance: string, memory: Memory, now: Date): Decided {
  growOlder(memory, now);
  const { lastIntent, told, shownSigns, askedFor } = memory;
  const isPlain = isPlainAnswer(decider, utterance, askedFor !== undefined, now);
  const decided = decideFollowUp(isPlain ? byRulesAlone(decider) : decider, utterance, {
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
  if (!isTitle(decider, utterance)) {
    learn(memory, decided.roles, now);
    noteMentions(memory, decider.knowledge, utterance);
  }
  return decided;
}

/** Words of three letters or more from which on a text may tell of a sign in words that no rule knows. */
const FEWEST_WORDS_OF_A_REPORT = 3;
/** The same where a question is open: "leg, right side" and "I think none of those" answer it. */
const FEWEST_WORDS_BESIDE_A_QUESTION = 5;
/** An answer with a number or a time in it may be longer: "hmm, between 6 and 7 I would say". */
const MOST_WORDS_OF_A_NUMBER = 8;
/** More options than are ever shown. */
const MOST_OPTIONS = 20;

/** A button, a command, a choice, or a short answer. */
function isPlainAnswer({ knowledge }: Decider, utterance: string, isAsked: boolean, now: Date): boolean {
  const { language } = knowledge;
  const words = toPhrase(utterance).match(/\p{L}{3,}/gu) ?? [];
  if (words.length < (isAsked ? FEWEST_WORDS_BESIDE_A_QUESTION : FEWEST_WORDS_OF_A_REPORT)) return true;
  if (parseCommand(knowledge.commands, utterance, COMMAND_IDS)) return true;
  if (parsePosition(toPhrase(utterance), MOST_OPTIONS, language) !== undefined) return true;
  if (parsePositions(utterance, MOST_OPTIONS, language).length > 0) return true;
  if (!isAsked || words.length > MOST_WORDS_OF_A_NUMBER) return false;
  const isNumber =
    parseScale(utterance, language)?.kind === 'value' || parseWhen(utterance, now, language) !== undefined;
  return isNumber || parseNone(utterance, language) !== undefined;
}

/** Likeness to examples says little about "no" or "2"; the rules still see a sign in "chest pain". */
function byRulesAlone(decider: Decider): Decider {
  return { ...decider, reports: { ...decider.reports, measure: () => undefined } };
}

const titles = new WeakMap<object, ReadonlySet<string>>();

function isTitle({ knowledge }: Decider, utterance: string): boolean {
  const known = titles.get(knowledge) ?? new Set([...knowledge.entries.values()].map((e) => toPhrase(e.title)));
  titles.set(knowledge, known);
  return known.has(toPhrase(utterance));
}
