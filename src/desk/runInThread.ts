import { Worker } from 'node:worker_threads';
import type { RunTask } from './tasks.js';

/** Runs a task in a thread of its own, which ends with it. Rejects when the thread dies. */
export const runInThread: RunTask = (task) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: task });
    worker.unref();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  });
