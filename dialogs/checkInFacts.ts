import { SLOTS, type Slot, type Trend, TRENDS } from '../src/knowledge/checkIn.js';
import { toIsoDay, weeksSince } from '../src/language/calendar.js';
import { findLongest } from '../src/language/findPhrase.js';
import { findScale } from '../src/language/findScale.js';
import { parseWhen, type When } from '../src/language/parseWhen.js';
import { MAX_RECOGNIZED_CHARS } from '../src/language/recognizers.js';
import { toPhrase } from '../src/language/phrases.js';
import { foldText } from '../src/text.js';
import { findPlaces, isOneOf, keepRoles, readSites, type ReadContext, type Saying } from './checkInPlaces.js';
import type { Told } from './memory.js';
import { spokenIn } from './spoken.js';
import type { Turn } from './turn.js';

/** What the check-in knows. */
export interface Facts {
  readonly told: Told;
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

const OUT_OF_TEN = /\b\d{1,2}(?:\.\d)?\s*(?:\/|out of|of|sobre|de)\s*10\b/;

/** Reads every answer that a message holds, the open question's own first, then whatever else it tells. */
export async function readFacts(turn: Turn, context: ReadContext): Promise<Heard> {
  const correction = readCorrection(turn, context.open);
  const slot = correction.named ?? context.open;
  const { rest: text, isCorrection } = correction;
  const heard: Saying = { turn, slot, text, isCorrection, roles: keepRoles(turn, text, correction.isInner) };
  const sites = readSites(heard, context);
  const when = await readWhen(heard);
  const strength = readStrength(heard, when);
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

/** The questions that facts answer. */
export function listSlots({ told, strength, trend, noSigns }: Facts): Slot[] {
  const has: Readonly<Record<Slot, boolean>> = {
    surgery: Boolean(told.surgery?.length) || told.noSurgery === true,
    when: told.weeksSince !== undefined || told.noSurgery === true,
    pain: Boolean(told.pain?.length) || Boolean(told.otherPain?.length),
    strength: strength !== undefined,
    trend: trend !== undefined,
    signs: noSigns === true,
  };
  return SLOTS.filter((s) => has[s]);
}

/** Adds facts to facts; an operation ends "no operation", and the other way round. */
export function mergeFacts(old: Facts, added: Facts): Facts {
  const told: { -readonly [K in keyof Told]: Told[K] } = { ...old.told };
  // A place that is named anew takes its side and its neighbours with it.
  if (added.told.pain || added.told.otherPain)
    for (const field of ['pain', 'otherPain', 'painSide'] as const) delete told[field];
  if (added.told.surgery) for (const field of ['noSurgery', 'surgerySide'] as const) delete told[field];
  Object.assign(told, added.told);
  if (added.told.noSurgery)
    for (const field of ['surgery', 'surgerySide', 'operation', 'approach', 'weeksSince'] as const) delete told[field];
  return { ...old, ...added, told };
}

interface Correction {
  readonly rest: string;
  readonly isCorrection: boolean;
  readonly named: Slot | undefined;
  /** The message corrects itself: "my hip, no wait, my knee". Only what comes after counts. */
  readonly isInner?: boolean;
}

/** Words with which a message takes back what it said before. */
const INNER =
  /^.*\b(?:no,? wait|wait,? no|no,? i mean|i mean|no,? sorry|sorry,? no|sorry,? i mean(?:t)?|or rather|scratch that|no,? actually|actually,? no|i meant|no,? perdon|perdon,? no|digo|quise decir|quiero decir|mejor dicho|no,? espere?)\b[\s,.:;-]+(?=\S)/;

/** "No, the left knee", "change the pain to knee", "actually it was my hip": what follows the opening words. */
function readCorrection(turn: Turn, open: Slot | 'summary'): Correction {
  const said = foldText(turn.utterance);
  // "No operation" is an answer, not "no" to the operation that was told.
  if (isOneOf(turn, turn.knowledge.checkIn.noOperation))
    return { rest: said, isCorrection: open === 'summary', named: undefined };
  const inner = said.replace(INNER, '');
  if (inner !== said && findPlaces(turn.knowledge, inner).sites.length > 0)
    return { rest: inner, isCorrection: open === 'summary', named: undefined, isInner: true };
  const plain = said.replace(spokenIn(turn.knowledge.language).more, '');
  const { rest, isCut } = cutOpening(plain, turn.knowledge.checkIn.corrections);
  const isCorrection = isCut || open === 'summary';
  const named = isCorrection || plain !== said ? cutSlotName(turn, rest) : undefined;
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
  const { slotName } = spokenIn(turn.knowledge.language);
  const names = SLOTS.flatMap((slot) => slots[slot].map((name) => ({ slot, name: foldText(name) })));
  for (const { slot, name } of names.sort((a, b) => b.name.length - a.name.length)) {
    const found = slotName(name).exec(rest);
    if (found) return { slot, rest: found[1] ?? '' };
  }
  return undefined;
}

/** In answer to another question a time counts only where the operation is named beside it: "worse since last week". */
async function readWhen({ turn, text, slot, isCorrection, roles }: Saying): Promise<When | undefined> {
  if (slot === 'when') return turn.answers.parseWhen(text, turn.now, turn.knowledge.language);
  if (slot === 'strength' || slot === 'trend') return undefined;
  const isAboutOperation =
    Boolean(roles.surgery?.length) ||
    roles.operation !== undefined ||
    /\b(?:opera|surger|op\b|replace|cirug|protesis|reemplaz)/.test(text);
  return (isCorrection && !OUT_OF_TEN.test(text)) || isAboutOperation
    ? parseWhen(text, turn.now, turn.knowledge.language)
    : undefined;
}

/** A bare number answers the question of the strength, and otherwise only a correction. */
function readStrength({ turn, text, slot, isCorrection }: Saying, when: When | undefined) {
  if (slot === 'strength' || OUT_OF_TEN.test(text)) return turn.answers.parseScale(text, turn.knowledge.language);
  const isBareNumber = spokenIn(turn.knowledge.language).bareNumber.test(text);
  if (isCorrection && isBareNumber) return turn.answers.parseScale(text, turn.knowledge.language);
  // Asked for the time, "um, about six" may be weeks.
  return slot === 'when' && !when ? undefined : findScale(text.slice(0, MAX_RECOGNIZED_CHARS));
}

function readTrend({ turn, text, slot, isCorrection }: Saying): Trend | undefined {
  const { trends } = turn.knowledge.checkIn;
  const all = TRENDS.flatMap((t) => trends[t].map((phrase) => ({ trend: t, phrase })));
  const isAsked = slot === 'trend' || isCorrection;
  // In answer to another question a word within a sentence is too little: "it was worse before the operation".
  const wanted = isAsked
    ? all
    : all.filter((a) => spokenIn(turn.knowledge.language).trendAnywhere.test(foldText(a.phrase)));
  const phrases = wanted.map((a) => a.phrase);
  const longest =
    findLongest(text, phrases) ??
    (isAsked
      ? undefined
      : findClause(
          text,
          all.map((a) => a.phrase),
        ));
  return all.find((a) => longest !== undefined && toPhrase(a.phrase) === longest)?.trend;
}

/** The phrase that one clause of several says and nothing else: "left knee, in april, about a 6, better". */
function findClause(text: string, phrases: readonly string[]): string | undefined {
  const clauses = text.split(/[,;.!]/).map(toPhrase);
  return clauses.length > 1 ? phrases.map(toPhrase).find((p) => clauses.includes(p)) : undefined;
}
