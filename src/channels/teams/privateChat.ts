import { TurnContext, type Activity, type ResourceResponse } from 'botbuilder';
import type { TurnHandler } from '../channel.js';
import { BotFrameworkAdapter } from './cloudAdapter.js';

/** The part of the SDK's connector that opens a chat. */
interface Connector {
  readonly conversations: { createConversation(parameters: object): Promise<ResourceResponse> };
}

/** A person's own chat with the bot, opened from a conversation that others read. */
export interface PrivateChat {
  /** Runs a turn there on what the person wrote; `false` when a message did not get through. */
  run(handler: TurnHandler): Promise<boolean>;
}

/** What the SDK put into a turn before the bot ran in it; later it also holds the state of the group. */
export type Services = readonly (readonly [key: unknown, value: unknown])[];

/**
 * Opens the private chat of whoever wrote the activity. Nothing where that fails: the person has not installed the app, or
 * the client knows no such chats.
 */
export async function openPrivateChat(context: TurnContext, services: Services): Promise<PrivateChat | undefined> {
  const { adapter } = context;
  if (!(adapter instanceof BotFrameworkAdapter)) return undefined;
  const id = await createChat(context).catch(() => undefined);
  return id ? { run: (handler) => runThere(adapter, moveTurn(context, services, id), handler) } : undefined;
}

async function createChat(context: TurnContext): Promise<string | undefined> {
  const { recipient, from, conversation, channelData } = context.activity;
  const connector = context.turnState.get(context.adapter.ConnectorClientKey) as Connector | undefined; // set by the SDK
  const tenantId: unknown = conversation.tenantId ?? channelData?.tenant?.id;
  const parameters = {
    isGroup: false,
    bot: recipient,
    members: [from],
    tenantId,
    channelData: { tenant: { id: tenantId } },
  };
  return (await connector?.conversations.createConversation(parameters))?.id;
}

/** The same message in the private chat; without its id, which means nothing there. */
function moveTurn(context: TurnContext, services: Services, id: string): TurnContext {
  const { conversation } = context.activity;
  const personal = { ...conversation, id, isGroup: false, conversationType: 'personal' };
  const activity: Partial<Activity> = { ...context.activity, conversation: personal };
  delete activity.id;
  delete activity.replyToId;
  const inner = new TurnContext(context.adapter, activity);
  for (const [key, value] of services) inner.turnState.set(key, value);
  return inner;
}

async function runThere(adapter: BotFrameworkAdapter, inner: TurnContext, handler: TurnHandler): Promise<boolean> {
  let isHeard = true;
  inner.onSendActivities(async (_context, activities, send) => {
    try {
      return await send();
    } catch {
      // Said in the group instead; an error here would only make the bot apologise where nobody hears it.
      isHeard = false;
      return activities.map(() => ({ id: '' }));
    }
  });
  await adapter.runIn(inner, handler);
  return isHeard;
}
