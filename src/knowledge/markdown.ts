import { lexer, type Token, type Tokens } from 'marked';
import type { Block, Statement } from './entry.js';

const MARK = /\s*\[\^([a-z0-9-]+)\]/gi;

/** Takes the source marks `[^id]` off a text; ids come in order of appearance, each once. */
export function parseStatement(raw: string): Statement {
  const sources = [...new Set(Array.from(raw.matchAll(MARK), (m) => m[1] ?? ''))];
  return { text: raw.replace(MARK, '').replace(/\s+/g, ' ').trim(), sources };
}

/**
 * Parses the answer below an entry's front matter.
 * @throws RangeError naming the first element that answers do not use (headings, tables, code, HTML).
 */
export function parseBody(markdown: string): Block[] {
  return lexer(markdown).flatMap(toBlock);
}

function toBlock(token: Token): Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'paragraph':
      return [{ kind: 'paragraph', statement: parseStatement((token as Tokens.Paragraph).text) }];
    case 'list': {
      const list = token as Tokens.List;
      return [{ kind: list.ordered ? 'steps' : 'list', items: list.items.map((i) => parseStatement(i.text)) }];
    }
    default:
      throw new RangeError(`"${token.raw.trim().slice(0, 40)}" is a ${token.type}`);
  }
}

/** All statements of a body in reading order. */
export function listStatements(body: readonly Block[]): Statement[] {
  return body.flatMap((b) => (b.kind === 'paragraph' ? [b.statement] : b.items));
}
