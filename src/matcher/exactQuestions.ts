import type { Entry } from '../knowledge/entry.js';
import { foldText, tokenize } from '../text.js';

/** A title or utterance that was typed word for word leaves no doubt but for what stands around it. */
export const EXACT_SCORE = 0.99;

export interface ExactQuestions {
  /** The entry that has this very text as its title or utterance, punctuation and case aside. */
  find(text: string): string | undefined;
}

/** Indexes titles and utterances. A text that two entries share is left out. */
export function indexExactQuestions(entries: Iterable<Entry>): ExactQuestions {
  const ids = new Map<string, string | undefined>();
  for (const { id, title, utterances } of entries)
    for (const text of new Set([title, ...utterances].map(keyOf))) ids.set(text, ids.has(text) && ids.get(text) !== id ? undefined : id);
  return { find: (text) => ids.get(keyOf(text)) };
}

function keyOf(text: string): string {
  return tokenize(foldText(text))
    .map((t) => t.text)
    .join(' ');
}
