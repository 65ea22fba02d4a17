import type { Decider } from '../../src/decide.js';

/**
 * Remembers what the matcher and the triage made of a text, for tests that say the same things thousands of times. The
 * matcher sees each text by itself, without what was told or answered before.
 */
export function rememberingDecider(decider: Decider): Decider {
  const matches = new Map<string, ReturnType<Decider['matcher']['match']>>();
  const reported = new Map<string, ReturnType<Decider['reports']['measure']>>();
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
    reports: {
      ...decider.reports,
      measure: (text) => remember(reported, text, () => decider.reports.measure(text)),
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
  if (!known.has(key)) known.set(key, find());
  return known.get(key) as T; // set above
}
