import type { TurnContext } from 'botbuilder';
import type { Config, Region } from '../src/config.js';
import type { Decided } from '../src/decide.js';
import type { Knowledge } from '../src/knowledge/loadKnowledge.js';
import type { AnswerParser } from '../src/language/answerParser.js';
import type { Reply } from '../src/reply.js';
import type { Memory, Offer } from './memory.js';

/** What the bot did in a turn, for logs, figures and `kb converse`. */
export interface TurnReport {
  decision: 'redFlag' | 'answer' | 'clarify' | 'fallback' | 'dialog' | 'cancelled';
  intent: string | null;
  /** Set when a message held two questions. */
  intents?: string[];
  redFlag: string | null;
  score?: number;
}

/** Something a dialog wants done beyond replying; `bot.ts` does it once the turn has been answered. */
export type Effect =
  | { readonly kind: 'forget' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'dropKept' }
  | { readonly kind: 'feedback'; readonly entry: string; readonly helpful: boolean }
  | { readonly kind: 'leaveQuestion'; readonly utterance: string }
  /** The utterance of this turn found no answer. */
  | { readonly kind: 'missed' };

/** What a person reviewed and agreed to have sent to a human. Holds no utterance. */
export interface HandoffSummary {
  readonly channel: string;
  /** What was told, in words. */
  readonly facts: readonly string[];
  /** Ids of the entries that were answered. */
  readonly asked: readonly string[];
  readonly redFlag?: string;
}

/** What every dialog may know about the turn it runs in. */
export interface Turn {
  readonly utterance: string;
  readonly decided: Decided;
  readonly knowledge: Knowledge;
  readonly region: Region;
  readonly contact: Config['contact'];
  readonly retentionDays: number;
  readonly channelId: string;
  readonly now: Date;
  readonly memory: Memory;
  /** What the turn before offered; a plain "yes" accepts it. */
  readonly offer: Offer | undefined;
  /** The dialog that the turn before ended. */
  readonly stopped?: Memory['stopped'];
  readonly report: TurnReport;
  readonly answers: AnswerParser;
  /** Whether questions may be left for the curators. */
  readonly canLeave: boolean;
  /** Sends a summary to a human; resolves to `false` when nobody received it. Absent when it is not set up. */
  readonly handoff?: (summary: HandoffSummary) => Promise<boolean>;
  /** Replies in order; `bot.ts` sends them when the turn has been saved. */
  readonly outbox: Reply[];
  readonly effects: Effect[];
}

const TURN = Symbol('kneebone.turn');

export function setTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(TURN, turn);
}

/** @throws RangeError when called outside a message turn. */
export function getTurn(context: TurnContext): Turn {
  const turn: unknown = context.turnState.get(TURN);
  if (!turn) throw new RangeError('No turn has begun.');
  return turn as Turn; // set by setTurn only
}

/** Adds replies to those that the turn ends with. */
export function say(turn: Turn, ...replies: readonly Reply[]): void {
  turn.outbox.push(...replies);
}
