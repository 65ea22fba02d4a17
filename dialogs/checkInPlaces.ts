import { operationKind, type Slot } from '../src/knowledge/checkIn.js';
import type { Site } from '../src/knowledge/entry.js';
import type { Knowledge } from '../src/knowledge/loadKnowledge.js';
import { findLongest } from '../src/language/findPhrase.js';
import type { Language } from '../src/language/language.js';
import { toPhrase } from '../src/language/phrases.js';
import { createConceptFinder, type ConceptFinder } from '../src/matcher/concepts.js';
import { packOf } from '../src/matcher/languagePack.js';
import type { Roles } from '../src/matcher/roles.js';
import { foldText } from '../src/text.js';
import { findOtherRegions, findSides, isBarePlace, type SidedSite } from './bodyWords.js';
import type { Told } from './memory.js';
import { spokenIn, type Side } from './spoken.js';
import type { Turn } from './turn.js';
import { commandOf } from './wording.js';

const ALL_SITES: readonly Site[] = ['back', 'hip', 'knee', 'foot'];
/** What the check-in has so far, as far as reading an answer needs it. */
export interface ReadContext {
  readonly open: Slot | 'summary';
  /** The question about a place that was answered last; a bare correction is about it. */
  readonly lastSite: 'surgery' | 'pain';
  readonly told: Told;
}

/** A message with what it is read as. */
export interface Saying {
  readonly turn: Turn;
  readonly slot: Slot | 'summary';
  /** Folded, without the words that open a correction. */
  readonly text: string;
  readonly isCorrection: boolean;
  /** What the sentence tells of operation and pain. */
  readonly roles: Roles;
}

/** After a message that corrects itself, only the places of its last part are left. */
export function keepRoles(turn: Turn, text: string, isInner = false): Roles {
  const { roles } = turn.decided;
  if (!isInner) return roles;
  const { sites } = findPlaces(turn.knowledge, text);
  const only = (list: readonly Site[] = []) => list.filter((s) => sites.includes(s));
  const rest: { -readonly [K in keyof Roles]: Roles[K] } = { ...roles };
  for (const field of ['surgery', 'pain', 'side', 'operation'] as const) delete rest[field];
  const [surgery, pain] = [only(roles.surgery), only(roles.pain)];
  return { ...rest, ...(surgery.length > 0 && { surgery }), ...(pain.length > 0 && { pain }) };
}

/** Where it hurts and what was operated on, as far as a message tells. */
export function readSites(saying: Saying, context: ReadContext): Told {
  const found = readPlaces(saying, context);
  return addSides(saying, addTo(saying, found, context), context);
}

/** "And my knee" in answer to where it hurts comes on top of what was said before. */
function addTo({ turn, isCorrection }: Saying, found: Told, { told }: ReadContext): Told {
  const said = foldText(turn.utterance);
  const { more, too } = spokenIn(turn.knowledge.language);
  const isOnTop = !isCorrection && (more.test(said) || too.test(said));
  if (!isOnTop || !found.pain || found.surgery || !told.pain) return found;
  return { ...found, pain: [...new Set([...(told.pain ?? []), ...found.pain])] };
}

/** The side of each place; `side` is that of what hurts, else of what was operated on. */
function addSides({ turn, text, slot }: Saying, found: Told, context: ReadContext): Told {
  const { told } = context;
  const { language } = turn.knowledge;
  const pairs = findSides(text, language);
  const sideAmong = (sites: readonly Site[] = []) => pairs.find((p) => sites.includes(p.site))?.side;
  const loose = found.pain || found.surgery ? undefined : found.side;
  // A side without a new place is about the place that was told, the latest where both were.
  const isOfSurgery = slot === 'surgery' || (loose !== undefined && ownerOf(pairs, told, context) === 'surgery');
  if (found.otherPain) return withOtherSide(found, sideIn(text, language));
  const operated =
    sideAmong(found.surgery) ?? (isOfSurgery ? (loose ?? (found.pain ? undefined : found.side)) : undefined);
  const isPainAlone = found.pain !== undefined && found.surgery === undefined;
  const hurting =
    sideAmong(found.pain) ?? (isOfSurgery ? undefined : (loose ?? (isPainAlone ? found.side : undefined)));
  const side = hurting ?? told.painSide ?? operated ?? found.side;
  return {
    ...found,
    ...(side && found.side && { side }),
    ...(operated && { surgerySide: operated }),
    ...(hurting && { painSide: hurting }),
  };
}

/** The side that a text names first. */
function sideIn(text: string, language: Language): Side | undefined {
  const { side, sides } = spokenIn(language);
  return sides.get(side.exec(text)?.[1] ?? '');
}

function withOtherSide(found: Told, side: Side | undefined): Told {
  return side ? { ...found, side, painSide: side } : found;
}

function ownerOf(pairs: readonly SidedSite[], told: Told, { lastSite }: ReadContext): 'surgery' | 'pain' {
  const site = pairs[0]?.site;
  const isOperated = site !== undefined && (told.surgery ?? []).includes(site);
  const isHurting = site !== undefined && (told.pain ?? []).includes(site);
  if (isOperated === isHurting) return lastSite;
  return isOperated ? 'surgery' : 'pain';
}

