import type { Entry } from '../knowledge/entry.js';
import { foldText, tokenize } from '../text.js';
import type { ScoredIntent } from './scoreList.js';

/** A title or utterance that was typed word for word leaves no doubt but for what stands around it. */
const EXACT_SCORE = 0.99;
/** The bare name of a topic ("massage", "si joint") leaves open what about it. */
const NAME_SCORE = 0.85;

export interface ExactQuestions {
  /** The entry that has this very text as title, utterance or name, punctuation and case aside. */
  find(text: string): ScoredIntent | undefined;
}

/** Indexes titles, utterances and names. A text that two entries share is left out. */
export function indexExactQuestions(entries: Iterable<Entry>): ExactQuestions {
  const all = [...entries];
  const found = new Map<string, ScoredIntent | undefined>();
  for (const { id } of all) found.set(nameOf(id), { intent: id, score: NAME_SCORE });
  const seen = new Map<string, string>();
  for (const { id, title, utterances } of all)
    for (const text of [title, ...utterances].map(keyOf)) {
      const isShared = (seen.get(text) ?? id) !== id;
      seen.set(text, id);
      found.set(text, isShared ? undefined : { intent: id, score: EXACT_SCORE });
    }
  return { find: (text) => found.get(keyOf(text)) };
}

/** `relief.ice-heat` is named `ice heat`. */
function nameOf(id: string): string {
  return keyOf(id.slice(id.indexOf('.') + 1).replaceAll('-', ' '));
}

function keyOf(text: string): string {
  return tokenize(foldText(text))
    .map((t) => t.text)
    .join(' ');
}
