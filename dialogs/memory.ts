import { z } from 'zod';
import { SITES } from '../src/knowledge/entry.js';
import type { Knowledge } from '../src/knowledge/loadKnowledge.js';
import { LANGUAGES, type Language } from '../src/language/language.js';
import { weeksSince } from '../src/language/calendar.js';
import type { Roles } from '../src/matcher/roles.js';
import { findNamed } from './gateWords.js';

const OLDEST_KEPT = 12;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

const sites = z.array(z.enum(SITES));
const regions = z.array(z.string().max(30));
const side = z.enum(['left', 'right', 'both']);
/** What a person told, with a fault in one part leaving the others alone. */
export const toldSchema = z.object({
  surgery: sites.optional().catch(undefined),
  pain: sites.optional().catch(undefined),
  side: side.optional().catch(undefined),
  painSide: side.optional().catch(undefined),
  surgerySide: side.optional().catch(undefined),
  operation: z.string().max(60).optional().catch(undefined),
  approach: z.enum(['front', 'back', 'side']).optional().catch(undefined),
  weeksSince: z.number().nonnegative().optional().catch(undefined),
  noSurgery: z.boolean().optional().catch(undefined),
  bloodThinner: z.boolean().optional().catch(undefined),
  person: z.enum(['self', 'other']).optional().catch(undefined),
  otherSurgery: regions.optional().catch(undefined),
  otherPain: regions.optional().catch(undefined),
  otherSide: z.boolean().optional().catch(undefined),
  planned: z.boolean().optional().catch(undefined),
});

const isoDay = z.string().regex(ISO_DAY);
const ids = z.array(z.string()).catch([]);

/** One part that cannot be read falls back by itself, so that a fault never loses the whole memory. */
const memorySchema = z.object({
  version: z.literal(2),
  language: z.enum(LANGUAGES).optional().catch(undefined),
  lastIntent: z.string().optional().catch(undefined),
  told: toldSchema.catch({}),
  operatedOn: isoDay.optional().catch(undefined),
  misses: z.number().int().nonnegative().catch(0),
  used: z.record(z.string(), z.number().int().nonnegative()).catch({}),
  asked: ids,
  last: z
    .object({ kind: z.enum(['answer', 'more', 'alert', 'other']), entries: z.array(z.string()) })
    .optional()
    .catch(undefined),
  lastHash: z.number().optional().catch(undefined),
  // What cannot be read must not open a guide.
  careful: z.boolean().catch(true),
  flagged: z.string().optional().catch(undefined),
  alert: z
    .object({ entry: z.string(), tier: z.union([z.literal(1), z.literal(2)]), repeats: z.number() })
    .optional()
    .catch(undefined),
  aside: z.object({ id: z.string(), state: z.unknown() }).optional().catch(undefined),
  stopped: z.object({ id: z.string(), state: z.unknown() }).optional().catch(undefined),
  offered: ids,
  choices: ids,
  mentioned: ids,
  offer: z.enum(['checkIn', 'resume', 'feedback']).optional().catch(undefined),
  shownSigns: z.string().optional().catch(undefined),
  askedFor: z.string().optional().catch(undefined),
  rated: ids,
  question: z.string().optional().catch(undefined),
  noticed: z.boolean().catch(false),
  met: z.boolean().catch(false),
  kept: z.boolean().catch(false),
});

export type Offer = 'checkIn' | 'resume' | 'feedback';

/** What a person told, with the side of each place where it was told apart. */
export interface Told extends Roles {
  readonly painSide?: Roles['side'];
  readonly surgerySide?: Roles['side'];
}

/** What a conversation remembers between turns. */
export interface Memory {
  /** Raised when the shape changes; an older shape is replaced by a fresh one. */
  version: 2;
  /** The language that the person chose or wrote in; absent while there is no sign of it. */
  language?: Language | undefined;
  /** The entry answered last. */
  lastIntent?: string | undefined;
  /** What the person told. */
  told: Told;
  /** ISO day of the operation, from which `told.weeksSince` follows as time goes on. */
  operatedOn?: string | undefined;
  /** Utterances in a row that found no answer. */
  misses: number;
  /** How often each list of fixed sentences was used, so that none comes twice running. */
  used: Record<string, number>;
  /** Entries answered in this conversation, the latest last. */
  asked: string[];
  /** What was said in the turn before, for "say that again". */
  last?: { kind: 'answer' | 'more' | 'alert' | 'other'; entries: string[] } | undefined;
  /** Hash of what was said in the turn before. */
  lastHash?: number | undefined;
  /** A warning sign came up and the person has not said since that they have been checked. */
  careful: boolean;
  /** The latest warning sign of the conversation. */
  flagged?: string | undefined;
  /** The warning sign that the turn before was about. */
  alert?: { entry: string; tier: 1 | 2; repeats: number } | undefined;
  /** A dialog that waits to be continued. */
  aside?: { id: string; state?: unknown } | undefined;
  /** The dialog that the turn before ended; "continue" takes it up again. */
  stopped?: { id: string; state?: unknown } | undefined;
  /** The buttons of the turn before, in order. */
  offered: string[];
  /** The entries of the last choice between close ones, for "no, the other one". */
  choices: string[];
  /** Safety questions, as `guide/question`, whose subject the person has named. */
  mentioned: string[];
  /** What a plain "yes" in the next turn accepts. */
  offer?: Offer | undefined;
  /** The entry whose list of signs was shown in the turn before. */
  shownSigns?: string | undefined;
  /** What the open question asks for, as the triage names it. */
  askedFor?: string | undefined;
  /** Entries whose helpfulness was asked about. */
  rated: string[];
  /** The utterance that found no answer, until one does. */
  question?: string | undefined;
  /** The first-use notice was shown. */
  noticed: boolean;
  /** It was looked up whether the person has been here before. */
  met: boolean;
  /** The person agreed that `told` is remembered beyond this conversation. */
  kept: boolean;
}

