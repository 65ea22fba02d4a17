// Reads by index carry `!` where the loop bounds guarantee the place.
import type { Site } from '../knowledge/entry.js';
import { hasClass } from './clauses.js';
import type { Marked, Marks } from './roleMarks.js';
import { WORD_CLASS as C, type Region } from './roleWords.js';

/** Where it hurts or where an operation was, beside the four sites. */
export type OtherRegion = Exclude<Region, Site>;

export interface Sites {
  readonly surgery?: readonly Site[];
  readonly pain?: readonly Site[];
  readonly otherSurgery?: readonly OtherRegion[];
  readonly otherPain?: readonly OtherRegion[];
}

/** Decides from the marks which sites were operated on and which hurt. */
export function chooseSites(marks: Marks): Sites {
  spreadGroups(marks);
  const operated = chooseOperated(marks);
  const hurting = chooseHurting(marks, operated);
  const isUsual = operated.length === 0 && marks.usual.length > 0;
  const surgery = isUsual ? [...new Set(marks.usual)] : sitesOf(operated);
  const pain = sitesOf(hurting);
  const otherSurgery = othersOf(operated);
  const otherPain = othersOf(hurting);
  return {
    ...(surgery.length > 0 && { surgery }),
    ...(pain.length > 0 && { pain }),
    ...(otherSurgery.length > 0 && { otherSurgery }),
    ...(otherPain.length > 0 && { otherPain }),
  };
}

const isSite = (region: Region): region is Site => /^(?:back|hip|knee|foot)$/.test(region);
const isOther = (region: Region): region is OtherRegion => !isSite(region);

function sitesOf(marked: readonly Marked[]): Site[] {
  return [...new Set(marked.map((m) => m.mention.site).filter(isSite))];
}

function othersOf(marked: readonly Marked[]): OtherRegion[] {
  return [...new Set(marked.map((m) => m.mention.site).filter(isOther))];
}

/** "hip and knee": what is said of one is said of the other, unless the other has its own mark. */
function spreadGroups(marks: Marks): void {
  for (let from = 0; from < marks.all.length;) {
    let to = from + 1;
    while (to < marks.all.length && isCoordinated(marks, to)) to += 1;
    if (to - from > 1) spread(marks, marks.all.slice(from, to));
    from = to;
  }
}

function isCoordinated(marks: Marks, id: number): boolean {
  const { clauses } = marks;
  const a = marks.all[id - 1]!.mention;
  const b = marks.all[id]!.mention;
  if (a.operation !== undefined || b.operation !== undefined) return false;
  if (b.start === a.end)
    return clauses.joined[b.start]! || (clauses.breaks[b.start] === 1 && b.core === b.start && isListed(marks, id));
  if (b.start - a.end > 2) return false;
  for (let k = a.end; k < b.start; k++)
    if (!hasClass(clauses, k, C.conjunction) && clauses.words[k] !== 'both') return false;
  return clauses.breaks[a.end] !== 2 && clauses.breaks[b.start] !== 2;
}

/** A comma alone joins only in a list that ends in "and". */
function isListed(marks: Marks, id: number): boolean {
  const next = marks.all[id + 1]?.mention;
  const end = marks.all[id]!.mention.end;
  return next !== undefined && next.start - end <= 2 && hasClass(marks.clauses, end, C.conjunction);
}

function spread(marks: Marks, group: readonly Marked[]): void {
  const isBare = (m: Marked): boolean => m.surgery === 0 && m.pain === 0 && !m.isFine;
  const original = group.map((m) => ({ ...m }));
  group.forEach((m, k) => {
    if (!isBare(m) || isReason(marks, m)) return;
    const left = original
      .slice(0, k)
      .reverse()
      .find((o) => !isBare(o));
    const right = original.slice(k + 1).find((o) => !isBare(o));
    const from = belongsRight(marks, m) ? (right ?? left) : (left ?? right);
    if (!from || from.isFine || (from === left && from.surgery > 0 && isNewSubject(marks, m))) return;
    m.surgery = from.surgery;
    m.pain = from.pain;
  });
}

/** "scoped for a torn meniscus, and the hip is sore": why it was done, not what hurts. */
function isReason({ clauses }: Marks, { mention }: Marked): boolean {
  const at = clauses.words.lastIndexOf('for', mention.start - 1);
  if (at < 0 || mention.start - at > 3 || clauses.clauseOf[at] !== clauses.clauseOf[mention.start]) return false;
  return hasClass(clauses, at - 1, C.operationVerb | C.operationNoun);
}

/** A determiner of its own or a comma before it parts a site from what comes before. */
function belongsRight(marks: Marks, m: Marked): boolean {
  const { start, core } = m.mention;
  return start < core || marks.clauses.breaks[start]! > 0;
}

/** "they rebuilt my knee, and my back feels bent": the second site begins a clause of its own. */
function isNewSubject(marks: Marks, m: Marked): boolean {
  const { start, core, end } = m.mention;
  const next = marks.clauses.words[end];
  if (start === core || next === undefined || marks.clauses.breaks[end] !== 0) return false;
  return (
    hasClass(marks.clauses, end, C.be | C.have | C.filler) ||
    (!hasClass(marks.clauses, end, NO_VERB) && /[^s]s$/.test(next))
  );
}

/** Words that may follow a site without making it the subject of a clause. */
const NO_VERB =
  C.conjunction |
  C.opener |
  C.placePreposition |
  C.operationNoun |
  C.operationVerb |
  C.lightVerb |
  C.operationHint |
  C.painNoun;

