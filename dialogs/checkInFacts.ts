import { operationKind, SLOTS, type Slot, type Trend, TRENDS } from '../src/knowledge/checkIn.js';
import type { Site } from '../src/knowledge/entry.js';
import type { Knowledge } from '../src/knowledge/loadKnowledge.js';
import { toIsoDay, weeksSince } from '../src/language/calendar.js';
import { findLongest } from '../src/language/findPhrase.js';
import { parseWhen, type When } from '../src/language/parseWhen.js';
import { toPhrase } from '../src/language/phrases.js';
import { createConceptFinder, type ConceptFinder } from '../src/matcher/concepts.js';
import type { Roles } from '../src/matcher/roles.js';
import { foldText, readWords } from '../src/text.js';
import type { Turn } from './turn.js';
import { commandOf } from './wording.js';

/** What the check-in knows. */
export interface Facts {
  readonly told: Roles;
  /** ISO day. */
  readonly operatedOn?: string;
  readonly strength?: number;
  readonly trend?: Trend;
  readonly noSigns?: boolean;
}

/** What one message adds; `problem` where an answer cannot be. */
export interface Heard {
  readonly facts: Facts;
  /** Questions that the message answers. */
  readonly slots: readonly Slot[];
  readonly problem?: 'future' | 'impossible' | 'offScale';
  /** "Change the time", without saying to what. */
  readonly reopen?: Slot | undefined;
}

const SIDE = /\b(left|right|both)\b/;
const OUT_OF_TEN = /\b\d{1,2}(?:\.\d)?\s*(?:\/|out of|of)\s*10\b/;
const ALL_SITES: readonly Site[] = ['back', 'hip', 'knee', 'foot'];

/** What the check-in has so far, as far as reading an answer needs it. */
export interface ReadContext {
  readonly open: Slot | 'summary';
  /** The question about a place that was answered last; a bare correction is about it. */
  readonly lastSite: 'surgery' | 'pain';
  readonly told: Roles;
}

/** Reads every answer that a message holds, the open question's own first, then whatever else it tells. */
export async function readFacts(turn: Turn, context: ReadContext): Promise<Heard> {
  const correction = readCorrection(turn, context.open);
  const slot = correction.named ?? context.open;
  const heard: Saying = { turn, slot, text: correction.rest, isCorrection: correction.isCorrection };
  const sites = readSites(heard, context);
  const when = await readWhen(heard);
  const strength = readStrength(heard);
  const trend = readTrend(heard);
  const problem =
    when && when.kind !== 'day' ? when.kind : strength?.kind === 'offScale' ? ('offScale' as const) : undefined;
  const facts: Facts = {
    told: { ...sites, ...(when?.kind === 'day' && { weeksSince: weeksSince(toIsoDay(when.day), turn.now) }) },
    ...(when?.kind === 'day' && { operatedOn: toIsoDay(when.day) }),
    ...(strength?.kind === 'value' && { strength: strength.value }),
    ...(trend && { trend }),
  };
  const isBareChange = correction.named !== undefined && correction.rest === '';
  return {
    facts,
    slots: listSlots(facts),
    ...(problem && { problem }),
    ...(isBareChange && { reopen: correction.named }),
  };
}

/** A message with what it is read as. */
interface Saying {
  readonly turn: Turn;
  readonly slot: Slot | 'summary';
  /** Folded, without the words that open a correction. */
  readonly text: string;
  readonly isCorrection: boolean;
}

/** The questions that facts answer. */
export function listSlots({ told, strength, trend, noSigns }: Facts): Slot[] {
  const has: Readonly<Record<Slot, boolean>> = {
    surgery: Boolean(told.surgery?.length) || told.noSurgery === true,
    when: told.weeksSince !== undefined || told.noSurgery === true,
    pain: Boolean(told.pain?.length),
    strength: strength !== undefined,
    trend: trend !== undefined,
    signs: noSigns === true,
  };
  return SLOTS.filter((s) => has[s]);
}

/** Adds facts to facts; an operation ends "no operation", and the other way round. */
export function mergeFacts(old: Facts, added: Facts): Facts {
  const told: { -readonly [K in keyof Roles]: Roles[K] } = { ...old.told, ...added.told };
  if (added.told.surgery?.length) delete told.noSurgery;
  if (added.told.noSurgery)
    for (const field of ['surgery', 'operation', 'approach', 'weeksSince'] as const) delete told[field];
  return { ...old, ...added, told };
}

interface Correction {
  readonly rest: string;
  readonly isCorrection: boolean;
  readonly named: Slot | undefined;
}

/** "No, the left knee", "change the pain to knee", "actually it was my hip": what follows the opening words. */
function readCorrection(turn: Turn, open: Slot | 'summary'): Correction {
  const said = foldText(turn.utterance);
  // "No operation" is an answer, not "no" to the operation that was told.
  if (isOneOf(turn, turn.knowledge.checkIn.noOperation))
    return { rest: said, isCorrection: open === 'summary', named: undefined };
  const { rest, isCut } = cutOpening(said, turn.knowledge.checkIn.corrections);
  const isCorrection = isCut || open === 'summary';
  const named = isCorrection ? cutSlotName(turn, rest) : undefined;
  if (named) return { rest: named.rest, isCorrection: true, named: named.slot };
  return { rest: rest === '' ? said : rest, isCorrection, named: undefined };
}

function cutOpening(said: string, openings: readonly string[]): { rest: string; isCut: boolean } {
  const words = openings.map(foldText).sort((a, b) => b.length - a.length);
  let rest = said;
  for (let before = ''; before !== rest;) {
    before = rest;
    const head = words.find((w) => rest === w || rest.startsWith(`${w} `) || rest.startsWith(`${w},`));
    if (head) rest = rest.slice(head.length).replace(/^[\s,.:;-]+/, '');
  }
  return { rest, isCut: rest !== said };
}

