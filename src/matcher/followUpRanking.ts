import type { Entry, Site } from '../knowledge/entry.js';
import { fitDirection, type DirectedEntry } from './directions.js';
import type { FollowUp, FollowUpKind } from './followUps.js';
import type { Roles } from './roles.js';
import { regionOfWord } from './roleWords.js';
import { mixScores, sortByScore, type ScoredIntent } from './scoreList.js';

/** What a follow-up is read against. */
export interface FollowUpParts {
  readonly last: Entry;
  readonly directed: readonly DirectedEntry[];
  readonly told: Roles;
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
  safe: 0.75,
  normal: 0.75,
  helps: 0.75,
  more: 0.9,
};
/** These ask on about the same answer, so it may come again; the others want another one. */
const ASKS_ON: ReadonlySet<FollowUpKind> = new Set(['why', 'normal', 'helps', 'more', 'safe']);
/** Entries that the curators named as next questions are likelier ones. */
const RELATED_FACTOR = 1.6;
/** Score of an entry that the context alone points to. */
const SURE_FOLLOW_UP = 0.8;
const SAME_ANSWER = 0.55;

/** Ranks a follow-up by its own words and by the question that was answered last. `own` is the ranking without context. */
export function rankFollowUp(followUp: FollowUp, own: readonly ScoredIntent[], parts: FollowUpParts): readonly ScoredIntent[] {
  const directed = followUp.kind === 'site' ? findDirected(followUp, parts) : undefined;
  if (directed !== undefined) return mixScores(own, [{ intent: directed, score: SURE_FOLLOW_UP }], 0.9);
  if (followUp.kind === 'more') return [{ intent: parts.last.id, score: SURE_FOLLOW_UP }, ...own.filter((s) => s.intent !== parts.last.id)];
  const inContext = parts.rank(`${followUp.rest} ${SAYS[followUp.kind]} ${parts.last.title}`.trim()).map((s) => weigh(s, followUp.kind, parts.last));
  return sortByScore(mixScores(own, inContext, CONTEXT_SHARE[followUp.kind]));
}

/** The bare question written out, to be ranked together with the title of the last answer. */
const SAYS: Readonly<Record<FollowUpKind, string>> = {
  site: '',
  topic: '',
  howLong: 'how long does it take, how long should i do it',
  howOften: 'how often and how many times',
  how: 'how do i do it',
  why: 'why',
  when: 'when can i, how soon',
  where: 'where',
  safe: 'is it safe, who should not, can i do it',
  normal: 'is it normal',
  helps: 'does it help',
  more: '',
};

function weigh(scored: ScoredIntent, kind: FollowUpKind, last: Entry): ScoredIntent {
  if (scored.intent === last.id) return { ...scored, score: ASKS_ON.has(kind) ? Math.min(scored.score, SAME_ANSWER) : scored.score * 0.1 };
  const isNear = last.related.includes(scored.intent) || scored.intent.split('.')[0] === last.id.split('.')[0];
  return isNear ? { ...scored, score: Math.min(0.95, scored.score * RELATED_FACTOR) } : scored;
}

/** "And my knee?" after an answer on hip surgery and back pain: the entry on hip surgery and knee pain. */
function findDirected({ rest }: FollowUp, { last, directed, told }: FollowUpParts): string | undefined {
  const lastRoles = directed.find((d) => d.id === last.id);
  const surgery = told.surgery ?? lastRoles?.surgery;
  const pain = rest.split(/[^a-z0-9]+/).map(regionOfWord).filter((r): r is Site => r === 'back' || r === 'hip' || r === 'knee' || r === 'foot');
  if (!lastRoles || !surgery || pain.length === 0) return undefined;
  return directed.find((d) => d.id !== last.id && fitDirection(d, { surgery, pain }) === 'fits')?.id;
}
