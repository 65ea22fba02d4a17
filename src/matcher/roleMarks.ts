// Reads by index carry `!` where the loop bounds guarantee the place.
import type { Site } from '../knowledge/entry.js';
import { hasClass, isUnbroken, type Clauses } from './clauses.js';
import { WORD_CLASS as C } from './roleWords.js';
import type { SiteMention } from './siteMentions.js';

/** How sure a mark is: 0 none, 1 taken when nothing surer is told, 2 sure. */
export type Certainty = 0 | 1 | 2;

/** A site mention with what the words around it say. */
export interface Marked {
  readonly mention: SiteMention;
  surgery: Certainty;
  pain: Certainty;
  /** Said to be well, or ruled out ("not the hip"). */
  isFine: boolean;
}

/** Mentions with quick access to the one beside a word. */
export interface Marks {
  readonly clauses: Clauses;
  readonly all: readonly Marked[];
  /** Index of the last mention that ends at or before a word; -1 if none. */
  readonly before: Int32Array;
  /** Index of the first mention that starts at or after a word; `all.length` if none. */
  readonly after: Int32Array;
  /** Index of the mention that covers a word; -1 if none. */
  readonly inside: Int32Array;
  /** An operation is named whose site does not stand beside it: index of its word. */
  readonly openOperations: number[];
  /** Sites of operations that name none but usually mean one: a fusion is of the back. */
  readonly usual: Site[];
  /** Something hurts whose site does not stand beside it: index of its word. */
  readonly openPains: number[];
}

export function createMarks(clauses: Clauses, mentions: readonly SiteMention[]): Marks {
  const n = clauses.words.length;
  const before = new Int32Array(n + 1).fill(-1);
  const after = new Int32Array(n + 1).fill(mentions.length);
  const inside = new Int32Array(n + 1).fill(-1);
  mentions.forEach((m, id) => {
    before.fill(id, m.end);
    inside.fill(id, m.core, m.end);
  });
  for (let id = mentions.length - 1; id >= 0; id--) after.fill(id, 0, mentions[id]!.start + 1);
  const all = mentions.map((mention): Marked => ({ mention, surgery: 0, pain: 0, isFine: false }));
  return { clauses, all, before, after, inside, openOperations: [], usual: [], openPains: [] };
}

/** The mention that ends right before word `i`. */
export function mentionEndingAt(marks: Marks, i: number): Marked | undefined {
  const found = marks.all[marks.before[i]!];
  return found?.mention.end === i && (marks.clauses.breaks[i] ?? 0) === 0 ? found : undefined;
}

/** The mention whose first word, determiner included, is word `i`. */
export function mentionStartingAt(marks: Marks, i: number): Marked | undefined {
  if (i >= marks.clauses.words.length) return undefined;
  const found = marks.all[marks.after[i]!];
  const isHere = found !== undefined && found.mention.start <= i && found.mention.core >= i;
  return isHere && marks.clauses.breaks[i] === 0 ? found : undefined;
}

const TIME =
  /^(?:\d.*|week|weeks|wk|wks|month|months|mths|mth|year|years|yr|yrs|day|days|ago|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|summer|spring|autumn|winter|fall|christmas|easter|yesterday|today|time|tuesday|monday|wednesday|thursday|friday|saturday|sunday|couple|few|half|two|three|four|five|six|seven|eight|nine|ten|twelve|fortnight|back|under|local|general|anesthetic|privately|early|late)$/;

export function isTimeWord(word: string | undefined): boolean {
  return word !== undefined && TIME.test(word);
}

const BETWEEN = C.filler | C.be | C.have | C.operator | C.pronoun | C.determiner | C.placePreposition;

export interface Reach {
  readonly marked: Marked;
  /** The words between, for example "was" and "just" in "my hip was just". */
  readonly from: number;
  readonly to: number;
}

/** The mention to the left of word `i` with only auxiliaries, adverbs, times and subjects between. */
export function reachLeft(marks: Marks, i: number, isCommaAllowed = false, limit = 9): Reach | undefined {
  const { clauses } = marks;
  let commas = isCommaAllowed ? 1 : 0;
  for (let j = i - 1, steps = 0; j >= 0 && steps <= limit; j--, steps++) {
    const isRelative = /^(?:which|that|who)$/.test(clauses.words[j + 1] ?? '');
    if (clauses.breaks[j + 1]! > 0 && !(clauses.breaks[j + 1] === 1 && (isRelative || commas-- > 0))) return undefined;
    const id = marks.inside[j]!;
    if (id >= 0) return { marked: marks.all[id]!, from: j + 1, to: i };
    if (!hasClass(clauses, j, BETWEEN) && !isTimeWord(clauses.words[j]) && !/ly$/.test(clauses.words[j]!))
      return undefined;
  }
  return undefined;
}

export function someClass(marks: Marks, from: number, to: number, bits: number): boolean {
  for (let i = from; i < to; i++) if (hasClass(marks.clauses, i, bits)) return true;
  return false;
}

/** The nearest mention before word `i` in the same clause. */
export function nearestInClause(marks: Marks, i: number): Marked | undefined {
  const found = marks.all[marks.before[i]!];
  if (!found) return undefined;
  const { clauseOf } = marks.clauses;
  return clauseOf[found.mention.end - 1] === clauseOf[i] ? found : undefined;
}

/** The mention behind a preposition to the right of word `i`, for example `my hip` in "pain deep in my hip". */
export function reachRight(
  marks: Marks,
  i: number,
  prepositions: RegExp,
  blocked: number,
  limit = 6,
): Marked | undefined {
  const { clauses } = marks;
  for (let k = i + 1; k <= i + limit && k < clauses.words.length; k++) {
    if (!isUnbroken(clauses, i, k)) return undefined;
    const direct = prepositions.test(clauses.words[k]!) ? mentionBehind(marks, k + 1) : undefined;
    if (direct) return direct;
    if (hasClass(clauses, k, blocked) || clauses.clauseOf[k] !== clauses.clauseOf[i]) return undefined;
  }
  return undefined;
}

const PLACE_FILLERS =
  /^(?:the|my|me|his|her|their|our|front|outside|inside|side|rear|top|bottom|middle|base|of|both|deep|around|whole|tip|same|one|a|on|in|back|across|outer|inner|or|and)$/;

/** A mention at word `i`, or after words such as "the outside of". */
export function mentionBehind(marks: Marks, i: number): Marked | undefined {
  for (let k = i; k < i + 5; k++) {
    const found = mentionStartingAt(marks, k);
    if (found) return found;
    if (!PLACE_FILLERS.test(marks.clauses.words[k] ?? '') || (marks.clauses.breaks[k] ?? 0) > 0) return undefined;
  }
  return undefined;
}
