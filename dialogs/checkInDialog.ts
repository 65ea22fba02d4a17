import { z } from 'zod';
import { SLOTS, TRENDS, type Slot } from '../src/knowledge/checkIn.js';
import { opensLikeQuestion } from '../src/language/isQuestion.js';
import { parseChoice, parsePositions } from '../src/language/parseChoice.js';
import { parseNone } from '../src/language/parseNone.js';
import { parseYesNo } from '../src/language/parseYesNo.js';
import type { Reply } from '../src/reply.js';
import { listSlots, mergeFacts, readFacts, type Facts, type Heard } from './checkInFacts.js';
import { ANY_TIME } from './commands.js';
import { composeOutcome, composeQuestion, composeSummary, composeWhichSign, describeFacts } from './composeCheckIn.js';
import { DIALOG_IDS } from './dialogIds.js';
import { withFeedback } from './feedback.js';
import { noteAnswered, takeTurns, toldSchema, type Told } from './memory.js';
import { spokenIn } from './spoken.js';
import { TalkDialog, type Step, type TalkState } from './talkDialog.js';
import type { Turn } from './turn.js';
import { commandOf, lead, speak } from './wording.js';

const stateSchema = z.object({
  version: z.literal(1),
  asides: z.number(),
  misses: z.number(),
  open: z.enum([...SLOTS, 'summary']),
  /** Questions that were answered or skipped, in the order in which that happened. */
  done: z.array(z.enum(SLOTS)),
  told: toldSchema,
  operatedOn: z.string().optional(),
  strength: z.number().min(0).max(10).optional(),
  trend: z.enum(TRENDS).optional(),
  noSigns: z.boolean().optional(),
});

interface CheckInState extends TalkState, Facts {
  readonly open: Slot | 'summary';
  readonly done: readonly Slot[];
}

/** Asks what was operated on, when, where it hurts and how, and ends with the explanation that fits. */
export class CheckInDialog extends TalkDialog<CheckInState> {
  constructor() {
    super(DIALOG_IDS.checkIn);
  }

  protected override start(turn: Turn): Step<CheckInState> {
    const { told, operatedOn } = turn.memory;
    const facts: Facts = { told, ...(operatedOn && { operatedOn }) };
    const done = listSlots(facts);
    const state: CheckInState = { version: 1, asides: 0, misses: 0, open: 'surgery', done, ...facts };
    const step = advance(turn, state);
    return step.kind === 'wait'
      ? { ...step, replies: step.replies.map((r) => lead(r, turn.knowledge.checkIn.intro)) }
      : step;
  }

  protected override async hear(turn: Turn, state: CheckInState): Promise<Step<CheckInState>> {
    if (state.open === 'signs') {
      const step = hearSigns(turn, state);
      if (step) return step;
    }
    if (state.open === 'summary') {
      const step = hearSummary(turn, state);
      if (step) return step;
    }
    if (state.open !== 'signs' && state.open !== 'summary' && commandOf(turn, ['skip', 'notSure']))
      return skip(turn, state, state.open);
    // "Back" may answer where it hurts; a time, a number or a trend is no command.
    const isPlace = state.open === 'surgery' || state.open === 'pain';
    if (isOtherQuestion(turn) || (!isPlace && commandOf(turn, ANY_TIME))) return { kind: 'unknown' };
    // "No" and "wrong" are answers to other questions than the summary, so they do not count here.
    const { change } = spokenIn(turn.knowledge.language);
    if (state.done.length > 0 && change.test(turn.utterance.trim())) return askWhatToChange(turn, state);
    const heard = await readFacts(turn, { open: state.open, lastSite: lastSite(state), told: state.told });
    if (heard.reopen) return reopen(turn, state, heard.reopen);
    if (heard.problem) return askAgain(turn, state, heard);
    const isHeard = heard.slots.length > 0 || Object.keys(heard.facts.told).some((k) => SIDES_TOLD.includes(k));
    return isHeard ? take(turn, state, heard.facts, heard.slots) : { kind: 'unknown' };
  }

