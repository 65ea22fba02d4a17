import type { ScoredIntent } from './scoreList.js';
import type { Trusted } from './trust.js';

export type Band = 'answer' | 'clarify' | 'fallback';

/**
 * Lowest score at which the bot answers without asking back.
 *
 * Chosen by five-fold cross-validation over the utterances in `knowledge/`, never on `tests/evaluation`. It trades wrong
 * answers for questions back: 0.65 answers 70 % (5.3 % wrongly), 0.7 answers 67 % (4.5 %), 0.75 answers 64 % (3.5 %). The
 * knowledge's utterances are harder than most people's, because curators add what was missed: of its plain questions and
 * keywords 91 % rank first, of its riddles 49 %.
 */
const ANSWER_SCORE = 0.7;

/**
 * Lowest probability of being ours at which the bot asks back rather than declines. It trades in-scope utterances declined
 * for out-of-scope ones accepted. By the same cross-validation 0.5 accepts 97 % of what is in scope and declines 84 % of
 * what is not, 0.65 accepts 95 % and declines 89 %, 0.75 accepts 93 % and declines 92 %, 0.8 accepts 92 % and declines
 * 93 %. What 0.75 declines wrongly are mostly riddles, which people can put another way.
 */
const SCOPE_FLOOR = 0.75;

/** Below this even the best candidate is not worth offering. */
const OFFER_SCORE = 0.08;

/** How far a match can be trusted: answer, ask which is meant, or say that one does not know. */
export function chooseBand({ candidates, scope }: Trusted): Band {
  const top = candidates[0]?.score ?? 0;
  if (top >= ANSWER_SCORE) return 'answer';
  return scope >= SCOPE_FLOOR && top >= OFFER_SCORE ? 'clarify' : 'fallback';
}

const OFFERED = 3;
/** A third offer far behind the first only makes the choice longer. */
const THIRD_SHARE = 0.2;

/** For a question back: the two or three likeliest. */
export function chooseOffered(candidates: readonly ScoredIntent[]): ScoredIntent[] {
  const top = candidates[0]?.score ?? 0;
  return candidates.slice(0, OFFERED).filter((c, i) => i < OFFERED - 1 || c.score >= top * THIRD_SHARE);
}
