import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** Every regular expression that is written down in the product. */
function findAll(): Found[] {
  const files = ['src', 'dialogs'].flatMap((dir) =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.tsx?$/.test(f))
      .map((f) => path.join(dir, f)),
  );
  return files.flatMap((file) => {
    const found: Found[] = [];
    const visit = (node: ts.Node): void => {
      const literal = ts.isRegularExpressionLiteral(node) ? /^\/(.*)\/([a-z]*)$/s.exec(node.text) : null;
      if (literal) found.push({ file, source: literal[1] ?? '', flags: literal[2] ?? '' });
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
    return found;
  });
}

/** Pieces that make patterns try again: what they look for, repeated, and cut off before the end. */
const ATTACKS = [
  'a',
  'A',
  '0',
  ' ',
  '\n',
  '-',
  '.',
  '<',
  '<at',
  '[',
  '(',
  'a ',
  'a-',
  'a.',
  '1 ',
  "a'",
  '&',
  'http://',
  '@',
  '/*',
];
/**
 * Ten times the longest utterance (`MAX_UTTERANCE_CHARS`). A search in square time takes a fifth of a second for this and two
 * milliseconds for an utterance; anything worse takes minutes for both.
 */
const CHARS = 20_000;
const DEADLINE_MS = 5_000;

describe('regular expressions', () => {
  test('none takes more than milliseconds for an utterance, however hostile', () => {
    const slow: string[] = [];
    for (const { file, source, flags } of findAll()) {
      // Own words of the pattern lead further into it than any fixed list.
      const words = (source.match(/[a-z]{2,}/gi) ?? []).slice(0, 3);
      for (const piece of [...ATTACKS, ...words]) {
        const text = `${piece.repeat(Math.ceil(CHARS / piece.length))}\u0000`;
        const from = process.cpuUsage();
        new RegExp(source, flags.replace('g', '')).test(text);
        // Time of this process alone: other programs on the machine do not count.
        const tookMs = process.cpuUsage(from).user / 1000;
        if (tookMs > DEADLINE_MS)
          slow.push(`${file}: /${source}/ on ${JSON.stringify(piece)}: ${Math.round(tookMs)} ms`);
        if (tookMs > DEADLINE_MS) break;
      }
    }
    expect(slow).toEqual([]);
  }, 300_000);
});