export function createMemory(): Memory {
  return {
    version: 2,
    told: {},
    misses: 0,
    used: {},
    asked: [],
    offered: [],
    choices: [],
    mentioned: [],
    careful: false,
    rated: [],
    noticed: false,
    met: false,
    kept: false,
  };
}

/**
 * Takes stored memory back. What is not of the present version gives a fresh one, which stays careful when the old one
 * was.
 */
export function parseMemory(stored: unknown): Memory {
  const parsed = memorySchema.safeParse(stored);
  if (parsed.success) return withoutGaps(parsed.data);
  const wasCareful = typeof stored === 'object' && stored !== null && 'careful' in stored && stored.careful === true;
  return { ...createMemory(), careful: wasCareful };
}

/** Fields that are `undefined` would become gaps in the told circumstances. */
function withoutGaps(memory: z.infer<typeof memorySchema>): Memory {
  const told = Object.fromEntries(Object.entries(memory.told).filter(([, v]) => v !== undefined));
  return { ...memory, told: told as Told }; // toldSchema has the fields of Told
}

/** What can be remembered of a person beyond a conversation, with their yes. */
export const keptSchema = z.object({ told: toldSchema, operatedOn: isoDay.optional().catch(undefined) });
export type Kept = Pick<Memory, 'told' | 'operatedOn'>;

/** The next sentence of a list, in turn. */
export function takeTurns(memory: Memory, key: string, sentences: readonly string[]): string {
  const count = memory.used[key] ?? 0;
  memory.used[key] = (count + 1) % sentences.length;
  return sentences[count % sentences.length] ?? '';
}

/** Adds what an utterance told. A later word replaces an earlier one, and an operation ends "no operation". */
export function learn(memory: Memory, roles: Roles, now: Date): void {
  const told: { -readonly [K in keyof Told]: Told[K] } = { ...memory.told, ...roles };
  for (const field of ['painSide', 'surgerySide'] as const) delete told[field];
  Object.assign(told, attributeSide(memory.told, roles));
  if (roles.surgery?.length) delete told.noSurgery;
  if (roles.weeksSince !== undefined) delete told.planned;
  if (roles.noSurgery)
    for (const field of ['surgery', 'surgerySide', 'operation', 'approach', 'weeksSince'] as const) delete told[field];
  memory.told = told;
  if (roles.noSurgery) memory.operatedOn = undefined;
  if (roles.weeksSince !== undefined) memory.operatedOn = dayBefore(now, roles.weeksSince * 7);
}

/** A side belongs to what hurts, else to what was operated on; a place that is named anew without one has none. */
function attributeSide(told: Told, { side: said, pain, surgery }: Roles): Pick<Told, 'painSide' | 'surgerySide'> {
  const isNewPain = pain !== undefined && String(pain) !== String(told.pain);
  const isNewSurgery = surgery !== undefined && String(surgery) !== String(told.surgery);
  const painSide = pain?.length && said ? said : isNewPain ? undefined : told.painSide;
  const isOfSurgery = surgery?.length && !pain?.length && said;
  const surgerySide = isOfSurgery ? said : isNewSurgery ? undefined : told.surgerySide;
  return { ...(painSide && { painSide }), ...(surgerySide && { surgerySide }) };
}

/** Notes which safety questions the person may have to answer with yes, so that "none of these" does not pass over them. */
export function noteMentions(
  memory: Memory,
  { guides, language }: Pick<Knowledge, 'guides' | 'language'>,
  utterance: string,
): void {
  const named = [...guides.values()].flatMap((guide) =>
    findNamed(guide.gate, utterance, language).map((q) => mentionId(guide, q)),
  );
  if (named.length > 0) memory.mentioned = [...new Set([...memory.mentioned, ...named])];
}

/** `hip-hook/pregnancy` */
export const mentionId = (guide: { readonly id: string }, question: { readonly id: string }) =>
  `${guide.id}/${question.id}`;

/** Brings the told number of weeks up to the present day. */
export function growOlder(memory: Memory, now: Date): void {
  if (memory.operatedOn && memory.told.weeksSince !== undefined)
    memory.told = { ...memory.told, weeksSince: weeksSince(memory.operatedOn, now) };
}

/** Notes that an entry was answered; only the latest few are kept. */
export function noteAnswered(memory: Memory, entryId: string): void {
  memory.asked = [...memory.asked.filter((id) => id !== entryId), entryId].slice(-OLDEST_KEPT);
}

function dayBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}
