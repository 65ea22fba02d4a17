import type { Phrase, Step } from './pattern.js';

/** A phrase cannot be in a text that has none of these words and none of these concepts. */
export interface Gate {
  readonly words: readonly string[];
  readonly concepts: readonly string[];
}

/** In how many phrases of the rules a word stands: the everyday words of a language stand in the most. */
export type WordCounts = ReadonlyMap<string, number>;

interface Key extends Gate {
  readonly cost: number;
}

/** What a concept counts as beside words; body parts and findings are rarer than everyday words. */
const CONCEPT_COST = 40;
const NEVER: Key = { words: [], concepts: [], cost: Infinity };

function keyOfStep(step: Step, counts: WordCounts): Key {
  if (step.kind === 'words')
    return {
      words: step.words,
      concepts: [],
      cost: step.words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0),
    };
  if (step.kind === 'concept') return { words: [], concepts: [step.name], cost: CONCEPT_COST };
  if (step.kind !== 'group') return NEVER;
  const keys = step.phrases.map((phrase) => keyOfPhrase(phrase, counts));
  return {
    words: keys.flatMap((key) => key.words),
    concepts: keys.flatMap((key) => key.concepts),
    cost: keys.reduce((sum, key) => sum + key.cost, 0),
  };
}

function keyOfPhrase(phrase: Phrase, counts: WordCounts): Key {
  return phrase
    .map((step) => keyOfStep(step, counts))
    .reduce((best, key) => (key.cost < best.cost ? key : best), NEVER);
}

/** The part of a phrase that is least often in a text; asking for it first saves reading most phrases. */
export function gateOf(phrase: Phrase, counts: WordCounts): Gate {
  const { words, concepts } = keyOfPhrase(phrase, counts);
  return { words: [...new Set(words)], concepts: [...new Set(concepts)] };
}
