import type { Decider } from './decide.js';
import { createProblem, ProblemsError, type Problem } from './errors.js';
import type { Knowledge } from './knowledge/loadKnowledge.js';
import { createFaqMatcher, type FaqMatcherOptions } from './matcher/faqMatcher.js';
import { parseRedFlagRules } from './safety/parseRedFlagRules.js';
import { createTriage } from './safety/triage.js';

const RED_FLAGS_FILE = 'knowledge/red-flags.yml';

/**
 * Makes the parts of a decision from knowledge: trains or restores the matcher and compiles the triage.
 * @throws ProblemsError when the red-flag rules cannot be used
 */
export function createDecider(knowledge: Knowledge, options: FaqMatcherOptions = {}): Decider {
  const parsed = parseRedFlagRules(knowledge.redFlags, RED_FLAGS_FILE);
  if (!('rules' in parsed)) throw new ProblemsError(checkRedFlags(knowledge));
  return { knowledge, matcher: createFaqMatcher(knowledge, options), triage: createTriage(parsed.rules) };
}

/** Faults of the red-flag rules, and rules that name an entry which does not exist. */
export function checkRedFlags(knowledge: Knowledge): Problem[] {
  const parsed = parseRedFlagRules(knowledge.redFlags, RED_FLAGS_FILE);
  if (!('rules' in parsed))
    return parsed.problems.map((p) => createProblem('KNOWLEDGE_RED_FLAGS', p.file, p.line, `${p.code} ${p.message}`));
  const dead = parsed.rules.rules.filter((r) => !knowledge.entries.has(r.entry));
  return dead.map((r) =>
    createProblem('KNOWLEDGE_RED_FLAGS', RED_FLAGS_FILE, 0, `the rule "${r.id}" names "${r.entry}", which does not exist`),
  );
}
