import {
  ActivityTypes,
  BotAdapter,
  TurnContext,
  type Activity,
  type Middleware,
  type ResourceResponse,
} from 'botbuilder';
import { holdTurn, type TurnHandler, type TurnOutcome } from '../channel.js';

/** Only these are said; Slack has no use for traces and no typing sign for bots. */
const SAID: ReadonlySet<string> = new Set([ActivityTypes.Message]);

const OUTBOX = Symbol('kneebone.slack.outbox');

/**
 * Runs turns in this process and hands back what the bot said, rendered. Nothing is sent in the middle of a turn: where the
 * answer belongs is known only once it is whole.
 */
export class SlackAdapter extends BotAdapter {
  constructor(middleware: Middleware) {
    super();
    this.use(middleware);
  }

  /** @throws whatever the handler throws */
  async process(activity: Partial<Activity>, handler: TurnHandler): Promise<Partial<Activity>[]> {
    const context = new TurnContext(this, activity);
    const outbox: Partial<Activity>[] = [];
    context.turnState.set(OUTBOX, outbox);
    await this.runMiddleware(context, handler);
    return outbox;
  }

  /** One turn, of which nothing is saved; the conversation's lease must be held. */
  async processHeld(activity: Partial<Activity>, handler: TurnHandler): Promise<TurnOutcome> {
    const context = new TurnContext(this, activity);
    const outcome = holdTurn(context);
    context.turnState.set(OUTBOX, outcome.replies);
    await this.runMiddleware(context, handler);
    return outcome;
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const outbox = context.turnState.get<Partial<Activity>[]>(OUTBOX);
    const first = outbox.length;
    outbox.push(...activities.filter((a) => SAID.has(a.type ?? '')));
    return activities.map((_, i) => ({ id: String(first + i) }));
  }

  /** What is said is not sent before the turn ends, so a changed activity is said as well. */
  override async updateActivity(context: TurnContext, activity: Partial<Activity>): Promise<void> {
    await this.sendActivities(context, [activity]);
  }

  /** Nothing that a turn said is taken back. */
  override async deleteActivity(): Promise<void> {}

  override async continueConversation(): Promise<void> {
    throw new RangeError('The bot does not speak first in Slack.');
  }
}
