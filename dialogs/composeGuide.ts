import type { GateQuestion, Guide, GuideStep } from '../src/knowledge/guide.js';
import { parseStatement } from '../src/knowledge/markdown.js';
import type { Action, Reply, ReplyBlock } from '../src/reply.js';
import { paragraph } from '../src/reply.js';
import { listSources } from './composeAnswer.js';
import type { OpenGate } from './guideGate.js';
import type { Turn } from './turn.js';
import { button, commandButton, fill, nextOf, plain, speak, titleButtons } from './wording.js';

/** Why all guides stay closed after a warning sign, and what opens them. */
export function composeCareful(turn: Turn): Reply {
  const actions = [commandButton(turn, 'checked'), ...titleButtons(turn, ['safety.see-a-doctor'])];
  return speak('answer', [turn.knowledge.replies.guideClosedCareful], actions);
}

/** Which guide: those without a product come first. */
export function composeChoice(turn: Turn, isAgain: boolean): Reply {
  const guides = listGuides(turn);
  const text = isAgain ? nextOf(turn, 'guideChooseAgain') : turn.knowledge.replies.guideChoose;
  return speak('question', [text], [...guides.map((g) => button(g.title)), commandButton(turn, 'cancel')]);
}

export function listGuides({ knowledge }: Turn): Guide[] {
  return [...knowledge.guides.values()].sort((a, b) => Number(Boolean(a.interest)) - Number(Boolean(b.interest)));
}

/** What comes before any step: ways without a tool, what this is, who earns from it, and the safety questions. */
export function composeOpening(turn: Turn, guide: Guide, isAfterAnswer: boolean): Reply {
  const { replies } = turn.knowledge;
  const opening = fill(turn, replies.guideOpening, { count: String(guide.gate.length) });
  const before = isAfterAnswer ? [] : [plain(turn, guide.intro)];
  const list = composeList(turn, guide, 'first');
  return {
    ...list,
    ...(isAfterAnswer ? {} : { title: guide.title }),
    blocks: [...[plain(turn, guide.alternatives), ...before, opening].map(paragraph), ...list.blocks],
    ...(guide.interest && !isAfterAnswer && { interest: replies.interest }),
  };
}

/** All safety questions at once. */
export function composeList(turn: Turn, guide: Guide, how: 'first' | 'again' | 'resume'): Reply {
  const { replies } = turn.knowledge;
  const text = how === 'again' ? nextOf(turn, 'guideListAgain') : replies.guideList;
  const items = guide.gate.map((q) => plain(turn, q.question));
  const blocks: ReplyBlock[] = [paragraph(text), { kind: 'steps', items }];
  const actions = (['noneOfThese', 'some', 'notSure', 'oneByOne', 'cancel'] as const).map((id) =>
    commandButton(turn, id),
  );
  return { kind: 'question', blocks, actions };
}

/** One safety question. Its buttons carry its number, so that a second click cannot answer the next one. */
export function composeOne(turn: Turn, guide: Guide, question: GateQuestion, how: 'first' | 'again' | 'told'): Reply {
  const { replies } = turn.knowledge;
  const number = String(guide.gate.indexOf(question) + 1);
  const text = plain(turn, question.question);
  const asked = fill(turn, replies.guideOne, { number, count: String(guide.gate.length), question: text });
  const first =
    how === 'told'
      ? fill(turn, replies.guideTold, { question: '' }).trim()
      : how === 'again'
        ? nextOf(turn, 'guideOneAgain')
        : '';
  const labels = [replies.guideOneNo, replies.guideOneYes, replies.guideOneUnsure];
  const actions = labels.map((label) => button(fill(turn, label, { number })));
  return speak('question', [first, asked], [...actions, commandButton(turn, 'cancel')]);
}

