// Reads by index carry `!` where the loop bounds guarantee the place.
import { hasClass, isUnbroken } from './clauses.js';
import {
  isTimeWord,
  mentionBehind,
  mentionEndingAt,
  mentionStartingAt,
  reachLeft,
  reachRight,
  someClass,
  type Certainty,
  type Marked,
  type Marks,
} from './roleMarks.js';
import { WORD_CLASS as C } from './roleWords.js';

const ANY_PAIN = C.painNoun | C.painVerb | C.painAdjective;
const OPERATION = C.operationNoun | C.operationVerb;

/** Marks the mentions that the words around them say were operated on. */
export function markSurgery(marks: Marks): void {
  for (const m of marks.all) if (m.mention.operation !== undefined) mark(marks, m, m.mention.isUncertain ? 1 : 2);
  marks.clauses.words.forEach((_, i) => {
    const id = marks.inside[i]!;
    if (id >= 0 && marks.all[id]!.mention.operation !== undefined) return;
    if (hasClass(marks.clauses, i, C.operationNoun) || isCutNoun(marks, i)) markByNoun(marks, i);
    else if (hasClass(marks.clauses, i, C.operationVerb | C.lightVerb)) markByVerb(marks, i);
    if (hasClass(marks.clauses, i, C.operationHint)) markByHint(marks, i);
    if (hasClass(marks.clauses, i, C.after)) markBareSite(marks, i);
  });
}

/** "the cut was on my back". */
function isCutNoun(marks: Marks, i: number): boolean {
  return marks.clauses.words[i] === 'cut' && /^(?:the|a|my)$/.test(marks.clauses.words[i - 1] ?? '');
}

function mark(marks: Marks, marked: Marked, certainty: Certainty): void {
  if (isDenied(marks, marked.mention.start)) return;
  if (certainty > marked.surgery) marked.surgery = certainty;
}

/** "never had knee surgery", "no hip replacement"; "not the knee they replaced" denies something else. */
function isDenied(marks: Marks, start: number): boolean {
  const { words, clauseOf } = marks.clauses;
  for (let k = start - 1; k >= Math.max(0, start - 4); k--) {
    if (clauseOf[k] !== clauseOf[start]) return false;
    if (hasClass(marks.clauses, k, ANY_PAIN) || marks.inside[k]! >= 0) return false;
    if (!hasClass(marks.clauses, k, C.not)) continue;
    return words[k] === 'never' || words[k] === 'no' || words[k] === 'without' || DENIED_VERB.test(words[k + 1] ?? '');
  }
  return false;
}

const DENIED_VERB = /^(?:had|have|having|yet|need|needed|been|any|undergone|undergo|operated|replaced|done|get|got|do|touch|touched|even)$/;

const COMPOUND = /^(?:total|partial|joint|keyhole|arthroscopic|revision|robotic|minor|major|open|fracture|cap|ligament|emergency|elective|replacement|bilateral|reconstructive|surgical|double|day|big|tendon|disc|full|half|labral|labrum|fusion|reconstruction|scope|old|corrective|\d+|[ls][1-5])$/;
const OPERATED_PLACE = /^(?:on|to|in|of|for|at|was|were|is|around|onto|through)$/;
const BLOCKS_PLACE = ANY_PAIN | C.opener | C.conjunction | OPERATION;

function markByNoun(marks: Marks, i: number): void {
  if (isDenied(marks, i)) return;
  const target =
    compoundBefore(marks, i) ?? reachRight(marks, i, OPERATED_PLACE, BLOCKS_PLACE, 7) ?? ownerOf(marks, i) ?? objectBehind(marks, i);
  if (target && !target.mention.isPassing) mark(marks, target, 2);
  else leaveOpen(marks, i);
}

/** No site stands beside the operation: a fusion is of the back, of any other the site is found later. */
function leaveOpen(marks: Marks, i: number): void {
  if (isDenied(marks, i)) return;
  if (/^(?:fusions?|fused|fusing|decompression)$/.test(marks.clauses.words[i]!)) marks.usual.push('back');
  marks.openOperations.push(i);
}

