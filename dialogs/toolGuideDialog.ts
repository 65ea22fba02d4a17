import { z } from 'zod';
import type { GateQuestion, Guide } from '../src/knowledge/guide.js';
import { affirmsAny } from '../src/language/findPhrase.js';
import { parseChoice, parsePositions } from '../src/language/parseChoice.js';
import { parseYesNo } from '../src/language/parseYesNo.js';
import type { Reply } from '../src/reply.js';
import {
  composeAfter,
  composeChoice,
  composeClosed,
  composeList,
  composeOne,
  composeOpening,
  composeStep,
  composeStopAdvice,
  composeWhich,
  describeHold,
  listGuides,
} from './composeGuide.js';
import { DIALOG_IDS } from './dialogIds.js';
import { withFeedback } from './feedback.js';
import { isExpired, listUnanswered, mayFitTold, openGate, recordNo, withdraw } from './guideGate.js';
import { ANY_TIME } from './commands.js';
import { TalkDialog, type Step, type TalkState } from './talkDialog.js';
import type { Turn } from './turn.js';
import { commandButton, commandOf, lead, numberIn, plain, speak, titleButtons } from './wording.js';

export interface ToolGuideOptions {
  /** Id of the guide; without it the person chooses. */
  readonly guide?: string;
  /** The entry of the guide was answered in this turn. */
  readonly isAfterAnswer?: boolean;
}

const stateSchema = z.object({
  version: z.literal(1),
  asides: z.number(),
  misses: z.number(),
  stage: z.enum(['choose', 'list', 'which', 'one', 'step', 'felt']),
  guide: z.string().optional(),
  /** Index of the step. */
  at: z.number().int().nonnegative(),
  /** Ids of the questions that are asked one by one, the open one first. */
  queue: z.array(z.string()),
  gate: z.record(z.string(), z.literal('no')),
  recordedAt: z.string().optional(),
});

type GuideState = z.infer<typeof stateSchema> & TalkState;
type GuideStepOf = Step<GuideState>;

const FRESH: GuideState = { version: 1, asides: 0, misses: 0, stage: 'choose', at: 0, queue: [], gate: {} };

/** Leads through a guide: which one, the safety questions, then the steps, each behind the recorded answers. */
export class ToolGuideDialog extends TalkDialog<GuideState, ToolGuideOptions> {
  constructor() {
    super(DIALOG_IDS.toolGuide);
  }

  protected override start(turn: Turn, { guide, isAfterAnswer = false }: ToolGuideOptions): GuideStepOf {
    if (turn.memory.careful) return closeCareful(turn);
    const found = guide === undefined ? undefined : turn.knowledge.guides.get(guide);
    if (!found && turn.knowledge.guides.size === 0) return { kind: 'end', replies: [speak('notice', [turn.knowledge.replies.entryGone])] };
    if (!found) return { kind: 'wait', state: FRESH, replies: [composeChoice(turn, false)] };
    return openList(turn, found, isAfterAnswer);
  }

  protected override hear(turn: Turn, state: GuideState): GuideStepOf {
    if (turn.memory.careful) return closeCareful(turn);
    const guide = guideOf(turn, state);
    if (state.stage === 'choose' || !guide) return hearChoice(turn);
    switch (state.stage) {
      case 'list':
        return hearList(turn, state, guide);
      case 'which':
        return hearWhich(turn, state, guide);
      case 'one':
        return hearOne(turn, state, guide);
      case 'step':
        return hearStep(turn, state, guide);
      case 'felt':
        return hearFelt(turn, guide);
    }
  }

  protected override ask(turn: Turn, state: GuideState, how: 'again' | 'resume'): Reply {
    const guide = guideOf(turn, state);
    const isAgain = how === 'again';
    if (!guide) return composeChoice(turn, isAgain);
    switch (state.stage) {
      case 'choose':
        return composeChoice(turn, isAgain);
      case 'list':
        return composeList(turn, guide, how);
      case 'which':
        return composeWhich(turn, guide, isAgain);
      case 'one':
        return askOne(turn, guide, state, isAgain ? 'again' : 'first');
      case 'step':
        return askStep(turn, guide, state, isAgain);
      case 'felt':
        return speak('question', [guide.feltQuestion], composeAfter(turn, guide).actions);
    }
  }

  protected override takeUp(turn: Turn, state: GuideState, afterAlert: boolean): GuideStepOf {
    if (turn.memory.careful) return closeCareful(turn);
    const guide = guideOf(turn, state);
    if (!guide) return { kind: 'wait', state: FRESH, replies: [composeChoice(turn, false)] };
    if (!afterAlert && state.stage !== 'felt' && !hasExpired(turn, state)) return super.takeUp(turn, state, afterAlert);
    return { kind: 'wait', state: listState(state.guide), replies: [lead(composeList(turn, guide, 'resume'), turn.knowledge.replies.guideExpired)] };
  }

