// Reads by index carry `!` where the loop bounds guarantee the place.
import { hasClass, type Clauses } from './clauses.js';
import type { FoundConcept } from './concepts.js';
import { regionOfWord, WORD_CLASS as C, type Region } from './roleWords.js';

export type MentionSide = 'left' | 'right' | 'both' | 'other';

/** A place in an utterance where a body region is named. */
export interface SiteMention {
  readonly site: Region;
  /** First word including determiners: `my` in "my left hip". */
  readonly start: number;
  /** First word of side and site: `left` in "my left hip". */
  readonly core: number;
  /** Index after the last word. */
  readonly end: number;
  /** The mention is an operation in itself: `thr`, `laminectomy`, `new hip`. */
  readonly operation?: string;
  /** `new hip pain` may mean a new hip or a new pain. */
  readonly isUncertain?: boolean;
  /** Named in passing (`knee scooter`, `on my back`): takes a role only from a word that stands right beside it. */
  readonly isPassing?: boolean;
  readonly side?: MentionSide;
}

/** Operations that other regions can have too: "my ankle was fused". The region beside them counts, if there is one. */
const MOVABLE = /^(?:fus|fuz|decompress|arthrodes)/;

/** Things named after a region. */
const EQUIPMENT = new Set(
  `scooter brace hook ball pocket pockets stool rest pump pumps pillow precautions sleeve support machine roller walker
  hop deep massager pad pads height socks sock abductor braces high bath spa soak door seat yard garden row doctor
  specialist clinic exercises exercise stretch stretches circles slides slide clamshells rotations rotation`.split(
    /\s+/,
  ),
);

/** The regions named in an utterance, from left to right, with the operations that carry a region in their name. */
export function findSiteMentions(clauses: Clauses, found: readonly FoundConcept[]): SiteMention[] {
  const out: SiteMention[] = [];
  let next = 0;
  for (let i = 0; i < clauses.words.length;) {
    while (next < found.length && found[next]!.end <= i) next += 1;
    const concept = found[next] && found[next]!.start <= i ? found[next] : undefined;
    const mention = readMention(clauses, i, concept, out.at(-1)?.end ?? 0);
    if (mention) out.push(mention);
    i = Math.max(i + 1, mention?.end ?? 0);
  }
  return out;
}

function readMention(
  clauses: Clauses,
  i: number,
  concept: FoundConcept | undefined,
  floor: number,
): SiteMention | undefined {
  if (
    concept?.start === i &&
    concept.site &&
    concept.kind === 'operation' &&
    !isMovable(clauses, concept) &&
    !isPlain(clauses, concept)
  )
    return withSpan(clauses, i, concept.end, concept.site, floor, concept.id);
  if (concept?.start === i && concept.site && concept.end - i > 1 && concept.kind !== 'operation')
    return withSpan(clauses, i, endOfSite(clauses, concept.end), concept.site, floor);
  const word = clauses.words[i]!;
  const named = regionOfWord(word);
  const isSingle = concept && concept.kind !== 'operation' && concept.end - concept.start === 1;
  const site = named ?? (isSingle ? concept.site : undefined);
  if (
    !site ||
    (word === 'back' && !isBodyBack(clauses, i)) ||
    isMeasure(clauses, i) ||
    isArching(clauses, i) ||
    isOtherHand(clauses, i) ||
    isAnaesthetic(clauses, i)
  )
    return undefined;
  const isInTool =
    concept !== undefined && concept.end - concept.start > 1 && /^(?:tool|care|activity)$/.test(concept.kind);
  return withSpan(clauses, i, endOfSite(clauses, i + 1), site, floor, undefined, isInTool && word !== 'back');
}

function isMovable(clauses: Clauses, concept: FoundConcept): boolean {
  return concept.end - concept.start === 1 && MOVABLE.test(clauses.words[concept.start]!);
}

/** "knee surgery", "hip done": site and operation are read as two, so that "hip and knee surgery" covers both. */
function isPlain(clauses: Clauses, concept: FoundConcept): boolean {
  const isSiteFirst = regionOfWord(clauses.words[concept.start]!) !== undefined;
  return isSiteFirst && hasClass(clauses, concept.end - 1, C.operationNoun | C.operationVerb | C.lightVerb);
}

