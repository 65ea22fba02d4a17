import { readingLanguageOf } from './readingLanguage.js';
import type { ReadingLanguage } from './readingTypes.js';

/**
 * One step of a pattern.
 *
 * - `words`: one of these words
 * - `concept`: a phrase of another concept
 * - `gap`: up to `max` words of any kind
 * - `edge`: no word; a clause starts or ends here
 * - `group`: one of these phrases
 * - `optional`: these steps or none
 */
export type Step =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'concept'; readonly name: string }
  | { readonly kind: 'gap'; readonly max: number }
  | { readonly kind: 'edge' }
  | { readonly kind: 'group'; readonly phrases: readonly Phrase[]; readonly source: string }
  | { readonly kind: 'optional'; readonly phrase: Phrase; readonly source: string };

export type Phrase = readonly Step[];

/** Numbers that a pattern may ask for, as `<name>`. */
export const SLOTS = ['number', 'year', 'fever', 'feverdec', 'normaltemp', 'count', 'many'] as const;

const DEFAULT_GAP = 3;
const LEXEME = /\s*(?:([()|?])|([$^])|(\.\.)(\d*)|\{([a-z0-9-]+)\}|<([a-z]+)>|([\p{L}\p{N}'.]+)([*~]?))/uy;

interface Lexeme {
  readonly mark: string;
  readonly steps: Phrase;
  readonly source: string;
}

/** Says what is wrong with a pattern; the caller adds file and line. */
export class PatternError extends Error {}

function wordSteps(word: string, mark: string, { openContraction, inflect }: ReadingLanguage): Phrase {
  if (mark === '~') return [{ kind: 'words', words: [`${word}~`] }];
  const opened = openContraction(word);
  if (opened.length === 1 && mark === '*') return [{ kind: 'words', words: inflect(opened[0] ?? word) }];
  return opened.map((one) => ({ kind: 'words', words: [one] }));
}

function slotStep(name: string): Step {
  if (!(SLOTS as readonly string[]).includes(name)) throw new PatternError(`<${name}> is not a number slot`);
  return { kind: 'words', words: [`<${name}>`] };
}

function readLexeme(match: RegExpExecArray, language: ReadingLanguage): Lexeme {
  const [all, mark, edge, gap, size, concept, slot, word, form] = match;
  const source = all.trim();
  if (mark) return { mark, steps: [], source };
  if (edge) return { mark: '', steps: [{ kind: 'edge' }], source };
  if (gap) return { mark: '', steps: [{ kind: 'gap', max: size ? Number(size) : DEFAULT_GAP }], source };
  if (concept) return { mark: '', steps: [{ kind: 'concept', name: concept }], source };
  if (slot) return { mark: '', steps: [slotStep(slot)], source };
  return { mark: '', steps: wordSteps(word ?? '', form ?? '', language), source };
}

function lex(pattern: string, language: ReadingLanguage): Lexeme[] {
  const out: Lexeme[] = [];
  LEXEME.lastIndex = 0;
  const end = pattern.trimEnd().length;
  while (LEXEME.lastIndex < end) {
    const at = LEXEME.lastIndex;
    const match = LEXEME.exec(pattern);
    if (!match) throw new PatternError(`cannot read "${pattern.slice(at).trim()}"`);
    out.push(readLexeme(match, language));
  }
  return out;
}

/** `(calf|shin)` is one step of two words, not a choice of two phrases. */
function asStep(phrases: readonly Phrase[], source: string): Phrase {
  const words: string[] = [];
  const rest: Phrase[] = [];
  for (const phrase of phrases) {
    const only = phrase.length === 1 ? phrase[0] : undefined;
    if (only?.kind === 'words') words.push(...only.words);
    else rest.push(phrase);
  }
  const step: Step = { kind: 'words', words: [...new Set(words)] };
  if (rest.length === 0) return [step];
  if (rest.length === 1 && words.length === 0) return rest[0] ?? [];
  return [{ kind: 'group', phrases: words.length > 0 ? [[step], ...rest] : rest, source }];
}

class Reader {
  private at = 0;
  constructor(private readonly lexemes: readonly Lexeme[]) {}

  alternatives(): Phrase[] {
    const all = [this.sequence()];
    while (this.takes('|')) all.push(this.sequence());
    return all;
  }

  private sequence(): Phrase {
    const steps: Step[] = [];
    for (
      let next = this.lexemes[this.at];
      next && next.mark !== '|' && next.mark !== ')';
      next = this.lexemes[this.at]
    ) {
      steps.push(...this.item(next));
    }
    return steps;
  }

  private item(lexeme: Lexeme): Phrase {
    const first = this.at;
    this.at += 1;
    if (lexeme.mark === '?') throw new PatternError('"?" must follow a word or a group');
    const phrase = lexeme.mark === '(' ? this.group(first) : lexeme.steps;
    if (phrase.length === 0) throw new PatternError('a group must hold a word');
    const source = this.sourceFrom(first);
    return this.takes('?') ? [{ kind: 'optional', phrase, source }] : phrase;
  }

  private group(first: number): Phrase {
    const phrases = this.alternatives();
    if (!this.takes(')')) throw new PatternError('")" is missing');
    if (phrases.some((phrase) => phrase.length === 0)) throw new PatternError('an alternative is empty');
    return asStep(phrases, this.sourceFrom(first));
  }

  private sourceFrom(first: number): string {
    return this.lexemes
      .slice(first, this.at)
      .map((lexeme) => lexeme.source)
      .join(' ');
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

/** True if the phrase can be spelled without a word, or could start or end with a gap. */
function isOpen(phrase: Phrase): boolean {
  const [first, last] = [phrase[0], phrase.at(-1)];
  return (
    first?.kind === 'gap' ||
    last?.kind === 'gap' ||
    !phrase.some((step) => step.kind !== 'edge' && step.kind !== 'optional')
  );
}

/**
 * Reads one pattern of `red-flags.yml`: its alternatives, each a list of steps.
 *
 * `word`, `word*` (with its regular inflections), `stem~` (every word that starts so), `(a|b c)`, `(a)?`, `{concept}`,
 * `<number>`, `..` (a gap of up to three words), `..5`, `^` and `$` (a clause starts or ends here). Throws `PatternError`
 * when the pattern cannot be read, can match no word at all, or starts or ends with a gap.
 * @param language of the file, which says how `word*` is inflected
 */
export function parsePattern(source: string, language: ReadingLanguage = readingLanguageOf('en')): readonly Phrase[] {
  const reader = new Reader(lex(source, language));
  const phrases = reader.alternatives();
  reader.finish();
  for (const phrase of phrases) {
    if (isOpen(phrase)) throw new PatternError('it must need a word, and a gap must stand between words');
  }
  return asStep(phrases, source).length === 1 && phrases.length > 1 ? [asStep(phrases, source)] : phrases;
}

/** Every step of a phrase, those of its groups and options too. */
export function allSteps(phrase: Phrase): Step[] {
  return phrase.flatMap((step): Step[] => {
    if (step.kind === 'group') return [step, ...step.phrases.flatMap(allSteps)];
    return step.kind === 'optional' ? [step, ...allSteps(step.phrase)] : [step];
  });
}
