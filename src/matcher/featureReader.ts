// Typed-array reads carry `!` in this file: `features` and `weights` have the same length.
import { foldText, stemWord, tokenize, writeOut } from '../text.js';
import { hashPair, hashText, mixBits } from './hashing.js';
import type { Tuning } from './tuning.js';
import type { WordNetTable } from './wordnet.js';

/** The four parts of a vector. Each is brought to its own length, so that none drowns the others. */
export const BLOCK = { word: 0, char: 1, synset: 2, extra: 3 } as const;
export const BLOCK_COUNT = 4;

const SEED = { word: 1, pair: 2, skip: 3, char: 4, synset: 5, extra: 6 } as const;
/** Stands before the first word, so that opening words form a pair too ("how …", "can …"). */
const OPENING = mixBits(77);
const MAX_WORD_LETTERS = 40;

/** What one word contributes by itself: hashes of its letter runs and synsets. */
export interface WordFeatures {
  readonly key: number;
  readonly features: Int32Array;
  readonly blocks: Uint8Array;
  readonly weights: Float32Array;
}

export type AddFeature = (hash: number, block: number, weight: number) => void;

/** How the words of a language are read; English unless told. */
export interface WordForms {
  /** The words that a typed one stands for: two for a contraction. */
  readonly writeOut: (token: string) => readonly string[];
  /** A key that the forms of a word share. */
  readonly stem: (word: string) => string;
  /** Words that say nothing about a topic. */
  readonly stopWords?: ReadonlySet<string>;
}

export const ENGLISH_FORMS: WordForms = { writeOut, stem: stemWord };

export interface ReaderOptions {
  readonly tuning: Tuning;
  readonly wordnet?: WordNetTable | undefined;
  readonly extraFeatures?: ((foldedText: string) => readonly string[]) | undefined;
  /** As `extraFeatures`, given the text as typed, for features that the caller has hashed. */
  readonly extraHashes?: ((text: string) => readonly number[]) | undefined;
  readonly forms?: WordForms | undefined;
}

/** A word's features; the same word always gives the same ones. */
export function readWordFeatures(word: string, { tuning, wordnet, forms }: ReaderOptions): WordFeatures {
  const features: number[] = [];
  const blocks: number[] = [];
  const weights: number[] = [];
  const add: AddFeature = (hash, block, weight) => {
    features.push(hash);
    blocks.push(block);
    weights.push(weight);
  };
  addLetterRuns(word.slice(0, MAX_WORD_LETTERS), tuning, add);
  for (const { id, share, link } of wordnet?.synsetsOf(word) ?? []) {
    const weight = (tuning.linkWeights[link] ?? 0) * share ** tuning.senseExponent;
    if (weight > 0) add(mixBits(id * 31 + SEED.synset), BLOCK.synset, weight);
  }
  return {
    key: hashText(keyOf(word, forms ?? ENGLISH_FORMS), SEED.word),
    features: Int32Array.from(features),
    blocks: Uint8Array.from(blocks),
    weights: Float32Array.from(weights),
  };
}

/** What a word counts as. All numbers are one word, and their letter runs tell them apart (+0.2 points). */
function keyOf(word: string, forms: WordForms): string {
  return /^\d/.test(word) ? NUMBER : forms.stem(word);
}

const NUMBER = '#';

function addLetterRuns(word: string, tuning: Tuning, add: AddFeature): void {
  const bounded = `<${word}>`;
  for (let i = 0; i < bounded.length; i++) {
    let hash = SEED.char ^ 0x811c9dc5;
    for (let n = 1; n <= tuning.charMax && i + n <= bounded.length; n++) {
      hash = Math.imul(hash ^ bounded.charCodeAt(i + n - 1), 0x01000193);
      if (n >= tuning.charMin) add(mixBits(hash + n), BLOCK.char, 1);
    }
  }
}

/** Calls `add` for the pair a word forms with the word before it and with the one before that. */
function addPairs(before: number, previous: number, key: number, tuning: Tuning, add: AddFeature): void {
  add(hashPair(previous, key, SEED.pair), BLOCK.word, tuning.bigramWeight);
  if (before !== 0) add(hashPair(before, key, SEED.skip), BLOCK.word, tuning.skipWeight);
}

/** The hash of a feature that the caller names. */
function hashExtra(name: string): number {
  return hashText(name, SEED.extra);
}

/**
 * Walks over an utterance: `onWord` with each word's features, `add` with every pair and named feature. `find` gives the
 * words of a typed token, which are two for a contraction. Returns the number of words.
 */
export function walkUtterance<W extends { readonly key: number }>(
  text: string,
  options: ReaderOptions,
  find: (token: string) => readonly W[],
  onWord: (word: W) => void,
  add: AddFeature,
): number {
  const folded = foldText(text);
  let before = 0;
  let previous = OPENING;
  let words = 0;
  for (const token of tokenize(folded))
    for (const word of find(token.text)) {
      onWord(word);
      addPairs(before, previous, word.key, options.tuning, add);
      before = previous;
      previous = word.key;
      words += 1;
    }
  for (const name of options.extraFeatures?.(folded) ?? []) add(hashExtra(name), BLOCK.extra, 1);
  for (const hash of options.extraHashes?.(text) ?? []) add(hash, BLOCK.extra, 1);
  return words;
}
