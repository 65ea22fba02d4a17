// Reads by index carry `!` where the loop bounds guarantee the place.
import type { Site } from '../knowledge/entry.js';
import { hasClass, isUnbroken, type Clauses } from './clauses.js';
import type { FoundConcept } from './concepts.js';
import type { Marked, Marks } from './roleMarks.js';
import { WORD_CLASS as C } from './roleWords.js';
import { findTimes, type ToldTime } from './timeSince.js';

const OPERATION = C.operationNoun | C.operationVerb;

/** Kinds of operation by concept id; the first pattern that fits names the kind. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^disc-replacement$/, 'disc-replacement'],
  [/replacement|hemi|knee-partial|(?:hip|knee)-revision/, 'replacement'],
  [/arthroscopy|keyhole|labral-repair|meniscus-surgery/, 'arthroscopy'],
  [/pinning|fixation|fracture-repair/, 'fracture-repair'],
  [/fusion/, 'fusion'],
  [/laminectomy|discectomy/, 'decompression'],
  [/acl|ligament/, 'ligament'],
  [/bunion|hammertoe/, 'bunion'],
  [/achilles|plantar/, 'tendon'],
  [/osteotomy|flatfoot/, 'osteotomy'],
];
const KIND_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:replaced|replacing|resurfaced|replacements?|arthroplasty|prosthesis)$/, 'replacement'],
  [/^(?:fused|fusing|fusions?|arthrodesis)$/, 'fusion'],
  [/^(?:pinned|plated|nailed|orif|screws?)$/, 'fracture-repair'],
  [/^(?:scoped?|arthroscopy|keyhole)$/, 'arthroscopy'],
  [/^(?:decompressed|decompression)$/, 'decompression'],
];

/** The kind of operation, as `when.operation` of a variant names it: `replacement`, `fusion`, `arthroscopy` and so on. */
export function findOperationKind(
  marks: Marks,
  found: readonly FoundConcept[],
  surgery: readonly Site[],
): string | undefined {
  for (const concept of found) {
    if (concept.kind !== 'operation' || (concept.site && surgery.length > 0 && !surgery.includes(concept.site)))
      continue;
    const kind = KINDS.find(([pattern]) => pattern.test(concept.id))?.[1];
    if (kind) return kind;
  }
  const byName = marks.all.find((m) => m.surgery > 0 && m.mention.operation?.endsWith('-replacement'));
  if (byName) return 'replacement';
  return surgery.length === 0
    ? undefined
    : marks.clauses.words.flatMap((w) => KIND_WORDS.find(([p]) => p.test(w))?.[1] ?? [])[0];
}

const WENT_IN =
  /^(?:went|entered|came|done|replaced|surgery|op|operation|replacement|operated|approach|entry|thr|tha|cut|hip|opened)$/;

const APPROACHES = new Set('anterior posterior lateral front back side behind'.split(' '));

/** From which side the surgeon came: the front (anterior), the back (posterior) or the side (lateral). */
export function findApproach(clauses: Clauses, found: readonly FoundConcept[]): 'front' | 'back' | 'side' | undefined {
  const { words } = clauses;
  for (const { id } of found) {
    const told = /^approach-(front|back|side)$/.exec(id)?.[1];
    // The pattern above allows nothing else.
    if (told) return told as 'front' | 'back' | 'side';
  }
  for (let i = 0; i < words.length; i++) {
    if (!APPROACHES.has(words[i]!)) continue;
    const named = { anterior: 'front', posterior: 'back', lateral: 'side' }[words[i]!] as
      'front' | 'back' | 'side' | undefined;
    if (named && /^(?:hip|approach|thr|tha|replacement|total|incision|entry)$/.test(words[i + 1] ?? '')) return named;
    const place =
      /^(?:front|back|side|behind)$/.test(words[i]!) && /^(?:from|through|via|at|the|my)$/.test(words[i - 1] ?? '');
    if (
      place &&
      /^(?:from|through|via|at)$/.test(
        words[i - 1] === 'the' || words[i - 1] === 'my' ? (words[i - 2] ?? '') : words[i - 1]!,
      )
    ) {
      const isEntry =
        words.slice(Math.max(0, i - 8), i - 1).some((w) => WENT_IN.test(w)) &&
        isUnbroken(clauses, Math.max(0, i - 3), i);
      if (isEntry && !hasPainNear(clauses, i))
        return words[i] === 'behind' ? 'back' : (words[i] as 'front' | 'back' | 'side');
    }
  }
  return undefined;
}

