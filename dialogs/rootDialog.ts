import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import type { CommandId } from '../src/knowledge/commands.js';
import { parseYesNo } from '../src/language/parseYesNo.js';
import { answerEntries, isVague } from './answerEntries.js';
import { followAlert } from './alertFollowUp.js';
import { resumeAside, runCommand, takeFeedback } from './commands.js';
import { DIALOG_IDS } from './dialogIds.js';
import { beginGuideOf } from './guideOf.js';
import { withFeedback } from './feedback.js';
import { takeMiss } from './misses.js';
import { getTurn, say, type Turn } from './turn.js';
import { commandButton, commandOf, nextOf, numberIn, speak, titleButtons } from './wording.js';

/** Answers that belong to a question; without one they are left over from an earlier turn. */
const ANSWERS_ONLY: readonly CommandId[] = [
  'oneByOne',
  'some',
  'noneOfThese',
  'skip',
  'next',
  'notSure',
  'keep',
  'dontKeep',
  'send',
  'dontSend',
  'neither',
  'change',
  'feltGood',
];

/** Turns a decision into a reply or a child dialog; ends with the turn. */
export class RootDialog extends Dialog {
  constructor() {
    super(DIALOG_IDS.root);
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = getTurn(dc.context);
    return (
      (await followAlert(dc, turn)) ??
      (await takeOffer(dc, turn)) ??
      (await runCommand(dc, turn)) ??
      (await leftOver(dc, turn)) ??
      decided(dc, turn)
    );
  }
}

async function takeOffer(dc: DialogContext, turn: Turn): Promise<DialogTurnResult | undefined> {
  const { offer } = turn;
  const answer = offer && parseYesNo(turn.utterance);
  if (answer === undefined || answer === 'unsure') return undefined;
  if (offer === 'feedback') return takeFeedback(dc, turn, undefined, answer === 'yes');
  if (answer === 'yes') return offer === 'resume' ? resumeAside(dc, turn) : dc.replaceDialog(DIALOG_IDS.checkIn);
  say(turn, speak('notice', [nextOf(turn, 'cancelled')], titleButtons(turn, turn.knowledge.checkIn.next)));
  return dc.endDialog();
}

/** A button of an earlier turn, or a "yes" to nothing. */
async function leftOver(dc: DialogContext, turn: Turn): Promise<DialogTurnResult | undefined> {
  const { guideNext, guideOneYes, guideOneNo, guideOneUnsure, guideFinish } = turn.knowledge.replies;
  const isOld = [guideNext, guideOneYes, guideOneNo, guideOneUnsure].some((t) => numberIn(turn, t) !== undefined);
  const isAnswer = parseYesNo(turn.utterance) !== undefined || commandOf(turn, ANSWERS_ONLY) !== undefined;
  if (!isOld && !isAnswer && turn.utterance.trim() !== guideFinish) return undefined;
  turn.report.decision = 'fallback';
  turn.memory.last = { kind: 'other', entries: [] };
  say(turn, speak('notice', [nextOf(turn, 'noQuestion')], titleButtons(turn, turn.knowledge.checkIn.next)));
  return dc.endDialog();
}

async function decided(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
  const { decision } = turn.decided;
  if (decision.kind === 'answer') return answer(dc, turn, [decision, ...decision.also]);
  if (isVague(turn)) return offerCheckIn(dc, turn);
  if (decision.kind === 'clarify')
    return dc.replaceDialog(DIALOG_IDS.clarify, { candidates: decision.candidates.map((c) => c.entry.id) });
  say(turn, takeMiss(turn));
  return dc.endDialog();
}

async function answer(
  dc: DialogContext,
  turn: Turn,
  answered: Parameters<typeof answerEntries>[1],
): Promise<DialogTurnResult> {
  const before = turn.memory.lastIntent;
  answerEntries(turn, answered, true);
  const last = answered.at(-1)?.entry;
  const reply = turn.outbox.at(-1);
  if (last?.id === 'meta.thanks' && reply) turn.outbox.splice(-1, 1, withFeedback(turn, reply, before));
  const next = last && beginGuideOf(last).then;
  return next ? dc.replaceDialog(next.id, next.options) : dc.endDialog();
}

/** For somebody who tells a story without a question that could be matched. */
async function offerCheckIn(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
  turn.report.decision = turn.decided.decision.kind === 'clarify' ? 'clarify' : 'fallback';
  turn.memory.offer = 'checkIn';
  turn.memory.last = { kind: 'other', entries: [] };
  const buttons = [commandButton(turn, 'checkIn'), ...titleButtons(turn, turn.knowledge.checkIn.next)];
  say(turn, speak('question', [turn.knowledge.checkIn.offer], buttons));
  return dc.endDialog();
}
