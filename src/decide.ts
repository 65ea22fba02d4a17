import type { Knowledge } from './knowledge/loadKnowledge.js';
import type { Entry } from './knowledge/entry.js';
import type { FaqMatcher, FaqMatch, MatchContext } from './matcher/faqMatcher.js';
import type { Report, ReportMatcher } from './matcher/reportMatcher.js';
import type { Roles } from './matcher/roles.js';
import type { OtherLanguage } from './otherLanguage.js';
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
  /** A second look for reports that the rules have no words for. */
  readonly reports: ReportMatcher;
  /** The other languages, in which a warning sign is heard as well. */
  readonly others?: readonly OtherLanguage[];
}

const RANKED = 5;

/** Turns an utterance into a decision. Pure: the same parts, utterance and context give the same decision. */
export function decide(parts: Decider, utterance: string, context: DecideContext = {}): Decided {
  const match = parts.matcher.match(utterance, context);
  return conclude(parts, match, triage(parts, utterance, context, match.isPlainPain));
}

/**
 * As `decide`. What was answered before helps a follow-up and misleads a new subject, so what it leaves unclear is matched
 * once more by itself; triage does not look at it and is asked once.
 */
export function decideFollowUp(parts: Decider, utterance: string, context: DecideContext): Decided {
  const match = parts.matcher.match(utterance, context);
  const triaged = triage(parts, utterance, context, match.isPlainPain);
  const decided = conclude(parts, match, triaged);
  const { kind } = decided.decision;
  if (!context.lastIntent || kind === 'answer' || kind === 'redFlag') return decided;
  const rest: { -readonly [K in keyof MatchContext]: MatchContext[K] } = { ...context };
  delete rest.lastIntent;
  delete rest.told;
  const alone = conclude(parts, parts.matcher.match(utterance, rest), triaged);
  return alone.decision.kind === 'answer' ? { ...alone, roles: decided.roles } : decided;
}

function conclude({ knowledge }: Decider, match: FaqMatch, triaged: TriageResult): Decided {
  const ranked = match.candidates.flatMap((c) => scored(knowledge, c.intent, c.score)).slice(0, RANKED);
  return {
    decision: toDecision(knowledge, triaged, match, ranked),
    ranked,
    scope: match.scope,
    roles: match.roles,
  };
}

/**
 * Signs that need an emergency call whenever they are reported; the others are for the same day. `shown` of
 * red-flags.yml is stricter on purpose: who says yes to a list may mean the worst sign on it.
 */
const EMERGENCIES: ReadonlySet<string> = new Set([
  'safety.cauda-equina',
  'safety.chest-breathing-stroke',
  'safety.dislocation-fracture',
  'safety.medication-overdose',
  'safety.severe-bleeding-allergy',
]);

/** What the rules make of an utterance, as far as the learned look is concerned. */
type RulesSay = 'redFlag' | 'information' | 'setAside' | 'none';

/**
 * Smallest margin of the learned look at which a warning sign counts, by what the rules say. A rule that fires is
 * overruled only by a clear likeness to harmless utterances; a sign that is asked about, denied or past, and an utterance
 * without any sign in it, count only with a clear likeness to reports. Chosen by four-fold cross-validation over the
 * examples in `knowledge/`, a missed report weighing as much as a false alarm in a look-alike, between what is best for
 * English and for Spanish (`npm run bench -- margins`).
 */
const LEAST_MARGIN: Readonly<Record<RulesSay, number>> = {
  redFlag: -0.3,
  information: -0.1,
  setAside: 0.4,
  none: 0,
};

/** A warning sign counts in whatever language it is told; the turn's own language is read first. */
function triage(parts: Decider, utterance: string, context: TriageContext, isPlainPain: boolean): TriageResult {
  const own = triageIn(parts, utterance, context, isPlainPain);
  if (own.kind === 'redFlag' || !parts.others) return own;
  for (const other of parts.others) {
    const heard = other.hear(utterance);
    if (heard === 'no') continue;
    // Of a few words in a strange text the learned look can make anything.
    const found = triageIn(other, utterance, context, heard === 'some');
    if (found.kind === 'redFlag') return found;
  }
  return own;
}

