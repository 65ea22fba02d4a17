import {
  ActivityTypes,
  BotAdapter,
  TurnContext,
  type Activity,
  type ConversationReference,
  type Middleware,
  type ResourceResponse,
} from 'botbuilder';
import type { TurnHandler } from '../channel.js';

/** The channel id that bot and renderers see. */
export const DIRECT_LINE = 'directline';
/** The bot's account on this channel. */
export const BOT_ACCOUNT = { id: 'kneebone', name: 'Kneebone', role: 'bot' } as const;

export interface DirectLineAdapterOptions {
  /** Resolves once the activities are kept; streams show them then. */
  readonly append: (conversationId: string, activities: readonly Partial<Activity>[]) => Promise<unknown>;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly middleware: Middleware;
}

/** These tell a client nothing that the transcript would miss. */
const PASSING: ReadonlySet<string> = new Set([ActivityTypes.Typing, ActivityTypes.Trace, ActivityTypes.InvokeResponse]);

/** Runs turns in this process; what the bot sends goes into the conversation's transcript. */
export class DirectLineAdapter extends BotAdapter {
  constructor(private readonly options: DirectLineAdapterOptions) {
    super();
    this.use(options.middleware);
  }

  async process(activity: Partial<Activity>, handler: TurnHandler): Promise<void> {
    await this.runMiddleware(new TurnContext(this, activity), handler);
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const stamped = activities.map((a) => ({ ...a, id: this.options.newId(), timestamp: this.options.now() }));
    const kept = stamped.filter((a) => !PASSING.has(a.type ?? ''));
    if (kept.length > 0) await this.options.append(context.activity.conversation.id, kept);
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
    const activity: Partial<Activity> = {
      type: ActivityTypes.Event,
      name: 'continueConversation',
      channelId: DIRECT_LINE,
    };
    await this.process(TurnContext.applyConversationReference(activity, reference, true), logic);
  }
}
