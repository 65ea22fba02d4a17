import type { Reading } from './reading.js';

/** What a person answers who was shown a list of signs in the turn before. */
export type ShownAnswer = 'has' | 'none' | 'other';

/**
 * Reads the answer to a list of signs: `yes I have that`, `the second one`, `all of those` have one; `none of these` has
 * none. Being unsure counts as having it. Whoever says that help is on the way is not asked again.
 */
export function readShownAnswer(reading: Reading): ShownAnswer {
  if (reading.edges('has-help').length > 0) return 'other';
  const none = reading.edges('has-none');
  const free = reading
    .edges('has-sign')
    .filter((edge) => !none.some((other) => other.start <= edge.start && edge.end <= other.end));
  if (free.length > 0) return 'has';
  return none.length > 0 ? 'none' : 'other';
}
