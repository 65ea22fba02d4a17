// Reads by index carry `!` where the loop bounds guarantee the place.
import { hasClass, isUnbroken } from './clauses.js';
import { markFine, markRuledOut } from './markFine.js';
import {
  mentionBehind,
  mentionEndingAt,
  mentionStartingAt,
  nearestInClause,
  reachLeft,
  reachRight,
  someClass,
  type Certainty,
  type Marked,
  type Marks,
} from './roleMarks.js';
import { WORD_CLASS as C } from './roleWords.js';

const PREDICATE = C.painVerb | C.painAdjective;
const ANY_PAIN = C.painNoun | PREDICATE;
const OPERATION = C.operationNoun | C.operationVerb;

/** Marks the mentions that the words around them say hurt, or do not hurt. Operations are marked before. */
export function markPain(marks: Marks): void {
  markRuledOut(marks);
  marks.clauses.words.forEach((_, i) => {
    if (marks.inside[i]! >= 0 && !isPartOfSite(marks, i)) return;
    const hasObject = hasClass(marks.clauses, i, C.painObject) && markObject(marks, i);
    if (!hasObject && hasClass(marks.clauses, i, ANY_PAIN)) markByPain(marks, i);
    if (hasClass(marks.clauses, i, C.fine)) markFine(marks, i);
  });
  for (const marked of marks.all) if (isNamedAsTrouble(marks, marked) || isMovedTo(marks, marked)) marked.pain = 2;
}

/** "my back was the problem, now it's my hip". */
function isNamedAsTrouble({ clauses }: Marks, { mention, surgery, isFine }: Marked): boolean {
  const [first, it, is] = clauses.words.slice(Math.max(0, mention.start - 3), mention.start);
  const isContrast = /^(?:now|but|then|today)$/.test(first ?? '') && it === 'it' && is === 'is';
  return isContrast && surgery === 0 && !isFine && !mention.isPassing && clauses.breaks[mention.start] === 0;
}

/** "the pain was in my back, now it is in my hip". */
function isMovedTo({ clauses }: Marks, { mention, surgery, isFine, pain: known }: Marked): boolean {
  const [it, is, where] = clauses.words.slice(Math.max(0, mention.start - 3), mention.start);
  const isPlace =
    it === 'it' && is === 'is' && PLACE.test(where ?? '') && isUnbroken(clauses, mention.start - 3, mention.start);
  if (!isPlace || surgery > 0 || isFine || known > 0 || mention.isPassing) return false;
  for (let k = mention.start - 4; k >= 0; k--) if (hasClass(clauses, k, C.painNoun)) return true;
  return false;
}

/** "sore" in "my sore knee", and "backache" itself. */
function isPartOfSite(marks: Marks, i: number): boolean {
  if (hasClass(marks.clauses, i, C.painNoun)) return true;
  const { mention } = marks.all[marks.inside[i]!]!;
  return hasClass(marks.clauses, i, C.painAdjective) && mention.core <= i && mention.end > i + 1;
}

function pain(marks: Marks, marked: Marked, certainty: Certainty, at: number): void {
  if (isHypothetical(marks, at)) return;
  if (isDenied(marks, marked, at) || isGone(marks, Math.max(at, marked.mention.end - 1))) marked.isFine = true;
  else if (certainty > marked.pain) marked.pain = certainty;
}

const STOPS =
  /^(?:stop|stopped|stops|quit|quits|ease|eased|easing|go|going|gone|settle|settled|shift|budge|let|improve|improved|improving|get|getting|better|leave)$/;

/** "my hip does not hurt", "no knee pain"; but "won't stop hurting" and "never hurt before" do tell of pain. */
function isDenied(marks: Marks, marked: Marked, at: number): boolean {
  const { words } = marks.clauses;
  const { start, end } = marked.mention;
  const [from, to] = at >= end ? [Math.max(0, start - 1), at] : [Math.max(0, at - 2), at];
  let denied = /^(?:stopped|ceased|longer)$/.test(words[at - 1] ?? '') || neverHad(marks, at);
  for (let k = from; k < to; k++) {
    if (!hasClass(marks.clauses, k, C.not) || words[k] === 'never') continue;
    if (marks.inside[k]! >= 0 || !isUnbroken(marks.clauses, k, to)) continue;
    if (/^(?:only|just|sure)$/.test(words[k + 1] ?? '')) continue;
    denied = words[k + 1] === 'longer' || !words.slice(k, to + 1).some((w) => STOPS.test(w));
  }
  return denied && !/^(?:before|until|till)$/.test(words[Math.max(at, end - 1) + 1] ?? '');
}

