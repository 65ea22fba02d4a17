// Typed-array reads carry `!` in this file: every index comes from the row bounds.
import { foldText, MAX_UTTERANCE_CHARS, tokenize } from '../text.js';
import { ENGLISH_FORMS, type WordForms } from './featureReader.js';
import { hashText, HashIndex } from './hashing.js';

/** BM25+ postings of documents: word `w` has the entries `start[w] .. start[w + 1])`. */
export interface LexicalModel {
  readonly hashes: Int32Array;
  readonly start: Int32Array;
  readonly document: Int32Array;
  /** What the word adds to the document's score, rarity and length already in it. */
  readonly weight: Float32Array;
  /** Class of each document. */
  readonly classOf: Int32Array;
}

/** BM25's usual constants; answers vary less in length than web pages, which these were made for. */
const K1 = 1.5;
const B = 0.75;
/** BM25+'s bonus for a word that occurs at all: without it long answers lose to short ones that lack the word. */
const DELTA = 0;
const SEED = 9;

/** Words that answers are full of and that say nothing about their topic. */
const STOP_WORDS = new Set(
  `a an the and or of to in on at for with is be are do have has i you it my me your we they he she this that these
  those as by from if so not can will would could should there here what which who how when where why am`.split(/\s+/),
);

/** Indexes documents (title and answer) with the class each stands for. */
export function indexDocuments(
  texts: readonly string[],
  classOf: Int32Array,
  forms: WordForms = ENGLISH_FORMS,
): LexicalModel {
  const index = new HashIndex();
  const lists: Map<number, number>[] = [];
  const lengths = texts.map((text, document) => {
    const keys = keysOf(text, forms);
    for (const key of keys) {
      const list = (lists[index.add(key)] ??= new Map());
      list.set(document, (list.get(document) ?? 0) + 1);
    }
    return keys.length;
  });
  const mean = lengths.reduce((a, b) => a + b, 0) / Math.max(1, lengths.length) || 1;
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, word) => (start[word + 1] = start[word]! + list.size));
  const document = new Int32Array(start[lists.length]!);
  const weight = new Float32Array(document.length);
  lists.forEach((list, word) => {
    let at = start[word]!;
    const idf = Math.log(1 + texts.length / list.size);
    for (const [doc, count] of list) {
      const norm = K1 * (1 - B + (B * lengths[doc]!) / mean);
      document[at] = doc;
      weight[at++] = idf * ((count * (K1 + 1)) / (count + norm) + DELTA);
    }
  });
  return { hashes: index.hashes(), start, document, weight, classOf };
}

/** Scores documents for utterances. Not re-entrant: each call reuses one result. */
export class LexicalIndex {
  readonly #model: LexicalModel;
  readonly #index: HashIndex;
  readonly #sums: Float64Array;
  /** The best document of each class. */
  readonly #best: Float64Array;

  readonly #forms: WordForms;

  constructor(model: LexicalModel, forms: WordForms = ENGLISH_FORMS) {
    this.#forms = forms;
    this.#model = model;
    this.#index = HashIndex.from(model.hashes);
    this.#sums = new Float64Array(model.classOf.length);
    this.#best = new Float64Array(model.classOf.reduce((most, c) => Math.max(most, c + 1), 0));
  }

  /**
   * Takes off each class `weight` times what its best document lacks to the best score of all. Nothing changes when no
   * document shares a word with the utterance.
   */
  addScores(text: string, weight: number, scores: Float64Array): void {
    const { start, document, weight: postings, classOf } = this.#model;
    const sums = this.#sums.fill(0);
    let max = 0;
    for (const key of new Set(keysOf(text, this.#forms))) {
      const word = this.#index.get(key);
      if (word < 0) continue;
      for (let p = start[word]!; p < start[word + 1]!; p++) {
        const sum = (sums[document[p]!]! += postings[p]!);
        if (sum > max) max = sum;
      }
    }
    if (max === 0) return;
    const best = this.#best.fill(0);
    for (let doc = 0; doc < sums.length; doc++) {
      const c = classOf[doc]!;
      if (sums[doc]! > best[c]!) best[c] = sums[doc]!;
    }
    for (let c = 0; c < scores.length; c++) scores[c]! -= weight * (1 - (best[c] ?? 0) / max);
  }
}

/** Keys of the content words. A document may be longer than an utterance, so it is folded piece by piece. */
function keysOf(text: string, { writeOut, stem, stopWords = STOP_WORDS }: WordForms): number[] {
  const out: number[] = [];
  for (let at = 0; at < text.length; at += MAX_UTTERANCE_CHARS)
    for (const token of tokenize(foldText(text.slice(at, at + MAX_UTTERANCE_CHARS))))
      for (const word of writeOut(token.text)) if (!stopWords.has(word)) out.push(hashText(stem(word), SEED));
  return out;
}
