import type { types } from '@slack/bolt';
import { escapeText, toMrkdwn } from './mrkdwn.js';
import { parseInline } from './inline.js';

export type Block = types.KnownBlock;

/** A block, with what it says in words. */
export interface Part {
  readonly block: Block;
  /** The same in Slack's markup: for notifications, screen readers and where blocks are refused. */
  readonly text: string;
}

/** Slack refuses a section of more than 3,000 characters; the escapes of `&`, `<` and `>` count too. */
const MAX_SECTION_CHARS = 2900;
const MAX_HEADER_CHARS = 150;
export const MAX_LABEL_CHARS = 75;
/** Items in one block: a message can be divided between blocks only. */
const MAX_ITEMS = 10;

/** Inline Markdown as sections, as many as its length asks for. */
export function section(markdown: string, lead = ''): Part[] {
  return splitText(lead + toMrkdwn(markdown), MAX_SECTION_CHARS).map((text) => ({
    block: { type: 'section', text: mrkdwn(text) },
    text,
  }));
}

/** A title. One that is too long for a header is a bold section. */
export function header(title: string): Part[] {
  if (title.length > MAX_HEADER_CHARS) return section(`**${title}**`);
  return [{ block: { type: 'header', text: plainText(title, MAX_HEADER_CHARS) }, text: `*${escapeText(title)}*` }];
}

/** A list with Slack's own indentation. Its texts cannot become mentions: rich text is not parsed. */
export function list(items: readonly string[], style: 'bullet' | 'ordered', from = 0): Part[] {
  const [inBlock, rest] = [items.slice(0, MAX_ITEMS), items.slice(MAX_ITEMS)];
  if (inBlock.length === 0) return [];
  const elements = inBlock.map((item) => ({ type: 'rich_text_section' as const, elements: toRichText(item) }));
  const lines = inBlock.map((item, i) => `${style === 'ordered' ? `${from + i + 1}.` : '•'} ${toMrkdwn(item)}`);
  const offset = from > 0 && style === 'ordered' ? { offset: from } : {};
  const block = {
    type: 'rich_text' as const,
    elements: [{ type: 'rich_text_list' as const, style, elements, ...offset }],
  };
  return [{ block, text: lines.join('\n') }, ...list(rest, style, from + inBlock.length)];
}

function toRichText(markdown: string) {
  return parseInline(markdown).map(({ text, bold, italic, link }) => {
    const style = { ...(bold && { bold: true }), ...(italic && { italic: true }) };
    const styled = bold || italic ? { style } : {};
    return link ? { type: 'link' as const, url: link, text, ...styled } : { type: 'text' as const, text, ...styled };
  });
}

/** Small print in Slack's markup. */
export function smallPrint(text: string): Part[] {
  return splitText(text, MAX_SECTION_CHARS).map((piece) => ({
    block: { type: 'context', elements: [mrkdwn(piece)] },
    text: piece,
  }));
}

/** A picture that Slack fetches from our address. */
export function picture(url: string, title: string, alt: string): Part[] {
  const block: Block = { type: 'image', image_url: url, alt_text: cut(alt, 2000), title: plainText(title, 2000) };
  return [{ block, text: `${escapeText(title)}: ${escapeText(alt)}` }];
}

/** `verbatim` keeps Slack from turning `#words` and bare addresses into links. */
export const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text, verbatim: true });

export const plainText = (text: string, limit = MAX_LABEL_CHARS) => ({
  type: 'plain_text' as const,
  text: cut(text, limit),
  emoji: true,
});

/** At most `limit` characters; the last is an ellipsis where something is missing. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;
}

/** Pieces of at most `limit` characters, broken after a line, a sentence or a word. */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const end = findBreak(rest, limit);
    pieces.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function findBreak(text: string, limit: number): number {
  const head = text.slice(0, limit);
  const found = ['\n', '. ', ' '].map((mark) => head.lastIndexOf(mark)).find((at) => at > limit / 2);
  return found === undefined ? limit : found + 1;
}