function hasPainNear(clauses: Clauses, i: number): boolean {
  for (let k = i - 6; k < i; k++) if (hasClass(clauses, k, C.painNoun | C.painVerb | C.painAdjective)) return true;
  return false;
}

/** "never had surgery", "I have not been operated on", "no operation". */
export function saysNoSurgery(clauses: Clauses): boolean {
  const { words } = clauses;
  for (let k = 0; k < words.length; k++) {
    if (!/^(?:no|not|never)$/.test(words[k]!)) continue;
    for (let i = k + 1; i <= k + 5 && i < words.length && isUnbroken(clauses, k, i); i++) {
      if (hasClass(clauses, i, OPERATION) || words[i] === 'knife') return isDenial(words, k, i);
      if (
        /^(?:want|need|like|think|sure|know|only|hurt|until|due|afford|recommend|before|going|say|decided|replaced|my|the)$/.test(
          words[i]!,
        ) &&
        words[i + 1] !== 'knife'
      )
        break;
    }
  }
  return false;
}

function isDenial(words: readonly string[], not: number, operation: number): boolean {
  if (words[not] === 'no')
    return !/^(?:pain|pains|ache|scar)$/.test(words[operation + 1] ?? '') && words[not - 1] !== 'there';
  return words.slice(not, operation).some((w) => /^(?:had|have|been|undergone|got|any|gone)$/.test(w));
}

const PLANS = /^(?:upcoming|awaiting|scheduled|booked|planned|due|waiting|planning|considering|prehab)$/;

/** The operation lies ahead: "waiting for a hip replacement", "having my knee done next month". */
export function isPlanned(marks: Marks): boolean {
  const { words } = marks.clauses;
  return words.some((w, i) => {
    if (PLANS.test(w)) return hasOperationWithin(marks, i, 8);
    const isGoing =
      /^(?:going|gonna)$/.test(w) && words[i + 1] === 'to' && /^(?:have|get|be|need)$/.test(words[i + 2] ?? '');
    const isAhead =
      w === 'next' && /^(?:week|month|year|tuesday|monday|wednesday|thursday|friday)$/.test(words[i + 1] ?? '');
    return (isGoing || isAhead) && hasOperationWithin(marks, i, 8);
  });
}

function hasOperationWithin(marks: Marks, i: number, reach: number): boolean {
  for (let k = Math.max(0, i - reach); k <= i + reach; k++) {
    if (hasClass(marks.clauses, k, OPERATION | C.lightVerb)) return true;
    const id = marks.inside[k] ?? -1;
    if (id >= 0 && marks.all[id]!.surgery > 0) return true;
  }
  return false;
}

/** Whole weeks since the operation, from the time told nearest to it; a time alone answers "when was it?". */
export function findWeeksSince(marks: Marks, now?: Date): number | undefined {
  const { words, joined } = marks.clauses;
  const times = findTimes(words, joined, now);
  if (times.length === 0) return undefined;
  const anchors = operationPlaces(marks);
  if (anchors.length === 0) return isTimeAlone(words, times[0]!) ? times[0]!.weeks : undefined;
  const near = times
    .filter((t) => t.isPast)
    .map((t) => ({ t, far: Math.min(...anchors.map((a) => farness(marks.clauses, a, t))) }))
    .sort((a, b) => a.far - b.far)[0];
  return near && near.far <= MAX_FAR ? near.t.weeks : undefined;
}

