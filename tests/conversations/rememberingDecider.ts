import type { Decider } from '../../src/decide.js';

/**
 * Remembers what the matcher and the triage made of a text, for tests that say the same things thousands of times. The
 * matcher sees each text by itself, without what was told or answered before.
 */
export function rememberingDecider(decider: Decider): Decider {
  const matches = new Map<string, ReturnType<Decider['matcher']['match']>>();
  const triaged = new Map<string, ReturnType<Decider['triage']['assess']>>();
  return {
    ...decider,
    matcher: {
      ...decider.matcher,
      match: (text, context = {}) => {
        const alone = context.now ? { now: context.now } : {};
        return remember(matches, text, () => decider.matcher.match(text, alone));
      },
    },
    triage: {
      ...decider.triage,
      assess: (text, { shownSigns, askedFor } = {}) => {
        const context = { ...(shownSigns && { shownSigns }), ...(askedFor && { askedFor }) };
        return remember(triaged, `${shownSigns}|${askedFor}|${text}`, () => decider.triage.assess(text, context));
      },
    },
  };
}

function remember<T>(known: Map<string, T>, key: string, find: () => T): T {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}
