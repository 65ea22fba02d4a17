import type { GateQuestion, Guide } from '../src/knowledge/guide.js';
import { parseChoice, parsePositions } from '../src/language/parseChoice.js';
import { parseNone } from '../src/language/parseNone.js';
import { opensWithYes, parseYesNo } from '../src/language/parseYesNo.js';
import type { Reply } from '../src/reply.js';
import { ANY_TIME } from './commands.js';
import {
  composeCareful,
  composeClosed,
  composeList,
  composeOne,
  composeOpening,
  composeWhich,
  listGuides,
} from './composeGuide.js';
import { listUnanswered, mayFitTold, recordNo, withdraw } from './guideGate.js';
import { listState, type GuideState, type GuideTurn } from './guideState.js';
import { begin } from './guideSteps.js';
import { findNamed } from './gateWords.js';
import { mentionId } from './memory.js';
import { spokenIn } from './spoken.js';
import type { Turn } from './turn.js';
import { commandOf, lead, numberIn, plain, speak, titleButtons } from './wording.js';

/** Begins with everything that comes before any step. */
export function openList(turn: Turn, guide: Guide, isAfterAnswer: boolean): GuideTurn {
  return { kind: 'wait', state: listState(guide.id), replies: [composeOpening(turn, guide, isAfterAnswer)] };
}

/** After a warning sign no guide opens until the person has been checked. */
export function closeCareful(turn: Turn): GuideTurn {
  return { kind: 'end', replies: [composeCareful(turn)] };
}

/** Reads which guide is meant. */
export function hearChoice(turn: Turn): GuideTurn {
  const guides = listGuides(turn);
  const choice = parseChoice(
    turn.utterance,
    guides.map((g) => g.title),
    turn.knowledge.language,
  );
  const guide = choice === undefined ? undefined : guides[choice];
  if (guide) return openList(turn, guide, false);
  if (!commandOf(turn, ['neither'])) return { kind: 'unknown' };
  return {
    kind: 'end',
    replies: [speak('notice', [turn.knowledge.replies.clarifyNeither], titleButtons(turn, ['tools.alternatives']))],
  };
}

/** Reads the answer to all safety questions at once. Only a plain "none" leads on. */
export function hearList(turn: Turn, state: GuideState, guide: Guide): GuideTurn {
  const command = commandOf(turn, ['oneByOne', 'noneOfThese', 'some', 'notSure', 'allAtOnce']);
  const none = parseNone(turn.utterance, turn.knowledge.language);
  const yesNo = parseYesNo(turn.utterance, turn.knowledge.language) ?? (none === 'unsure' ? none : undefined);
  if (command === 'oneByOne') return askQueue(turn, guide, { ...state, gate: {} }, guide.gate);
  if (command === 'allAtOnce') return { kind: 'wait', state, replies: [composeList(turn, guide, 'resume')] };
  if (command === 'noneOfThese' || yesNo === 'no' || none === 'none') return noneFit(turn, guide, state);
  if (command === 'some' || yesNo === 'yes')
    return { kind: 'wait', state: { ...state, stage: 'which' }, replies: [composeWhich(turn, guide, false)] };
  if (command === 'notSure' || yesNo !== undefined) return { kind: 'end', replies: [composeClosed(turn, guide)] };
  const named = namedQuestion(turn, guide);
  if (named) return close(turn, guide, named);
  const told = guide.gate.find((q) => mayFitTold(q, turn.decided.roles));
  return told
    ? askQueue(turn, guide, { ...state, gate: {} }, [told, ...guide.gate.filter((q) => q !== told)])
    : { kind: 'unknown' };
}

/** Something told earlier may be what a question means; then that question wants its own answer. */
function noneFit(turn: Turn, guide: Guide, state: GuideState): GuideTurn {
  const doubtful = guide.gate.filter((q) => isDoubtful(turn, guide, q));
  const gate = recordNo(
    {},
    guide.gate.filter((q) => !doubtful.includes(q)),
  );
  return doubtful.length > 0
    ? askQueue(turn, guide, { ...state, gate }, doubtful)
    : begin(turn, guide, { ...state, gate });
}

/** Something that was told, now or earlier, may be what the question asks about. */
function isDoubtful(turn: Turn, guide: Guide, question: GateQuestion): boolean {
  const { told, mentioned } = turn.memory;
  return mayFitTold(question, told) || mentioned.includes(mentionId(guide, question));
}

/** Reads which question fits. */
export function hearWhich(turn: Turn, state: GuideState, guide: Guide): GuideTurn {
  const named = guide.gate.find((q) => turn.utterance.trim() === plain(turn, q.short)) ?? namedQuestion(turn, guide);
  if (named) return close(turn, guide, named);
  const command = commandOf(turn, ['notSure', 'some', 'noneOfThese', 'oneByOne', 'allAtOnce']);
  const none = parseNone(turn.utterance, turn.knowledge.language);
  const yesNo = parseYesNo(turn.utterance, turn.knowledge.language) ?? (none === 'unsure' ? none : undefined);
  if (command === 'notSure' || command === 'some' || yesNo === 'unsure' || yesNo === 'softNo')
    return { kind: 'end', replies: [composeClosed(turn, guide)] };
  if (command === 'allAtOnce')
    return { kind: 'wait', state: listState(guide.id), replies: [composeList(turn, guide, 'resume')] };
  if (command === 'oneByOne' || command === 'noneOfThese' || yesNo === 'no' || none === 'none')
    return askQueue(turn, guide, { ...state, gate: {} }, guide.gate);
  return { kind: 'unknown' };
}

