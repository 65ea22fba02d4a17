// Reads by index carry `!` where the loop bounds guarantee the place.
import { hasClass, isUnbroken } from './clauses.js';
import {
  mentionBehind,
  mentionStartingAt,
  reachLeft,
  reachRight,
  someClass,
  type Marked,
  type Marks,
} from './roleMarks.js';
import { WORD_CLASS as C } from './roleWords.js';

const ANY_PAIN = C.painNoun | C.painVerb | C.painAdjective;

const SURE_PRONOUN = /^(?:it|one|them|this|that)$/;
const PLACES =
  /^(?:went|chisell?ed|whittled|sawed|scraped|carved|put|took|taken|cut|shaved|removed|inserted|chopped|drilled|whacked|stuck|worked|opened|cleaned|fitted|fixed|made|did|operated|trimmed)$/;
const INTO = /^(?:in|into|on|off|of|from|to|through|around|at)$/;

/** Verbs that tell of an operation only with their particle: "seen to", "went in". */
function isWholeVerb(words: readonly string[], i: number): boolean {
  const next = words[i + 1] ?? '';
  if (words[i] === 'seen') return next === 'to';
  if (/^(?:operated|surgical|repaired|replaced)$/.test(words[i]!) && /^(?:side|leg|limb)$/.test(next)) return false;
  return words[i] !== 'went' || /^(?:in|into|through)$/.test(next);
}

/** The site that an operation verb is said of: "had my knee done", "they fused my back", "the hip they replaced". */
export function findVerbTarget(marks: Marks, i: number, isSure: boolean): Marked | undefined {
  const { clauses } = marks;
  if (!isWholeVerb(clauses.words, i)) return undefined;
  const left =
    /^(?:do|doing|did)$/.test(clauses.words[i]!) && !hasOperator(marks, i) ? undefined : reachLeft(marks, i, isSure);
  const right = objectOf(marks, i);
  const isOperated = hasOperator(marks, i);
  if (left && isDeniedVerb(marks, left.from, i)) return undefined;
  if (clauses.words[i] === 'new') return left && isNewPredicate(marks, i) ? left.marked : undefined;
  if (left && hasHaveBefore(marks, left.marked)) return left.marked;
  if (left && someClass(marks, left.from, left.to, C.be) && !isOperated) return left.marked;
  if (left && isHad(marks, left.from, i)) return left.marked;
  if (isOperated) {
    if (right) return right;
    if (left) return left.marked;
    const cleft = cleftObject(marks, i);
    if (cleft) return cleft;
    return (
      (PLACES.test(clauses.words[i]!) && reachRight(marks, i, INTO, ANY_PAIN | C.opener, 7)) || antecedent(marks, i)
    );
  }
  if (left && left.from === left.to && (isSure || isHeadline(marks, i))) return left.marked;
  if (right && (isSure || isAttributive(marks, i) || isGerund(marks, i, right))) return right;
  if (left && isSure) return left.marked;
  return antecedent(marks, i);
}

/** "the hip they did not replace". */
function isDeniedVerb(marks: Marks, from: number, to: number): boolean {
  for (let k = from; k < to; k++) if (/^(?:not|never)$/.test(marks.clauses.words[k]!)) return true;
  return false;
}

/** "my hip is new" and not "my hip has new pain". */
function isNewPredicate(marks: Marks, i: number): boolean {
  const { clauses } = marks;
  const isSaid = hasClass(clauses, i - 1, C.be) || clauses.words[i - 1] === 'brand' || marks.inside[i - 1]! >= 0;
  return (
    isSaid &&
    (i + 1 >= clauses.words.length || clauses.breaks[i + 1]! > 0 || hasClass(clauses, i + 1, C.opener | C.conjunction))
  );
}

/** "the hip I had done". */
function isHad(marks: Marks, from: number, verb: number): boolean {
  const { words } = marks.clauses;
  return (
    hasClass(marks.clauses, verb - 1, C.have) &&
    words.slice(from, verb - 1).some((w) => /^(?:i|he|she|we|they|mom|dad)$/.test(w))
  );
}

/** "they replaced my hip", "operated on the knee", "replaced hip". */
function objectOf(marks: Marks, i: number): Marked | undefined {
  const own = marks.all[marks.inside[i]!];
  if (own && own.mention.core <= i && own.mention.end > i + 1) return own;
  const { words, breaks } = marks.clauses;
  const skip = /^(?:on|up|out|over|in|at|into|to|with)$/.test(words[i + 1] ?? '') && breaks[i + 1] === 0 ? 2 : 1;
  if (breaks[i + 1]! > 0) return undefined;
  return skip === 2 ? mentionBehind(marks, i + 2) : mentionStartingAt(marks, i + 1);
}

/** "what they operated on is my hip". */
function cleftObject(marks: Marks, i: number): Marked | undefined {
  let k = i + 1;
  while (k < i + 3 && /^(?:on|up|out)$/.test(marks.clauses.words[k] ?? '')) k += 1;
  return hasClass(marks.clauses, k, C.be) ? mentionStartingAt(marks, k + 1) : undefined;
}

