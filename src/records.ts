import { randomUUID } from 'node:crypto';
import type { BotOptions } from './bot.js';
import type { Config } from './config.js';
import { redact } from './redact.js';
import type { Store } from './storage/store.js';

const DAY_MS = 86_400_000;

/** Keeps what people say of answers, and questions without one, in the store; neither holds a person's id. */
export function createRecorders(
  config: Config,
  store: Store,
): Required<Pick<BotOptions, 'onFeedback' | 'onUnanswered'>> {
  return {
    onFeedback: ({ entry, helpful, channelId, at }) =>
      store.addRecord('feedback', { id: randomUUID(), at: at.toISOString(), entry, helpful, channelId }),
    onUnanswered: async ({ utterance, isLeft, at, channelId, candidates }) => {
      if (config.reviewQueue === 'off') return;
      const text = redact(utterance);
      await store.addRecord('review', { id: randomUUID(), at: at.toISOString(), text, isLeft, channelId, candidates });
    },
  };
}

/** Erases what is older than the retention, now and then every `everyMs`. Returns the function that ends it. */
export function startSweeping(
  store: Store,
  retentionDays: number,
  options: { now: () => Date; everyMs: number; onError: (error: unknown) => void },
): () => void {
  const sweep = async () => {
    const before = new Date(options.now().getTime() - retentionDays * DAY_MS);
    await store.sweep(before);
    await store.sweepRecords('feedback', before);
    await store.sweepRecords('review', before);
  };
  const timer = setInterval(() => void sweep().catch(options.onError), options.everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
