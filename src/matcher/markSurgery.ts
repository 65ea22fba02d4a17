// Reads by index carry `!` where the loop bounds guarantee the place.
import { hasClass, isUnbroken } from './clauses.js';
import {
  isTimeWord,
  mentionEndingAt,
  mentionStartingAt,
  reachRight,
  type Certainty,
  type Marked,
  type Marks,
} from './roleMarks.js';
import { findVerbTarget } from './operationVerbs.js';
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

/** "the cut was on my back", "my back was under the knife". */
function isCutNoun({ clauses: { words } }: Marks, i: number): boolean {
  if (words[i] === 'knife') return words[i - 1] === 'the' && words[i - 2] === 'under';
  return words[i] === 'cut' && /^(?:the|a|my)$/.test(words[i - 1] ?? '');
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

const DENIED_VERB =
  /^(?:had|have|having|yet|need|needed|been|any|undergone|undergo|operated|replaced|done|get|got|do|touch|touched|even)$/;

const COMPOUND =
  /^(?:total|partial|joint|keyhole|arthroscopic|revision|robotic|minor|major|open|fracture|cap|ligament|emergency|elective|replacement|bilateral|reconstructive|surgical|double|day|big|tendon|disc|full|half|labral|labrum|fusion|reconstruction|scope|old|corrective|\d+|[ls][1-5])$/;
const OPERATED_PLACE = /^(?:on|to|in|of|for|at|was|were|is|around|onto|through)$/;
const BLOCKS_PLACE = ANY_PAIN | C.opener | C.conjunction | OPERATION;

function markByNoun(marks: Marks, i: number): void {
  if (isDenied(marks, i)) return;
  const target = compoundBefore(marks, i) ?? placeBehind(marks, i) ?? ownerOf(marks, i) ?? objectBehind(marks, i);
  if (target && !target.mention.isPassing) mark(marks, target, 2);
  else leaveOpen(marks, i);
}

/** "surgery on my knee"; but "after the surgery it is in my hip" says where it hurts. */
function placeBehind(marks: Marks, i: number): Marked | undefined {
  const found = reachRight(marks, i, OPERATED_PLACE, BLOCKS_PLACE, 7);
  return found && !marks.clauses.words.slice(i, found.mention.start).includes('it') ? found : undefined;
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
  while (
    j > 0 &&
    marks.clauses.breaks[j] === 0 &&
    marks.inside[j - 1]! < 0 &&
    COMPOUND.test(marks.clauses.words[j - 1]!)
  )
    j -= 1;
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
    if (
      hasClass(clauses, j, C.have) ||
      (j < i - 1 && hasClass(clauses, j, C.be) && clauses.words[j + 1] === 'the') ||
      /^(?:under|through|for)$/.test(clauses.words[j]!)
    )
      hasVerb = true;
    else if (clauses.words[j] === 'that' || clauses.words[j] === 'which') continue;
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

function markByVerb(marks: Marks, i: number): void {
  const isSure = hasClass(marks.clauses, i, C.operationVerb);
  const target = findVerbTarget(marks, i, isSure);
  if (target && !target.mention.isPassing && !isPutOut(marks, i, target)) mark(marks, target, 2);
  else if (isSure) leaveOpen(marks, i);
}

/** "did my back in", "put my hip out": an injury. */
function isPutOut(marks: Marks, i: number, target: Marked): boolean {
  const { words, breaks } = marks.clauses;
  const { start, end } = target.mention;
  const next = words[end];
  if (start <= i || breaks[end] || !/^(?:in|out)$/.test(next ?? '')) return false;
  return (
    /^(?:did|done|do|doing|put)$/.test(words[i]!) &&
    !isTimeWord(words[end + 1]) &&
    !/^(?:the|hospital|20\d\d)$/.test(words[end + 1] ?? '')
  );
}

const METAL =
  /^(?:screws?|plates?|rods?|pins?|nails?|metalwork|metal|hardware|cage|titanium|stitches|staples|scars?|incision|bionic)$/;

function markByHint(marks: Marks, i: number): void {
  const { words } = marks.clauses;
  const before = compoundBefore(marks, i);
  const isMetal = METAL.test(words[i]!);
  if (before) return mark(marks, before, isMetal && !/^(?:scars?|incision)$/.test(words[i]!) ? 2 : 1);
  if (/^surgeons?$/.test(words[i]!)) return markJudged(marks, i);
  if (!isMetal && !/^(?:plaster|cast|boot)$/.test(words[i]!)) return;
  const place =
    reachRight(marks, i, /^(?:in|into|on|through|across|round|of|from)$/, BLOCKS_PLACE, 3) ??
    bareAfter(marks, i, isMetal);
  if (place && !place.mention.isPassing) mark(marks, place, isMetal ? 2 : 1);
  else if (isMetal && /^(?:put|in|went|inserted)$/.test(words[i + 1] ?? '')) markItOrOpen(marks, i);
}

/** "the surgeon is happy with my hip": what a surgeon judges is what was operated on. */
function markJudged(marks: Marks, i: number): void {
  const judged = reachRight(marks, i, /^(?:with|about|at)$/, BLOCKS_PLACE, 6);
  if (judged && !judged.mention.isPassing) mark(marks, judged, 1);
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
