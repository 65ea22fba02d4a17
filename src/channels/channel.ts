import type { TurnContext } from 'botbuilder';
import type { Server } from 'restify';

/** Runs one turn; never rejects (a failure becomes a sentence for the person and a log line). */
export type TurnHandler = (context: TurnContext) => Promise<void>;

/** A way for people to reach the bot. */
export interface Channel {
  /** For logs and `/readyz`, for example `slack`. */
  readonly name: string;
  /** Adds the channel's routes; called once, before listening. */
  mount(server: Server): void;
  /** Stops accepting, waits for turns in flight, closes connections. */
  close(): Promise<void>;
}
