import type { Activity, StoreItems, TurnContext } from 'botbuilder';
import type { Server } from 'restify';

/** Runs one turn; never rejects (a failure becomes a sentence for the person and a log line). */
export type TurnHandler = (context: TurnContext) => Promise<void>;

/** What a turn leaves, to be saved together. */
export interface TurnOutcome {
  /** State of the conversation by its key, as `Store.write` takes it. */
  readonly state: StoreItems;
  /** What was said, rendered, in order. */
  readonly replies: Partial<Activity>[];
  /** The person had the conversation erased: nothing of the replies is to be kept beyond a transcript that shows them. */
  isErased?: boolean;
}

/**
 * By the turn's own collection of state, since the SDK hands on the context itself in wrappers; not in that collection, whose
 * contents a turn may hand on to one in another conversation.
 */
const held = new WeakMap<TurnContext['turnState'], TurnOutcome>();

/**
 * Asks the bot not to save the conversation's state but to put it into the outcome that is returned, so that the channel
 * saves it in one step with the replies (`commitTurn`). The channel must hold the conversation's lease: the bot then takes
 * none. To be called before the handler; the outcome is whole when the handler resolves.
 */
export function holdTurn(context: TurnContext): TurnOutcome {
  const outcome: TurnOutcome = { state: {}, replies: [] };
  held.set(context.turnState, outcome);
  return outcome;
}

/** Where the channel wants what this turn leaves; `undefined`: it is to be saved and sent at once. */
export function heldTurn(context: TurnContext): TurnOutcome | undefined {
  return held.get(context.turnState);
}

/** Ends `holdTurn`: what is sent from now on goes out. */
export function releaseTurn(context: TurnContext): void {
  held.delete(context.turnState);
}

const traces = new WeakMap<TurnContext['turnState'], string>();

/** Notes the W3C trace id of the request that a turn answers; nothing for a request that names none. */
export function setTrace(context: TurnContext, traceId: string | undefined): void {
  if (traceId) traces.set(context.turnState, traceId);
}

/** The trace id of a turn: 32 hexadecimal digits. */
export function traceOf(context: TurnContext): string | undefined {
  return traces.get(context.turnState);
}

/** A way for people to reach the bot. */
export interface Channel {
  /** For logs and `/readyz`, for example `slack`. */
  readonly name: string;
  /** Adds the channel's routes; called once, before listening. */
  mount(server: Server): void;
  /** Answers what was recorded at least `olderThanMs` ago by a process that died before it could. */
  recover?(olderThanMs: number): Promise<void>;
  /** Stops accepting, waits for turns in flight, closes connections. */
  close(): Promise<void>;
}
