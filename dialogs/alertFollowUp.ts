import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import { parseYesNo } from '../src/language/parseYesNo.js';
import { toPhrase } from '../src/language/phrases.js';
import { alertSentence } from './composeAlert.js';
import { resumeButtons, resumeText } from './commands.js';
import { raiseAlert } from './raiseAlert.js';
import { spokenIn } from './spoken.js';
import { say, type Turn } from './turn.js';
import { commandButton, commandOf, fill, isLabel, nextOf, speak } from './wording.js';

/** How often an alert is said again to somebody who goes on without an answer that fits. */
const MAX_REPEATS = 2;

/** Takes the answer to an alert of the turn before, or one of its buttons pressed later; nothing where it is neither. */
export async function followAlert(dc: DialogContext, turn: Turn): Promise<DialogTurnResult | undefined> {
  const { alert } = turn.memory;
  const { gotHelp, noSigns } = turn.knowledge.commands.commands;
  if (!alert) {
    if (isLabel(turn, gotHelp.label)) return calmDown(dc, turn, turn.knowledge.replies.alertHelp);
    return isLabel(turn, noSigns.label) ? calmDown(dc, turn, turn.knowledge.replies.alertNoSigns) : undefined;
  }
  if (commandOf(turn, ['inEnglish', 'inSpanish'])) return raiseAlert(dc, turn, alert);
  const safety = await answerIfAskedSafe(dc, turn, alert);
  if (safety) return safety;
  const command = commandOf(turn, ['gotHelp', 'checked', 'noSigns', 'thanks']);
  switch (command) {
    case 'gotHelp':
      return calmDown(dc, turn, turn.knowledge.replies.alertHelp);
    case 'noSigns':
      return calmDown(dc, turn, turn.knowledge.replies.alertNoSigns);
    case 'thanks':
      return repeatOnce(dc, turn, alert, turn.knowledge.replies.alertThanks);
    default:
      return command ? undefined : afterwards(dc, turn, alert);
  }
}

type Alert = NonNullable<Turn['memory']['alert']>;

/** "Are you safe right now?" turns what yes and no mean. */
async function answerIfAskedSafe(dc: DialogContext, turn: Turn, alert: Alert): Promise<DialogTurnResult | undefined> {
  if (!turn.knowledge.replies.alertAsksSafe.includes(alert.entry)) return undefined;
  const answer = commandOf(turn, ['checked']) ? 'yes' : parseYesNo(turn.utterance, turn.knowledge.language);
  if (answer === undefined) return undefined;
  if (answer !== 'yes') return raiseAlert(dc, turn, { entry: alert.entry, tier: 1 });
  return calmDown(dc, turn, turn.knowledge.replies.alertSafe);
}

/** The person is cared for or does not have the signs; what was set aside may go on. */
async function calmDown(dc: DialogContext, turn: Turn, text: string): Promise<DialogTurnResult> {
  turn.memory.alert = undefined;
  turn.memory.offer = turn.memory.aside ? 'resume' : undefined;
  const next = turn.memory.aside ? resumeText(turn) : [turn.knowledge.replies.alertNext];
  const checked = turn.memory.careful ? [commandButton(turn, 'checked')] : [];
  say(turn, speak('notice', [fill(turn, text), ...next], [...resumeButtons(turn), ...checked]));
  return dc.endDialog();
}

async function repeatOnce(dc: DialogContext, turn: Turn, alert: Alert, template: string): Promise<DialogTurnResult> {
  turn.memory.alert = undefined;
  const action = alertSentence(turn, alert.entry, alert.tier);
  say(
    turn,
    speak(
      'notice',
      [fill(turn, template, { action })],
      [commandButton(turn, 'gotHelp'), commandButton(turn, 'noSigns')],
    ),
  );
  return dc.endDialog();
}

/** "No, I only take it every day": the sign is not there. "No, I won't call" is no such thing. */
function deniesAlert(turn: Turn, alert: Alert): boolean {
  const said = toPhrase(turn.utterance);
  const { denial, refusal } = spokenIn(turn.knowledge.language);
  const asksSafe = turn.knowledge.replies.alertAsksSafe.includes(alert.entry);
  return !asksSafe && turn.decided.decision.kind !== 'answer' && denial.test(said) && !refusal.test(said);
}

/** Small talk and what is not understood get the action again; a clear question is answered. */
async function afterwards(dc: DialogContext, turn: Turn, alert: Alert): Promise<DialogTurnResult | undefined> {
  const { decision } = turn.decided;
  const { replies } = turn.knowledge;
  if (deniesAlert(turn, alert)) return calmDown(dc, turn, replies.alertNoSigns);
  if (decision.kind === 'answer' && decision.entry.id === 'meta.thanks')
    return repeatOnce(dc, turn, alert, replies.alertThanks);
  if (decision.kind === 'answer' && decision.entry.id === 'meta.goodbye')
    return repeatOnce(dc, turn, alert, replies.alertBye);
  if (decision.kind === 'answer' || alert.repeats >= MAX_REPEATS) return undefined;
  turn.report.decision = 'fallback';
  turn.memory.alert = { ...alert, repeats: alert.repeats + 1 };
  const action = alertSentence(turn, alert.entry, alert.tier);
  const actions = [commandButton(turn, 'gotHelp'), commandButton(turn, 'noSigns')];
  say(turn, speak('notice', [`${nextOf(turn, 'alertAgain')} ${action}`], actions));
  return dc.endDialog();
}