  protected override parseState(stored: unknown, turn: Turn): GuideState | undefined {
    const state = stateSchema.safeParse(stored).data;
    const guide = state?.guide === undefined ? undefined : turn.knowledge.guides.get(state.guide);
    if (!state || (state.stage !== 'choose' && !guide)) return undefined;
    const knowsQueue = state.queue.every((id) => guide?.gate.some((q) => q.id === id));
    const knowsStep = state.stage !== 'step' || state.at < (guide?.steps.length ?? 0);
    return knowsQueue && knowsStep && (state.stage !== 'one' || state.queue.length > 0) ? state : undefined;
  }

  protected override restartOptions(stored: unknown): ToolGuideOptions {
    const isObject = typeof stored === 'object' && stored !== null && 'guide' in stored;
    return isObject && typeof stored.guide === 'string' ? { guide: stored.guide } : {};
  }

  protected override whyAsk(turn: Turn, state: GuideState): string {
    const question = state.stage === 'one' ? guideOf(turn, state)?.gate.find((q) => q.id === state.queue[0]) : undefined;
    return question ? plain(turn, question.stop) : turn.knowledge.replies.guideWhy;
  }

  protected override goBack(turn: Turn, state: GuideState): GuideStepOf | undefined {
    const guide = guideOf(turn, state);
    if (!guide) return undefined;
    if (state.stage === 'step' && state.at > 0) return showStep(turn, guide, { ...state, at: state.at - 1 });
    if (state.stage === 'which') return { kind: 'wait', state: { ...state, stage: 'list' }, replies: [composeList(turn, guide, 'resume')] };
    if (state.stage === 'one') return backOne(turn, guide, state);
    return undefined;
  }

  protected override cancelText(turn: Turn, state: GuideState): string {
    return state.stage === 'step' ? turn.knowledge.replies.guideCancelled : super.cancelText(turn, state);
  }

  protected override askedFor(state: GuideState): string | undefined {
    return state.stage === 'list' || state.stage === 'one' ? 'yesNo' : undefined;
  }

  protected override isResumable(state: GuideState): boolean {
    return state.stage !== 'felt';
  }

  /** How it felt is no question that must be answered. */
  protected override missed(turn: Turn, state: GuideState): GuideStepOf | undefined {
    if (state.stage !== 'felt') return undefined;
    return { kind: 'end', replies: [speak('notice', [turn.knowledge.replies.guideFelt.unknown], titleButtons(turn, turn.knowledge.checkIn.next))] };
  }
}

const guideOf = (turn: Turn, state: GuideState): Guide | undefined =>
  state.guide === undefined ? undefined : turn.knowledge.guides.get(state.guide);

const listState = (guide: string | undefined): GuideState => ({ ...FRESH, stage: 'list', ...(guide !== undefined && { guide }) });

const hasExpired = (turn: Turn, state: GuideState) => state.stage === 'step' && isExpired(state.recordedAt, turn.now);

function closeCareful(turn: Turn): GuideStepOf {
  const actions = [commandButton(turn, 'checked'), ...titleButtons(turn, ['safety.see-a-doctor'])];
  return { kind: 'end', replies: [speak('answer', [turn.knowledge.replies.guideClosedCareful], actions)] };
}

function openList(turn: Turn, guide: Guide, isAfterAnswer: boolean): GuideStepOf {
  return { kind: 'wait', state: listState(guide.id), replies: [composeOpening(turn, guide, isAfterAnswer)] };
}

function hearChoice(turn: Turn): GuideStepOf {
  const guides = listGuides(turn);
  const choice = parseChoice(turn.utterance, guides.map((g) => g.title));
  const guide = choice === undefined ? undefined : guides[choice];
  if (guide) return openList(turn, guide, false);
  if (!commandOf(turn, ['neither'])) return { kind: 'unknown' };
  return { kind: 'end', replies: [speak('notice', [turn.knowledge.replies.clarifyNeither], titleButtons(turn, ['tools.alternatives']))] };
}

function hearList(turn: Turn, state: GuideState, guide: Guide): GuideStepOf {
  const command = commandOf(turn, ['oneByOne', 'noneOfThese', 'some', 'notSure']);
  const yesNo = parseYesNo(turn.utterance);
  if (command === 'oneByOne') return askQueue(turn, guide, { ...state, gate: {} }, guide.gate);
  if (command === 'noneOfThese' || yesNo === 'no') return noneFit(turn, guide, state);
  if (command === 'some' || yesNo === 'yes') return { kind: 'wait', state: { ...state, stage: 'which' }, replies: [composeWhich(turn, guide, false)] };
  if (command === 'notSure' || yesNo !== undefined) return { kind: 'end', replies: [composeClosed(turn, guide)] };
  const named = namedQuestion(turn, guide);
  if (named) return close(turn, guide, named);
  const told = guide.gate.find((q) => mayFitTold(q, turn.decided.roles));
  return told ? askQueue(turn, guide, { ...state, gate: {} }, [told, ...guide.gate.filter((q) => q !== told)]) : { kind: 'unknown' };
}