/** "knee op", "hip joint revision surgery". */
function compoundBefore(marks: Marks, i: number): Marked | undefined {
  let j = i;
  while (j > 0 && marks.clauses.breaks[j] === 0 && marks.inside[j - 1]! < 0 && COMPOUND.test(marks.clauses.words[j - 1]!)) j -= 1;
  return marks.clauses.breaks[j] === 0 ? mentionEndingAt(marks, j) : undefined;
}

const OWNS = C.have | C.be | C.filler | C.determiner | C.modifier;

/** "my knee had a big operation". */
function ownerOf(marks: Marks, i: number): Marked | undefined {
  const { clauses } = marks;
  let hasVerb = false;
  for (let j = i - 1; j >= Math.max(0, i - 7); j--) {
    if (!isUnbroken(clauses, j, i)) return undefined;
    if (marks.inside[j]! >= 0) return hasVerb ? marks.all[marks.inside[j]!] : undefined;
    if (hasClass(clauses, j, C.have) || (j < i - 1 && hasClass(clauses, j, C.be) && clauses.words[j + 1] === 'the') || /^(?:under|through|for)$/.test(clauses.words[j]!)) hasVerb = true;
    else if (!hasClass(clauses, j, OWNS) || /^(?:i|he|she|we|they)$/.test(clauses.words[j]!)) return undefined;
    if (/^(?:i|he|she|we|they)$/.test(clauses.words[j]!)) return undefined;
  }
  return undefined;
}

/** "replacement knee"; and, in note form, "surgery back, pain knee" also without the comma. */
function objectBehind(marks: Marks, i: number): Marked | undefined {
  const { clauses } = marks;
  const object = mentionStartingAt(marks, i + 1);
  if (!object) return undefined;
  if (/^(?:replacement|prosthetic|keyhole|implant|surgical)$/.test(clauses.words[i]!)) return object;
  const { end } = object.mention;
  return hasClass(clauses, end, C.painNoun) && mentionStartingAt(marks, end + 1) ? object : undefined;
}

const SURE_PRONOUN = /^(?:it|one|them|this|that)$/;
const PLACES = /^(?:went|chisell?ed|whittled|sawed|scraped|carved|put|took|taken|cut|shaved|removed|inserted|chopped|drilled|whacked|stuck|worked|opened|cleaned|fitted|fixed|made|did|operated|trimmed)$/;
const INTO = /^(?:in|into|on|off|of|from|to|through|around|at)$/;

function markByVerb(marks: Marks, i: number): void {
  const isSure = hasClass(marks.clauses, i, C.operationVerb);
  const target = verbTarget(marks, i, isSure);
  if (target && !target.mention.isPassing && !isPutOut(marks, i, target)) mark(marks, target, 2);
  else if (isSure) leaveOpen(marks, i);
}

/** "did my back in", "put my hip out": an injury. */
function isPutOut(marks: Marks, i: number, target: Marked): boolean {
  const { words, breaks } = marks.clauses;
  const { start, end } = target.mention;
  const next = words[end];
  if (start <= i || breaks[end] || !/^(?:in|out)$/.test(next ?? '')) return false;
  return /^(?:did|done|do|doing|put)$/.test(words[i]!) && !isTimeWord(words[end + 1]) && !/^(?:the|hospital|20\d\d)$/.test(words[end + 1] ?? '');
}

/** Verbs that tell of an operation only with their particle: "seen to", "went in". */
function isWholeVerb(words: readonly string[], i: number): boolean {
  const next = words[i + 1] ?? '';
  if (words[i] === 'seen') return next === 'to';
  return words[i] !== 'went' || /^(?:in|into|through)$/.test(next);
}