/** "never had a problem with my foot"; but "never had a pain like this" tells of pain. */
function neverHad({ clauses }: Marks, at: number): boolean {
  const { words } = clauses;
  let k = at - 1;
  while (/^(?:a|an|any|much|real|bad|big|single|serious)$/.test(words[k] ?? '')) k -= 1;
  const isNever =
    /^(?:had|have|has|got)$/.test(words[k] ?? '') && words[k - 1] === 'never' && isUnbroken(clauses, k - 1, at);
  return isNever && !/^(?:like|this|so)$/.test(words[at + 1] ?? '');
}

/** "they said it would not hurt my knee": neither pain nor its absence. */
function isHypothetical(marks: Marks, at: number): boolean {
  const { words } = marks.clauses;
  return words[at - 1] === 'not' && /^(?:would|should|could|might|will)$/.test(words[at - 2] ?? '');
}

/** "hip pain went away": the word behind says that it is over. */
function isGone(marks: Marks, at: number): boolean {
  const { words } = marks.clauses;
  let k = at + 1;
  while (
    k <= at + 3 &&
    /^(?:has|have|had|is|was|all|completely|totally|now|really|been|mostly|just)$/.test(words[k] ?? '')
  )
    k += 1;
  const rest = `${words[k] ?? ''} ${words[k + 1] ?? ''}`;
  return (
    /^(?:went away|gone away|gone |disappeared|vanished|resolved|eased|settled|cleared|over )/.test(rest) &&
    !/^gone (?:bad|crook|wrong|down|in|to)/.test(rest)
  );
}

const PLACE =
  /^(?:in|on|at|around|of|to|near|across|behind|under|inside|below|above|down|into|along|through|throughout|from|about|round|over|by|with)$/;
const BLOCKS = C.opener | OPERATION | C.painVerb;

function markByPain(marks: Marks, i: number): void {
  const { clauses } = marks;
  const isNoun = hasClass(clauses, i, C.painNoun);
  const isPredicate = hasClass(clauses, i, PREDICATE) && !(isNoun && isNamed(marks, i));
  const own = marks.all[marks.inside[i]!];
  if (own) return pain(marks, own, own.surgery === 2 ? 1 : 2, i);
  if (isNoun && markCompound(marks, i)) return;
  if (hasClass(clauses, i, C.painAdjective) && markAttributive(marks, i)) return;
  const subject = subjectOf(marks, i);
  if (isNoun && !(isPredicate && subject) && markPlaces(marks, i)) return;
  if (subject) return markSubject(marks, subject, i);
  if (isPredicate && markPlaces(marks, i)) return;
  if (markTelegraphic(marks, i) || markAntecedent(marks, i)) return;
  marks.openPains.push(i);
}

/** "an ache", "its dull ache": a noun here, whatever else the word can be. */
function isNamed(marks: Marks, i: number): boolean {
  const before = marks.clauses.words[i - 1] ?? '';
  return (
    hasClass(marks.clauses, i - 1, C.determiner | C.modifier | C.painAdjective) &&
    !/^(?:that|this|these|those|each|some)$/.test(before) &&
    marks.inside[i - 1]! < 0
  );
}

/** "hip pain", "knee joint ache". */
function markCompound(marks: Marks, i: number): boolean {
  let j = i;
  while (
    j > 0 &&
    marks.inside[j - 1]! < 0 &&
    marks.clauses.breaks[j] === 0 &&
    hasClass(marks.clauses, j - 1, C.painAdjective)
  )
    j -= 1;
  const before = mentionEndingAt(marks, j);
  if (!before || before.surgery === 2 || before.mention.isPassing) return false;
  pain(marks, before, 2, i);
  return true;
}

/** "sore hip", "painful left knee". */
function markAttributive(marks: Marks, i: number): boolean {
  const right = mentionStartingAt(marks, i + 1);
  if (!right || right.mention.start !== i + 1 || right.mention.core !== i + 1 || right.surgery > 0) return false;
  const left = reachLeft(marks, i);
  if (left && someClass(marks, left.from, left.to, C.be)) return false;
  pain(marks, right, 2, i);
  return true;
}

/** "pain in my hip and down to the knee": every place behind a preposition, but no operation. */
function markPlaces(marks: Marks, i: number): boolean {
  let found = reachRight(marks, i, PLACE, BLOCKS, 6);
  let isMarked = false;
  while (found) {
    const { end, start } = found.mention;
    const isCause = /^(?:from|with|by)$/.test(marks.clauses.words[start - 1] ?? '') && found.surgery > 0;
    if (!isCause && !(found.mention.operation !== undefined && found.surgery === 2)) {
      pain(marks, found, 2, i);
      isMarked = true;
    }
    found = reachRight(marks, end - 1, PLACE, BLOCKS, 4);
  }
  return isMarked;
}

const I = /^(?:i|we|you|he|she)$/;
const IT = /^(?:it|they|these|those|this|everything|all)$/;

