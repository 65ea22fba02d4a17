import { describeSource, keepSafeLinks, type CardTexts } from './cardTexts.js';
import { isShort, type TeamsReply } from './teamsReply.js';
import type { Action, Alert, Picture, ReplyBlock, SourceRef } from '../../reply.js';

/** An element of an Adaptive Card; the schema is Microsoft's and open. */
export type CardElement = Readonly<Record<string, unknown>>;

export interface AdaptiveCard {
  readonly $schema: string;
  readonly type: 'AdaptiveCard';
  /** What Teams renders for cards of bots; older clients ignore what they do not know. */
  readonly version: '1.5';
  readonly msteams: { readonly width: 'Full' };
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardElement[];
}

/** Buttons of a card that Teams' store rules allow. */
export const MAX_CARD_ACTIONS = 6;

/**
 * Makes the Adaptive Card of a reply. Lists and steps become rows, because Teams on phones shows no Markdown lists.
 * Actions beyond the sixth are told in words.
 */
export function composeCard(reply: TeamsReply, texts: CardTexts, fallbackText: string): AdaptiveCard {
  const actions = reply.actions ?? [];
  const [shown, rest] = [actions.slice(0, MAX_CARD_ACTIONS), actions.slice(MAX_CARD_ACTIONS)];
  // All in one form: apart, they would no longer stand in the order that the reply gave them.
  const areButtons = shown.every(isShort);
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    msteams: { width: 'Full' },
    fallbackText,
    body: [
      ...composeBody(reply, texts),
      ...(areButtons ? [] : shown.map((a) => toRow(a, texts))),
      ...tellRest(rest, texts),
    ],
    ...(areButtons && shown.length > 0 && { actions: shown.map((a) => toSubmit(a, texts)) }),
  };
}

function composeBody(reply: TeamsReply, texts: CardTexts): CardElement[] {
  return [
    ...(reply.alert ? composeAlert(reply.alert) : []),
    ...(reply.title ? [heading(reply.title)] : []),
    ...reply.blocks.flatMap(composeBlock),
    ...(reply.cautions?.length ? [composeCautions(reply.cautions, texts)] : []),
    ...(reply.hold ? [textBlock(`⏱ ${reply.hold.label}`, { weight: 'Bolder' })] : []),
    ...(reply.picture ? composePicture(reply.picture, texts) : []),
    ...(reply.interest ? [textBlock(`**${texts.interestLabel}:** ${reply.interest}`, SMALL)] : []),
    ...(reply.sources?.length ? composeSources(reply.sources, texts) : []),
    ...(reply.feedback ? [textBlock(reply.feedback.question, SMALL)] : []),
  ];
}

const SMALL = { size: 'Small', spacing: 'Medium' };

function textBlock(text: string, more: CardElement = {}): CardElement {
  return { type: 'TextBlock', text: keepSafeLinks(text), wrap: true, ...more };
}

const heading = (text: string) => textBlock(text, { style: 'heading', weight: 'Bolder', size: 'Medium' });

/** The action stands first and alone; phones are facts, since a `tel:` button is refused by some clients. */
function composeAlert({ level, action, phones }: Alert): CardElement[] {
  const facts = phones.map((p) => ({ title: p.label, value: p.number }));
  const said = textBlock(action, { style: 'heading', weight: 'Bolder', size: 'Large' });
  const items = [said, ...(facts.length > 0 ? [{ type: 'FactSet', facts }] : [])];
  return [{ type: 'Container', style: level === 'urgent' ? 'warning' : 'attention', bleed: true, items }];
}

function composeBlock(block: ReplyBlock & { readonly start?: number }): CardElement[] {
  if (block.kind === 'paragraph') return [textBlock(block.text)];
  const start = block.start ?? 1;
  return block.items.map((item, i) => composeItem(block.kind === 'steps' ? `**${start + i}.**` : '•', item));
}

/** The number is bold, because a bare one would be read as the start of a Markdown list. */
function composeItem(sign: string, text: string): CardElement {
  const column = (width: string, item: CardElement) => ({ type: 'Column', width, items: [item] });
  const columns = [column('auto', textBlock(sign, { wrap: false })), column('stretch', textBlock(text))];
  return { type: 'ColumnSet', spacing: 'Small', columns };
}

function composeCautions(cautions: readonly string[], texts: CardTexts): CardElement {
  const label = textBlock(`⚠ ${texts.cautionLabel}`, { weight: 'Bolder' });
  return {
    type: 'Container',
    style: 'warning',
    items: [label, ...cautions.map((c) => textBlock(c, { spacing: 'Small' }))],
  };
}

function composePicture({ id, title, alt }: Picture, texts: CardTexts): CardElement[] {
  const url = `${texts.publicUrl}/pictures/${encodeURIComponent(id)}.png`;
  return [
    { type: 'Image', url, altText: alt, size: 'Stretch', spacing: 'Medium' },
    textBlock(title, { size: 'Small', spacing: 'None' }),
  ];
}

function composeSources(sources: readonly SourceRef[], texts: CardTexts): CardElement[] {
  const lines = sources.map((s) => textBlock(describeSource(s), { size: 'Small', spacing: 'None' }));
  return [textBlock(texts.sourcesLabel, { ...SMALL, weight: 'Bolder', separator: true }), ...lines];
}

/** The press comes back as a message with the person's words. */
function toSubmit({ label, say }: Action, { showsPresses }: CardTexts): CardElement {
  const shown = { msteams: { type: 'messageBack', displayText: label, text: say } };
  return { type: 'Action.Submit', title: label, data: { say, ...(showsPresses && shown) } };
}

/** Teams cuts long button titles, so a long one is a row that can be pressed. */
function toRow(action: Action, texts: CardTexts): CardElement {
  const items = [textBlock(action.label, { color: 'Accent' })];
  return { type: 'Container', style: 'emphasis', spacing: 'Small', selectAction: toSubmit(action, texts), items };
}

function tellRest(rest: readonly Action[], texts: CardTexts): CardElement[] {
  if (rest.length === 0) return [];
  return [textBlock(`${texts.alsoSay} ${rest.map((a) => `“${a.say}”`).join(', ')}`, SMALL)];
}