/** Beyond this many words, breaks counted in, a time tells of something else. */
const MAX_FAR = 16;

function operationPlaces(marks: Marks): number[] {
  const places = marks.all.filter((m) => m.surgery > 0).map((m) => m.mention.end - 1);
  marks.clauses.words.forEach((_, i) => {
    if (hasClass(marks.clauses, i, OPERATION)) places.push(i);
  });
  return places;
}

function farness(clauses: Clauses, anchor: number, time: ToldTime): number {
  const [from, to] = anchor < time.start ? [anchor, time.start] : [time.end, anchor];
  let far = to - from;
  for (let i = from + 1; i <= to && i < clauses.words.length; i++) {
    far += clauses.breaks[i]! * 2;
    if (hasClass(clauses, i, C.painVerb | C.painNoun)) far += 3;
  }
  return far;
}

/** "about 6 weeks", "in march": nothing else is said. */
function isTimeAlone(words: readonly string[], time: ToldTime): boolean {
  const rest = [...words.slice(0, time.start), ...words.slice(time.end)];
  return (
    rest.length <= 4 &&
    rest.every((w) =>
      /^(?:about|around|roughly|it|was|is|in|on|ago|back|out|post|op|only|just|maybe|i|think|nearly|almost|over|now|been|has|since|last|the|of|more|than|at|so|or|well|um|like)$/.test(
        w,
      ),
    )
  );
}

const TAKES = /^(?:on|take|taking|takes|took|using|use|prescribed|given|started|with|am)$/;

/** The person takes a blood thinner; asking about one ("can I take aspirin?") is not taking it. */
export function takesBloodThinner(clauses: Clauses, found: readonly FoundConcept[]): boolean {
  const { words } = clauses;
  return found.some(({ id, start }) => {
    if (id !== 'blood-thinners') return false;
    const before = words.slice(Math.max(0, start - 5), start);
    if (
      before.some((w) =>
        /^(?:not|never|no|can|should|could|stop|off|without|instead|if|why|when|what|may|need)$/.test(w),
      )
    )
      return false;
    return before.some((w) => TAKES.test(w)) || /^my$/.test(words[start - 1] ?? '');
  });
}

/** Who it is about: whose body is named, or else who had the operation. */
export function findPerson(marks: Marks): 'self' | 'other' | undefined {
  const { words } = marks.clauses;
  const owners = marks.all.map((m) => ownerOf(words, m));
  if (owners.includes('self')) return 'self';
  if (owners.includes('other')) return 'other';
  if (words.some((_, i) => hasClass(marks.clauses, i, C.person) && /^(?:my|our|me|for)$/.test(words[i - 1] ?? '')))
    return 'other';
  if (words.some((w) => /^(?:he|she|his|her)$/.test(w)) && !words.includes('i')) return 'other';
  return words.some((w) => /^(?:i|my|me|mine)$/.test(w)) ? 'self' : undefined;
}

function ownerOf(words: readonly string[], { mention }: Marked): 'self' | 'other' | undefined {
  const before = words.slice(Math.max(0, mention.start - 1), mention.core);
  if (before.some((w) => /^(?:his|her|their|hers)$/.test(w))) return 'other';
  const owner = before.at(-1) ?? '';
  if (/^(?:my|our|me|mine)$/.test(owner)) return 'self';
  return isPerson(owner) ? 'other' : undefined;
}

function isPerson(word: string): boolean {
  return /^(?:mom|dad|mother|father|wife|husband|hubby|nan|nana|gran|granny|grandma|grandad|granddad|grandpa|sister|brother|son|daughter|friend|partner|mate|aunt|uncle|patient|grandmother|grandfather|neighbor|girlfriend|boyfriend)$/.test(
    word,
  );
}
