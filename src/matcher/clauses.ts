// Reads by index carry `!` where the loop bounds guarantee the place.
import type { Token } from '../text.js';
import type { FoundConcept } from './concepts.js';
import { classesOf, WORD_CLASS } from './roleWords.js';

/** How two neighbouring words are separated. */
export const BREAK = { none: 0, comma: 1, sentence: 2 } as const;

/** An utterance as the role finder reads it: words, their classes, and what stands between them. */
export interface Clauses {
  readonly words: readonly string[];
  /** Bits of `WORD_CLASS`, one number a word. */
  readonly classes: Int32Array;
  /** What separates a word from the one before; `BREAK`. */
  readonly breaks: Uint8Array;
  /** True where `/`, `&` or `+` joins a word to the one before. */
  readonly joined: readonly boolean[];
  /** True for a word typed with `'s` or the like: `hip's`. */
  readonly isContracted: readonly boolean[];
  /** Number of the clause each word stands in; clauses end at punctuation and at words such as `but` or `since`. */
  readonly clauseOf: Int32Array;
}

/** A colon parts nothing: "hip: replaced". */
const SENTENCE_END = /[.!?;…]|[-=~]+>|→|>/;
const COMMA = /,|\s-+\s|--|[()"|]/;

/** What stands between the words: for each, what separates it from the one before. */
export function readBreaks(folded: string, tokens: readonly Token[]): Uint8Array {
  const breaks = new Uint8Array(tokens.length);
  for (let i = 1; i < tokens.length; i++) {
    const gap = gapBefore(folded, tokens, i);
    if (gap.length > 1 || !/^ ?$/.test(gap))
      breaks[i] = SENTENCE_END.test(gap) ? BREAK.sentence : COMMA.test(gap) ? BREAK.comma : 0;
  }
  return breaks;
}

function gapBefore(folded: string, tokens: readonly Token[], i: number): string {
  const end = tokens[i - 1]!.end;
  return folded.slice(end, Math.max(end, tokens[i]!.start));
}

/** Finds the clauses of folded text whose words are `tokens`, with the concepts found in them. */
export function readClauses(folded: string, tokens: readonly Token[], found: readonly FoundConcept[] = []): Clauses {
  const words = tokens.map((t) => t.text);
  const classes = Int32Array.from(words, classesOf);
  addConceptClasses(classes, found);
  addIdiomClasses(classes, words);
  const breaks = readBreaks(folded, tokens);
  const joined = tokens.map((_, i) => i > 0 && /[/&+]/.test(gapBefore(folded, tokens, i)));
  const isContracted = tokens.map((t) => folded.slice(t.start, t.end).includes("'"));
  return { words, classes, breaks, joined, isContracted, clauseOf: numberClauses(classes, breaks, words) };
}

const PAIN_CONCEPTS = /^(?:pain|ache|stabbing|burning|stiff|tight|spasm|cramp)$/;
const OPERATION_CONCEPTS = /^(?:surgery|joint-replacement|keyhole|fracture-repair|osteotomy|revision)$/;

/** Single words that `synonyms.yml` knows for pain or for an operation of any site. */
function addConceptClasses(classes: Int32Array, found: readonly FoundConcept[]): void {
  for (const { id, kind, start, end } of found) {
    if (end - start > 1 || classes[start] !== 0) continue;
    if (kind === 'symptom' && PAIN_CONCEPTS.test(id)) classes[start] = WORD_CLASS.painNoun | WORD_CLASS.painVerb;
    if (kind === 'operation' && OPERATION_CONCEPTS.test(id)) classes[start] = WORD_CLASS.operationNoun;
  }
}

/** "playing up", "giving me grief", "in bits". */
function addIdiomClasses(classes: Int32Array, words: readonly string[]): void {
  for (let i = 0; i + 1 < words.length; i++) {
    const next = words[i + 1]!;
    if (next === 'up' && /^(?:play|act)(?:s|ed|ing)?$/.test(words[i]!)) classes[i]! |= WORD_CLASS.painVerb;
    if (/^(?:giv(?:es|ing)|letting|lets)$/.test(words[i]!) && /^(?:me|him|her|us|mom|dad|nan)$/.test(next))
      classes[i]! |= WORD_CLASS.painVerb;
    if (words[i] === 'in' && /^(?:bits|tatters|ribbons|flitters|pieces|shreds|rag)$/.test(next))
      classes[i + 1]! |= WORD_CLASS.painAdjective;
  }
}

function numberClauses(classes: Int32Array, breaks: Uint8Array, words: readonly string[]): Int32Array {
  const out = new Int32Array(classes.length);
  let clause = 0;
  for (let i = 1; i < classes.length; i++) {
    if (breaks[i]! > 0 || isOpener(classes, words, i)) clause += 1;
    out[i] = clause;
  }
  return out;
}

/** `so` before an adjective ("so sore"), `what` in "is what hurts" and `now` at the end open nothing. */
function isOpener(classes: Int32Array, words: readonly string[], i: number): boolean {
  if ((classes[i]! & WORD_CLASS.opener) === 0) return false;
  const next = classes[i + 1] ?? 0;
  if (words[i] === 'so') return (next & (WORD_CLASS.painAdjective | WORD_CLASS.fine)) === 0 && words[i + 1] !== 'much';
  if (words[i] === 'what' && (classes[i - 1]! & WORD_CLASS.be) !== 0) return false;
  return words[i] !== 'now' || i + 1 < classes.length;
}

export function hasClass(clauses: Clauses, i: number, bits: number): boolean {
  return i >= 0 && i < clauses.classes.length && (clauses.classes[i]! & bits) !== 0;
}

/** True when no punctuation stands between the words `from` and `to` (`from` < `to`). */
export function isUnbroken(clauses: Clauses, from: number, to: number): boolean {
  for (let i = from + 1; i <= to; i++) if (clauses.breaks[i]! > 0) return false;
  return true;
}