/**
 * The rules and the learned look together. Where no word is left that could tell of a sign ("my foot hurts since they
 * fused my back") the learned look is not asked, and an answer to a question of ours is read by the rules alone.
 */
function triageIn(
  { triage: rules, reports }: Pick<Decider, 'triage' | 'reports'>,
  utterance: string,
  context: TriageContext,
  isPlainPain: boolean,
): TriageResult {
  const ruled = rules.assess(utterance, context);
  const isAnswer = context.shownSigns !== undefined || context.askedFor !== undefined;
  const report =
    (isPlainPain && ruled.kind === 'none') || (isAnswer && ruled.kind === 'redFlag')
      ? undefined
      : reports.measure(utterance);
  if (!report) return ruled;
  const isReport = report.margin >= leastMargin(readRules(ruled), report);
  if (isReport) return ruled.kind === 'redFlag' ? ruled : toRedFlag(report);
  return ruled.kind === 'redFlag' ? { kind: 'none', setAside: true } : ruled;
}

/**
 * The widest kind of report ("worse than yesterday") is the likest to plain talk of pain and the least urgent, so it has
 * to be clearer where no rule knows a sign.
 */
function leastMargin(says: RulesSay, { entry }: Report): number {
  return LEAST_MARGIN[says] + (says === 'none' && entry === WIDEST ? WIDEST_MORE : 0);
}

const WIDEST = 'safety.see-a-doctor';
const WIDEST_MORE = 0.4;

function readRules(ruled: TriageResult): RulesSay {
  if (ruled.kind !== 'none') return ruled.kind;
  return ruled.setAside ? 'setAside' : 'none';
}

function toRedFlag({ entry }: Report): TriageResult {
  return { kind: 'redFlag', entry, tier: EMERGENCIES.has(entry) ? 1 : 2, ruleId: 'examples', signs: [], others: [] };
}

function toDecision(knowledge: Knowledge, triaged: TriageResult, match: FaqMatch, ranked: ScoredEntry[]): Decision {
  if (triaged.kind === 'redFlag') {
    const entry = knowledge.entries.get(triaged.entry);
    if (entry) return { kind: 'redFlag', flag: triaged, entry };
  }
  const asked = triaged.kind === 'information' ? informationOn(knowledge, triaged.entry, match, ranked) : undefined;
  if (asked) return { kind: 'answer', ...asked, also: [] };
  const [top] = ranked;
  if (match.band === 'fallback' || !top) return { kind: 'fallback' };
  if (match.band === 'clarify') {
    const offered = match.offered.flatMap((c) => scored(knowledge, c.intent, c.score));
    return { kind: 'clarify', candidates: offered.length > 0 ? offered : [top] };
  }
  const also = match.also.flatMap((c) => scored(knowledge, c.intent, c.score));
  return { kind: 'answer', entry: top.entry, score: top.score, also };
}

/** Where the matcher is unsure, a question about a warning sign is answered by the entry that triage names. */
function informationOn(
  knowledge: Knowledge,
  id: string,
  match: FaqMatch,
  ranked: ScoredEntry[],
): ScoredEntry | undefined {
  const isAmongFirst = ranked.slice(0, 3).some((r) => r.entry.id === id);
  if (match.band === 'answer' || !isAmongFirst) return undefined;
  const entry = knowledge.entries.get(id);
  return entry && { entry, score: ranked[0]?.score ?? 0 };
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
    ...signs.map(
      (s) => `sign       ${s.sign} in "${s.text}"${s.ignored ? `, ignored: ${s.ignored} ("${s.because}")` : ''}`,
    ),
  ];
  const report = parts.reports.measure(utterance);
  const second = report ? [`examples   ${report.entry}, margin ${report.margin.toFixed(2)}`] : [];
  return [...triage, ...second, ...parts.matcher.explain(utterance, context)];
}
