import { Lexer, type Token } from 'marked';

/** A piece of a reply's inline Markdown. */
export interface Inline {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** An address that may be opened: http, https or mailto. */
  readonly link?: string;
}

const OPENABLE = /^(https?:\/\/|mailto:)/i;

/** Takes inline Markdown apart. What is no bold, italic or link stays text as it is written, HTML included. */
export function parseInline(markdown: string): Inline[] {
  return Lexer.lexInline(markdown, { gfm: true }).flatMap((token) => readToken(token, {}));
}

type Style = Omit<Inline, 'text'>;

function readToken(token: Token, style: Style): Inline[] {
  if (token.type === 'strong') return readChildren(token, { ...style, bold: true });
  if (token.type === 'em') return readChildren(token, { ...style, italic: true });
  if (token.type === 'link') return readLink(token, style);
  if (token.type === 'br') return [{ text: '\n', ...style }];
  const isPlain = token.type === 'text' || token.type === 'escape';
  const text: unknown = isPlain && 'text' in token ? token.text : token.raw;
  return text === '' ? [] : [{ text: String(text), ...style }];
}

function readChildren(token: Token, style: Style): Inline[] {
  const children: Token[] = 'tokens' in token && token.tokens ? token.tokens : [];
  return children.flatMap((t) => readToken(t, style));
}

/** Curators write links as `[name](address)`; a bare address is text, so that nothing opens that nobody named. */
function readLink(token: Token, style: Style): Inline[] {
  const href: unknown = 'href' in token ? token.href : '';
  const isNamed = token.raw.startsWith('[') && typeof href === 'string' && OPENABLE.test(href);
  return isNamed ? readChildren(token, { ...style, link: href }) : [{ text: token.raw, ...style }];
}
