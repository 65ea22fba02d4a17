import path from 'node:path';
import { createDecider } from '../../src/createDecider.js';
import type { Decider } from '../../src/decide.js';
import { loadUsableKnowledge } from '../../src/knowledge/loadUsableKnowledge.js';

let loaded: Decider | undefined;

/** The shipped knowledge, matcher and triage; loaded once per test file. */
export function realDecider(): Decider {
  loaded ??= createDecider(loadUsableKnowledge(path.resolve('knowledge')));
  return loaded;
}

/** Remembers what the matcher and the triage made of a text, for tests that say the same things thousands of times. */
export function rememberingDecider(decider: Decider): Decider {
  const matches = new Map<string, ReturnType<Decider['matcher']['match']>>();
  const triaged = new Map<string, ReturnType<Decider['triage']['assess']>>();
  return {
    ...decider,
    matcher: {
      ...decider.matcher,
      match: (text, context) => remember(matches, JSON.stringify([text, context]), () => decider.matcher.match(text, context)),
    },
    triage: {
      ...decider.triage,
      assess: (text, context) => remember(triaged, JSON.stringify([text, context]), () => decider.triage.assess(text, context)),
    },
  };
}

function remember<T>(known: Map<string, T>, key: string, find: () => T): T {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}

