import { examine, type Examined, type ExamineTask } from './examine.js';
import { learn, type Learned, type LearnTask } from './learn.js';

/** Work that takes too long for the thread that answers people. */
export type Task = LearnTask | ExamineTask;

export interface TaskResults {
  readonly learn: Learned;
  readonly examine: Examined;
}

/** Runs a task; `runInThread` in production, `runHere` in tests and on the command line. */
export type RunTask = <T extends Task>(task: T) => Promise<TaskResults[T['kind']]>;

/** Runs a task in this thread, which it blocks. */
export const runHere: RunTask = async (task) => perform(task);

export function perform<T extends Task>(task: T): TaskResults[T['kind']];
export function perform(task: Task): TaskResults[Task['kind']] {
  return task.kind === 'learn' ? learn(task) : examine(task);
}