function verbTarget(marks: Marks, i: number, isSure: boolean): Marked | undefined {
  const { clauses } = marks;
  if (!isWholeVerb(clauses.words, i)) return undefined;
  const left = /^(?:do|doing|did)$/.test(clauses.words[i]!) && !hasOperator(marks, i) ? undefined : reachLeft(marks, i, isSure);
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
    return (PLACES.test(clauses.words[i]!) && reachRight(marks, i, INTO, ANY_PAIN | C.opener, 7)) || antecedent(marks, i);
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
  return isSaid && (i + 1 >= clauses.words.length || clauses.breaks[i + 1]! > 0 || hasClass(clauses, i + 1, C.opener | C.conjunction));
}

/** "the hip I had done". */
function isHad(marks: Marks, from: number, verb: number): boolean {
  const { words } = marks.clauses;
  return hasClass(marks.clauses, verb - 1, C.have) && words.slice(from, verb - 1).some((w) => /^(?:i|he|she|we|they|mom|dad)$/.test(w));
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
  for (let j = i - 1; j >= Math.max(0, i - 3); j--) {
    if (marks.clauses.breaks[j + 1]! > 0 || marks.inside[j]! >= 0) return false;
    if (hasClass(marks.clauses, j, C.operator)) return true;
    if (!hasClass(marks.clauses, j, C.filler | C.have)) return false;
  }
  return false;
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
  return /^(?:fixing|doing|cutting|swapping|changing|mending|correcting)$/.test(marks.clauses.words[i]!) && !hasClass(marks.clauses, object.mention.end, C.painNoun);
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
  return hasPronoun ? marks.all[marks.before[i]!] : undefined;
}

/** "had it", "got one", "it was", "they did it". */
function isPronounFrame(marks: Marks, pronoun: number, verb: number): boolean {
  if (hasClass(marks.clauses, verb, C.operationVerb)) return true;
  const isObject = someClass(marks, Math.max(0, pronoun - 3), pronoun, C.have);
  return isObject || someClass(marks, pronoun + 1, verb, C.be);
}

const METAL = /^(?:screws?|plates?|rods?|pins?|nails?|metalwork|metal|hardware|cage|titanium|stitches|staples|scars?|incision|bionic)$/;

function markByHint(marks: Marks, i: number): void {
  const { words } = marks.clauses;
  const before = compoundBefore(marks, i);
  const isMetal = METAL.test(words[i]!);
  if (before) return mark(marks, before, isMetal && !/^(?:scars?|incision)$/.test(words[i]!) ? 2 : 1);
  if (!isMetal && !/^(?:plaster|cast|boot)$/.test(words[i]!)) return;
  const place = reachRight(marks, i, /^(?:in|into|on|through|across|round|of|from)$/, BLOCKS_PLACE, 3) ?? bareAfter(marks, i, isMetal);
  if (place && !place.mention.isPassing) mark(marks, place, isMetal ? 2 : 1);
  else if (isMetal && /^(?:put|in|went|inserted)$/.test(words[i + 1] ?? '')) markItOrOpen(marks, i);
}

/** "screws ankle", without "my" between. */
function bareAfter(marks: Marks, i: number, isMetal: boolean): Marked | undefined {
  const found = isMetal ? mentionStartingAt(marks, i + 1) : undefined;
  return found?.mention.core === i + 1 ? found : undefined;
}

/** "they put a nail in it": the site named last; "had screws put in": found later. */
function markItOrOpen(marks: Marks, i: number): void {
  const last = marks.all[marks.before[i]!];
  if (last && /^(?:it|one)$/.test(marks.clauses.words[i + 2] ?? '')) mark(marks, last, 2);
  else marks.openOperations.push(i);
}

/** "since the hip, my knee aches": a site alone behind `after` is an operation on it, unless something better is told. */
function markBareSite(marks: Marks, i: number): void {
  const { clauses } = marks;
  const found = mentionStartingAt(marks, i + 1);
  if (!found || found.mention.isPassing) return;
  const { end } = found.mention;
  const isAlone =
    end >= clauses.words.length ||
    clauses.breaks[end]! > 0 ||
    mentionStartingAt(marks, end) !== undefined ||
    /^(?:in|last|my|why|how|i|what|is|and)$/.test(clauses.words[end]!);
  if (isAlone) mark(marks, found, 1);
}