/** Something told earlier may be what a question means; then that question wants its own answer. */
function noneFit(turn: Turn, guide: Guide, state: GuideState): GuideStepOf {
  const doubtful = guide.gate.filter((q) => mayFitTold(q, turn.memory.told));
  const gate = recordNo({}, guide.gate.filter((q) => !doubtful.includes(q)));
  return doubtful.length > 0 ? askQueue(turn, guide, { ...state, gate }, doubtful) : begin(turn, guide, { ...state, gate });
}

function askQueue(turn: Turn, guide: Guide, state: GuideState, questions: readonly GateQuestion[]): GuideStepOf {
  const next: GuideState = { ...state, stage: 'one', queue: questions.map((q) => q.id) };
  return { kind: 'wait', state: next, replies: [askOne(turn, guide, next, 'first')] };
}

function askOne(turn: Turn, guide: Guide, state: GuideState, how: 'first' | 'again'): Reply {
  const question = guide.gate.find((q) => q.id === state.queue[0]);
  if (!question) return composeList(turn, guide, 'resume');
  const isTold = how === 'first' && mayFitTold(question, turn.memory.told);
  return composeOne(turn, guide, question, isTold ? 'told' : how);
}

/** A number or words of one safety question, as an answer to "does any of these fit?". */
function namedQuestion(turn: Turn, guide: Guide): GateQuestion | undefined {
  const [position] = parsePositions(turn.utterance, guide.gate.length);
  const isCommand = commandOf(turn, ANY_TIME) !== undefined;
  const choice = position ?? (isCommand ? undefined : parseChoice(turn.utterance, guide.gate.map((q) => `${q.short} ${q.question}`)));
  return choice === undefined ? undefined : guide.gate[choice];
}

function hearWhich(turn: Turn, state: GuideState, guide: Guide): GuideStepOf {
  const named = guide.gate.find((q) => turn.utterance.trim() === plain(turn, q.short)) ?? namedQuestion(turn, guide);
  if (named) return close(turn, guide, named);
  const command = commandOf(turn, ['notSure', 'some', 'noneOfThese', 'oneByOne']);
  const yesNo = parseYesNo(turn.utterance);
  if (command === 'notSure' || command === 'some' || yesNo === 'unsure') return { kind: 'end', replies: [composeClosed(turn, guide)] };
  if (command === 'oneByOne' || command === 'noneOfThese' || yesNo === 'no') return askQueue(turn, guide, { ...state, gate: {} }, guide.gate);
  return { kind: 'unknown' };
}

function close(turn: Turn, guide: Guide, question: GateQuestion): GuideStepOf {
  return { kind: 'end', replies: [composeClosed(turn, guide, question)] };
}

function hearOne(turn: Turn, state: GuideState, guide: Guide): GuideStepOf {
  const question = guide.gate.find((q) => q.id === state.queue[0]);
  if (!question) return { kind: 'unknown' };
  const { guideOneNo, guideOneYes, guideOneUnsure, staleButton } = turn.knowledge.replies;
  const pressed = [guideOneNo, guideOneYes, guideOneUnsure].map((t) => numberIn(turn, t));
  const number = pressed.find((n) => n !== undefined);
  if (number !== undefined && number !== guide.gate.indexOf(question) + 1)
    return { kind: 'wait', state, replies: [lead(askOne(turn, guide, state, 'first'), staleButton)] };
  const [isNo, isYes, isUnsure] = pressed.map((n) => n !== undefined);
  const said = commandOf(turn, ['notSure']) ? 'unsure' : parseYesNo(turn.utterance);
  if (isYes || said === 'yes') return close(turn, guide, question);
  if (isUnsure || said === 'unsure' || said === 'softNo') return { kind: 'end', replies: [composeClosed(turn, guide)] };
  return isNo || said === 'no' ? afterNo(turn, guide, state, question) : { kind: 'unknown' };
}

function afterNo(turn: Turn, guide: Guide, state: GuideState, question: GateQuestion): GuideStepOf {
  const gate = recordNo(state.gate, [question]);
  const rest = state.queue.slice(1).flatMap((id) => guide.gate.filter((q) => q.id === id && gate[id] !== 'no'));
  const open = rest.length > 0 ? rest : listUnanswered(guide, gate);
  return open.length > 0 ? askQueue(turn, guide, { ...state, gate }, open) : begin(turn, guide, { ...state, gate });
}

