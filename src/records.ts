import type { BotOptions } from './bot.js';
import type { Config } from './config.js';
import { createReviewRecorder } from './desk/reviewRecorder.js';
import type { Store } from './storage/store.js';

const DAY_MS = 86_400_000;
/** Numbers alone, without anything a person said: a year can be compared with the one before. */
const FIGURES_DAYS = 800;

/** Keeps what people say of answers, and questions without one, in the store; neither holds a person's id. */
export function createRecorders(
  config: Config,
  store: Store,
): Required<Pick<BotOptions, 'onFeedback' | 'onUnanswered' | 'onQuestion'>> {
  return createReviewRecorder(config, store);
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
    await store.sweepRecords('figures', new Date(options.now().getTime() - FIGURES_DAYS * DAY_MS));
  };
  const timer = setInterval(() => void sweep().catch(options.onError), options.everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
