import type { TurnContext } from 'botbuilder';
import type { HandoffSummary, TurnReport } from '../dialogs/turn.js';
import { heldTurn } from './channels/channel.js';
import type { Config } from './config.js';
import type { Deciders } from './createDecider.js';
import type { AnswerParser } from './language/answerParser.js';
import type { Feedback } from './readActivity.js';
import type { Store } from './storage/store.js';
import { TurnRunner } from './turnRunner.js';

export interface BotOptions {
  readonly config: Config;
  readonly store: Store;
  /** Asked at the start of every turn, so that new knowledge takes effect between turns. */
  readonly deciders: () => Deciders;
  readonly now: () => Date;
  readonly onTurn: (turn: FinishedTurn) => void;
  readonly onError: (error: unknown, context: TurnContext) => void;
  /** Reads dates and numbers; by default one of its own, started with the first answer that needs it. */
  readonly answers?: AnswerParser;
  /** Takes "this helped" and "this did not". */
  readonly onFeedback?: (feedback: Feedback & RatedTurn) => Promise<void>;
  /** Takes a question that found no answer. Without it, people cannot leave their question. */
  readonly onUnanswered?: (question: Unanswered) => Promise<void>;
  /** Takes every message with what became of it, once it has been answered. A failure goes to `onError`. */
  readonly onQuestion?: (question: AskedQuestion) => Promise<void>;
  /** Sends a summary that the person agreed to; resolves to `false` when nobody received it. */
  readonly handoff?: (summary: HandoffSummary, context: TurnContext) => Promise<boolean>;
}

/** An utterance without an answer. Health data: to be redacted before it is kept, never logged. */
export interface Unanswered {
  readonly utterance: string;
  /** The person asked for it to be passed on. */
  readonly isLeft: boolean;
  readonly at: Date;
  readonly channelId: string;
  /** Intents that came closest, best first. */
  readonly candidates: readonly string[];
}

/** Where and when a verdict was given. */
export interface RatedTurn {
  readonly channelId: string;
  readonly conversationId: string;
  readonly at: Date;
}

/** A message and what became of it. Health data: to be redacted before it is kept, never logged. */
export interface AskedQuestion extends Omit<Unanswered, 'isLeft'> {
  readonly conversationId: string;
  readonly decision: TurnReport['decision'];
  readonly intent: string | null;
}

/** What is known about a turn once it is over; holds no text of the person. */
export interface FinishedTurn {
  readonly report: TurnReport;
  /** The dialog that waits for the next message, or `root`. */
  readonly dialog: string;
  readonly channelId: string;
  readonly conversationId: string;
  /** The channel's name for the message; the same for every delivery of it. */
  readonly turnId?: string | undefined;
  /** W3C trace id of the request, where it named one. */
  readonly traceId?: string | undefined;
  readonly durationMs: number;
}

export interface Bot {
  /** Runs one turn: decides, continues the dialog, saves the state, replies. Never rejects. */
  run(context: TurnContext): Promise<void>;
}

/** Creates the bot that all channels share. */
export function createBot(options: BotOptions): Bot {
  const runner = new TurnRunner(options);
  return {
    run(context) {
      const turn = () => runner.runSafely(context);
      return heldTurn(context) ? turn() : options.store.withLease(context.activity.conversation.id, turn);
    },
  };
}
