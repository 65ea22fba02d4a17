import { ActivityTypes, type Activity } from 'botbuilder';
import { z } from 'zod';
import type { Place } from './place.js';
import type { SlackMessage } from './renderSlack.js';

/** Where a message goes. */
export type Target =
  | { readonly kind: 'post'; readonly channel: string; readonly thread?: string }
  /** Shown to one person only, until they reload. */
  | { readonly kind: 'ephemeral'; readonly channel: string; readonly user: string; readonly thread?: string }
  /** Shown to one person only, also where the bot is no member. */
  | { readonly kind: 'respond'; readonly url: string };

/** A message on its way. Kept with the turn until Slack has taken it, so that a failed delivery can be repeated. */
export interface Outgoing {
  readonly to: Target;
  readonly message: SlackMessage;
  /** Where `to` fails; without it the failure is only logged when `isExtra`. */
  readonly otherwise?: { readonly to: Target; readonly message: SlackMessage };
  /** The turn counts as answered without it. */
  readonly isExtra?: boolean;
}

/** Where the answer to somebody in a place goes. */
export function targetOf(place: Place): Target {
  const { kind, channel, user, thread, responseUrl } = place;
  if (kind === 'unseen')
    return responseUrl ? { kind: 'respond', url: responseUrl } : { kind: 'ephemeral', channel, user };
  return { kind: 'post', channel, ...(thread && { thread }) };
}

/** The message that the renderer made. */
export function messageOf(activity: Partial<Activity>): SlackMessage {
  const data: unknown = activity.channelData;
  const isRendered = typeof data === 'object' && data !== null && 'slack' in data;
  // Put there by renderSlack only; an activity without a reply is sent as the text it has.
  return isRendered ? (data.slack as SlackMessage) : { text: activity.text ?? '', blocks: [] };
}

/** For `commitTurn`, which keeps activities. */
export function toStored(outgoing: Outgoing): Partial<Activity> {
  return { type: ActivityTypes.Message, text: outgoing.message.text, channelData: { outgoing } };
}

const storedSchema = z.object({
  channelData: z.object({ outgoing: z.custom<Outgoing>((v) => typeof v === 'object' && v !== null) }),
});

/** What `toStored` kept; nothing for anything else. */
export function fromStored(activities: readonly Partial<Activity>[]): Outgoing[] {
  return activities.flatMap((a) => storedSchema.safeParse(a).data?.channelData.outgoing ?? []);
}