function readPlaces({ turn, slot: open, text, isCorrection, roles }: Saying, context: ReadContext): Roles {
  const { checkIn, language } = turn.knowledge;
  // A place and nothing else, in answer to how strong it is, tells where it hurts.
  const isBare = !isCorrection && open !== 'surgery' && isBarePlace(text, language);
  const named = isBare ? 'pain' : open;
  const isSiteSlot = named === 'surgery' || named === 'pain';
  const slot = isCorrection && !isSiteSlot ? context.lastSite : named;
  if (roles.noSurgery === true || (slot === 'surgery' && isOneOf(turn, checkIn.noOperation)))
    return { ...pick(roles, ['pain', 'side', 'bloodThinner']), noSurgery: true };
  if (slot === 'pain' && (commandOf(turn, ['everywhere']) || findLongest(text, checkIn.everywhere)))
    return { ...pick(roles, ['surgery', 'operation', 'bloodThinner']), pain: ALL_SITES };
  const { sites, operation } = findPlaces(turn.knowledge, text);
  const side = roles.side ?? sideIn(text, language);
  // Beside a strength or a trend, a time tells since when that is so, not when the operation was.
  const isTimeOfOperation = Boolean(roles.surgery?.length) || isSiteSlot || named === 'when';
  const other = pick(roles, [
    'approach',
    'bloodThinner',
    'person',
    ...(isTimeOfOperation ? (['weeksSince'] as const) : []),
  ]);
  // "No, the left knee" where the knee is right already: only the side was wrong.
  const known: readonly Site[] = [...(context.told.pain ?? []), ...(context.told.surgery ?? [])];
  if (isCorrection && !isSiteSlot && side && sites.every((s) => known.includes(s))) return { ...other, side };
  const hasComplaint = spokenIn(language).complaint.test(text);
  const bare = assignSites(slot, sites, operation, roles, { isCorrection, hasComplaint });
  if (slot === 'pain' && !bare.pain && !bare.surgery) {
    const otherPain = findOtherRegions(text, language);
    if (otherPain.length > 0) return { ...other, otherPain };
  }
  const hasSite = bare.surgery !== undefined || bare.pain !== undefined || isCorrection || isSiteSlot;
  return { ...other, ...bare, ...(side && hasSite && { side }) };
}

/** Who has which role in the sentence decides; a bare "knee" goes to the question that is open. */
function assignSites(
  slot: Slot | 'summary',
  sites: readonly Site[],
  operation: string | undefined,
  roles: Roles,
  { isCorrection, hasComplaint }: { readonly isCorrection: boolean; readonly hasComplaint: boolean },
): Roles {
  const kind = roles.operation ?? operation;
  const operated = roles.surgery?.length ? { surgery: roles.surgery, ...(kind && { operation: kind }) } : {};
  // "They gave me a new knee" says nothing of where it hurts.
  const isOnlyOperated = slot === 'surgery' && !hasComplaint && roles.pain?.every((s) => roles.surgery?.includes(s));
  if (roles.surgery?.length && roles.pain?.length && !isOnlyOperated) return { ...operated, pain: roles.pain };
  if (slot === 'surgery')
    return sites.length > 0
      ? { ...operated, surgery: roles.surgery ?? sites, ...(kind && { operation: kind }) }
      : operated;
  if (slot === 'pain') {
    const rest = sites.filter((s) => !roles.surgery?.includes(s));
    const pain = roles.pain?.length ? roles.pain : rest.length > 0 || roles.surgery?.length ? rest : sites;
    return { ...operated, ...(pain.length > 0 && { pain }) };
  }
  return isCorrection && sites.length > 0 ? {} : { ...operated, ...pick(roles, ['pain']) };
}

const finders = new WeakMap<Knowledge, ConceptFinder>();

/** Sites named anywhere in a text, and a kind of operation. */
export function findPlaces(knowledge: Knowledge, text: string): { sites: Site[]; operation?: string } {
  const finder = finders.get(knowledge) ?? createConceptFinder(knowledge.concepts);
  finders.set(knowledge, finder);
  const found = finder.find(
    packOf(knowledge.language)
      .readWords(foldText(text))
      .map((w) => w.text),
  );
  const sites = [
    ...new Set(found.flatMap((c) => (c.site && (c.kind === 'site' || c.kind === 'operation') ? [c.site] : []))),
  ];
  const operation = found.flatMap((c) =>
    c.kind === 'operation' ? (operationKind(knowledge.checkIn, c.id) ?? []) : [],
  )[0];
  return { sites, ...(operation && { operation }) };
}

/** True where the whole utterance is one of the phrases. */
export function isOneOf(turn: Turn, phrases: readonly string[]): boolean {
  const said = toPhrase(turn.utterance);
  return phrases.some((p) => toPhrase(p) === said);
}

function pick<K extends keyof Roles>(roles: Roles, fields: readonly K[]): Pick<Roles, K> {
  return Object.fromEntries(fields.flatMap((f) => (roles[f] === undefined ? [] : [[f, roles[f]]]))) as Pick<Roles, K>; // fields of Roles
}
