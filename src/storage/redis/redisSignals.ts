import { createLeases } from '../leases.js';
import { createLocalSignals, type Signals } from '../signals.js';
import { channelOf } from './redisDocuments.js';
import type { RedisLink } from './redisLink.js';

export interface RedisSignals extends Signals {
  /** Calls every listener, after messages may have been missed. */
  notifyAll(): void;
}

/** Signals between processes: Redis publishes with every change, and each process listens for what it holds. */
export function createRedisSignals(getLink: () => RedisLink): RedisSignals {
  const local = createLocalSignals();
  const inOrder = createLeases();
  const subscribed = new Set<string>();

  /** Brings the subscription in line with the listeners, one step at a time for each conversation. */
  const align = (id: string) =>
    inOrder.run(id, async () => {
      if (local.has(id) === subscribed.has(id)) return;
      if (local.has(id)) {
        await getLink().subscribe(channelOf(id), () => local.notify(id));
        subscribed.add(id);
      } else {
        subscribed.delete(id);
        await getLink().unsubscribe(channelOf(id));
      }
    });
  return {
    // The change itself published.
    notify() {},
    notifyAll() {
      for (const id of local.ids()) local.notify(id);
    },
    async subscribe(id, listener) {
      const end = await local.subscribe(id, listener);
      try {
        await align(id);
      } catch (error) {
        await end();
        throw error;
      }
      return async () => {
        await end();
        // Redis away: nobody listens here any more, and the connection's end ends the subscription.
        await align(id).catch(() => undefined);
      };
    },
  };
}
