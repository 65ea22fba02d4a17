import type { Activity, Middleware } from 'botbuilder';
import type { Reply } from '../reply.js';

/** Turns one channel-neutral reply into the activities of a channel. */
export type Renderer = (reply: Reply, activity: Partial<Activity>) => Partial<Activity>[];

/** Renders every outgoing activity that carries a reply; others pass as they are. */
export function createRenderMiddleware(pick: (channelId: string) => Renderer): Middleware {
  return {
    async onTurn(context, next) {
      const render = pick(context.activity.channelId);
      context.onSendActivities(async (_ctx, activities, send) => {
        const rendered = activities.flatMap((a) => {
          const reply = replyOf(a);
          return reply ? render(reply, a) : [a];
        });
        activities.splice(0, activities.length, ...(rendered as Partial<Activity>[]));
        return send();
      });
      await next();
    },
  };
}

/** The reply that a dialog put into an activity. */
export function replyOf(activity: Partial<Activity>): Reply | undefined {
  const data: unknown = activity.channelData;
  const isOurs = typeof data === 'object' && data !== null && 'kneebone' in data;
  return isOurs ? (data.kneebone as Reply) : undefined; // put there by sendReply only
}
