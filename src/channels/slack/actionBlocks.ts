import type { types } from '@slack/bolt';
import type { ChannelTexts } from '../../knowledge/channelTexts.js';
import type { Action, Reply } from '../../reply.js';
import { cut, MAX_LABEL_CHARS, mrkdwn, plainText, smallPrint, type Block, type Part } from './blocks.js';
import { escapeText } from './mrkdwn.js';

/** `action_id` of everything that says a text when it is chosen; a number follows that tells them apart. */
export const SAY = 'say';
/** `action_id` of the verdict on an answer. */
export const FEEDBACK = 'feedback';

/** Phones cut a button at about 30 characters, so a longer label stands beside its button. */
const BUTTON_CHARS = 30;
/** More than this in a row and the last ones go into a menu. */
const BUTTONS_IN_ROW = 5;
const MENU_OPTIONS = 5;
const MAX_OPTION_VALUE_CHARS = 150;
const MAX_VALUE_CHARS = 2000;
/** Beyond this a message is a wall of buttons; the rest is told in words. */
const MAX_BUTTONS = 20;

type Texts = ChannelTexts['slack'];
type Numbered = Action & { readonly number: number };

/** The next things to say, as buttons, menus and, where there are too many, as words. */
export function actionParts(reply: Reply, texts: Texts): Part[] {
  const actions = (reply.actions ?? []).map((a, number) => ({ ...a, number }));
  const shown = actions.slice(0, MAX_BUTTONS);
  const long = shown.filter((a) => a.label.length > BUTTON_CHARS);
  const short = shown.filter((a) => a.label.length <= BUTTON_CHARS);
  const told = actions.slice(MAX_BUTTONS).map(lineOf);
  const word = reply.kind === 'clarify' || reply.kind === 'question' ? texts.choose : texts.ask;
  const beside = long.map((a) => besideButton(a, word));
  // What stands first in the reply matters most: "Tell me more" before related questions, candidates before "neither".
  const isShortFirst = short[0]?.number === 0;
  const blocks: Block[] = [
    ...(isShortFirst ? [...rowsOf(short), ...beside] : [...beside, ...rowsOf(short)]),
    ...(told.length > 0 ? [{ type: 'section' as const, text: mrkdwn(told.join('\n')) }] : []),
  ];
  const text = [texts.choices, ...actions.map(lineOf)].join('\n');
  return blocks.map((block, i) => ({ block, text: i === 0 ? text : '' }));
}

const lineOf = ({ label }: Action) => `• ${escapeText(label)}`;

function besideButton(action: Numbered, word: string): Block {
  const name = cut(`${word}: ${action.label}`, MAX_LABEL_CHARS);
  const accessory = { ...toButton({ ...action, label: word }), accessibility_label: name };
  return { type: 'section', text: mrkdwn(escapeText(action.label)), accessory };
}

function rowsOf(actions: readonly Numbered[]): Block[] {
  if (actions.length === 0) return [];
  const hasMenu = actions.length > BUTTONS_IN_ROW && actions.every((a) => a.say.length <= MAX_OPTION_VALUE_CHARS);
  const inRow = actions.slice(0, hasMenu ? BUTTONS_IN_ROW - 1 : BUTTONS_IN_ROW);
  const inMenu = hasMenu ? actions.slice(inRow.length, inRow.length + MENU_OPTIONS) : [];
  const elements = [...inRow.map(toButton), ...(inMenu.length > 0 ? [toMenu(inMenu)] : [])];
  return [{ type: 'actions', elements }, ...rowsOf(actions.slice(inRow.length + inMenu.length))];
}

function toButton({ label, say, number }: Numbered): types.Button {
  return {
    type: 'button',
    action_id: `${SAY}:${number}`,
    text: plainText(label),
    value: say.slice(0, MAX_VALUE_CHARS),
  };
}

function toMenu(actions: readonly Numbered[]): types.Overflow {
  const options = actions.map((a) => ({ text: plainText(a.label), value: a.say }));
  return { type: 'overflow', action_id: `${SAY}:${actions[0]?.number ?? 0}:menu`, options };
}

/** Asks whether the answer helped. */
export function feedbackParts({ feedback }: Reply, texts: Texts): Part[] {
  if (!feedback) return [];
  const element: types.FeedbackButtons = {
    type: 'feedback_buttons',
    action_id: FEEDBACK,
    positive_button: verdict(texts.helpful, texts.helpfulLong, `+${feedback.entry}`),
    negative_button: verdict(texts.notHelpful, texts.notHelpfulLong, `-${feedback.entry}`),
  };
  const question = smallPrint(escapeText(feedback.question));
  return [...question, { block: { type: 'context_actions', elements: [element] }, text: '' }];
}

const verdict = (text: string, long: string, value: string) => ({
  text: plainText(text),
  accessibility_label: cut(long, MAX_LABEL_CHARS),
  value,
});

/** The verdict that a feedback button stands for. */
export function parseVerdict(value: string): { readonly entry: string; readonly helpful: boolean } | undefined {
  const entry = value.slice(1);
  return /^[+-]./.test(value) ? { entry, helpful: value.startsWith('+') } : undefined;
}