const VERTEBRA = /^[ls][1-5]$/;

/** "L5 S1", "L4/L5": one place of the back. */
function isNextVertebra({ words }: Clauses, i: number): boolean {
  return VERTEBRA.test(words[i] ?? '') && VERTEBRA.test(words[i - 1] ?? '');
}

/** "knee joint", "hip flexors", "back muscles": the words after belong to the site. */
function endOfSite(clauses: Clauses, end: number): number {
  while (clauses.breaks[end] === 0 && (hasClass(clauses, end, C.trailer) || isNextVertebra(clauses, end))) end += 1;
  return end;
}

function withSpan(
  clauses: Clauses,
  head: number,
  end: number,
  site: Region,
  floor: number,
  operation?: string,
  isInTool = false,
): SiteMention {
  const { words } = clauses;
  let core = head;
  while (core > floor && clauses.breaks[core] === 0 && hasClass(clauses, core - 1, C.modifier)) core -= 1;
  let start = core;
  while (start > floor && clauses.breaks[start] === 0 && hasClass(clauses, start - 1, C.determiner)) start -= 1;
  const side = sideOf(words.slice(core, end));
  const isNew = words.slice(core, end).some((w) => ARTIFICIAL.test(w));
  const isUncertain = isNew && hasClass(clauses, end, C.painNoun) && clauses.breaks[end] === 0;
  const isPassing = isInTool || EQUIPMENT.has(words[end] ?? '') || isPosture(clauses, start, head);
  return {
    site,
    start,
    core,
    end,
    ...(side && { side }),
    ...(operation !== undefined && { operation }),
    ...(operation === undefined && isNew && !isPassing && { operation: `${site}-replacement` }),
    ...(isUncertain && { isUncertain }),
    ...(isPassing && operation === undefined && { isPassing }),
  };
}

function sideOf(words: readonly string[]): MentionSide | undefined {
  if (words.some((w) => /^(?:other|opposite|contralateral|good|healthy|unoperated|remaining|natural)$/.test(w)))
    return 'other';
  if (words.some((w) => /^(?:both|bilateral)$/.test(w))) return 'both';
  if (words.some((w) => /^(?:left|lt|l)$/.test(w))) return 'left';
  return words.some((w) => /^(?:right|rt|r)$/.test(w)) ? 'right' : undefined;
}

const ARTIFICIAL = /^(?:new|tin|metal|bionic|titanium|artificial|fake|false|prosthetic|plastic)$/;
const POSTURE =
  /^(?:lie|lying|lay|laying|lies|sleep|sleeping|slept|roll|stand|standing|flat|turn|turning|kneel|kneeling|get|getting|got)$/;

const MOTION =
  /^(?:bring|bringing|lift|lifting|raise|raising|swing|swinging|bend|bending|move|moving|put|putting|cross|crossing|straighten|straightening)$/;

/** "lie on my back", "on my feet", "the knee on that leg": where something is, not what hurts. */
function isPosture(clauses: Clauses, start: number, head: number): boolean {
  const { words } = clauses;
  if (MOTION.test(words[start - 1] ?? '')) return true;
  if (words[start - 1] !== 'on') return false;
  if (regionOfWord(words[head]!) === 'leg') return true;
  return POSTURE.test(words[start - 2] ?? '') || POSTURE.test(words[start - 3] ?? '') || words[start - 2] === 'back';
}

/** "six feet tall", "a foot long". */
function isMeasure(clauses: Clauses, i: number): boolean {
  if (!/^(?:foot|feet)$/.test(clauses.words[i]!)) return false;
  const isCounted =
    clauses.breaks[i] === 0 && /^(?:\d|two|three|four|five|six|seven)$/.test(clauses.words[i - 1] ?? '');
  return isCounted || isUpAgain(clauses, i);
}

/** "when I arch my back". */
function isArching({ words }: Clauses, i: number): boolean {
  return words[i] === 'arch' && /^(?:my|the|your|his|her|back)$/.test(words[i + 1] ?? '');
}

