// Typed-array reads carry `!` in this file: every index comes from the index or the row bounds built here.
import { foldText } from '../text.js';
import {
  BLOCK,
  BLOCK_COUNT,
  ENGLISH_FORMS,
  readWordFeatures,
  walkUtterance,
  type ReaderOptions,
} from './featureReader.js';
import { HashIndex } from './hashing.js';
import type { SparseVector } from './sparse.js';
import { weighVector, type FeatureTable } from './weighting.js';

/** An utterance as the matcher compares it. */
export interface UtteranceVector extends SparseVector {
  /** Share of the words, weighted by rarity, that training has seen. */
  readonly coverage: number;
  readonly words: number;
}

interface KnownWord {
  readonly text: string;
  readonly key: number;
  /** Feature of the word itself, or -1. */
  readonly id: number;
  readonly ids: Int32Array;
  readonly weights: Float32Array;
  /** Sum of squared weights of the word's features that training has not seen, per block. */
  readonly unknown: Float32Array;
}

/** A part of an utterance with the features it adds. */
export interface TracedPart {
  readonly name: string;
  readonly isKnown: boolean;
  readonly ids: readonly number[];
  readonly counts: readonly number[];
}

/** Remembered words are dropped together beyond this many, so that odd input cannot fill the memory. */
const MAX_KNOWN_WORDS = 30_000;

/** Turns utterances into sparse vectors over a learned table. Not re-entrant: each call reuses one result. */
export class Vectorizer {
  readonly #table: FeatureTable;
  readonly #options: ReaderOptions;
  readonly #index: HashIndex;
  readonly #words = new Map<string, readonly KnownWord[]>();
  readonly #sums: Float32Array;
  readonly #unknown = new Float32Array(BLOCK_COUNT);
  #ids = new Int32Array(512);
  #values = new Float32Array(512);
  #length = 0;

  constructor(table: FeatureTable, options: ReaderOptions) {
    this.#table = table;
    this.#options = options;
    this.#index = HashIndex.from(table.hashes);
    this.#sums = new Float32Array(table.hashes.length);
  }

  /** The vector of an utterance; valid until the next call. */
  vectorize(text: string): UtteranceVector {
    this.#length = 0;
    this.#unknown.fill(0);
    const { idf, maxIdf } = this.#table;
    let known = 0;
    let all = 0;
    const words = walkUtterance(
      text,
      this.#options,
      (token) => this.#findWords(token),
      (word) => {
        const weight = word.id < 0 ? maxIdf : idf[word.id]!;
        all += weight;
        if (word.id >= 0) known += weight;
        this.#addWord(word);
      },
      (hash, block, weight) => this.#addHash(hash, block, weight),
    );
    this.#weigh();
    return { ids: this.#ids, values: this.#values, length: this.#length, coverage: all > 0 ? known / all : 0, words };
  }

  /**
   * What each word, pair of words and named feature of an utterance adds, before weighing: ids of features with their
   * counts. Words that training has not seen have `isKnown` false.
   */
  trace(text: string): TracedPart[] {
    const parts: TracedPart[] = [];
    const words: string[] = [];
    const extra = this.#options.extraFeatures?.(foldText(text)) ?? [];
    let named = 0;
    walkUtterance(
      text,
      this.#options,
      (token) => this.#findWords(token),
      (word) => {
        words.push(word.text);
        const isKnown = word.id >= 0;
        parts.push({
          name: word.text,
          isKnown,
          ids: isKnown ? [word.id, ...word.ids] : [...word.ids],
          counts: isKnown ? [1, ...word.weights] : [...word.weights],
        });
      },
      (hash, block, weight) => {
        const name = block === BLOCK.extra ? (extra[named++] ?? '') : nameOfPair(words, weight, this.#options);
        const id = this.#index.get(hash);
        if (id >= 0) parts.push({ name, isKnown: true, ids: [id], counts: [weight] });
      },
    );
    return parts;
  }

  #findWords(token: string): readonly KnownWord[] {
    const found = this.#words.get(token);
    if (found) return found;
    const { writeOut } = this.#options.forms ?? ENGLISH_FORMS;
    const words = writeOut(token).map((word) => this.#readWord(word));
    if (this.#words.size >= MAX_KNOWN_WORDS) this.#words.clear();
    this.#words.set(token, words);
    return words;
  }

  #readWord(text: string): KnownWord {
    const { key, features, blocks, weights } = readWordFeatures(text, this.#options);
    const unknown = new Float32Array(BLOCK_COUNT);
    const ids: number[] = [];
    const kept: number[] = [];
    features.forEach((hash, i) => {
      if (weights[i] === 0) return;
      const id = this.#index.get(hash);
      if (id < 0) unknown[blocks[i]!]! += weights[i]! ** 2;
      else {
        ids.push(id);
        kept.push(weights[i]!);
      }
    });
    return {
      text,
      key,
      id: this.#index.get(key),
      ids: Int32Array.from(ids),
      weights: Float32Array.from(kept),
      unknown,
    };
  }

  #addWord(word: KnownWord): void {
    if (word.id < 0) this.#unknown[BLOCK.word]! += 1;
    else this.#add(word.id, 1);
    for (let i = 0; i < word.ids.length; i++) this.#add(word.ids[i]!, word.weights[i]!);
    for (let b = 0; b < BLOCK_COUNT; b++) this.#unknown[b]! += word.unknown[b]!;
  }

  #addHash(hash: number, block: number, weight: number): void {
    const id = this.#index.get(hash);
    if (id < 0) this.#unknown[block]! += weight * weight;
    else this.#add(id, weight);
  }

  #add(id: number, weight: number): void {
    if (this.#sums[id] === 0) {
      if (this.#length === this.#ids.length) this.#grow();
      this.#ids[this.#length++] = id;
    }
    this.#sums[id]! += weight;
  }

  #grow(): void {
    const ids = new Int32Array(this.#ids.length * 2);
    ids.set(this.#ids);
    this.#ids = ids;
    this.#values = new Float32Array(ids.length);
  }

  /** Turns the counts into weights and clears them. */
  #weigh(): void {
    for (let i = 0; i < this.#length; i++) {
      const id = this.#ids[i]!;
      this.#values[i] = this.#sums[id]!;
      this.#sums[id] = 0;
    }
    weighVector(this.#table, this.#options.tuning, this.#ids, this.#values, this.#length, this.#unknown);
  }
}

/** The pair that the last word forms with the word before it, or with the one before that. */
function nameOfPair(words: readonly string[], weight: number, { tuning }: ReaderOptions): string {
  const last = words.at(-1) ?? '';
  return weight === tuning.bigramWeight ? `${words.at(-2) ?? '^'} ${last}` : `${words.at(-3) ?? '^'} … ${last}`;
}