function backOne(turn: Turn, guide: Guide, state: GuideState): GuideStepOf {
  const at = guide.gate.findIndex((q) => q.id === state.queue[0]);
  const before = guide.gate.slice(0, Math.max(0, at)).reverse().find((q) => state.gate[q.id] === 'no');
  if (!before) return { kind: 'wait', state: listState(state.guide), replies: [composeList(turn, guide, 'resume')] };
  const next = { ...state, gate: withdraw(state.gate, before.id), queue: [before.id, ...state.queue] };
  return { kind: 'wait', state: next, replies: [askOne(turn, guide, next, 'first')] };
}

function begin(turn: Turn, guide: Guide, state: GuideState): GuideStepOf {
  const step = showStep(turn, guide, { ...state, stage: 'step', at: 0, queue: [], recordedAt: turn.now.toISOString() });
  if (step.kind !== 'wait' || step.state.stage !== 'step') return step;
  return { ...step, replies: step.replies.map((r) => lead(r, turn.knowledge.replies.guideOpened)) };
}

/** The one way to a step: without an open gate the safety questions come again. */
function showStep(turn: Turn, guide: Guide, state: GuideState): GuideStepOf {
  const gate = hasExpired(turn, state) ? undefined : openGate(guide, state.gate, turn.memory.careful);
  if (gate) return { kind: 'wait', state, replies: [composeStep(turn, gate, state.at)] };
  const reply = lead(composeList(turn, guide, 'resume'), turn.knowledge.replies.guideExpired);
  return { kind: 'wait', state: listState(state.guide), replies: [reply] };
}

function askStep(turn: Turn, guide: Guide, state: GuideState, isAgain: boolean): Reply {
  const gate = hasExpired(turn, state) ? undefined : openGate(guide, state.gate, turn.memory.careful);
  if (!gate) return composeList(turn, guide, 'resume');
  const step = composeStep(turn, gate, state.at);
  return isAgain ? speak('question', [plain(turn, turn.knowledge.replies.guideStepAgain[0] ?? '')], step.actions) : step;
}

function hearStep(turn: Turn, state: GuideState, guide: Guide): GuideStepOf {
  if (hasExpired(turn, state) || !openGate(guide, state.gate, turn.memory.careful)) return showStep(turn, guide, state);
  const { guideNext, guideFinish, staleButton } = turn.knowledge.replies;
  const isLast = state.at >= guide.steps.length - 1;
  const number = numberIn(turn, guideNext);
  if (number === state.at + 2) return showStep(turn, guide, { ...state, at: state.at + 1 });
  if (number !== undefined) {
    const step = showStep(turn, guide, state);
    return step.kind === 'wait' ? { ...step, replies: step.replies.map((r) => lead(r, staleButton)) } : step;
  }
  const command = commandOf(turn, ['hurts', 'howLong', 'next']);
  if (command === 'hurts' || affirmsAny(turn.utterance, turn.knowledge.commands.stopWords)) return stopNow(turn, guide);
  if (command === 'howLong') return { kind: 'wait', state, replies: [sayHold(turn, guide, state)] };
  if (command !== 'next' && turn.utterance.trim() !== guideFinish) return { kind: 'unknown' };
  if (!isLast) return showStep(turn, guide, { ...state, at: state.at + 1 });
  return { kind: 'wait', state: { ...state, stage: 'felt', gate: {} }, replies: [composeAfter(turn, guide)] };
}

function sayHold(turn: Turn, guide: Guide, state: GuideState): Reply {
  const gate = openGate(guide, state.gate, turn.memory.careful);
  const actions = gate ? composeStep(turn, gate, state.at).actions : [];
  return speak('question', [describeHold(turn, guide.steps[state.at])], actions);
}

/** Pain or tingling closes the guides until a clinician has had a look. */
function stopNow(turn: Turn, guide: Guide): GuideStepOf {
  turn.memory.careful = true;
  return { kind: 'end', replies: [composeStopAdvice(turn, guide)] };
}

function hearFelt(turn: Turn, guide: Guide): GuideStepOf {
  const command = commandOf(turn, ['feltGood', 'feltSore', 'feltBad', 'hurts']);
  if (command === 'feltBad' || command === 'hurts' || affirmsAny(turn.utterance, turn.knowledge.commands.stopWords)) {
    const stop = stopNow(turn, guide);
    return stop.kind === 'end' ? { ...stop, replies: stop.replies.map((r) => lead(r, turn.knowledge.replies.guideFelt.bad)) } : stop;
  }
  if (!command) return { kind: 'unknown' };
  const { guideFelt, guideAgainLater } = turn.knowledge.replies;
  const text = command === 'feltGood' ? guideFelt.good : guideFelt.sore;
  const reply = speak('notice', [text, guideAgainLater], titleButtons(turn, ['tools.soreness-after', 'relief.what-can-i-do']));
  return { kind: 'end', replies: [withFeedback(turn, reply, guide.entry)] };
}