/** Reads the answer to one safety question. Only a plain "no" leads on. */
export function hearOne(turn: Turn, state: GuideState, guide: Guide): GuideTurn {
  const question = guide.gate.find((q) => q.id === state.queue[0]);
  if (!question) return { kind: 'unknown' };
  const { guideOneNo, guideOneYes, guideOneUnsure, staleButton } = turn.knowledge.replies;
  const pressed = [guideOneNo, guideOneYes, guideOneUnsure].map((t) => numberIn(turn, t));
  const number = pressed.find((n) => n !== undefined);
  if (number !== undefined && number !== guide.gate.indexOf(question) + 1)
    return { kind: 'wait', state, replies: [lead(askOne(turn, guide, state, 'first'), staleButton)] };
  const [isNo, isYes, isUnsure] = pressed.map((n) => n !== undefined);
  const command = commandOf(turn, ['notSure', 'allAtOnce']);
  if (command === 'allAtOnce')
    return { kind: 'wait', state: listState(guide.id), replies: [composeList(turn, guide, 'resume')] };
  const said = command === 'notSure' ? 'unsure' : parseYesNo(turn.utterance, turn.knowledge.language);
  const isNamed =
    said === undefined &&
    (opensWithYes(turn.utterance, turn.knowledge.language) ||
      findNamed([question], turn.utterance, turn.knowledge.language).length > 0);
  if (isYes || said === 'yes' || isNamed) return close(turn, guide, question);
  if (isUnsure || said === 'unsure' || said === 'softNo') return { kind: 'end', replies: [composeClosed(turn, guide)] };
  return isNo || said === 'no' ? afterNo(turn, guide, state, question) : { kind: 'unknown' };
}

/** The open question of the queue. */
export function askOne(turn: Turn, guide: Guide, state: GuideState, how: 'first' | 'again'): Reply {
  const question = guide.gate.find((q) => q.id === state.queue[0]);
  if (!question) return composeList(turn, guide, 'resume');
  const isTold = how === 'first' && isDoubtful(turn, guide, question);
  return composeOne(turn, guide, question, isTold ? 'told' : how);
}

/** The question answered before, with its answer withdrawn; the whole list at the beginning. */
export function backOne(turn: Turn, guide: Guide, state: GuideState): GuideTurn {
  const at = guide.gate.findIndex((q) => q.id === state.queue[0]);
  const before = guide.gate
    .slice(0, Math.max(0, at))
    .reverse()
    .find((q) => state.gate[q.id] === 'no');
  if (!before) return { kind: 'wait', state: listState(state.guide), replies: [composeList(turn, guide, 'resume')] };
  const next = { ...state, gate: withdraw(state.gate, before.id), queue: [before.id, ...state.queue] };
  return { kind: 'wait', state: next, replies: [askOne(turn, guide, next, 'first')] };
}

function askQueue(turn: Turn, guide: Guide, state: GuideState, questions: readonly GateQuestion[]): GuideTurn {
  const next: GuideState = { ...state, stage: 'one', queue: questions.map((q) => q.id) };
  return { kind: 'wait', state: next, replies: [askOne(turn, guide, next, 'first')] };
}

/** A number or words of one safety question, as an answer to "does any of these fit?". */
function namedQuestion(turn: Turn, guide: Guide): GateQuestion | undefined {
  const { language } = turn.knowledge;
  const [said] = findNamed(guide.gate, turn.utterance, language);
  if (said) return said;
  const [position] = parsePositions(turn.utterance, guide.gate.length, language);
  // "I'm not pregnant" has the words of a question and means the opposite.
  const isNoChoice = spokenIn(language).denies.test(turn.utterance) || commandOf(turn, ANY_TIME) !== undefined;
  const choice =
    position ??
    (isNoChoice
      ? undefined
      : parseChoice(
          turn.utterance,
          guide.gate.map((q) => `${q.short} ${q.question}`),
          language,
        ));
  return choice === undefined ? undefined : guide.gate[choice];
}

function close(turn: Turn, guide: Guide, question: GateQuestion): GuideTurn {
  return { kind: 'end', replies: [composeClosed(turn, guide, question)] };
}

function afterNo(turn: Turn, guide: Guide, state: GuideState, question: GateQuestion): GuideTurn {
  const gate = recordNo(state.gate, [question]);
  const rest = state.queue.slice(1).flatMap((id) => guide.gate.filter((q) => q.id === id && gate[id] !== 'no'));
  const open = rest.length > 0 ? rest : listUnanswered(guide, gate);
  return open.length > 0 ? askQueue(turn, guide, { ...state, gate }, open) : begin(turn, guide, { ...state, gate });
}
