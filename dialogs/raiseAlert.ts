import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { composeAlert, type AlertFor } from './composeAlert.js';
import { DIALOG_IDS } from './dialogIds.js';
import { say, type Turn } from './turn.js';

/** Dialogs that can be continued later. */
const RESUMABLE: readonly string[] = [DIALOG_IDS.checkIn, DIALOG_IDS.toolGuide];

/**
 * Answers a warning sign: sets the running dialog aside, makes the conversation careful, and says nothing else. The
 * dialog is offered again once the person says that they are safe.
 */
export async function raiseAlert(dc: DialogContext, turn: Turn, alert: AlertFor): Promise<DialogTurnResult> {
  const { memory } = turn;
  setAside(dc, turn, true);
  await dc.cancelAllDialogs();
  const isAgain = memory.last?.kind === 'alert' && memory.last.entries[0] === alert.entry;
  turn.outbox.length = 0;
  say(turn, composeAlert(turn, { ...alert, isAgain }));
  memory.careful = true;
  memory.flagged = alert.entry;
  memory.alert = { entry: alert.entry, tier: alert.tier, repeats: 0 };
  memory.last = { kind: 'alert', entries: [alert.entry] };
  memory.offer = undefined;
  memory.askedFor = undefined;
  // "Yes" to "Are you safe right now?" must not be read as "yes, I have these signs".
  const asksSafe = turn.knowledge.replies.alertAsksSafe.includes(alert.entry);
  memory.shownSigns = asksSafe ? undefined : alert.entry;
  Object.assign(turn.report, { decision: 'redFlag', redFlag: alert.entry, intent: alert.entry });
  return Dialog.EndOfTurn;
}

/** Keeps the lowest dialog that can be continued later; what was set aside before stays where there is none. */
export function setAside(dc: DialogContext, turn: Turn, afterAlert: boolean): boolean {
  const found = findResumable(dc, afterAlert);
  if (found) turn.memory.aside = found;
  return found !== undefined;
}

/** The lowest dialog that can be continued later, as it is kept. */
export function findResumable(dc: DialogContext, afterAlert: boolean): Turn['memory']['aside'] {
  const frame = dc.stack.find((f) => RESUMABLE.includes(f.id));
  return frame && { id: frame.id, state: { ...frame.state, afterAlert } };
}
