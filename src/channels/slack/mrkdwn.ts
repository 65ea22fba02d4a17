import { parseInline, type Inline } from './inline.js';

/** Makes text safe for Slack: nothing in it can become a mention, a link or a date. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Inline Markdown as Slack's own markup. */
export function toMrkdwn(markdown: string): string {
  return parseInline(markdown).map(formatInline).join('');
}

function formatInline({ text, bold, italic, link }: Inline): string {
  const escaped = escapeText(text);
  const linked = link ? `<${escapeText(link).replaceAll('|', '%7C')}|${escaped}>` : escaped;
  const slanted = italic ? `_${linked}_` : linked;
  return bold ? `*${slanted}*` : slanted;
}

/** What a person wrote, as the bot reads it. */
export interface Decoded {
  readonly text: string;
  /** The bot is mentioned. */
  readonly isMentioned: boolean;
  /** The first word is a mention of somebody else, so the message is meant for them. */
  readonly isForOther: boolean;
}

const CONTROL = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;
const THUMBS: Readonly<Record<string, string>> = { '+1': '👍', thumbsup: '👍', '-1': '👎', thumbsdown: '👎' };

/**
 * Takes Slack's markup out of a message: only the bot's own mention disappears, people and channels keep their names, links
 * their texts, and entities become characters.
 * @param botUserId the bot's own user id; without it every mention counts as somebody else's
 */
export function decodeText(raw: string, botUserId?: string): Decoded {
  const first = /^\s*<@([A-Z0-9]+)/.exec(raw)?.[1];
  let isMentioned = false;
  const text = raw.replace(CONTROL, (_whole, sign: string, id: string, label?: string) => {
    if (sign === '@' && id === botUserId) {
      isMentioned = true;
      return ' ';
    }
    return readControl(sign, id, label);
  });
  const thumbed = text.replace(
    /:([+-]1|thumbs(?:up|down)):(?::skin-tone-\d:)?/g,
    (whole, name: string) => THUMBS[name] ?? whole,
  );
  return {
    text: unescape(thumbed)
      .replace(/[ \t]+/g, ' ')
      .trim(),
    isMentioned,
    isForOther: first !== undefined && first !== botUserId,
  };
}

function readControl(sign: string, id: string, label = ''): string {
  if (sign === '@') return label ? `@${label}` : '';
  if (sign === '#') return label ? `#${label}` : '';
  if (sign === '!') return label;
  return label || id.replace(/^mailto:/, '');
}

/** `&amp;` goes last: `&amp;lt;` is the text `&lt;`. */
function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
