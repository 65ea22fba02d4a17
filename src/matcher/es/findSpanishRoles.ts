import type { Token } from '../../text.js';
import type { OtherRegion } from '../chooseSites.js';
import { readBreaks } from '../clauses.js';
import type { FoundConcept } from '../concepts.js';
import type { RoleOptions, Roles } from '../roles.js';
import { markSpanishRoles, type SpanishMarks } from './markRoles.js';
import { isSite } from './roleWords.js';
import { findSpanishMentions, type SpanishMention, type SpanishText } from './siteMentions.js';
import {
  findSpanishApproach,
  findSpanishOperation,
  findSpanishPerson,
  findSpanishWeeks,
  isSpanishPlanned,
  saysNoSpanishSurgery,
  takesSpanishThinner,
} from './spanishCircumstances.js';

type Loose = { readonly [K in keyof Roles]: Roles[K] | undefined };

/** As `findRoles`, for Spanish. A Spanish cue stands before its part ("dolor de rodilla") more often than behind it. */
export function findSpanishRoles(
  folded: string,
  tokens: readonly Token[],
  found: readonly FoundConcept[],
  { now }: RoleOptions = {},
): Roles {
  const text: SpanishText = { words: tokens.map((t) => t.text), breaks: readBreaks(folded, tokens) };
  const mentions = findSpanishMentions(text);
  const marks = markSpanishRoles(text, mentions);
  const operated = chooseOperated(mentions, marks);
  const hurting = chooseHurting(text, mentions, marks, operated);
  const isUsual = operated.length === 0 && marks.isUsuallyBack;
  const noSurgery = operated.length === 0 && saysNoSpanishSurgery(text, marks);
  const planned = !noSurgery && isSpanishPlanned(text, marks);
  const isOperated = operated.length > 0 || isUsual;
  return dropAbsent({
    surgery: isUsual ? ['back'] : sitesOf(operated),
    pain: sitesOf(hurting),
    otherSurgery: othersOf(operated),
    otherPain: othersOf(hurting),
    ...findSides(text, operated, hurting),
    operation: isOperated || marks.operations.length > 0 ? findSpanishOperation(text, found, isOperated) : undefined,
    approach: marks.operations.length > 0 ? findSpanishApproach(text.words) : undefined,
    weeksSince: noSurgery || planned ? undefined : findSpanishWeeks(text, mentions, marks, now),
    planned: planned || undefined,
    noSurgery: noSurgery || undefined,
    bloodThinner: takesSpanishThinner(text.words, found) || undefined,
    person: findSpanishPerson(text.words),
  });
}

function dropAbsent(roles: Loose): Roles {
  // Object.entries loses the field types; every field left has the type that Loose gave it.
  return Object.fromEntries(Object.entries(roles).filter(([, value]) => value !== undefined)) as Roles;
}

function sitesOf(mentions: readonly SpanishMention[]): Roles['surgery'] {
  const sites = [...new Set(mentions.map((m) => m.region).filter(isSite))];
  return sites.length > 0 ? sites : undefined;
}

function othersOf(mentions: readonly SpanishMention[]): Roles['otherPain'] {
  const others = [...new Set(mentions.map((m) => m.region).filter((r): r is OtherRegion => !isSite(r)))];
  return others.length > 0 ? others : undefined;
}

/** Sure ones first; then a part alone behind "desde"; then, with an operation whose part is not told, one that is well. */
function chooseOperated(mentions: readonly SpanishMention[], marks: SpanishMarks): SpanishMention[] {
  const sure = mentions.filter((m) => m.surgery === 2);
  if (sure.length > 0) return sure;
  if (marks.isUsuallyBack) return [];
  const hurts = mentions.some((m) => m.pain > 0);
  if (marks.openOperations.length > 0) {
    const well = mentions.filter((m) => m.isFine && !m.isPassing);
    if (well.length > 0) return well.slice(0, 1);
    const free = mentions.filter((m) => m.pain === 0 && !m.isPassing);
    if (hurts && free.length > 0) return free.slice(0, 1);
  }
  return mentions.filter((m) => m.surgery === 1);
}

function chooseHurting(
  text: SpanishText,
  mentions: readonly SpanishMention[],
  marks: SpanishMarks,
  operated: readonly SpanishMention[],
): SpanishMention[] {
  const regions = new Set(operated.map((m) => m.region));
  const told = mentions.filter((m) => m.pain > 0 && !m.isFine);
  const elsewhere = told.filter((m) => !regions.has(m.region));
  if (elsewhere.length > 0) return isBoth(text, told) ? told : elsewhere;
  const isKnown = operated.length > 0 || marks.isUsuallyBack || mentions.some((m) => m.isFine);
  const free = isKnown
    ? mentions.filter((m) => !m.isFine && !m.isPassing && !regions.has(m.region) && m.pain === 0)
    : [];
  if (free.length > 0 && (told.length === 0 || told.every((m) => m.surgery > 0))) return free;
  if (told.length > 0) return told;
  return marks.openPains.length > 0 && operated.length > 0 ? operated.filter((m) => !m.isFine).slice(-1) : [];
}

/** Several parts in one breath, or "también": all of them hurt. */
function isBoth({ words }: SpanishText, told: readonly SpanishMention[]): boolean {
  if (words.includes('tambien')) return true;
  const [first, second] = told;
  return (
    first !== undefined &&
    second !== undefined &&
    second.at - first.end <= 3 &&
    !words.slice(first.end, second.at).includes('pero')
  );
}

function findSides(
  { words }: SpanishText,
  operated: readonly SpanishMention[],
  hurting: readonly SpanishMention[],
): Pick<Loose, 'side' | 'otherSide'> {
  const sideOf = (list: readonly SpanishMention[]): Roles['side'] =>
    list.map((m) => m.side).find((s): s is 'left' | 'right' | 'both' => s !== undefined && s !== 'other');
  const painSide = sideOf(hurting);
  const surgerySide = sideOf(operated);
  const isOpposite = painSide !== undefined && surgerySide !== undefined && painSide !== surgerySide;
  const isKnown = painSide !== 'both' && surgerySide !== 'both';
  const saysOther =
    hurting.some((m) => m.side === 'other') ||
    /\b(?:otro lado|lado (?:contrario|opuesto)|(?:la|pierna) contraria)\b/.test(words.join(' '));
  return {
    side: painSide ?? surgerySide ?? looseSide(words),
    otherSide: (isOpposite && isKnown) || saysOther || undefined,
  };
}

/** "en el lado izquierdo", "la derecha". */
function looseSide(words: readonly string[]): 'left' | 'right' | undefined {
  for (let i = 0; i < words.length; i++) {
    const found = /^(izquierd|derech)[oa]$/.exec(words[i] ?? '')?.[1];
    if (found && /^(?:lado|pierna|la|el|costado)$/.test(words[i - 1] ?? ''))
      return found === 'izquierd' ? 'left' : 'right';
  }
  return undefined;
}
