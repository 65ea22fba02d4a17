import { decide, type Decided, type Decider } from '../decide.js';

/** A question whose treatment before and after a change is compared. */
export interface ImpactCase {
  readonly text: string;
  readonly origin: 'evaluation' | 'earlier';
  /** The entry that should answer it, where that is known. */
  readonly wanted?: string;
}

/** What a decider makes of a question. */
export interface Treatment {
  readonly band: 'answer' | 'clarify' | 'fallback' | 'redFlag';
  /** The entry that answers or comes closest. */
  readonly entry: string | null;
}

export interface ImpactChange extends ImpactCase {
  readonly before: Treatment;
  readonly after: Treatment;
  /** What is different; a red flag that comes or goes is named before all else. */
  readonly kind: 'redFlag' | 'answer' | 'band';
  /** Set when a question that one entry answered goes to another: the entry that takes it. */
  readonly stolenBy?: string;
  /** Whether it is right now and was not before, or the other way round; nothing where nobody has said what is right. */
  readonly verdict?: 'better' | 'worse';
}

export interface Impact {
  readonly cases: number;
  readonly changes: readonly ImpactChange[];
}

/** Compares how two deciders treat the same questions; red flags first, then stolen questions, then the rest. */
export function compareDeciders(base: Decider, next: Decider, cases: readonly ImpactCase[]): Impact {
  const changes = cases.flatMap((c) => compareCase(c, treat(base, c.text), treat(next, c.text)));
  return { cases: cases.length, changes: changes.sort((a, b) => weightOf(a) - weightOf(b)) };
}

/** A change that must be confirmed: it takes a question away from another entry, or changes who gets urgent advice. */
export const needsConsent = (change: ImpactChange) => change.stolenBy !== undefined || change.kind === 'redFlag';

function weightOf(change: ImpactChange): number {
  if (change.kind === 'redFlag') return 0;
  return change.stolenBy ? 1 : change.verdict === 'worse' ? 2 : 3;
}

function treat(decider: Decider, text: string): Treatment {
  return toTreatment(decide(decider, text));
}

function toTreatment({ decision, ranked }: Decided): Treatment {
  const isNamed = decision.kind === 'answer' || decision.kind === 'redFlag';
  return { band: decision.kind, entry: isNamed ? decision.entry.id : (ranked[0]?.entry.id ?? null) };
}

function compareCase(c: ImpactCase, before: Treatment, after: Treatment): ImpactChange[] {
  const isFlagged = (t: Treatment) => t.band === 'redFlag';
  const isSameEntry = before.entry === after.entry || (!isSure(before) && !isSure(after));
  if (before.band === after.band && isSameEntry) return [];
  const kind = isFlagged(before) !== isFlagged(after) ? 'redFlag' : isSameEntry ? 'band' : 'answer';
  const verdict = judge(c, before, after);
  const stolenBy = findThief(c, before, after);
  return [{ ...c, before, after, kind, ...(verdict && { verdict }), ...(stolenBy && { stolenBy }) }];
}

const isSure = ({ band }: Treatment) => band === 'answer' || band === 'redFlag';

/** Another entry answers surely what an entry answered surely, unless that makes it right. */
function findThief({ wanted }: ImpactCase, before: Treatment, after: Treatment): string | undefined {
  const isTaken = isSure(before) && after.band === 'answer' && before.entry !== after.entry && after.entry !== wanted;
  return isTaken ? (after.entry ?? undefined) : undefined;
}

function judge({ wanted }: ImpactCase, before: Treatment, after: Treatment): 'better' | 'worse' | undefined {
  if (wanted === undefined) return undefined;
  const [was, is] = [before, after].map((t) => isSure(t) && t.entry === wanted);
  return was === is ? undefined : is ? 'better' : 'worse';
}
