import { KneeboneError } from '../errors.js';

/**
 * Reads comma- or tab-separated text (RFC 4180): quoted cells may hold separators, line ends and doubled quotes.
 * @throws KneeboneError IMPORT_FORMAT for a quote that is never closed
 */
export function parseTable(text: string, separator: ',' | '\t'): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? readQuoted(text, at, separator) : readPlain(text, at, separator);
    row.push(cell.text);
    at = cell.end;
    if (text[at] === separator) {
      at += 1;
      // A separator at the very end opens one more, empty cell.
      if (at === text.length) row.push('');
      continue;
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    rows.push(row);
    row = [];
  }
  return row.length > 0 ? [...rows, row] : rows;
}

interface Cell {
  readonly text: string;
  readonly end: number;
}

function readPlain(text: string, start: number, separator: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(start, end), end };
}

function readQuoted(text: string, start: number, separator: string): Cell {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      const line = text.slice(0, start).split('\n').length;
      throw new KneeboneError('IMPORT_FORMAT', `the quote opened at line ${line} is never closed`);
    }
    if (text[quote + 1] !== '"') {
      // What some programs write behind a closing quote belongs to the cell.
      const rest = readPlain(text, quote + 1, separator);
      return { text: text.slice(start + 1, quote).replaceAll('""', '"') + rest.text, end: rest.end };
    }
    at = quote + 2;
  }
}

/**
 * One line of a table. A text that a spreadsheet would run as a formula gets an apostrophe in front, which `cleanCell` of
 * an import takes off again.
 */
export function formatRow(cells: readonly string[], separator: ',' | '\t'): string {
  return cells
    .map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/["\r\n,\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(separator);
}
