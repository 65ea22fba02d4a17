import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import type { CommandId } from '../src/knowledge/commands.js';
import type { Entry } from '../src/knowledge/entry.js';
import type { Reply } from '../src/reply.js';
import { answerEntries } from './answerEntries.js';
import { composeMore, showsSigns } from './composeAnswer.js';
import { composeCareful } from './composeGuide.js';
import { composeKnown } from './composeKnown.js';
import { DIALOG_IDS, type DialogId } from './dialogIds.js';
import { withFeedback } from './feedback.js';
import { findResumable, setAside } from './raiseAlert.js';
import { spokenIn } from './spoken.js';
import { say, type Turn } from './turn.js';
import { commandButton, commandOf, lead, nextOf, speak, titleButtons } from './wording.js';

/** The dialog that is open while a command is carried out. */
export interface Running {
  readonly id: string;
  /** Asks the open question as it stands, with a text before it. */
  again(text?: string): Promise<DialogTurnResult>;
  /** Takes the open question up again after something else was answered. */
  askAfter(): Promise<DialogTurnResult>;
  /** The same after a word in passing, which does not count as an interruption. */
  askOn(): Promise<DialogTurnResult>;
  goBack(): Promise<DialogTurnResult>;
  why(): string;
  cancelText(): string;
  /** What the dialog has heard so far, in words. */
  heard(): string[];
}

/** Understood at any time. Earlier ones win where two share a phrase. */
export const ANY_TIME: readonly CommandId[] = [
  'cancel',
  'startOver',
  'back',
  'again',
  'whyAsk',
  'resume',
  'person',
  'forget',
  'know',
  'checked',
  'more',
  'thanks',
  'helped',
  'notHelped',
  'checkIn',
  'useTool',
  'leave',
  'rephrase',
  'help',
  'lost',
  'inEnglish',
  'inSpanish',
];

type Handler = (dc: DialogContext, turn: Turn, running?: Running) => Promise<DialogTurnResult | undefined>;

/** Carries out the command that the utterance is; nothing where it is none. */
export async function runCommand(
  dc: DialogContext,
  turn: Turn,
  running?: Running,
): Promise<DialogTurnResult | undefined> {
  const command = commandOf(turn, ANY_TIME);
  return command ? HANDLERS[command]?.(dc, turn, running) : undefined;
}

