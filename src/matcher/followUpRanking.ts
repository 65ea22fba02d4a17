import type { Entry, Site } from '../knowledge/entry.js';
import { fitDirection, type DirectedEntry } from './directions.js';
import type { FollowUp, FollowUpKind } from './followUps.js';
import type { Roles } from './roles.js';
import type { Region } from './roleWords.js';
import { mixScores, sortByScore, type ScoredIntent } from './scoreList.js';

/** What ranking needs to know of a language. */
export interface FollowUpLanguage {
  /** The bare question written out, to be ranked together with the title of the last answer. */
  readonly says: Readonly<Record<FollowUpKind, string>>;
  /** A site as it stands in a title; without flags but `i`. */
  readonly siteWord: RegExp;
  readonly regionOf: (word: string) => Region | undefined;
}

/** What a follow-up is read against. */
export interface FollowUpParts {
  readonly last: Entry;
  readonly directed: readonly DirectedEntry[];
  readonly told: Roles;
  readonly language: FollowUpLanguage;
  /** Ranks a text, with all that `match` does to one. */
  rank(text: string): readonly ScoredIntent[];
}

/** How much the entry answered last counts beside the follow-up's own words, by what the follow-up leaves out. */
const CONTEXT_SHARE: Readonly<Record<FollowUpKind, number>> = {
  site: 0.5,
  topic: 0.25,
  howLong: 0.75,
  howOften: 0.75,
  how: 0.75,
  why: 0.75,
  when: 0.75,
  where: 0.75,
  buy: 0.75,
  safe: 0.75,
  normal: 0.75,
  helps: 0.75,
  remedy: 0.5,
  more: 0.9,
};
/** These ask on about the same answer, so it may come again; the others want another one. */
const ASKS_ON: ReadonlySet<FollowUpKind> = new Set(['why', 'where', 'normal', 'helps', 'more']);
/** Entries that the curators named as next questions are likelier ones. */
const NEAR_FACTOR = 1.6;
/** Score of an entry that the context alone points to. */
const SURE_FOLLOW_UP = 0.8;
const SAME_ANSWER = 0.55;

/** Ranks a follow-up by its own words and by the question that was answered last. `own` is the ranking without context. */
export function rankFollowUp(
  followUp: FollowUp,
  own: readonly ScoredIntent[],
  parts: FollowUpParts,
): readonly ScoredIntent[] {
  const { kind, rest } = followUp;
  const { last, language } = parts;
  const sure = kind === 'more' ? last.id : kind === 'site' ? findDirected(rest, parts) : undefined;
  if (sure !== undefined) return mixScores(own, [{ intent: sure, score: SURE_FOLLOW_UP }], SURE_SHARE);
  if (kind === 'site' && language.siteWord.test(last.title))
    return mixScores(own, parts.rank(moveTitle(last.title, rest, language.siteWord)), SURE_SHARE);
  // "What about stretching?" asks for "stretching"; the words around it belong to any topic.
  const named = kind === 'topic' ? parts.rank(rest) : own;
  const inContext = parts.rank(`${rest} ${language.says[kind]} ${last.title}`.trim());
  return sortByScore(mixScores(named, leaveLast(inContext, kind, last), CONTEXT_SHARE[kind]));
}

const SURE_SHARE = 0.9;
export const SITE_WORD = /\b(?:lower back|back|spine|hips?|groin|knees?|kneecap|foot|feet|ankle)\b/i;

/** The last question asked of another site: "My hip or groin hurts" and "my knee" give "My knee hurts". */
function moveTitle(title: string, rest: string, siteWord: RegExp): string {
  const site = siteWord.exec(rest)?.[0] ?? rest;
  return title.replace(new RegExp(`${siteWord.source}(?: (?:or|o) ${siteWord.source})*`, 'gi'), site);
}

/** The bare question written out, to be ranked together with the title of the last answer. */
export const SAYS: Readonly<Record<FollowUpKind, string>> = {
  site: '',
  topic: '',
  howLong: 'how long does it take, how long should i do it',
  howOften: 'how often and how many times',
  how: 'how do i do it',
  why: 'why',
  when: 'when can i, how soon',
  where: 'where',
  buy: 'where can i buy it, what does it cost',
  safe: 'is it safe, who should not, can i do it',
  normal: 'is it normal',
  helps: 'does it help',
  remedy: 'what can i do about it, what helps',
  more: '',
};

/**
 * Takes the entry answered last back, which its own title always finds, and gives its share to the others: the ones that
 * the curators named as next questions, or of the same kind, get more.
 */
function leaveLast(inContext: readonly ScoredIntent[], kind: FollowUpKind, last: Entry): ScoredIntent[] {
  const others = inContext.filter((s) => s.intent !== last.id);
  const sum = others.reduce((total, s) => total + s.score, 0);
  const scale = Math.min(MOST_SCALE, OTHERS_SUM / Math.max(sum, 0.01));
  const raised = others.map((s) => ({
    ...s,
    score: Math.min(0.95, s.score * scale * (isNear(s.intent, last) ? NEAR_FACTOR : 1)),
  }));
  return ASKS_ON.has(kind) ? [{ intent: last.id, score: SAME_ANSWER }, ...raised] : raised;
}

/** What the other entries come to together, and how far they are raised for it at most. */
const OTHERS_SUM = 0.6;
const MOST_SCALE = 20;

function isNear(intent: string, last: Entry): boolean {
  return last.related.includes(intent) || intent.split('.')[0] === last.id.split('.')[0];
}

/** "And my knee?" after an answer on hip surgery and back pain: the entry on hip surgery and knee pain. */
function findDirected(rest: string, { last, directed, told, language }: FollowUpParts): string | undefined {
  const lastRoles = directed.find((d) => d.id === last.id);
  const surgery = lastRoles?.surgery ?? told.surgery;
  const pain = rest
    .split(/[^a-z0-9]+/)
    .map(language.regionOf)
    .filter((r): r is Site => r === 'back' || r === 'hip' || r === 'knee' || r === 'foot');
  if (!lastRoles || !surgery || pain.length === 0) return undefined;
  return directed.find((d) => fitDirection(d, { surgery, pain }) === 'fits')?.id;
}
