import { wordsOf, type Edge } from './chart.js';
import type { SignMention } from './findSigns.js';
import type { Reading } from './reading.js';

/** Why a sign that is named is not reported as present. */
export type Reason = 'negated' | 'resolved' | 'past' | 'hypothetical' | 'general' | 'idiom' | 'mild';

/** A stretch of words (`from` up to but not including `to`) in which signs are not reported, and the cue that says so. */
export interface Scope {
  readonly reason: Reason;
  readonly cue: Edge;
  readonly from: number;
  readonly to: number;
}

/** True if the scope holds a word that carries the sign. */
export function reachesSign(scope: Scope, sign: SignMention): boolean {
  return sign.carry.some((word) => word >= scope.from && word < scope.to);
}

/** True if the scope reaches the sign, and no word of its cue is a word of the sign itself (`can not feel`). */
export function coversSign(
  scope: Scope,
  sign: SignMention,
  { words, language }: Pick<Reading, 'words' | 'language'>,
): boolean {
  if (!reachesSign(scope, sign)) return false;
  const cueWords = wordsOf(scope.cue);
  if (sign.own.some((word) => cueWords.includes(word))) return false;
  // A second "no" inside a sign that is itself a lack denies nothing: `I don't feel nothing when I wipe`.
  const isInside = scope.cue.start > sign.start && scope.cue.end <= sign.end;
  return !(
    isInside &&
    scope.reason === 'negated' &&
    sign.own.some((word) => language.lacks.has(words[word]?.text ?? ''))
  );
}
