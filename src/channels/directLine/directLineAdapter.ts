import {
  ActivityTypes,
  BotAdapter,
  TurnContext,
  type Activity,
  type ConversationReference,
  type Middleware,
  type ResourceResponse,
} from 'botbuilder';
import { heldTurn, holdTurn, type TurnHandler, type TurnOutcome } from '../channel.js';

/** The channel id that bot and renderers see. */
export const DIRECT_LINE = 'directline';
/** The bot's account on this channel. */
export const BOT_ACCOUNT = { id: 'kneebone', name: 'Kneebone', role: 'bot' } as const;

export interface DirectLineAdapterOptions {
  /** Runs a turn in which the bot speaks of its own accord; resolves once what it leaves is kept. */
  readonly keep: (conversationId: string, run: () => Promise<TurnOutcome>) => Promise<void>;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly middleware: Middleware;
}

/** These tell a client nothing that the transcript would miss. */
const PASSING: ReadonlySet<string> = new Set([ActivityTypes.Typing, ActivityTypes.Trace, ActivityTypes.InvokeResponse]);

/** Runs turns in this process and hands back what the bot said, ready for the transcript. */
export class DirectLineAdapter extends BotAdapter {
  constructor(private readonly options: DirectLineAdapterOptions) {
    super();
    this.use(options.middleware);
  }

  /** One turn, of which nothing is saved: replies have ids and times. The conversation's lease must be held. */
  async process(activity: Partial<Activity>, handler: TurnHandler): Promise<TurnOutcome> {
    const context = new TurnContext(this, activity);
    const outcome = holdTurn(context);
    await this.runMiddleware(context, handler);
    return outcome;
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const { newId, now } = this.options;
    const stamped = activities.map((a) => ({ ...a, id: newId(), timestamp: now() }));
    // `process` holds every context there is.
    heldTurn(context)?.replies.push(...stamped.filter((a) => !PASSING.has(a.type ?? '')));
    return stamped.map(({ id }) => ({ id }));
  }

  /** A transcript only grows, so a changed activity is shown again. */
  override async updateActivity(context: TurnContext, activity: Partial<Activity>): Promise<void> {
    await this.sendActivities(context, [activity]);
  }

  /** A transcript only grows. */
  override async deleteActivity(): Promise<void> {}

  /** Speaks first in a conversation, for example to remind. */
  override async continueConversation(reference: Partial<ConversationReference>, logic: TurnHandler): Promise<void> {
    const event: Partial<Activity> = {
      type: ActivityTypes.Event,
      name: 'continueConversation',
      channelId: DIRECT_LINE,
    };
    const activity = TurnContext.applyConversationReference(event, reference, true);
    await this.options.keep(activity.conversation?.id ?? '', () => this.process(activity, logic));
  }
}
