// Typed-array reads carry `!` in this file: indices are classes.
import { findLeaders, headFeatures } from './confidence.js';
import { LexicalIndex } from './lexicalIndex.js';
import type { UntrustedModel } from './matcherModel.js';
import type { MatcherOptions } from './matcherTypes.js';
import { addProducts } from './sparse.js';
import { Vectorizer, type TracedPart, type UtteranceVector } from './vectorizer.js';

/** What the model makes of one utterance. `scores` (by class) is valid until the next call. */
export interface RankedReading {
  readonly scores: Float64Array;
  readonly vector: UtteranceVector;
  /** Input of the confidence heads. */
  readonly x: number[];
}

/** Scores utterances with a trained model. Not re-entrant: each call reuses its arrays. */
export class Ranker {
  readonly #model: UntrustedModel;
  readonly #vectorizer: Vectorizer;
  readonly #lexical: LexicalIndex | undefined;
  readonly #scores: Float64Array;

  constructor(model: UntrustedModel, options: MatcherOptions) {
    this.#model = model;
    this.#vectorizer = new Vectorizer(model.features, {
      tuning: model.tuning,
      wordnet: model.usesWordnet ? options.wordnet : undefined,
      extraFeatures: options.extraFeatures,
      forms: options.forms,
    });
    this.#lexical = model.lexical ? new LexicalIndex(model.lexical, options.forms) : undefined;
    this.#scores = new Float64Array(model.linear.bias.length);
  }

  read(text: string): RankedReading {
    const vector = this.#vectorizer.vectorize(text);
    const scores = this.#score(vector, text);
    const intents = this.#model.intents.length;
    const { coverage, words } = vector;
    const reading = { scores, bias: this.#model.linear.bias, intents, coverage, words };
    return { scores, vector, x: headFeatures(reading, findLeaders(scores, intents)) };
  }

  /** The parts of an utterance with the features they add. */
  trace(text: string): TracedPart[] {
    return this.#vectorizer.trace(text);
  }

  /** The `limit` best intents of the last reading, best first. */
  topIntents(limit: number): number[] {
    const scores = this.#scores;
    const out: number[] = [];
    for (let c = 0; c < this.#model.intents.length; c++) {
      if (out.length === limit && scores[c]! <= scores[out[limit - 1]!]!) continue;
      let at = out.length;
      while (at > 0 && scores[out[at - 1]!]! < scores[c]!) at--;
      out.splice(at, 0, c);
      if (out.length > limit) out.pop();
    }
    return out;
  }

  #score(vector: UtteranceVector, text: string): Float64Array {
    const { postings, bias, massPenalty } = this.#model.linear;
    const scores = this.#scores.fill(0);
    addProducts(postings, vector, scores);
    let mass = 0;
    for (let i = 0; i < vector.length; i++) mass += vector.values[i]!;
    for (let c = 0; c < scores.length; c++)
      scores[c] = scores[c]! * postings.scale[c]! + bias[c]! - massPenalty[c]! * mass;
    this.#lexical?.addScores(text, this.#model.lexicalWeight, scores);
    return scores;
  }
}
