import path from 'node:path';
import type { Decider } from '../src/decide.js';
import { loadUsableKnowledge } from '../src/knowledge/loadUsableKnowledge.js';
import { loadDecider } from '../src/loadDecider.js';

/** Where tests keep what the matcher learned; the first that needs it learns it. */
export const TEST_CACHE = path.resolve('node_modules/.cache/kneebone');

/** The decider of the shipped knowledge. */
export function loadRealDecider(): Decider {
  return loadDecider(loadUsableKnowledge(path.resolve('knowledge')), TEST_CACHE);
}
