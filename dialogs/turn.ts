import type { TurnContext } from 'botbuilder';
import type { Config, Region } from '../src/config.js';
import type { Decided } from '../src/decide.js';
import type { Knowledge } from '../src/knowledge/loadKnowledge.js';
import type { Reply } from '../src/reply.js';
import type { Memory } from './memory.js';

/** What the bot did in a turn, for logs, figures and `kb converse`. */
export interface TurnReport {
  decision: 'redFlag' | 'answer' | 'clarify' | 'fallback' | 'dialog' | 'cancelled';
  intent: string | null;
  /** Set when a message held two questions. */
  intents?: string[];
  redFlag: string | null;
  score?: number;
}

/** What every dialog may know about the turn it runs in. */
export interface Turn {
  readonly utterance: string;
  readonly decided: Decided;
  readonly knowledge: Knowledge;
  readonly region: Region;
  readonly contact: Config['contact'];
  readonly now: Date;
  readonly memory: Memory;
  readonly report: TurnReport;
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

/** Sends a reply; the channel's renderer gives it its shape. */
export async function sendReply(context: TurnContext, reply: Reply): Promise<void> {
  const stamped: Reply = { ...reply, knowledge: getTurn(context).knowledge.version };
  await context.sendActivity({ type: 'message', channelData: { kneebone: stamped } });
}
