import path from 'node:path';
import type { Deciders } from '../src/createDecider.js';
import type { Decider } from '../src/decide.js';
import { loadUsableKnowledge, loadUsableLanguages } from '../src/knowledge/loadUsableKnowledge.js';
import { loadDecider, loadDeciders } from '../src/loadDecider.js';

/** Where tests keep what the matcher learned; the first that needs it learns it. */
export const TEST_CACHE = path.resolve('node_modules/.cache/kneebone');

/** The decider of the shipped knowledge. */
export function loadRealDecider(): Decider {
  return loadDecider(loadUsableKnowledge(path.resolve('knowledge')), TEST_CACHE);
}

/** The deciders of the shipped knowledge in every language. */
export function loadRealDeciders(): Deciders {
  return loadDeciders(loadUsableLanguages(path.resolve('knowledge')), TEST_CACHE);
}

/** For tests that speak English throughout: one decider for whatever is written. */
export function inEnglish(decider: Decider): Deciders {
  return { of: { en: decider, es: decider }, detector: { detect: () => undefined } };
}