/** What a verb or adjective of pain is said of: the nearest site in the clause that is not a circumstance. */
function subjectOf(marks: Marks, i: number): Marked | undefined {
  const { clauses } = marks;
  for (let j = i - 1; j >= 0 && clauses.clauseOf[j] === clauses.clauseOf[i]; j--) {
    const id = marks.inside[j]!;
    if (id >= 0) {
      const found = marks.all[id]!;
      if (found.isFine || found.mention.isPassing || isCircumstance(marks, found)) {
        j = found.mention.start;
        continue;
      }
      return found;
    }
    if (I.test(clauses.words[j]!) && !isRelative(marks, j, i)) return undefined;
    if (IT.test(clauses.words[j]!) && marks.inside[j - 1]! < 0 && !isRelative(marks, j, i)) return undefined;
  }
  return undefined;
}

/**
 * "the hip they replaced hurts": the pronoun belongs to a clause about the site before it. In "after he fixed my knee i
 * started to ache" it begins another one.
 */
function isRelative(marks: Marks, j: number, pain: number): boolean {
  const before = mentionEndingAt(marks, j) ?? mentionEndingAt(marks, j - 1);
  if (before === undefined) return false;
  const isDone = marks.clauses.words.slice(j + 1, pain).some((w) => DONE_TO_A_SITE.test(w));
  return isDone || someClass(marks, j + 1, pain, OPERATION | C.lightVerb);
}

const DONE_TO_A_SITE = /^(?:had|have|broke|injured|twisted|sprained|tore|hurt|use|used|need|walk|sleep|lie|stand)$/;

/** A site behind "after", "from", "since", "than": it says when or why, not what hurts. */
function isCircumstance(marks: Marks, marked: Marked): boolean {
  const { words } = marks.clauses;
  const before = words[marked.mention.start - 1] ?? '';
  if (/^(?:than)$/.test(before)) return true;
  const isOperation = marked.surgery === 2;
  return (
    isOperation &&
    (hasClass(marks.clauses, marked.mention.start - 1, C.after | C.placePreposition) ||
      /^(?:from|with|for|because)$/.test(before))
  );
}

function markSubject(marks: Marks, subject: Marked, i: number): void {
  const object =
    mentionStartingAt(marks, i + 1) ??
    (marks.clauses.words[i + 1] === 'me' ? mentionStartingAt(marks, i + 2) : undefined);
  // "knee surgery hurts my hip": the operation is the cause and the object suffers.
  if (subject.surgery === 2 && object && object.surgery === 0) return pain(marks, object, 2, i);
  const isSurgeryItself = subject.mention.operation !== undefined || subject.surgery === 2;
  pain(marks, subject, isSurgeryItself && hasClass(marks.clauses, i, C.painNoun) ? 1 : 2, i);
}

/** "pain hip", "hurts me the knee", "what hurts is my hip". */
function markTelegraphic(marks: Marks, i: number): boolean {
  const { clauses } = marks;
  let k = i + 1;
  while (k < i + 5 && /^(?:me|is|was|the|now|it|him|her|us|a|lot|in|be|can|are)$/.test(clauses.words[k] ?? '')) {
    if (clauses.breaks[k]! > 0 || mentionStartingAt(marks, k)) break;
    k += 1;
  }
  const right = mentionStartingAt(marks, k) ?? mentionBehind(marks, k);
  if (!right || right.surgery === 2 || clauses.breaks[k]! > 0) return false;
  if (hasClass(clauses, i, C.painVerb) && I.test(clauses.words[i - 1] ?? '')) return false;
  pain(marks, right, 2, i);
  return true;
}

/** "my knee was fine, now it is sore": the site named last, unless that is the operated one. */
function markAntecedent(marks: Marks, i: number): boolean {
  const { clauseOf, words } = marks.clauses;
  let j = i - 1;
  while (j >= 0 && clauseOf[j] === clauseOf[i] && !/^(?:it|they)$/.test(words[j]!)) j -= 1;
  const last = j >= 0 && clauseOf[j] === clauseOf[i] ? marks.all[marks.before[j]!] : undefined;
  if (!last || last.surgery > 0 || last.mention.isPassing) return false;
  last.isFine = false;
  last.pain = 2;
  return true;
}

/** "rubbing my knee", "complains about her hip", "does it affect the hips". */
function markObject(marks: Marks, i: number): boolean {
  const isAbout = /^(?:of|about|up)$/.test(marks.clauses.words[i + 1] ?? '');
  if (!isAbout && hasClass(marks.clauses, i, ANY_PAIN) && nearestInClause(marks, i)) return false;
  const skip = isAbout || /^(?:with|at|on|over|because)$/.test(marks.clauses.words[i + 1] ?? '') ? 2 : 1;
  const object = marks.clauses.breaks[i + 1] ? undefined : mentionBehind(marks, i + skip);
  if (!object || object.surgery === 2) return false;
  pain(marks, object, 2, i);
  return true;
}
