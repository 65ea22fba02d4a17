import type { Knowledge } from './knowledge/loadKnowledge.js';
import type { Entry } from './knowledge/entry.js';
import type { FaqMatcher, FaqMatch, MatchContext } from './matcher/faqMatcher.js';
import type { Roles } from './matcher/roles.js';
import type { Triage, TriageContext, TriageResult } from './safety/triage.js';

/** What the bot makes of one utterance, before any dialog sees it. */
export type Decision =
  | { readonly kind: 'redFlag'; readonly flag: RedFlag; readonly entry: Entry }
  | { readonly kind: 'answer'; readonly entry: Entry; readonly score: number; readonly also: readonly ScoredEntry[] }
  | { readonly kind: 'clarify'; readonly candidates: readonly ScoredEntry[] }
  | { readonly kind: 'fallback' };

export type RedFlag = Extract<TriageResult, { kind: 'redFlag' }>;

export interface ScoredEntry {
  readonly entry: Entry;
  readonly score: number;
}

export interface Decided {
  readonly decision: Decision;
  /** Best first, up to five; for `clarify` the offered ones come first. */
  readonly ranked: readonly ScoredEntry[];
  /** Probability, 0 to 1, that the utterance is ours at all. */
  readonly scope: number;
  /** What the utterance tells about operation, pain, side and time. */
  readonly roles: Roles;
}

export interface DecideContext extends MatchContext, TriageContext {}

/** The parts a decision is made of; all are pure. */
export interface Decider {
  readonly knowledge: Knowledge;
  readonly matcher: FaqMatcher;
  readonly triage: Triage;
}

const RANKED = 5;

/** Turns an utterance into a decision. Pure: the same parts, utterance and context give the same decision. */
export function decide(parts: Decider, utterance: string, context: DecideContext = {}): Decided {
  const triaged = parts.triage.assess(utterance, context);
  const match = parts.matcher.match(utterance, context);
  const ranked = match.candidates.flatMap((c) => scored(parts.knowledge, c.intent, c.score)).slice(0, RANKED);
  return { decision: toDecision(parts.knowledge, triaged, match, ranked), ranked, scope: match.scope, roles: match.roles };
}

function toDecision(knowledge: Knowledge, triaged: TriageResult, match: FaqMatch, ranked: ScoredEntry[]): Decision {
  if (triaged.kind === 'redFlag') {
    const entry = knowledge.entries.get(triaged.entry);
    if (entry) return { kind: 'redFlag', flag: triaged, entry };
  }
  const [top] = ranked;
  if (match.band === 'fallback' || !top) return { kind: 'fallback' };
  if (match.band === 'clarify') {
    const offered = match.offered.flatMap((c) => scored(knowledge, c.intent, c.score));
    return { kind: 'clarify', candidates: offered.length > 0 ? offered : [top] };
  }
  const also = match.also.flatMap((c) => scored(knowledge, c.intent, c.score));
  return { kind: 'answer', entry: top.entry, score: top.score, also };
}

function scored(knowledge: Knowledge, intent: string, score: number): ScoredEntry[] {
  const entry = knowledge.entries.get(intent);
  return entry ? [{ entry, score }] : [];
}

/** Why `decide` decides as it does, in lines for a curator (`kb ask`); the same parts give the same lines. */
export function explain(parts: Decider, utterance: string, context: DecideContext = {}): string[] {
  const { corrections, signs, rules, result } = parts.triage.explain(utterance, context);
  const triage = [
    `triage     ${result.kind}${rules.length > 0 ? `, rules ${rules.map((r) => r.ruleId).join(', ')}` : ''}`,
    ...corrections.map((c) => `triage read ${c}`),
    ...signs.map((s) => `sign       ${s.sign} in "${s.text}"${s.ignored ? `, ignored: ${s.ignored} ("${s.because}")` : ''}`),
  ];
  return [...triage, ...parts.matcher.explain(utterance, context)];
}
