import type { Knowledge } from '../knowledge/loadKnowledge.js';
import { listStatements } from '../knowledge/markdown.js';
import { foldText } from '../text.js';
import type { LanguagePack } from './languagePack.js';
import { createMatcher, restoreMatcher, type Matcher } from './matcher.js';
import type { Explanation, MatcherOptions, MatcherTraining } from './matcherTypes.js';
import { listReadingFeatures } from './readingFeatures.js';
import { readUtterance, type ReaderParts, type UtteranceReading } from './readUtterance.js';
import type { Tuning } from './tuning.js';
import type { ScoredIntent } from './scoreList.js';
import type { WordNetTable } from './wordnet.js';

/** How well the entries fit one reading, before roles and context have their say. */
export interface EntryRanking {
  /** Best first. */
  readonly scored: readonly ScoredIntent[];
  readonly inScope: number;
  readonly coverage: number;
}

export interface EntryRanker {
  /** `roles` of the reading may hold more than the utterance told: they become features like its own. */
  rank(reading: UtteranceReading): EntryRanking;
  explain(reading: UtteranceReading): Explanation;
  serialize(): Uint8Array;
}

/** Candidates looked at: the right entry is beyond them about once in a hundred utterances. */
const RANKED = 12;

/**
 * The utterances of one entry share few words, so word knowledge helps even at a hundred of them: +0.8 points of top-1 by
 * cross-validation over the knowledge, for a third more training time. The bias is the one that `trust.ts` was fitted with.
 */
const TUNING: Partial<Tuning> = { wordnetRows: 1000, biasFeature: 0.2 };

export interface RankerParts extends ReaderParts {
  readonly language: LanguagePack;
  readonly wordnet?: WordNetTable | undefined;
}

/** Learns the entries' titles, utterances and answers; or restores what `serialize` gave for the same knowledge. */
export function createEntryRanker(knowledge: Knowledge, parts: RankerParts, saved?: Uint8Array): EntryRanker {
  const features = new FeatureMemo(parts);
  const options: MatcherOptions & { tuning: Partial<Tuning> } = {
    ...(parts.wordnet && { wordnet: parts.wordnet }),
    extraFeatures: (folded) => features.find(folded),
    forms: parts.language.forms,
    tuning: TUNING,
  };
  const matcher = restoreSaved(saved, options) ?? createMatcher(listTraining(knowledge, features), options);
  features.forget();
  return {
    rank: (reading) => rankReading(matcher, features, reading),
    explain: (reading) => {
      features.put(reading);
      return matcher.explain(reading.corrected);
    },
    serialize: () => matcher.serialize(),
  };
}

function restoreSaved(saved: Uint8Array | undefined, options: MatcherOptions): Matcher | undefined {
  if (!saved) return undefined;
  try {
    return restoreMatcher(saved, options);
  } catch {
    // Another version's or a damaged file: learning anew gives the same matcher, only later.
    return undefined;
  }
}

function rankReading(matcher: Matcher, features: FeatureMemo, reading: UtteranceReading): EntryRanking {
  features.put(reading);
  const { candidates, inScope, coverage } = matcher.match(reading.corrected, { limit: RANKED });
  return { scored: candidates, inScope, coverage };
}

function listTraining(knowledge: Knowledge, features: FeatureMemo): MatcherTraining {
  const entries = [...knowledge.entries.values()];
  return {
    utterances: entries.flatMap((e) => e.utterances.map((text) => ({ text: features.add(text), intent: e.id }))),
    documents: entries.map((e) => ({
      intent: e.id,
      title: features.add(e.title),
      text: [e.short, ...listStatements(e.body).map((s) => s.text)].join(' '),
    })),
    outOfScope: knowledge.outOfScope.map((text) => features.add(text)),
  };
}

/**
 * Hands the matcher the features of a text that was read already: the matcher sees corrected words only, which no longer
 * show the punctuation that roles are read by.
 */
class FeatureMemo {
  readonly #parts: RankerParts;
  readonly #known = new Map<string, readonly string[]>();
  #current: { readonly folded: string; readonly features: readonly string[] } | undefined;

  constructor(parts: RankerParts) {
    this.#parts = parts;
  }

  /** Reads a training text and returns its corrected form. */
  add(text: string): string {
    const reading = readUtterance(this.#parts, text);
    this.#known.set(foldText(reading.corrected), this.#list(reading));
    return reading.corrected;
  }

  /** Makes a reading the one that is asked for next. */
  put(reading: UtteranceReading): void {
    this.#current = { folded: foldText(reading.corrected), features: this.#list(reading) };
  }

  find(folded: string): readonly string[] {
    if (this.#current?.folded === folded) return this.#current.features;
    return this.#known.get(folded) ?? this.#list(readUtterance(this.#parts, folded));
  }

  #list(reading: UtteranceReading): string[] {
    return listReadingFeatures(reading, this.#parts.language.animals);
  }

  /** Training is over; its features are not needed again. */
  forget(): void {
    this.#known.clear();
  }
}