  protected override ask(turn: Turn, state: CheckInState, how: 'again' | 'resume'): Reply {
    return state.open === 'summary'
      ? composeSummary(turn, state, how === 'again' ? 'again' : 'first')
      : composeQuestion(turn, state.open, how);
  }

  protected override parseState(stored: unknown): CheckInState | undefined {
    const parsed = stateSchema.safeParse(stored).data;
    if (!parsed) return undefined;
    const told = Object.fromEntries(Object.entries(parsed.told).filter(([, v]) => v !== undefined)) as Told; // toldSchema has the fields of Told
    const { operatedOn, strength, trend, noSigns, ...rest } = parsed;
    return {
      ...rest,
      told,
      ...(operatedOn !== undefined && { operatedOn }),
      ...(strength !== undefined && { strength }),
      ...(trend !== undefined && { trend }),
      ...(noSigns !== undefined && { noSigns }),
    };
  }

  protected override whyAsk(turn: Turn, state: CheckInState): string {
    const { questions } = turn.knowledge.checkIn;
    return state.open === 'summary' ? turn.knowledge.replies.whyAskGeneric : questions[state.open].why;
  }

  protected override goBack(turn: Turn, state: CheckInState): Step<CheckInState> | undefined {
    const before = state.done.at(-1);
    if (!before) return undefined;
    const next: CheckInState = { ...state, open: before, done: state.done.slice(0, -1) };
    return { kind: 'wait', state: next, replies: [composeQuestion(turn, before, 'resume')] };
  }

  protected override heard(turn: Turn, state: CheckInState): string[] {
    return describeFacts(turn, state);
  }

  protected override askedFor(state: CheckInState): string | undefined {
    return state.open === 'strength' ? 'painScore' : super.askedFor(state);
  }
}

/** A side alone corrects what was told before. */
const SIDES_TOLD: readonly string[] = ['side', 'painSide', 'surgerySide'];

/** "Why does my hip hurt at night?" is a question; "3 weeks?" is an answer. */
function isOtherQuestion(turn: Turn): boolean {
  return opensLikeQuestion(turn.utterance, turn.knowledge.language) && turn.decided.decision.kind !== 'fallback';
}

function lastSite(state: CheckInState): 'surgery' | 'pain' {
  return state.done.findLast((s) => s === 'surgery' || s === 'pain') === 'surgery' ? 'surgery' : 'pain';
}

function take(turn: Turn, state: CheckInState, facts: Facts, slots: readonly Slot[]): Step<CheckInState> {
  const isChange = slots.every((s) => state.done.includes(s)) || state.open === 'summary';
  const done = [...state.done.filter((s) => !slots.includes(s)), ...slots];
  const { checkIn } = turn.knowledge;
  const ack = isChange ? checkIn.corrected : takeTurns(turn.memory, 'checkIn.ack', checkIn.ack);
  const step = advance(turn, { ...state, ...mergeFacts(state, facts), done });
  return step.kind === 'wait' ? { ...step, replies: step.replies.map((r) => lead(r, ack)) } : step;
}

function skip(turn: Turn, state: CheckInState, slot: Slot): Step<CheckInState> {
  const { skipped } = turn.knowledge.checkIn;
  const step = advance(turn, { ...state, done: [...state.done, slot] });
  return step.kind === 'wait'
    ? { ...step, replies: step.replies.map((r) => lead(r, takeTurns(turn.memory, 'checkIn.skipped', skipped))) }
    : step;
}

/** The first question that is still open, or the summary. Without an operation there is no time since it. */
function advance(turn: Turn, state: CheckInState): Step<CheckInState> {
  const isDone = (s: Slot) => state.done.includes(s) || (s === 'when' && state.told.noSurgery === true);
  const open = SLOTS.find((s) => !isDone(s));
  const next: CheckInState = { ...state, open: open ?? 'summary' };
  const reply = open ? composeQuestion(turn, open, 'first') : composeSummary(turn, next, 'first');
  return { kind: 'wait', state: next, replies: [reply] };
}

