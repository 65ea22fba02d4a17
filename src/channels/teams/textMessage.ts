import { ActionTypes, type Activity } from 'botbuilder';
import type { SourceRef } from '../../reply.js';
import { keepSafeLinks, type CardTexts } from './cardTexts.js';
import type { TeamsReply } from './teamsReply.js';

/** Suggested actions that Teams shows under the last message of a personal chat. */
const MAX_SUGGESTIONS = 3;
/** Limits of a citation and of their number; beyond them Teams refuses the message with 400. */
const MAX_CITATIONS = 20;
const MAX_NAME_CHARS = 80;
const MAX_ABSTRACT_CHARS = 160;

/**
 * Whether plain text with suggested actions says all of a reply. Lists do not show in text on phones, pictures need a card,
 * and suggested actions are sure to show in personal chats only.
 */
export function fitsText(reply: TeamsReply, isPersonal: boolean): boolean {
  const isPlain = !reply.title && !reply.alert && !reply.hold && !reply.picture;
  const hasButtons = (reply.actions ?? []).length > 0;
  // The last related question of an answer may be told in words; of a question every way on must be a button.
  const isShown = (reply.actions ?? []).length <= (reply.kind === 'answer' ? MAX_SUGGESTIONS + 1 : MAX_SUGGESTIONS);
  return isPlain && isShown && (isPersonal || !hasButtons) && reply.blocks.every((b) => b.kind === 'paragraph');
}

/** A text message: paragraphs with source numbers that open Teams' own citations, and up to three suggested actions. */
export function composeText(reply: TeamsReply, texts: CardTexts): Partial<Activity> {
  const actions = reply.actions ?? [];
  const [shown, rest] = [actions.slice(0, MAX_SUGGESTIONS), actions.slice(MAX_SUGGESTIONS)];
  const sources = (reply.sources ?? []).slice(0, MAX_CITATIONS);
  const parts = [
    ...markSources(paragraphsOf(reply), sources),
    ...(reply.cautions ?? []).map((c) => `⚠ **${texts.cautionLabel}:** ${c}`),
    ...(reply.interest ? [`**${texts.interestLabel}:** ${reply.interest}`] : []),
    ...(reply.feedback ? [reply.feedback.question] : []),
    ...(rest.length > 0 ? [`${texts.alsoSay} ${rest.map((a) => `“${a.say}”`).join(', ')}`] : []),
  ];
  return {
    text: parts.map(keepSafeLinks).join('\n\n'),
    textFormat: 'markdown',
    ...(sources.length > 0 && { entities: [composeCitations(sources, texts)] }),
    ...(shown.length > 0 && {
      suggestedActions: {
        to: [],
        actions: shown.map((a) => ({ type: ActionTypes.ImBack, title: a.label, value: a.say })),
      },
    }),
  };
}

const paragraphsOf = (reply: TeamsReply) => reply.blocks.flatMap((b) => (b.kind === 'paragraph' ? [b.text] : b.items));

/** Every citation must be named in the text; those without a mark of their own are named at its end. */
function markSources(paragraphs: readonly string[], sources: readonly SourceRef[]): string[] {
  const whole = paragraphs.join('\n');
  const missing = sources.map((_, i) => `[${i + 1}]`).filter((mark) => !whole.includes(mark));
  if (missing.length === 0 || paragraphs.length === 0) return [...paragraphs];
  return [...paragraphs.slice(0, -1), `${paragraphs.at(-1)} ${missing.join(' ')}`];
}

/**
 * Teams' citations, a schema.org Message. The label for generated content is left out on purpose: people write and check
 * these answers, and its wording ("AI-generated content may be incorrect") cannot be changed.
 */
function composeCitations(sources: readonly SourceRef[], texts: CardTexts) {
  const citation = sources.map((source, i) => {
    const appearance = {
      '@type': 'DigitalDocument',
      name: cut(source.title, MAX_NAME_CHARS),
      ...(source.link && { url: source.link }),
      // A title that had to be cut stands whole in the pop-up.
      abstract: cut(
        source.title.length > MAX_NAME_CHARS ? `${source.title}. ${source.publisher}` : source.publisher,
        MAX_ABSTRACT_CHARS,
      ),
      keywords: [texts.support[supportOf(source, texts)]],
    };
    return { '@type': 'Claim', position: i + 1, appearance };
  });
  return { type: 'https://schema.org/Message', '@type': 'Message', '@context': 'https://schema.org', citation };
}

function supportOf({ support }: SourceRef, { support: names }: CardTexts): keyof CardTexts['support'] {
  return support in names ? (support as keyof CardTexts['support']) : 'general'; // one of its keys
}

const cut = (text: string, limit: number) => (text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`);