function chooseOperated(marks: Marks): Marked[] {
  const sure = marks.all.filter((m) => m.surgery === 2);
  if (sure.length > 0) return sure;
  if (marks.usual.length > 0) return [];
  const open = chooseForOpenOperation(marks);
  return open.length > 0 ? open : marks.all.filter((m) => m.surgery === 1);
}

/**
 * An operation without a site beside it belongs to the nearest site that is said to be well, or at least not to hurt. A
 * site in one clause with one that hurts most likely hurts too ("surgery, then ache in the back low down and the hips").
 */
function chooseForOpenOperation(marks: Marks): Marked[] {
  const at = marks.openOperations[0];
  if (at === undefined) return [];
  const hurting = new Set(marks.all.filter((m) => m.pain > 0).map((m) => m.mention.site));
  const clauseOf = (m: Marked): number => marks.clauses.clauseOf[m.mention.end - 1] ?? 0;
  const painful = new Set(marks.all.filter((m) => m.pain > 0).map(clauseOf));
  const free = marks.all.filter(
    (m) => m.pain === 0 && !m.mention.isPassing && !hurting.has(m.mention.site) && !painful.has(clauseOf(m)),
  );
  const well = free.filter((m) => m.isFine);
  if (hurting.size === 0 && well.length === 0) return chooseContrasted(marks, free);
  if (hurting.size > 1 && free.length === 0) return chooseFormer(marks, at);
  const distance = (m: Marked): number => Math.abs(m.mention.start - at);
  const nearest = [...(well.length > 0 ? well : free)].sort((a, b) => distance(a) - distance(b))[0];
  return nearest ? [nearest] : [];
}

/** "pain used to be in my knee, now after the op it is in my hip": what hurt before the operation was operated on. */
function chooseFormer(marks: Marks, at: number): Marked[] {
  const { words, clauseOf } = marks.clauses;
  const hurting = marks.all.filter((m) => m.pain > 0);
  const last = hurting.at(-1);
  if (!last) return [];
  const isNow = words.some((w, k) => k >= (hurting[0]?.mention.end ?? 0) && /^(?:now|instead|today)$/.test(w));
  const former = hurting.filter(({ mention: m }) => {
    const clause = words.slice(Math.max(0, m.start - 5), m.end + 2);
    const isPast = clause.some((w) => /^(?:used|cure|cured|was|were|years|had|hurt|ached|before)$/.test(w));
    return m.site !== last.mention.site && isPast && (m.end <= at || clauseOf[m.start] === clauseOf[at]);
  });
  return isNow ? former.slice(-1) : [];
}

/** "knee's mighty since the op, but the back is at me": in a contrast the operated site comes first. */
function chooseContrasted(marks: Marks, free: readonly Marked[]): Marked[] {
  const [first, second] = free;
  if (!first || !second || free.length > 2 || first.mention.site === second.mention.site) return [];
  const between = marks.clauses.words.slice(first.mention.end, second.mention.start);
  return between.some((w) => /^(?:but|yet|however|though|although)$/.test(w)) ? [first] : [];
}

function chooseHurting(marks: Marks, operated: readonly Marked[]): Marked[] {
  const operatedSites = new Set(operated.map((m) => m.mention.site));
  const isKnown = operated.length > 0 || marks.usual.length > 0 || marks.all.some((m) => m.isFine);
  const isFree = (m: Marked): boolean => m.pain === 0 && !m.isFine && !operatedSites.has(m.mention.site);
  const told = marks.all.filter((m) => m.pain > 0 && !(m.surgery === 1 && m.pain === 1));
  const free = isKnown ? marks.all.filter(isFree) : [];
  const others = free.filter((m) => !m.mention.isPassing);
  const sure = told.filter((m) => m.pain === 2);
  if (sure.length > 0)
    return [...preferElsewhere(marks, sure, operatedSites), ...others.filter((m) => isAlso(marks, m))];
  if (others.length > 0) return others;
  if (told.length > 0) return told;
  if (free.length > 0) return free;
  const hasPain = marks.openPains.some((i) => isSaidOfIt(marks, i));
  return hasPain ? operated.filter((m) => !m.isFine).slice(-1) : [];
}

/**
 * Where the operated site and another one hurt, the question is about the other one ("I had hip pain for years, then the
 * new hip, now my knee hurts"), unless both are named in one breath or the other one hurts "too".
 */
function preferElsewhere(marks: Marks, hurting: readonly Marked[], operated: ReadonlySet<Region>): readonly Marked[] {
  const elsewhere = hurting.filter((m) => !operated.has(m.mention.site));
  if (elsewhere.length === 0 || elsewhere.some((m) => isAlso(marks, m))) return hurting;
  const ids = new Set(elsewhere.map((m) => marks.all.indexOf(m)));
  return hurting.filter((m) => {
    const id = marks.all.indexOf(m);
    const isTogether =
      (ids.has(id + 1) && isCoordinated(marks, id + 1)) || (ids.has(id - 1) && isCoordinated(marks, id));
    return ids.has(id) || isTogether;
  });
}

/** "and now the hip too". */
function isAlso(marks: Marks, m: Marked): boolean {
  const { words } = marks.clauses;
  const near = [words[m.mention.start - 1], words[m.mention.start - 2], words[m.mention.end], words[m.mention.end + 1]];
  return near.some((w) => w === 'also' || w === 'too' || w === 'well');
}

/** "it hurts", "still hurts". */
function isSaidOfIt(marks: Marks, i: number): boolean {
  const { words } = marks.clauses;
  for (let j = i - 1; j >= Math.max(0, i - 4); j--) {
    if (/^(?:it|they|which|still)$/.test(words[j]!)) return true;
    if (/^(?:i|my|the|he|she|we)$/.test(words[j]!)) return false;
  }
  return false;
}
