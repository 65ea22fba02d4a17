import { EventFactory, type TurnContext } from 'botbuilder';
import type { HandoffSummary } from '../dialogs/turn.js';

/** Sends a summary to a human; resolves to `false` when nobody received it, never rejects. */
export type SendHandoff = (summary: HandoffSummary, context: TurnContext) => Promise<boolean>;

export interface HandoffOptions {
  /** Receives the summary as JSON by POST; an answer of 200 to 299 counts as received. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Waits before another try; tests do not. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Told once per failed try, with a reason that holds nothing of the person. */
  readonly onFailure?: (reason: string) => void;
}

/** Three tries of three seconds stay below the fifteen seconds after which Teams sends a turn again. */
const TRIES = 3;
const TRY_TIMEOUT_MS = 3000;
const PAUSES_MS = [300, 1200];

/**
 * Sends summaries to a webhook, and raises the Bot Framework's handoff event for channels that know it. A repeated try
 * carries the same `id`, so that the receiver can leave out what it has.
 */
export function createHandoff(options: HandoffOptions): SendHandoff {
  return async (summary, context) => {
    const id = options.newId();
    const at = options.now().toISOString();
    const isReceived = await deliver(options, JSON.stringify({ id, at, ...summary }));
    if (isReceived) await raiseEvent(context, { id, ...summary }, options.onFailure);
    return isReceived;
  };
}

async function deliver(options: HandoffOptions, body: string): Promise<boolean> {
  const sleep = options.sleep ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await sleep(PAUSES_MS[attempt - 1] ?? 0);
    const outcome = await post(options, body);
    if (outcome === 'received') return true;
    options.onFailure?.(outcome.reason);
    if (outcome.isFinal) return false;
  }
  return false;
}

type Outcome = 'received' | { readonly reason: string; readonly isFinal: boolean };

/** A refusal by the receiver (4xx) will not change by trying again, except 408 and 429. */
async function post({ url, fetch: send = fetch }: HandoffOptions, body: string): Promise<Outcome> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TRY_TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (response.ok) return 'received';
    const isFinal =
      response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429;
    return { reason: `status ${response.status}`, isFinal };
  } catch (error) {
    // Timeouts and refused connections; the message may hold the address, so only the name is passed on.
    return { reason: error instanceof Error ? error.name : 'unknown', isFinal: false };
  }
}

/** The webhook has the summary already; a channel without the event loses nothing. */
async function raiseEvent(context: TurnContext, summary: object, onFailure?: (reason: string) => void): Promise<void> {
  try {
    const event = EventFactory.createHandoffInitiation(context, summary);
    // The factory leaves these to the adapter only when they are unset.
    await context.sendActivity({ ...event, type: 'event', channelId: context.activity.channelId });
  } catch (error) {
    onFailure?.(`event ${error instanceof Error ? error.name : 'unknown'}`);
  }
}
