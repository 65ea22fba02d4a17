import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import type { CommandId } from '../src/knowledge/commands.js';
import { isQuestion } from '../src/language/isQuestion.js';
import { parseYesNo } from '../src/language/parseYesNo.js';
import { answerEntries, isVague } from './answerEntries.js';
import { followAlert } from './alertFollowUp.js';
import { pickChoice, pickOffered } from './choices.js';
import { resumeAside, runCommand, takeFeedback, tellMore } from './commands.js';
import { DIALOG_IDS } from './dialogIds.js';
import { describeTold } from './factWords.js';
import { explained, followUp } from './followUps.js';
import { beginGuideOf } from './guideOf.js';
import { withFeedback } from './feedback.js';
import { takeMiss } from './misses.js';
import { spokenIn } from './spoken.js';
import { getTurn, say, type Turn } from './turn.js';
import { commandButton, commandOf, fill, isOldButton, nextOf, speak, titleButtons } from './wording.js';

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
      (await pick(dc, turn)) ??
      (await runCommand(dc, turn)) ??
      (await leftOver(dc, turn)) ??
      decided(dc, turn)
    );
  }
}

async function takeOffer(dc: DialogContext, turn: Turn): Promise<DialogTurnResult | undefined> {
  const { offer } = turn;
  const answer = offer && parseYesNo(turn.utterance, turn.knowledge.language);
  if (answer === undefined || answer === 'unsure') return undefined;
  if (offer === 'feedback') return takeFeedback(dc, turn, undefined, answer === 'yes');
  if (answer === 'yes') return offer === 'resume' ? resumeAside(dc, turn) : dc.replaceDialog(DIALOG_IDS.checkIn);
  say(turn, speak('notice', [nextOf(turn, 'cancelled')], titleButtons(turn, turn.knowledge.checkIn.next)));
  return dc.endDialog();
}

/** "The second one" after some buttons, and "no, the other one" after a choice. */
async function pick(dc: DialogContext, turn: Turn): Promise<DialogTurnResult | undefined> {
  const picked = pickChoice(turn) ?? pickOffered(turn);
  if (!picked) return undefined;
  return picked.kind === 'entry' ? answer(dc, turn, [picked]) : runCommand(dc, { ...turn, utterance: picked.say });
}

/** A button of an earlier turn, or a "yes" to nothing. */
async function leftOver(dc: DialogContext, turn: Turn): Promise<DialogTurnResult | undefined> {
  const isAnswer =
    parseYesNo(turn.utterance, turn.knowledge.language) !== undefined || commandOf(turn, ANSWERS_ONLY) !== undefined;
  const isWordless = !/[\p{L}\p{N}]/u.test(turn.utterance);
  if (!isOldButton(turn) && !isAnswer && !isWordless) return undefined;
  turn.report.decision = 'fallback';
  turn.memory.last = { kind: 'other', entries: [] };
  say(turn, speak('notice', [nextOf(turn, 'noQuestion')], titleButtons(turn, turn.knowledge.checkIn.next)));
  return dc.endDialog();
}

async function decided(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
  const { decision } = turn.decided;
  if (decision.kind === 'answer') return answer(dc, turn, [decision, ...decision.also]);
  const followed = followUp(turn);
  if (followed?.kind === 'entry') return answer(dc, turn, [followed]);
  if (followed) {
    tellMore(turn, followed.entry, followed.reply);
    return dc.endDialog();
  }
  if (isVague(turn)) return offerCheckIn(dc, turn);
  if (tellsOnly(turn)) return takeFacts(dc, turn);
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

/** True for a message that tells of the operation and asks nothing: "I had my hip replaced 8 weeks ago". */
function tellsOnly({ utterance, knowledge: { language }, decided: { roles } }: Turn): boolean {
  const isTold = Boolean(roles.surgery?.length) || roles.weeksSince !== undefined || roles.noSurgery === true;
  return isTold && !isQuestion(utterance, language) && !spokenIn(language).complaint.test(utterance);
}

/** Together with what was told before it may be enough for an explanation. */
async function takeFacts(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
  const { told } = turn.memory;
  const isEnough = Boolean(told.pain?.length) && (Boolean(told.surgery?.length) || told.noSurgery === true);
  const { explainDefault } = turn.knowledge.checkIn;
  const entry = isEnough ? turn.knowledge.entries.get(explained(turn) ?? explainDefault) : undefined;
  if (entry) return answer(dc, turn, [{ entry }]);
  return offerCheckIn(
    dc,
    turn,
    fill(turn, turn.knowledge.replies.noted, { facts: describeTold(turn, told).join('; ') }),
  );
}

/** For somebody who tells a story without a question that could be matched. */
async function offerCheckIn(dc: DialogContext, turn: Turn, first?: string): Promise<DialogTurnResult> {
  turn.report.decision = turn.decided.decision.kind === 'clarify' ? 'clarify' : 'fallback';
  turn.memory.offer = 'checkIn';
  turn.memory.last = { kind: 'other', entries: [] };
  const buttons = [commandButton(turn, 'checkIn'), ...titleButtons(turn, turn.knowledge.checkIn.next)];
  say(turn, speak('question', [first, turn.knowledge.checkIn.offer], buttons));
  return dc.endDialog();
}
