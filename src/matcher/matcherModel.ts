import type { Confidence } from './confidence.js';
import type { LexicalModel } from './lexicalIndex.js';
import type { LinearModel } from './trainLinear.js';
import type { Tuning } from './tuning.js';
import type { FeatureTable } from './weighting.js';

/** A model that scores, but whose scores are not yet known to be worth anything. */
export interface UntrustedModel {
  readonly intents: readonly string[];
  /** The name that training gives to utterances to be declined, if any. */
  readonly declinedName: string | undefined;
  /** True when the last class of `linear` stands for utterances to be declined. */
  readonly hasDeclinedClass: boolean;
  readonly usesWordnet: boolean;
  readonly features: FeatureTable;
  readonly linear: LinearModel;
  readonly lexical: LexicalModel | undefined;
  readonly lexicalWeight: number;
  readonly tuning: Tuning;
}

/** Everything a trained matcher consists of: plain data that can be written to a file and read back. */
export interface MatcherModel extends UntrustedModel {
  readonly confidence: Confidence;
}
