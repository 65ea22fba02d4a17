import type { Guide } from '../src/knowledge/guide.js';
import { affirmsAny } from '../src/language/findPhrase.js';
import type { Reply } from '../src/reply.js';
import { composeAfter, composeList, composeStep, composeStopAdvice, describeHold } from './composeGuide.js';
import { withFeedback } from './feedback.js';
import { openGate } from './guideGate.js';
import { hasExpired, listState, type GuideState, type GuideTurn } from './guideState.js';
import type { Turn } from './turn.js';
import { commandOf, isLabel, isOldButton, lead, nextOf, numberIn, speak, titleButtons } from './wording.js';

/** The first step, behind the gate. */
export function begin(turn: Turn, guide: Guide, state: GuideState): GuideTurn {
  const step = showStep(turn, guide, { ...state, stage: 'step', at: 0, queue: [], recordedAt: turn.now.toISOString() });
  if (step.kind !== 'wait' || step.state.stage !== 'step') return step;
  return { ...step, replies: step.replies.map((r) => lead(r, turn.knowledge.replies.guideOpened)) };
}

/** The one way to a step: without an open gate the safety questions come again. */
export function showStep(turn: Turn, guide: Guide, state: GuideState): GuideTurn {
  const gate = hasExpired(turn, state) ? undefined : openGate(guide, state.gate, turn.memory.careful);
  if (gate) return { kind: 'wait', state, replies: [composeStep(turn, gate, state.at)] };
  const reply = lead(composeList(turn, guide, 'resume'), turn.knowledge.replies.guideExpired);
  return { kind: 'wait', state: listState(state.guide), replies: [reply] };
}

/** The open step, or what can be said there. */
export function askStep(turn: Turn, guide: Guide, state: GuideState, isAgain: boolean): Reply {
  const gate = hasExpired(turn, state) ? undefined : openGate(guide, state.gate, turn.memory.careful);
  if (!gate) return composeList(turn, guide, 'resume');
  const step = composeStep(turn, gate, state.at);
  return isAgain ? speak('question', [nextOf(turn, 'guideStepAgain')], step.actions) : step;
}

/** Reads what is said at a step. */
export function hearStep(turn: Turn, state: GuideState, guide: Guide): GuideTurn {
  if (hasExpired(turn, state) || !openGate(guide, state.gate, turn.memory.careful)) return showStep(turn, guide, state);
  const { guideNext, guideFinish, staleButton } = turn.knowledge.replies;
  const isLast = state.at >= guide.steps.length - 1;
  const number = numberIn(turn, guideNext);
  if (number === state.at + 2) return showStep(turn, guide, { ...state, at: state.at + 1 });
  if (number !== undefined || isOldAnswer(turn)) {
    const step = showStep(turn, guide, state);
    return step.kind === 'wait' ? { ...step, replies: step.replies.map((r) => lead(r, staleButton)) } : step;
  }
  const command = commandOf(turn, ['hurts', 'howLong', 'next']);
  if (command === 'hurts' || saysStop(turn)) return stopNow(turn, guide);
  if (command === 'howLong') return { kind: 'wait', state, replies: [sayHold(turn, guide, state)] };
  if (command !== 'next' && turn.utterance.trim() !== guideFinish) return { kind: 'unknown' };
  if (!isLast) return showStep(turn, guide, { ...state, at: state.at + 1 });
  return { kind: 'wait', state: { ...state, stage: 'felt', gate: {} }, replies: [composeAfter(turn, guide)] };
}

/** Words such as "tingling", without a "not" before them. */
function saysStop({ utterance, knowledge }: Turn): boolean {
  return affirmsAny(utterance, knowledge.commands.stopWords, knowledge.language);
}

/** A second click on a button of the safety questions. */
function isOldAnswer(turn: Turn): boolean {
  const { guideFinish } = turn.knowledge.replies;
  const { noneOfThese, some, oneByOne } = turn.knowledge.commands.commands;
  const isOfList = [noneOfThese, some, oneByOne].some((c) => isLabel(turn, c.label));
  return isOfList || (isOldButton(turn) && turn.utterance.trim() !== guideFinish);
}

function sayHold(turn: Turn, guide: Guide, state: GuideState): Reply {
  const gate = openGate(guide, state.gate, turn.memory.careful);
  const actions = gate ? composeStep(turn, gate, state.at).actions : [];
  return speak('question', [describeHold(turn, guide.steps[state.at])], actions);
}

/** Pain or tingling closes the guides until a clinician has had a look. */
function stopNow(turn: Turn, guide: Guide): GuideTurn {
  turn.memory.careful = true;
  return { kind: 'end', replies: [composeStopAdvice(turn, guide)] };
}

/** Reads how it felt. */
export function hearFelt(turn: Turn, guide: Guide): GuideTurn {
  const command = commandOf(turn, ['feltGood', 'feltSore', 'feltBad', 'hurts']);
  if (command === 'feltBad' || command === 'hurts' || saysStop(turn)) {
    const stop = stopNow(turn, guide);
    return stop.kind === 'end'
      ? { ...stop, replies: stop.replies.map((r) => lead(r, turn.knowledge.replies.guideFelt.bad)) }
      : stop;
  }
  if (!command) return { kind: 'unknown' };
  const { guideFelt, guideAgainLater } = turn.knowledge.replies;
  const text = command === 'feltGood' ? guideFelt.good : guideFelt.sore;
  const reply = speak(
    'notice',
    [text, guideAgainLater],
    titleButtons(turn, ['tools.soreness-after', 'relief.what-can-i-do']),
  );
  return { kind: 'end', replies: [withFeedback(turn, reply, guide.entry)] };
}
