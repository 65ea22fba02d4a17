import type { GateQuestion, Guide } from '../src/knowledge/guide.js';
import type { Roles } from '../src/matcher/roles.js';
import { fitsTold } from './composeAnswer.js';

/** The safety questions answered with "no", each by its id. Nothing else is ever recorded. */
export type GateRecord = Readonly<Record<string, 'no'>>;

declare const OPEN: unique symbol;

/** Proof that every safety question of the guide was answered with "no". Only `openGate` makes one. */
export interface OpenGate {
  readonly guide: Guide;
  readonly [OPEN]: true;
}

/** Hours after which the safety questions are asked again: health changes from one day to the next. */
const RECORD_HOURS = 12;

/**
 * Opens the steps of a guide, or not. Every question the guide has now must be recorded, so a question that was added in
 * the meantime closes it again.
 * @param isCareful a warning sign came up and the person has not been checked
 */
export function openGate(guide: Guide, record: GateRecord, isCareful: boolean): OpenGate | undefined {
  if (isCareful || listUnanswered(guide, record).length > 0) return undefined;
  return { guide } as OpenGate; // the one place that may claim it
}

/** The questions without a recorded "no", in the guide's order. */
export function listUnanswered(guide: Guide, record: GateRecord): GateQuestion[] {
  return guide.gate.filter((q) => record[q.id] !== 'no');
}

/** True where a record is too old to count. */
export function isExpired(recordedAt: string | undefined, now: Date): boolean {
  const at = Date.parse(recordedAt ?? '');
  return Number.isNaN(at) || now.getTime() - at > RECORD_HOURS * 3_600_000 || at > now.getTime() + 60_000;
}

/** True when something the person told may be what the question asks about. */
export function mayFitTold(question: GateQuestion, told: Roles): boolean {
  return (question.askIfTold ?? []).some((when) => fitsTold(when, told));
}

/** A record with "no" for these questions. */
export function recordNo(record: GateRecord, questions: readonly GateQuestion[]): GateRecord {
  return { ...record, ...Object.fromEntries(questions.map((q) => [q.id, 'no' as const])) };
}

/** A record without the answer to one question, for going back. */
export function withdraw(record: GateRecord, id: string): GateRecord {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== id));
}
