import type { Slot } from '../src/knowledge/checkIn.js';
import { fillPlaceholders } from '../src/knowledge/replies.js';
import type { Reply } from '../src/reply.js';
import { paragraph } from '../src/reply.js';
import type { Facts, Heard } from './checkInFacts.js';
import { composeAnswer, fitsTold } from './composeAnswer.js';
import { describeTold } from './factWords.js';
import { takeTurns } from './memory.js';
import { spokenIn } from './spoken.js';
import type { Turn } from './turn.js';
import { button, commandButton, fill, lead, speak, titleButtons } from './wording.js';

/** A question of the check-in, with what can be pressed. */
export function composeQuestion(
  turn: Turn,
  slot: Slot,
  how: 'first' | 'again' | 'resume',
  problem?: Heard['problem'],
): Reply {
  const { questions } = turn.knowledge.checkIn;
  const question = questions[slot];
  const text = problem
    ? problemText(turn, problem)
    : how === 'again'
      ? next(turn, `${slot}Again`, question.again)
      : next(turn, slot, question.ask);
  const asked = speak('question', [fill(turn, text)], slotButtons(turn, slot));
  if (slot !== 'signs' || problem) return asked;
  return {
    ...asked,
    blocks: [...asked.blocks, { kind: 'steps', items: turn.knowledge.checkIn.signs.map((s) => s.say) }],
  };
}

/** "Yes" to the list of signs: which one? */
export function composeWhichSign(turn: Turn): Reply {
  const { questions, signs } = turn.knowledge.checkIn;
  const asked = speak(
    'question',
    [fill(turn, questions.signs.which)],
    [...signs.map((s) => button(s.say)), commandButton(turn, 'noneOfThese')],
  );
  return { ...asked, blocks: [...asked.blocks, { kind: 'steps', items: signs.map((s) => s.say) }] };
}

/** What was understood, to be confirmed. */
export function composeSummary(turn: Turn, facts: Facts, how: 'first' | 'again'): Reply {
  const { checkIn } = turn.knowledge;
  const items = describeFacts(turn, facts);
  const actions = [
    button(spokenIn(turn.knowledge.language).yes),
    commandButton(turn, 'change'),
    commandButton(turn, 'cancel'),
  ];
  const ask = how === 'again' ? next(turn, 'summaryAgain', checkIn.summaryAgain) : checkIn.summaryAsk;
  if (items.length === 0) return speak('summary', [checkIn.summaryNothing, ask], actions);
  const reply = speak('summary', [checkIn.summary], actions);
  return { ...reply, blocks: [...reply.blocks, { kind: 'list', items }, paragraph(ask)] };
}

/** Facts in words, one a line. */
export function describeFacts(turn: Turn, facts: Facts): string[] {
  const { words } = turn.knowledge.checkIn;
  const line = (template: string, value: string | undefined) =>
    value === undefined ? [] : [fillPlaceholders(template, { value })];
  return [
    ...describeTold(turn, facts.told),
    ...line(words.facts.strength, facts.strength === undefined ? undefined : String(facts.strength)),
    ...line(words.facts.trend, facts.trend && words.trends[facts.trend]),
    ...(facts.noSigns ? [words.facts.noSigns] : []),
  ];
}

/** The entry that explains best what was told, and what to do next. */
export function composeOutcome(turn: Turn, facts: Facts): { entry: string; reply: Reply } {
  const { checkIn, entries } = turn.knowledge;
  const fitting = checkIn.explain.filter((e) => fitsTold(e.when, facts.told)).map((e) => e.entry);
  const id = [...fitting, checkIn.explainDefault].find((e) => entries.has(e)) ?? '';
  const entry = entries.get(id);
  const advice = fill(turn, adviceFor(turn, facts));
  const others = titleButtons(turn, [...new Set([...fitting.filter((e) => e !== id).slice(0, 1), ...checkIn.next])]);
  if (!entry) return { entry: id, reply: speak('answer', [advice], others) };
  const answer = composeAnswer(turn, entry);
  const actions = [...(answer.actions ?? []).slice(0, 1), ...others];
  return { entry: id, reply: { ...lead(lead(answer, checkIn.explainLead), advice), title: entry.title, actions } };
}

function adviceFor({ knowledge }: Turn, { trend, strength = 0 }: Facts): string {
  const fits = knowledge.checkIn.advice.find(
    (a) => (a.trend === undefined || a.trend === trend) && (a.strengthFrom === undefined || strength >= a.strengthFrom),
  );
  return fits?.say ?? knowledge.checkIn.adviceNone;
}

function problemText(turn: Turn, problem: NonNullable<Heard['problem']>): string {
  const { when, strength } = turn.knowledge.checkIn.questions;
  return problem === 'offScale' ? strength.offScale : when[problem];
}

function slotButtons(turn: Turn, slot: Slot) {
  const { trends } = turn.knowledge.checkIn.words;
  const skip = commandButton(turn, 'skip');
  if (slot === 'trend') return [trends.better, trends.worse, trends.same].map(button).concat(skip);
  if (slot === 'signs') return [commandButton(turn, 'noneOfThese'), commandButton(turn, 'some')];
  if (slot === 'surgery') return [button(turn.knowledge.checkIn.noOperation[0] ?? ''), skip];
  if (slot === 'pain') return [commandButton(turn, 'everywhere'), skip];
  return [skip];
}

function next(turn: Turn, key: string, sentences: readonly string[]): string {
  return takeTurns(turn.memory, `checkIn.${key}`, sentences);
}
