import type { Phrase, Step } from './pattern.js';

/** A phrase cannot be in a text that lacks one of these needs. */
export type Gate = readonly Need[];

/** One of these words or concepts. */
export interface Need {
  readonly words: readonly string[];
  readonly concepts: readonly string[];
}

/** In how many phrases of the rules a word stands: the everyday words of a language stand in the most. */
export type WordCounts = ReadonlyMap<string, number>;

interface CountedNeed extends Need {
  readonly cost: number;
}

/** What a concept counts as beside words; body parts and findings are rarer than everyday words. */
const CONCEPT_COST = 40;
/** Needs asked for per phrase; the third already says "no" to hardly any phrase that two let through. */
const MOST_NEEDS = 3;

/** The needs of a phrase, rarest first; a group needs the rarest need of each of its phrases. */
function needsOf(phrase: Phrase, counts: WordCounts): CountedNeed[] {
  return phrase.flatMap((step) => needOf(step, counts)).sort((a, b) => a.cost - b.cost);
}

function needOf(step: Step, counts: WordCounts): CountedNeed[] {
  if (step.kind === 'words')
    return [
      { words: step.words, concepts: [], cost: step.words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0) },
    ];
  if (step.kind === 'concept') return [{ words: [], concepts: [step.name], cost: CONCEPT_COST }];
  if (step.kind !== 'group') return [];
  const rarest = step.phrases.map((phrase) => needsOf(phrase, counts)[0]);
  if (rarest.includes(undefined)) return [];
  return [
    rarest.reduce<CountedNeed>((sum, need) => (need ? addNeeds(sum, need) : sum), { words: [], concepts: [], cost: 0 }),
  ];
}

function addNeeds(a: CountedNeed, b: CountedNeed): CountedNeed {
  return { words: [...a.words, ...b.words], concepts: [...a.concepts, ...b.concepts], cost: a.cost + b.cost };
}

/** What a text must have for a phrase to be in it; asking for that first saves reading most phrases. */
export function gateOf(phrase: Phrase, counts: WordCounts): Gate {
  return needsOf(phrase, counts).slice(0, MOST_NEEDS);
}