/** A subject that operates stands right before the verb: "they", "the surgeon has". */
function hasOperator(marks: Marks, i: number): boolean {
  for (let j = i - 1; j >= Math.max(0, i - 4); j--) {
    if (marks.clauses.breaks[j + 1]! > 0 || marks.inside[j]! >= 0) return false;
    if (hasClass(marks.clauses, j, C.operator)) return true;
    if (!hasClass(marks.clauses, j, C.filler | C.have) && !isVerbBefore(marks, j)) return false;
  }
  return false;
}

/** "they broke and reset my toe", "they went in and fixed it": one subject, two verbs. */
function isVerbBefore(marks: Marks, j: number): boolean {
  if (hasClass(marks.clauses, j, C.conjunction)) {
    const at = INTO.test(marks.clauses.words[j - 1] ?? '') ? j - 2 : j - 1;
    return hasClass(marks.clauses, at, C.lightVerb | C.operationVerb);
  }
  if (INTO.test(marks.clauses.words[j]!)) return hasClass(marks.clauses, j - 1, C.lightVerb | C.operationVerb);
  return hasClass(marks.clauses, j + 1, C.conjunction) && hasClass(marks.clauses, j, C.lightVerb | C.operationVerb);
}

/** "had my hip", "getting the left knee". */
function hasHaveBefore(marks: Marks, marked: Marked): boolean {
  const { clauses } = marks;
  const { start } = marked.mention;
  for (let j = start - 1; j >= Math.max(0, start - 6); j--) {
    if (!isUnbroken(clauses, j, start)) return false;
    if (hasClass(clauses, j, C.have)) return true;
    if (hasClass(clauses, j, ANY_PAIN | C.operationVerb | C.be) || hasClass(clauses, j, C.opener)) return false;
  }
  return false;
}

/** "knee done, hip sore": a participle right behind its site; "hip did hurt" is not one. */
function isHeadline(marks: Marks, i: number): boolean {
  return /(?:ed|done|cut|n)$/.test(marks.clauses.words[i]!) && !/^(?:made|been)$/.test(marks.clauses.words[i]!);
}

function isAttributive(marks: Marks, i: number): boolean {
  const before = marks.clauses.words[i - 1] ?? '';
  return isHeadline(marks, i) && /^(?:my|the|his|her|a|their|our|me|\w+ly)$/.test(before);
}

/** "fixing my knee"; but "fixing my knee pain" treats the pain. */
function isGerund(marks: Marks, i: number, object: Marked): boolean {
  return (
    /^(?:fixing|doing|cutting|swapping|changing|mending|correcting)$/.test(marks.clauses.words[i]!) &&
    !hasClass(marks.clauses, object.mention.end, C.painNoun)
  );
}

/** "had it replaced", "it was pinned": the site named last. */
function antecedent(marks: Marks, i: number): Marked | undefined {
  const { words } = marks.clauses;
  const at = /^(?:on|up|out)$/.test(words[i + 1] ?? '') ? i + 2 : i + 1;
  const after = SURE_PRONOUN.test(words[at] ?? '') && isUnbroken(marks.clauses, i, at) && hasOperator(marks, i);
  let hasPronoun = after;
  for (let j = i - 1; !hasPronoun && j >= Math.max(0, i - 4); j--) {
    if (marks.clauses.breaks[j + 1]! > 0 || marks.inside[j]! >= 0) break;
    if (SURE_PRONOUN.test(words[j]!)) hasPronoun = isPronounFrame(marks, j, i);
    else if (words[j] === 'who') break;
    else if (!hasClass(marks.clauses, j, C.filler | C.be)) break;
  }
  return hasPronoun ? operatedBefore(marks, i) : undefined;
}

/** The site named last; "my new hip is fine but my knee has been sore since they did it" means the operated one. */
function operatedBefore(marks: Marks, i: number): Marked | undefined {
  const last = marks.all[marks.before[i]!];
  if (!last || last.surgery > 0 || !hurtsInClause(marks, last)) return last;
  return marks.all.slice(0, marks.before[i]!).findLast((m) => m.surgery === 2) ?? last;
}

function hurtsInClause(marks: Marks, { mention }: Marked): boolean {
  const { clauseOf } = marks.clauses;
  for (let k = mention.end; clauseOf[k] === clauseOf[mention.end - 1]; k++)
    if (hasClass(marks.clauses, k, ANY_PAIN)) return true;
  return false;
}

/** "had it", "got one", "it was", "they did it". */
function isPronounFrame(marks: Marks, pronoun: number, verb: number): boolean {
  if (hasClass(marks.clauses, verb, C.operationVerb)) return true;
  const isObject = someClass(marks, Math.max(0, pronoun - 3), pronoun, C.have);
  return isObject || someClass(marks, pronoun + 1, verb, C.be);
}
