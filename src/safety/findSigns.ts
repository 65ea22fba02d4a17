import { wordsOf, type Edge } from './chart.js';
import { readPair } from './parseRedFlagRules.js';
import { createBinder, type Binder } from './bind.js';
import type { Reading } from './reading.js';
import type { RedFlagRules, SignSource } from './redFlagRules.js';

/** One place in the text where a sign is named; whether it is reported of anybody is decided later. */
export interface SignMention {
  readonly sign: string;
  readonly source: SignSource;
  readonly start: number;
  readonly end: number;
  /** Words that spell it; a "not" among them is part of the sign (`can not feel`). */
  readonly own: readonly number[];
  /** Words that a "no" before them would deny: the finding, not the body part. */
  readonly carry: readonly number[];
  /** True for a name (`calf pain`, `my swollen calf`), which takes for granted that it is there. */
  readonly isName: boolean;
}

interface Pair {
  readonly sign: string;
  readonly source: SignSource;
  readonly places: ReadonlySet<string>;
  readonly finding: string;
}

function listPairs(rules: RedFlagRules): Pair[] {
  return Object.entries(rules.signs).flatMap(([sign, source]) =>
    (source.pairs ?? []).flatMap((pair) => {
      const [places, findings] = readPair(pair);
      return findings.map((finding) => ({ sign, source, places: new Set(places), finding }));
    }),
  );
}

function mentionPairs(pairs: readonly Pair[], reading: Reading, binder: Binder): SignMention[] {
  return pairs.flatMap(({ sign, source, places, finding }) =>
    reading.edges(finding).flatMap((edge) => {
      const bound = binder.bind(edge);
      const place = bound.places.find((candidate) => places.has(candidate.concept));
      if (!place) return [];
      const carry = wordsOf(edge);
      const own = [...carry, ...wordsOf(place)];
      const span = { start: Math.min(edge.start, place.start), end: Math.max(edge.end, place.end) };
      return [{ sign, source, ...span, own, carry, isName: bound.isName }];
    }),
  );
}

function mentionPhrases(
  name: string,
  source: SignSource,
  isPlace: (concept: string) => boolean,
  topicWords: Uint8Array,
  reading: Reading,
): SignMention[] {
  const nouns = reading.cue('noun');
  return reading.edges(name).map((edge: Edge) => {
    const all = wordsOf(edge);
    const named = source.topic ? all.filter((word) => topicWords[word] === 1) : [];
    const own = named.length > 0 ? named : all;
    const bare = named.length > 0 ? named : wordsOf(edge, isPlace);
    const carry = bare.length > 0 ? bare : own;
    const isName = nouns[edge.end - 1] === 1 || nouns[edge.start] === 1;
    return { sign: name, source, start: edge.start, end: edge.end, own, carry, isName };
  });
}

/** Compiles the search for every mention of every sign in a reading, in the order of the signs in the rules. */
export function createSignFinder(rules: RedFlagRules): (reading: Reading) => SignMention[] {
  const pairs = listPairs(rules);
  const isPlace = (concept: string): boolean => concept in rules.places;
  const topics = Object.keys(rules.topics);
  const spoken = Object.entries(rules.signs).filter(([, source]) => source.say);
  const bindIn = createBinder(rules);
  return (reading) => {
    const binder = bindIn(reading);
    const topicWords = reading.cover(topics);
    const phrases = spoken.flatMap(([name, source]) => mentionPhrases(name, source, isPlace, topicWords, reading));
    return [...mentionPairs(pairs, reading, binder), ...phrases];
  };
}