const HANDLERS: Partial<Record<CommandId, Handler>> = {
  async cancel(dc, turn, running) {
    turn.report.decision = 'cancelled';
    turn.memory.stopped = findResumable(dc, false);
    say(turn, speak('notice', [running ? running.cancelText() : nextOf(turn, 'nothingToCancel')]));
    return dc.cancelAllDialogs();
  },

  async startOver(dc, turn) {
    turn.report.decision = 'cancelled';
    Object.assign(turn.memory, {
      aside: undefined,
      offer: undefined,
      lastIntent: undefined,
      misses: 0,
      question: undefined,
    });
    const topics = titleButtons(turn, turn.knowledge.checkIn.next);
    say(turn, speak('notice', [turn.knowledge.replies.startedOver], [commandButton(turn, 'checkIn'), ...topics]));
    return dc.cancelAllDialogs();
  },

  async back(dc, turn, running) {
    if (running) return running.goBack();
    // Alone, "back" may be the body part.
    if (turn.utterance.trim().toLowerCase() === spokenIn(turn.knowledge.language).bodyPart) return undefined;
    const before = turn.knowledge.entries.get(turn.memory.asked.at(-2) ?? '');
    if (before) answerEntries(turn, [{ entry: before }]);
    else say(turn, speak('notice', [turn.knowledge.replies.nothingBefore]));
    return dc.endDialog();
  },

  async again(dc, turn, running) {
    if (running) return running.again();
    repeatLast(turn);
    return dc.endDialog();
  },

  async whyAsk(dc, turn, running) {
    if (running) return running.again(running.why());
    // After an answer "why?" asks about that answer, and its full text gives the reasons.
    if (turn.memory.lastIntent) return showMore(dc, turn);
    say(turn, speak('notice', [turn.knowledge.replies.whyAskGeneric]));
    return dc.endDialog();
  },

  async resume(dc, turn, running) {
    if (running) return running.again();
    turn.memory.aside ??= turn.stopped;
    if (turn.memory.aside || !turn.memory.lastIntent) return resumeAside(dc, turn);
    const isOfGuide = turn.knowledge.entries.get(turn.memory.lastIntent)?.guide !== undefined;
    if (!turn.memory.careful || !isOfGuide) return showMore(dc, turn);
    say(turn, composeCareful(turn));
    return dc.endDialog();
  },

  async person(dc, turn, running) {
    if (turn.handoff && running?.id !== DIALOG_IDS.handoff) {
      Object.assign(turn.report, { decision: 'answer', intent: 'meta.human' });
      return dc.beginDialog(DIALOG_IDS.handoff);
    }
    return answerSmallTalk('meta.human')(dc, turn, running);
  },

  async forget(dc, turn) {
    Object.assign(turn.report, { decision: 'answer', intent: 'meta.privacy' });
    turn.effects.push({ kind: 'forget' });
    say(turn, speak('notice', [turn.knowledge.replies.forgotten]));
    return dc.cancelAllDialogs();
  },

  async know(dc, turn, running) {
    Object.assign(turn.report, { decision: 'answer', intent: 'meta.privacy' });
    say(turn, composeKnown(turn, running?.heard()));
    return running ? running.askOn() : dc.endDialog();
  },

  async checked(dc, turn, running) {
    turn.memory.careful = false;
    turn.memory.alert = undefined;
    if (running) return running.again(turn.knowledge.replies.alertChecked);
    say(turn, speak('notice', [turn.knowledge.replies.alertChecked, ...resumeText(turn)], resumeButtons(turn)));
    return dc.endDialog();
  },

  more: async (dc, turn, running) => showMore(dc, turn, running),

  thanks: async (dc, turn, running) => answerSmallTalk('meta.thanks')(dc, turn, running),
  helped: async (dc, turn, running) => takeFeedback(dc, turn, running, true),
  notHelped: async (dc, turn, running) => takeFeedback(dc, turn, running, false),
  checkIn: async (dc, turn, running) => switchTo(dc, turn, running, DIALOG_IDS.checkIn),
  useTool: async (dc, turn, running) => switchTo(dc, turn, running, DIALOG_IDS.toolGuide),

  async leave(dc, turn, running) {
    const { replies } = turn.knowledge;
    const { question } = turn.memory;
    if (question && turn.canLeave) turn.effects.push({ kind: 'leaveQuestion', utterance: question });
    turn.memory.question = undefined;
    turn.memory.misses = 0;
    say(turn, speak('notice', [question ? (turn.canLeave ? replies.left : replies.leftOff) : replies.leftNothing]));
    return running ? running.askOn() : dc.endDialog();
  },

  async rephrase(dc, turn, running) {
    if (running) return running.again();
    say(turn, speak('notice', [nextOf(turn, 'rephrase')]));
    return dc.endDialog();
  },

  async help(dc, turn, running) {
    return running
      ? running.again(turn.knowledge.replies.helpDialog)
      : answerSmallTalk('meta.what-can-you-do')(dc, turn);
  },

  async lost(dc, turn, running) {
    return running ? running.again(turn.knowledge.replies.helpDialog) : showMore(dc, turn);
  },

  inEnglish: async (dc, turn, running) => goOnIn(dc, turn, running),
  inSpanish: async (dc, turn, running) => goOnIn(dc, turn, running),
};

/** The turn is in the wanted language already; what was said last is said again in it. */
async function goOnIn(dc: DialogContext, turn: Turn, running?: Running): Promise<DialogTurnResult> {
  const { languageSet } = turn.knowledge.replies;
  if (running) return running.again(languageSet);
  if (turn.memory.last?.entries.length) {
    repeatLast(turn);
    turn.outbox.splice(0, 1, ...turn.outbox.slice(0, 1).map((reply) => lead(reply, languageSet)));
  } else say(turn, speak('notice', [languageSet], titleButtons(turn, turn.knowledge.checkIn.next)));
  return dc.endDialog();
}

/** The full answer to the entry answered last; nothing where there was none. */
async function showMore(dc: DialogContext, turn: Turn, running?: Running): Promise<DialogTurnResult | undefined> {
  const entry = turn.knowledge.entries.get(turn.memory.lastIntent ?? '');
  if (!entry) return turn.memory.lastIntent ? gone(dc, turn, running) : undefined;
  tellMore(turn, entry, composeMore(turn, entry));
  return running ? running.askAfter() : dc.endDialog();
}

