import { isOutOfScopeName, type MatcherTraining } from './matcherTypes.js';

/** The training rows in one list: utterances, titles, names of intents, then what is to be declined. */
export interface TrainingRows {
  readonly intents: readonly string[];
  readonly texts: readonly string[];
  /** `intents.length` for utterances to be declined. */
  readonly classOf: Int32Array;
  /** Rows that a person could have typed; names of intents are not. */
  readonly isTyped: readonly boolean[];
  readonly perIntent: number;
}

/** Puts the parts of a training into one list of rows. */
export function collectRows(training: MatcherTraining): TrainingRows {
  const documents = training.documents ?? [];
  const inside = [
    ...training.utterances.filter((u) => !isOutOfScopeName(u.intent)),
    ...documents.map((d) => ({ text: d.title, intent: d.intent })),
  ];
  const intents = [...new Set(inside.map((u) => u.intent))];
  const named = nameRows(intents);
  const outside = [
    ...training.utterances.filter((u) => isOutOfScopeName(u.intent)).map((u) => u.text),
    ...(training.outOfScope ?? []),
  ];
  const idOf = new Map(intents.map((intent, i) => [intent, i]));
  const labelled = [...inside, ...named];
  return {
    intents,
    texts: [...labelled.map((u) => u.text), ...outside],
    classOf: Int32Array.from([...labelled.map((u) => idOf.get(u.intent) ?? 0), ...outside.map(() => intents.length)]),
    isTyped: [...inside.map(() => true), ...named.map(() => false), ...outside.map(() => true)],
    perIntent: medianCount(inside.map((u) => u.intent)),
  };
}

/** The middle one of the counts of each name; a few large intents should not set the tone for many small ones. */
function medianCount(names: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts.values()].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * The words of the intents' names, as one more row each to learn from: `card_arrival` is `card arrival`. Names are chosen
 * by people to say what the intent is about; at one row per intent they are worth 15 points, at ten 1.5, at a hundred
 * nothing. Names that differ in nothing but numbers (`faq001`, `faq002`) say nothing and are left out.
 */
export function nameRows(intents: readonly string[]): { text: string; intent: string }[] {
  const count = new Map<string, number>();
  const wordsOf = (intent: string): string =>
    intent
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/[^\p{L}']+/gu, ' ')
      .trim()
      .toLowerCase();
  for (const intent of intents) count.set(wordsOf(intent), (count.get(wordsOf(intent)) ?? 0) + 1);
  return intents
    .map((intent) => ({ text: wordsOf(intent), intent }))
    .filter(({ text }) => text !== '' && count.get(text) === 1);
}
