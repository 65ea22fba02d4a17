import type { Entry, Site } from '../knowledge/entry.js';
import type { UtteranceReading } from './readUtterance.js';
import type { Roles } from './roles.js';
import { sortByScore, type ScoredIntent } from './scoreList.js';

/** An entry whose answer depends on what was operated on and what hurts, from its front matter. */
export interface DirectedEntry {
  readonly id: string;
  readonly surgery: readonly Site[];
  readonly pain: readonly Site[];
}

export type Fit = 'fits' | 'open' | 'conflicts';

/** What is left of the score of an entry whose direction is the wrong one. */
const CONFLICT_SHARE = 0.02;
/** Part of its rival's score that the entry with the right direction takes over. */
const TAKEN_OVER = 0.95;
/**
 * Part of the best score that the entry with exactly this direction gets beside its own: all of it against another
 * explanation of pain, less against another kind of question ("can I drive?", "how long?"). By cross-validation over the
 * knowledge this costs 0.1 points of top-1; on generated wordings of every pair it takes the share of wrong directions
 * from 12 % to 1.5 %, the rest being such other questions.
 */
const AGAINST_EXPLANATION = 1;
const AGAINST_OTHER_QUESTION = 0.6;
const EXPLAINS = /^(?:why|more|anatomy)\./;

/** Concepts of a question about what to do. */
const DOES = /^(?:tool|care|medicine)$/;
export const ASKS_WHAT_TO_DO =
  /\b(?:how (?!come)|what (?:can|could|should|do|would|helps?|exercises?|else|is the best)|when\b|where\b|(?:can|could|should|may|must|do|will|would) i\b|helps?\b|ease\b|relieve|is it (?:safe|ok|okay|dangerous|bad)|worry|worried|doctor|surgeon say|scan|mri|x ray)/;

/** True where a message asks for more than the cause: what to do, how long it lasts, whether it is allowed. */
export function asksWhatToDo(
  { corrected, concepts }: Pick<UtteranceReading, 'corrected' | 'concepts'>,
  words: RegExp = ASKS_WHAT_TO_DO,
): boolean {
  return words.test(corrected) || (concepts.some((c) => DOES.test(c.kind)) && !ASKS_WHY.test(corrected));
}

/** Who asks why mentions a tool or a helper in passing: "my physio says the hip is fine, so why does my knee hurt?" */
const ASKS_WHY = /\b(?:why|how come|reason|what is (?:going on|happening|wrong))\b/;

export function listDirectedEntries(entries: Iterable<Entry>): DirectedEntry[] {
  return [...entries].flatMap((e) => (e.roles ? [{ id: e.id, ...e.roles }] : []));
}

/** Whether the told sites are those of the entry. Sites that are not told leave the question open. */
export function fitDirection(entry: DirectedEntry, roles: Roles): Fit {
  const { surgery = [], pain = [] } = roles;
  const isOperated = surgery.some((s) => entry.surgery.includes(s));
  const isHurting = pain.some((p) => entry.pain.includes(p));
  if (roles.noSurgery || (surgery.length > 0 && !isOperated) || (pain.length > 0 && !isHurting)) return 'conflicts';
  return isOperated && isHurting ? 'fits' : 'open';
}

/**
 * Lets the roles decide between entries that differ in direction alone: what entries with a wrong direction scored goes
 * to the one with the right direction, if there is one.
 */
export function applyDirections(
  scored: readonly ScoredIntent[],
  entries: readonly DirectedEntry[],
  reading: UtteranceReading,
  askingWords: RegExp = ASKS_WHAT_TO_DO,
): readonly ScoredIntent[] {
  const { roles } = reading;
  const fits = new Map(entries.map((e) => [e.id, fitDirection(e, roles)]));
  if (![...fits.values()].some((f) => f !== 'open')) return scored;
  const lost = scored.reduce(
    (sum, s) => sum + (fits.get(s.intent) === 'conflicts' ? s.score * (1 - CONFLICT_SHARE) : 0),
    0,
  );
  const bonus = bonusOver(scored[0], asksWhatToDo(reading, askingWords));
  const fitting = chooseFitting(entries, fits, roles);
  const kept = scored.map((s) => (fits.get(s.intent) === 'conflicts' ? { ...s, score: s.score * CONFLICT_SHARE } : s));
  if (fitting === undefined) return sortByScore(kept);
  const own = kept.find((s) => s.intent === fitting)?.score ?? 0;
  const taken = Math.min(0.98, own + lost * TAKEN_OVER + (1 - own) * bonus);
  // Sorting keeps the order of equals: with the whole bonus it is never behind.
  return sortByScore([{ intent: fitting, score: Math.max(taken, bonus) }, ...kept.filter((s) => s.intent !== fitting)]);
}

function bonusOver(best: ScoredIntent | undefined, asksOther: boolean): number {
  if (!best) return 0;
  return best.score * (asksOther && !EXPLAINS.test(best.intent) ? AGAINST_OTHER_QUESTION : AGAINST_EXPLANATION);
}

/** The narrowest entry that fits; none where the same site was operated on and hurts, which asks for more than direction. */
function chooseFitting(
  entries: readonly DirectedEntry[],
  fits: ReadonlyMap<string, Fit>,
  roles: Roles,
): string | undefined {
  const isSame = roles.pain?.every((p) => roles.surgery?.includes(p)) ?? false;
  if (isSame) return undefined;
  const fitting = entries.filter((e) => fits.get(e.id) === 'fits');
  return [...fitting].sort((a, b) => a.surgery.length + a.pain.length - b.surgery.length - b.pain.length)[0]?.id;
}
