import { openContraction } from './words.js';

/**
 * One step of a pattern.
 *
 * - `words`: one of these words
 * - `concept`: a phrase of another concept
 * - `gap`: up to `max` words of any kind
 * - `edge`: no word; the phrase opens (`^`) or closes (`$`) a clause here
 */
export type Step =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'concept'; readonly name: string }
  | { readonly kind: 'gap'; readonly max: number }
  | { readonly kind: 'edge' };

/** Numbers that a pattern may ask for, as `<name>`. */
export const SLOTS = ['number', 'year', 'fever', 'feverdec', 'normaltemp', 'count', 'many'] as const;

/** Spellings of one group up to which they are written out; a larger group becomes a concept of its own, without a name. */
const MAX_WRITTEN_OUT = 4;
/** More spellings than this from one pattern make it unreadable: make concepts of its parts. */
const MAX_SPELLINGS = 400;
const DEFAULT_GAP = 3;
const LEXEME = /\s*(?:([$^])|(\.\.)(\d*)|([()|?])|\{([a-z0-9-]+)\}|<([a-z]+)>|([\p{L}\p{N}'.]+)([*~]?))/uy;

interface Lexeme {
  readonly mark: string;
  readonly step: readonly Step[];
  readonly source: string;
}

/** Spellings of groups that were not written out, by the name under which steps refer to them. */
export type Groups = Map<string, readonly (readonly Step[])[]>;

/** Says what is wrong with a pattern; the caller adds file and line. */
export class PatternError extends Error {}

/** The regular inflections of an English word, some of them words nobody uses: they cost nothing. */
export function inflect(word: string): readonly string[] {
  const doubled = /^[^aeiou]*[aeiou][bdgklmnprt]$/.test(word) ? `${word}${word.at(-1)}` : null;
  const stem = doubled ?? (word.endsWith('e') ? word.slice(0, -1) : word);
  const forms = [word, `${word}s`, `${stem}ing`, `${stem}ed`];
  if (!doubled) forms.push(`${stem}e`, `${stem}es`);
  if (/[^aeiou]y$/.test(word)) forms.push(`${word.slice(0, -1)}ies`, `${word.slice(0, -1)}ied`);
  return forms;
}

function wordSteps(word: string, mark: string): Step[] {
  if (mark === '~') return [{ kind: 'words', words: [`${word}~`] }];
  const opened = openContraction(word);
  if (opened.length === 1 && mark === '*') return [{ kind: 'words', words: [...inflect(opened[0] ?? word)].sort() }];
  return opened.map((one) => ({ kind: 'words', words: [one] }));
}

function slotStep(name: string): Step {
  if (!(SLOTS as readonly string[]).includes(name)) throw new PatternError(`<${name}> is not a number slot`);
  return { kind: 'words', words: [`<${name}>`] };
}

function lex(source: string): Lexeme[] {
  const out: Lexeme[] = [];
  LEXEME.lastIndex = 0;
  const end = source.trimEnd().length;
  while (LEXEME.lastIndex < end) {
    const at = LEXEME.lastIndex;
    const m = LEXEME.exec(source);
    if (!m) throw new PatternError(`cannot read "${source.slice(at).trim()}"`);
    const [, edge, gap, size, mark, concept, slot, word, star] = m;
    const step: Step[] = edge
      ? [{ kind: 'edge' }]
      : gap
        ? [{ kind: 'gap', max: size ? Number(size) : DEFAULT_GAP }]
        : concept
          ? [{ kind: 'concept', name: concept }]
          : slot
            ? [slotStep(slot)]
            : wordSteps(word ?? '', star ?? '');
    out.push({ mark: mark ?? '', step: mark ? [] : step, source: m[0].trim() });
  }
  return out;
}

/** `(calf|shin)` is one step, not two spellings: this keeps patterns with many alternatives small. */
function mergeWords(spellings: Step[][]): Step[][] {
  const words = new Set<string>();
  const rest: Step[][] = [];
  for (const steps of spellings) {
    const only = steps.length === 1 ? steps[0] : undefined;
    if (only?.kind === 'words') only.words.forEach((word) => words.add(word));
    else rest.push(steps);
  }
  return words.size > 0 ? [[{ kind: 'words', words: [...words].sort() }], ...rest] : rest;
}

class Reader {
  private at = 0;
  constructor(
    private readonly lexemes: readonly Lexeme[],
    private readonly groups: Groups,
  ) {}

  alternatives(): Step[][] {
    const all = this.sequence();
    while (this.takes('|')) all.push(...this.sequence());
    return mergeWords(all);
  }

  private sequence(): Step[][] {
    let all: Step[][] = [[]];
    for (
      let next = this.lexemes[this.at];
      next && next.mark !== '|' && next.mark !== ')';
      next = this.lexemes[this.at]
    ) {
      const item = this.item(next);
      all = all.flatMap((head) => item.map((tail) => [...head, ...tail]));
      if (all.length > MAX_SPELLINGS)
        throw new PatternError(`more than ${MAX_SPELLINGS} spellings; name its parts as concepts`);
    }
    return all;
  }

  private item(lexeme: Lexeme): Step[][] {
    this.at += 1;
    if (lexeme.mark === '?') throw new PatternError('"?" must follow a word or a group');
    const inner = lexeme.mark === '(' ? this.group() : [[...lexeme.step]];
    return this.takes('?') ? [[], ...inner] : inner;
  }

  private group(): Step[][] {
    const first = this.at;
    const inner = this.alternatives();
    const last = this.at;
    if (!this.takes(')')) throw new PatternError('")" is missing');
    if (inner.length <= MAX_WRITTEN_OUT) return inner;
    const name = `(${this.lexemes
      .slice(first, last)
      .map((lexeme) => lexeme.source)
      .join(' ')})`;
    this.groups.set(name, inner);
    return [[{ kind: 'concept', name }]];
  }

  private takes(mark: string): boolean {
    if (this.lexemes[this.at]?.mark !== mark) return false;
    this.at += 1;
    return true;
  }

  finish(): void {
    if (this.at < this.lexemes.length) throw new PatternError('")" without "("');
  }
}

/**
 * Reads one pattern of `red-flags.yml` into its spellings, each a list of steps.
 *
 * `word`, `word*` (with its regular inflections), `stem~` (every word that starts so), `(a|b c)`, `(a)?`, `{concept}`, `<number>`, `..` (a gap of up to three
 * words), `..5`, `^` and `$` (a clause starts or ends here). Large groups are put into `groups`. Throws `PatternError` when the pattern cannot be read or starts or ends with a gap.
 */
export function parsePattern(source: string, groups: Groups): readonly (readonly Step[])[] {
  const reader = new Reader(lex(source), groups);
  const spellings = reader.alternatives();
  reader.finish();
  for (const steps of spellings) {
    if (!steps.some((step) => step.kind === 'words' || step.kind === 'concept'))
      throw new PatternError('a pattern must need at least one word');
    if (steps[0]?.kind === 'gap' || steps.at(-1)?.kind === 'gap')
      throw new PatternError('a gap must stand between words');
  }
  return spellings;
}