/** An answer that cannot be is asked for again; what else the message told is kept. */
function askAgain(turn: Turn, state: CheckInState, { facts, slots, problem }: Heard): Step<CheckInState> {
  const slot = problem === 'offScale' ? 'strength' : 'when';
  const done = [...state.done.filter((s) => !slots.includes(s) && s !== slot), ...slots];
  const open = state.open === 'summary' ? 'summary' : slot;
  const next: CheckInState = {
    ...state,
    ...mergeFacts(state, facts),
    open,
    done: open === 'summary' ? state.done : done,
  };
  return { kind: 'wait', state: next, replies: [composeQuestion(turn, slot, 'again', problem)] };
}

/** "Change the operation": that question comes again, and then those that are still open. */
function reopen(turn: Turn, state: CheckInState, slot: Slot): Step<CheckInState> {
  const next: CheckInState = { ...state, open: slot, done: state.done.filter((s) => s !== slot) };
  return { kind: 'wait', state: next, replies: [composeQuestion(turn, slot, 'resume')] };
}

/** A sign that is named, by its number or its words, is answered like the sign itself. */
function hearSigns(turn: Turn, state: CheckInState): Step<CheckInState> | undefined {
  const { signs } = turn.knowledge.checkIn;
  const [position] = parsePositions(turn.utterance, signs.length, turn.knowledge.language);
  const isCommand = commandOf(turn, ANY_TIME) !== undefined;
  const says = signs.map((s) => s.say);
  const choice = position ?? (isCommand ? undefined : parseChoice(turn.utterance, says, turn.knowledge.language));
  const sign = choice === undefined ? undefined : signs[choice];
  if (sign) return { kind: 'alert', alert: { entry: sign.entry, tier: sign.tier } };
  const command = commandOf(turn, ['noneOfThese', 'some', 'notSure', 'skip']);
  const none = parseNone(turn.utterance, turn.knowledge.language);
  const yesNo = parseYesNo(turn.utterance, turn.knowledge.language) ?? (none === 'unsure' ? none : undefined);
  if (command === 'skip') return skip(turn, state, 'signs');
  const isNone = command === 'noneOfThese' || yesNo === 'no' || none === 'none';
  if (isNone) return take(turn, state, { told: {}, noSigns: true }, ['signs']);
  if (command === undefined && yesNo === undefined) return undefined;
  return { kind: 'wait', state, replies: [composeWhichSign(turn)] };
}

function hearSummary(turn: Turn, state: CheckInState): Step<CheckInState> | undefined {
  const yesNo = parseYesNo(turn.utterance, turn.knowledge.language);
  if (yesNo === 'yes') return finish(turn, state);
  const isChange = yesNo !== undefined || commandOf(turn, ['change', 'notSure']) !== undefined;
  return isChange ? askWhatToChange(turn, state) : undefined;
}

function askWhatToChange(turn: Turn, state: CheckInState): Step<CheckInState> {
  const buttons = state.open === 'summary' ? composeSummary(turn, state, 'first').actions : undefined;
  return { kind: 'wait', state, replies: [speak('question', [turn.knowledge.checkIn.changeWhich], buttons)] };
}

function finish(turn: Turn, state: CheckInState): Step<CheckInState> {
  const { memory, report } = turn;
  memory.told = state.told;
  memory.operatedOn = state.operatedOn ?? (state.told.weeksSince === undefined ? undefined : memory.operatedOn);
  const { entry, reply } = composeOutcome(turn, state);
  memory.lastIntent = entry;
  memory.last = { kind: 'answer', entries: [entry] };
  noteAnswered(memory, entry);
  report.intent = entry;
  const replies = [withFeedback(turn, reply, entry)];
  // A yes of an earlier visit holds for what has changed since.
  if (memory.kept) turn.effects.push({ kind: 'keep' });
  const canKeep = !memory.kept && Object.keys(state.told).length > 0;
  return { kind: 'end', replies, ...(canKeep && { then: { id: DIALOG_IDS.consent, options: {} } }) };
}
