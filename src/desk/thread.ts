// The thread that `runInThread` starts: one task in, one result out.
import { parentPort, workerData } from 'node:worker_threads';
import { perform, type Task } from './tasks.js';

parentPort?.postMessage(perform(workerData as Task)); // given by runInThread only