/** Says the full answer to an entry and notes it. */
export function tellMore(turn: Turn, entry: Entry, reply: Reply): void {
  say(turn, withFeedback(turn, reply, entry.id));
  turn.memory.last = { kind: 'more', entries: [entry.id] };
  turn.memory.misses = 0;
  turn.memory.shownSigns = showsSigns(entry) ? entry.id : undefined;
  Object.assign(turn.report, { decision: 'answer', intent: entry.id });
}

/** Begins the dialog that was set aside; says so where there is none. */
export async function resumeAside(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
  const { aside } = turn.memory;
  turn.memory.aside = undefined;
  const id = Object.values(DIALOG_IDS).find((d) => d === aside?.id);
  if (id) return dc.replaceDialog(id, { resume: aside?.state ?? {} });
  say(turn, speak('notice', [turn.knowledge.replies.nothingToResume]));
  return dc.endDialog();
}

/** The button that continues what was set aside, or what to ask instead. */
export function resumeButtons(turn: Turn) {
  return turn.memory.aside ? [commandButton(turn, 'resume')] : titleButtons(turn, turn.knowledge.checkIn.next);
}

export function resumeText(turn: Turn): string[] {
  return turn.memory.aside ? [turn.knowledge.replies.alertResume] : [];
}

function answerSmallTalk(id: string): Handler {
  return async (dc, turn, running) => {
    const entry = turn.knowledge.entries.get(id);
    const before = turn.memory.lastIntent;
    const wasAnswer = turn.memory.last?.kind !== 'other';
    if (entry) answerEntries(turn, [{ entry }]);
    if (running) return running.askOn();
    const reply = turn.outbox.at(-1);
    // Whoever says thanks has finished with an answer: a natural moment to ask.
    if (reply && id === 'meta.thanks' && wasAnswer) turn.outbox.splice(-1, 1, withFeedback(turn, reply, before));
    return dc.endDialog();
  };
}

async function switchTo(
  dc: DialogContext,
  turn: Turn,
  running: Running | undefined,
  id: DialogId,
): Promise<DialogTurnResult> {
  if (running?.id === id) return running.again();
  if (running) setAside(dc, turn, false);
  if (running) await dc.cancelAllDialogs();
  return running ? dc.beginDialog(id) : dc.replaceDialog(id);
}

/** Notes whether the entry answered last helped. */
export async function takeFeedback(
  dc: DialogContext,
  turn: Turn,
  running: Running | undefined,
  helpful: boolean,
): Promise<DialogTurnResult> {
  const entry = turn.memory.lastIntent;
  if (entry) turn.effects.push({ kind: 'feedback', entry, helpful });
  if (entry && !helpful) turn.memory.question = turn.memory.question ?? entry;
  const buttons = helpful
    ? []
    : [commandButton(turn, 'rephrase'), ...(turn.canLeave ? [commandButton(turn, 'leave')] : [])];
  say(turn, speak('notice', [nextOf(turn, helpful ? 'feedbackThanks' : 'feedbackSorry')], buttons));
  return running ? running.askOn() : dc.endDialog();
}

async function gone(dc: DialogContext, turn: Turn, running: Running | undefined): Promise<DialogTurnResult> {
  turn.memory.lastIntent = undefined;
  say(turn, speak('notice', [turn.knowledge.replies.entryGone], titleButtons(turn, turn.knowledge.checkIn.next)));
  return running ? running.askAfter() : dc.endDialog();
}

function repeatLast(turn: Turn): void {
  const { last, lastIntent } = turn.memory;
  const entries = (last?.entries ?? (lastIntent ? [lastIntent] : [])).flatMap(
    (id) => turn.knowledge.entries.get(id) ?? [],
  );
  const [first] = entries;
  if (!first) {
    say(turn, speak('notice', [turn.knowledge.replies.nothingToRepeat]));
    return;
  }
  if (last?.kind === 'more') {
    say(turn, composeMore(turn, first));
    Object.assign(turn.report, { decision: 'answer', intent: first.id });
  } else
    answerEntries(
      turn,
      entries.map((entry) => ({ entry })),
    );
}
