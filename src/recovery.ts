import type { Channel } from './channels/channel.js';

/** A person who waits sees the answer soon enough, and a store that is asked so seldom does not feel it. */
const EVERY_MS = 10_000;
/** Above the longest turn of a healthy process: waiting for a webhook takes some ten seconds. */
const OLDER_THAN_MS = 15_000;

/**
 * Answers, now and then, what other processes left when they died; what this process left before its restart is taken up by
 * each channel when it is mounted. Returns the function that ends it.
 */
export function startRecovering(channels: readonly Channel[], onError: (error: unknown) => void): () => void {
  let isRunning = false;
  const recover = async () => {
    if (isRunning) return;
    isRunning = true;
    const tried = await Promise.allSettled(channels.map((channel) => channel.recover?.(OLDER_THAN_MS)));
    for (const { reason } of tried.filter((t) => t.status === 'rejected')) onError(reason);
    isRunning = false;
  };
  const timer = setInterval(() => void recover(), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