/** "on the other hand". */
function isOtherHand(clauses: Clauses, i: number): boolean {
  return clauses.words[i] === 'hand' && /^(?:other|one|first|second)$/.test(clauses.words[i - 1] ?? '');
}

/** "they gave me a spinal". */
function isAnaesthetic(clauses: Clauses, i: number): boolean {
  return (
    clauses.words[i] === 'spinal' &&
    /^(?:a|the)$/.test(clauses.words[i - 1] ?? '') &&
    (i + 1 >= clauses.words.length || clauses.breaks[i + 1]! > 0 || hasClass(clauses, i + 1, C.opener | C.conjunction))
  );
}

/** "back on my feet". */
function isUpAgain(clauses: Clauses, i: number): boolean {
  return clauses.words[i - 2] === 'on' && clauses.words[i - 3] === 'back' && GO.has(clauses.words[i - 4] ?? 'get');
}

const GO = new Set(
  `go going goes went gone come comes came coming get gets getting got gotten bounce bring brought bringing put push
  pushed move moved step hold look think call wrote write give gave send sent sit lean fall fell set way far ages weeks
  week months month year years yr yrs wks wk mths mth days day then right straight welcome be is are am was were been it
  them him you us head heading report reported walk walking hear all long ease eased`.split(/\s+/),
);
const NOT_BODY_NEXT = new Set(
  'to in at on home again then when from with into up of as by and where there here before for'.split(' '),
);
const MAKES_GO =
  /^(?:get|gets|getting|got|want|bring|brings|help|put|send|have|let|call|ring|phone|email|text|pay|take|takes|holding|hold|holds)$/;

/** "a hip replacement from the back". */
function isApproach(clauses: Clauses, i: number): boolean {
  const { words } = clauses;
  if (words[i - 1] !== 'the' || !/^(?:from|through|via)$/.test(words[i - 2] ?? '')) return false;
  for (let k = i - 3; k >= i - 6; k--)
    if (hasClass(clauses, k, C.operationNoun | C.operationVerb | C.lightVerb)) return true;
  return false;
}

/** "hip and back" in contrast to "to the toilet and back". */
function tellsOfBody(clauses: Clauses, i: number): boolean {
  for (let k = i - 2; k >= Math.max(0, i - 7); k--) {
    if (hasClass(clauses, k, C.painNoun | C.painVerb | C.painAdjective | C.operationNoun)) return true;
    if (regionOfWord(clauses.words[k]!) !== undefined) return true;
  }
  return false;
}

/** Tells the body part from "go back", "back in March", "the back of my knee". */
function isBodyBack(clauses: Clauses, i: number): boolean {
  const { words } = clauses;
  const next = clauses.breaks[i + 1] ? '' : (words[i + 1] ?? '');
  const previous = clauses.breaks[i] ? '' : (words[i - 1] ?? '');
  if (clauses.isContracted[i]) return true;
  if (next === 'of' || next === 'door' || next === 'seat') return false;
  if (hasClass(clauses, i + 1, C.painNoun | C.operationNoun) && next !== '') return true;
  if (isApproach(clauses, i) || (previous === 'and' && !tellsOfBody(clauses, i))) return false;
  const isCue = hasClass(clauses, i + 1, C.painVerb | C.painAdjective | C.operationVerb) && next !== '';
  if (isCue) return !GO.has(previous) || previous === 'it';
  if (previous === 'me') return !MAKES_GO.test(words[i - 2] ?? '') && !/^(?:to|at|in|on|home|into)$/.test(next);
  if (hasClass(clauses, i - 1, C.determiner | C.modifier) && previous !== '' && previous !== 'right')
    return !(/^(?:to|at|in)$/.test(next) && MAKES_GO.test(words[i - 2] ?? ''));
  if (GO.has(previous)) return false;
  if (/^(?:in|on|of|to|from|and|or|hip|knee|across|at|with|n|hips|knees|foot|ankle)$/.test(previous)) return true;
  return !NOT_BODY_NEXT.has(next);
}