/** "the pain is 4" names the pain; "the pain in my knee" does not. */
function cutSlotName(turn: Turn, rest: string): { slot: Slot; rest: string } | undefined {
  const { slots } = turn.knowledge.checkIn;
  const names = SLOTS.flatMap((slot) => slots[slot].map((name) => ({ slot, name: foldText(name) })));
  for (const { slot, name } of names.sort((a, b) => b.name.length - a.name.length)) {
    const found = new RegExp(`^(?:the |my )?${name}(?:$|[,:]? (?:is|was|to|should be|in|at)\\b[ ,:]*(.*)$)`).exec(rest);
    if (found) return { slot, rest: found[1] ?? '' };
  }
  return undefined;
}

const finders = new WeakMap<Knowledge, ConceptFinder>();

/** Sites named anywhere in a text, and a kind of operation. */
function findPlaces(knowledge: Knowledge, text: string): { sites: Site[]; operation?: string } {
  const finder = finders.get(knowledge) ?? createConceptFinder(knowledge.concepts);
  finders.set(knowledge, finder);
  const found = finder.find(readWords(foldText(text)).map((w) => w.text));
  const sites = [
    ...new Set(found.flatMap((c) => (c.site && (c.kind === 'site' || c.kind === 'operation') ? [c.site] : []))),
  ];
  const operation = found.flatMap((c) =>
    c.kind === 'operation' ? (operationKind(knowledge.checkIn, c.id) ?? []) : [],
  )[0];
  return { sites, ...(operation && { operation }) };
}

function readSites({ turn, slot: named, text, isCorrection }: Saying, context: ReadContext): Roles {
  const { roles } = turn.decided;
  const { checkIn } = turn.knowledge;
  const isSiteSlot = named === 'surgery' || named === 'pain';
  const slot = isCorrection && !isSiteSlot ? context.lastSite : named;
  if (roles.noSurgery === true || (slot === 'surgery' && isOneOf(turn, checkIn.noOperation)))
    return { ...pick(roles, ['pain', 'side', 'bloodThinner']), noSurgery: true };
  if (slot === 'pain' && (commandOf(turn, ['everywhere']) || findLongest(text, checkIn.everywhere)))
    return { ...pick(roles, ['surgery', 'operation', 'bloodThinner']), pain: ALL_SITES };
  const { sites, operation } = findPlaces(turn.knowledge, text);
  const side = roles.side ?? (SIDE.exec(text)?.[1] as Roles['side']); // one of the three the pattern names
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
  const bare = assignSites(slot, sites, operation, roles, isCorrection);
  const hasSite = bare.surgery !== undefined || bare.pain !== undefined || isCorrection || isSiteSlot;
  return { ...other, ...bare, ...(side && hasSite && { side }) };
}

/** Who has which role in the sentence decides; a bare "knee" goes to the question that is open. */
function assignSites(
  slot: Slot | 'summary',
  sites: readonly Site[],
  operation: string | undefined,
  roles: Roles,
  isCorrection: boolean,
): Roles {
  const kind = roles.operation ?? operation;
  const operated = roles.surgery?.length ? { surgery: roles.surgery, ...(kind && { operation: kind }) } : {};
  if (roles.surgery?.length && roles.pain?.length) return { ...operated, pain: roles.pain };
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

/** In answer to another question a time counts only where the operation is named beside it: "worse since last week". */
async function readWhen({ turn, text, slot, isCorrection }: Saying): Promise<When | undefined> {
  const { roles } = turn.decided;
  if (slot === 'when') return turn.answers.parseWhen(text, turn.now);
  if (slot === 'strength' || slot === 'trend') return undefined;
  const isAboutOperation =
    Boolean(roles.surgery?.length) || roles.operation !== undefined || /\b(?:operat|surger|op\b|replace)/.test(text);
  return (isCorrection && !OUT_OF_TEN.test(text)) || isAboutOperation ? parseWhen(text, turn.now) : undefined;
}

function readStrength({ turn, text, slot, isCorrection }: Saying) {
  if (slot === 'strength' || OUT_OF_TEN.test(text)) return turn.answers.parseScale(text);
  const isBareNumber = /^(?:a |about |an )?\d{1,2}(?:\.\d)?$/.test(text);
  return isCorrection && isBareNumber ? turn.answers.parseScale(text) : undefined;
}

function readTrend({ turn, text, slot, isCorrection }: Saying): Trend | undefined {
  const { trends } = turn.knowledge.checkIn;
  const all = TRENDS.flatMap((t) => trends[t].map((phrase) => ({ trend: t, phrase })));
  // In answer to another question a single word is too little: "it was worse before the operation".
  const wanted =
    slot === 'trend' || isCorrection ? all : all.filter((a) => /^(?:getting|it gets|slowly) /.test(a.phrase));
  const longest = findLongest(
    text,
    wanted.map((a) => a.phrase),
  );
  return all.find((a) => longest !== undefined && toPhrase(a.phrase) === longest)?.trend;
}

function isOneOf(turn: Turn, phrases: readonly string[]): boolean {
  const said = toPhrase(turn.utterance);
  return phrases.some((p) => toPhrase(p) === said);
}

function pick<K extends keyof Roles>(roles: Roles, fields: readonly K[]): Pick<Roles, K> {
  return Object.fromEntries(fields.flatMap((f) => (roles[f] === undefined ? [] : [[f, roles[f]]]))) as Pick<Roles, K>; // fields of Roles
}