/** "One of them fits": which one? */
export function composeWhich(turn: Turn, guide: Guide, isAgain: boolean): Reply {
  const text = isAgain ? nextOf(turn, 'guideWhichAgain') : turn.knowledge.replies.guideWhich;
  const reply = speak(
    'question',
    [text],
    [...guide.gate.map((q) => button(plain(turn, q.short))), commandButton(turn, 'notSure')],
  );
  return { ...reply, blocks: [...reply.blocks, { kind: 'steps', items: guide.gate.map((q) => plain(turn, q.short)) }] };
}

/** Why the steps stay closed, and what to do instead. Without a question, the person could not say "no" for certain. */
export function composeClosed(turn: Turn, guide: Guide, question?: GateQuestion): Reply {
  const { replies } = turn.knowledge;
  const why = question ? [replies.guideStopped, plain(turn, question.stop)] : [fill(turn, replies.guideUnsure)];
  const cited = parseStatement(question?.stop ?? guide.alternatives).sources;
  const related = turn.knowledge.entries.get(guide.entry)?.related ?? [];
  return {
    ...speak(
      'answer',
      [...why, plain(turn, guide.alternatives)],
      [...titleButtons(turn, related.slice(0, 2)), commandButton(turn, 'person')],
    ),
    sources: listSources(turn.knowledge, { sources: cited }),
  };
}

/** One step. It can be made with an open gate only. */
export function composeStep(turn: Turn, gate: OpenGate, at: number): Reply {
  const { guide } = gate;
  const { replies } = turn.knowledge;
  const step = guide.steps[at] ?? guide.steps[0];
  const title = fill(turn, replies.guideStep, { number: String(at + 1), count: String(guide.steps.length) });
  const hold = step?.holdSeconds;
  return {
    kind: 'step',
    title,
    blocks: [paragraph(plain(turn, step?.text ?? ''))],
    cautions: [plain(turn, guide.stopRule)],
    ...(hold && { hold: { seconds: hold, label: fill(turn, replies.guideHold, { time: describeTime(turn, hold) }) } }),
    sources: listSources(turn.knowledge, { sources: parseStatement(step?.text ?? '').sources }),
    actions: stepActions(turn, guide, at),
  };
}

function stepActions(turn: Turn, guide: Guide, at: number): Action[] {
  const { replies } = turn.knowledge;
  const isLast = at >= guide.steps.length - 1;
  const next = isLast ? replies.guideFinish : fill(turn, replies.guideNext, { number: String(at + 2) });
  const back = at > 0 ? [commandButton(turn, 'back')] : [];
  return [
    button(next),
    ...back,
    ...(['again', 'howLong', 'hurts', 'cancel'] as const).map((id) => commandButton(turn, id)),
  ];
}

/** How long a step takes, in words. */
export function describeHold(turn: Turn, step: GuideStep | undefined): string {
  const { replies } = turn.knowledge;
  if (!step?.holdSeconds) return replies.guideNoHold;
  return fill(turn, replies.guideHoldSaid, { time: describeTime(turn, step.holdSeconds) });
}

function describeTime(turn: Turn, seconds: number): string {
  const { time } = turn.knowledge.replies;
  const inMinutes = seconds >= 120;
  return fill(turn, inMinutes ? time.minutes : time.seconds, {
    n: String(inMinutes ? Math.round(seconds / 60) : seconds),
  });
}

/** What to do when something hurts or tingles. */
export function composeStopAdvice(turn: Turn, guide: Guide): Reply {
  return {
    ...speak(
      'answer',
      [plain(turn, guide.stopAdvice)],
      [...titleButtons(turn, ['safety.see-a-doctor']), commandButton(turn, 'person')],
    ),
    sources: listSources(turn.knowledge, { sources: parseStatement(guide.stopAdvice).sources }),
  };
}

/** After-care, and how it felt. */
export function composeAfter(turn: Turn, guide: Guide): Reply {
  const actions = (['feltGood', 'feltSore', 'feltBad'] as const).map((id) => commandButton(turn, id));
  return {
    ...speak('question', [turn.knowledge.replies.guideAfter, plain(turn, guide.after), guide.feltQuestion], actions),
    sources: listSources(turn.knowledge, { sources: parseStatement(guide.after).sources }),
  };
}
