import type { Site } from '../knowledge/entry.js';
import type { Token } from '../text.js';
import { chooseSites, type OtherRegion, type Sites } from './chooseSites.js';
import {
  findApproach,
  findOperationKind,
  findPerson,
  findWeeksSince,
  isPlanned,
  saysNoSurgery,
  takesBloodThinner,
} from './circumstances.js';
import { readClauses } from './clauses.js';
import type { FoundConcept } from './concepts.js';
import { markPain } from './markPain.js';
import { markSurgery } from './markSurgery.js';
import { createMarks, type Marks } from './roleMarks.js';
import { findSiteMentions } from './siteMentions.js';

/** What an utterance tells about the operation and the pain; a field is absent when it is not told. */
export interface Roles {
  /** Sites that were operated on. */
  readonly surgery?: readonly Site[];
  /** Sites that hurt. */
  readonly pain?: readonly Site[];
  /** The same for parts of the body beside the four sites, for example a thigh. */
  readonly otherSurgery?: readonly OtherRegion[];
  readonly otherPain?: readonly OtherRegion[];
  /** Side of what hurts, else of what was operated on. */
  readonly side?: 'left' | 'right' | 'both';
  /** The side that hurts is not the one that was operated on. */
  readonly otherSide?: boolean;
  /** Kind of operation as `when.operation` of a variant names it: `replacement`, `fusion`, `arthroscopy` and so on. */
  readonly operation?: string;
  readonly approach?: 'front' | 'back' | 'side';
  /** Whole weeks since the operation; 0 in the first week. */
  readonly weeksSince?: number;
  /** The operation lies ahead. */
  readonly planned?: boolean;
  readonly noSurgery?: boolean;
  readonly bloodThinner?: boolean;
  /** Who it is about. */
  readonly person?: 'self' | 'other';
}

export interface RoleOptions {
  /** Makes "in March" and "on Tuesday" countable; without it such times are ignored. */
  readonly now?: Date | undefined;
}

/**
 * Finds who and what an utterance is about, from clauses and cue words rather than templates: operations and pains look
 * for the site beside them, and a site without either takes the role that is still open.
 *
 * `folded` is the text as `foldText` gives it, `tokens` its words (corrected, positions in `folded`), `found` their
 * concepts. Pure; time is linear in the words but for the few sites named.
 */
export function findRoles(
  folded: string,
  tokens: readonly Token[],
  found: readonly FoundConcept[],
  options: RoleOptions = {},
): Roles {
  const clauses = readClauses(folded, tokens, found);
  const marks = createMarks(clauses, findSiteMentions(clauses, found));
  markSurgery(marks);
  markPain(marks);
  const sites = chooseSites(marks);
  const noSurgery = saysNoSurgery(clauses) && sites.surgery === undefined;
  const planned = !noSurgery && isPlanned(marks);
  return dropAbsent({
    ...sites,
    ...findSides(marks, sites, found),
    operation: findOperationKind(marks, found, sites.surgery ?? []),
    approach: findApproach(clauses, found),
    weeksSince: noSurgery || planned ? undefined : findWeeksSince(marks, options.now),
    planned: planned || undefined,
    noSurgery: noSurgery || undefined,
    bloodThinner: takesBloodThinner(clauses, found) || undefined,
    person: findPerson(marks),
  });
}

type Loose = { readonly [K in keyof Roles]: Roles[K] | undefined };

function dropAbsent(roles: Loose): Roles {
  // Object.entries loses the field types; every field left has the type that Loose gave it.
  return Object.fromEntries(Object.entries(roles).filter(([, value]) => value !== undefined)) as Roles;
}

type Sides = Pick<Loose, 'side' | 'otherSide'>;

function findSides(marks: Marks, sites: Sites, found: readonly FoundConcept[]): Sides {
  const hurting = marks.all.filter((m) => m.surgery === 0 && !m.isFine && isHurting(sites, m.mention.site));
  const operated = marks.all.filter((m) => m.surgery > 0);
  const sideOf = (list: typeof hurting): Roles['side'] =>
    list.map((m) => m.mention.side).find((s): s is 'left' | 'right' | 'both' => s !== undefined && s !== 'other');
  const painSide = sideOf(hurting);
  const surgerySide = sideOf(operated);
  const isOpposite =
    painSide !== undefined && surgerySide !== undefined && painSide !== surgerySide && painSide !== 'both';
  const saysOther = hurting.some((m) => m.mention.side === 'other') || found.some((f) => f.id === 'other-side');
  return {
    side: painSide ?? surgerySide ?? looseSide(marks),
    otherSide: (isOpposite && surgerySide !== 'both') || saysOther || undefined,
  };
}

function isHurting(sites: Sites, region: Site | OtherRegion): boolean {
  const all: readonly (Site | OtherRegion)[] = [...(sites.pain ?? []), ...(sites.otherPain ?? [])];
  return all.includes(region);
}

/** "on the left", "right side". */
function looseSide(marks: Marks): 'left' | 'right' | undefined {
  const { words } = marks.clauses;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word !== 'left' && word !== 'right') continue;
    if (/^(?:side|leg|one|hand|sided)$/.test(words[i + 1] ?? '')) return word;
    if (words[i - 2] === 'on' && /^(?:the|my|his|her)$/.test(words[i - 1] ?? '')) return word;
  }
  return undefined;
}
