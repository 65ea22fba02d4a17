import { BotAdapter, TurnContext, type Activity, type ConversationReference, type ResourceResponse } from 'botbuilder';
import type { TurnHandler } from './channel.js';

/** Runs turns in this process and hands back what was sent; for the command line and tests. */
export class ConsoleAdapter extends BotAdapter {
  private sent: Partial<Activity>[] = [];
  private count = 0;

  /** One turn; resolves to the activities that the bot sent, as they were rendered. */
  async process(activity: Partial<Activity>, handler: TurnHandler): Promise<Partial<Activity>[]> {
    this.sent = [];
    const context = new TurnContext(this, activity);
    await this.runMiddleware(context, handler);
    return this.sent;
  }

  override async sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    this.sent.push(...activities);
    return activities.map(() => ({ id: String(++this.count) }));
  }

  override async updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<void> {
    this.sent.push(activity);
  }

  override async deleteActivity(_context: TurnContext, _reference: Partial<ConversationReference>): Promise<void> {}

  override async continueConversation(): Promise<void> {
    throw new RangeError('The console has no conversation to continue.');
  }
}
