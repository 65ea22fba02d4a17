import type { Problem } from '../errors.js';
import { loadUsableKnowledge } from '../knowledge/loadUsableKnowledge.js';
import type { FileChange } from '../knowledge/writeKnowledge.js';
import { loadDecider } from '../loadDecider.js';
import { checkChanges } from './checkChanges.js';
import { compareDeciders, type Impact } from './impact.js';
import { loadEvaluationCases } from './impactCases.js';

export interface ExamineTask {
  readonly kind: 'examine';
  readonly dir: string;
  readonly cacheDir: string;
  readonly evaluationDir: string;
  readonly changes: readonly FileChange[];
  /** Texts of the review queue and others that people asked. */
  readonly earlier: readonly string[];
  /** ISO time. */
  readonly now: string;
  /** False for a check without learning, which takes a second instead of ten. */
  readonly isWithImpact: boolean;
}

export interface Examined {
  readonly problems: readonly Problem[];
  readonly remarks: readonly Problem[];
  /** Missing where the changes cannot be used. */
  readonly impact?: Impact;
}

/**
 * Checks changes before they are saved, and measures what they would do to the evaluation's and to earlier questions. What
 * is learned for that is kept, so that saving the same changes takes effect at once.
 */
export function examine(task: ExamineTask): Examined {
  const { dir, cacheDir, changes } = task;
  const { knowledge, problems, remarks } = checkChanges(dir, changes, new Date(task.now));
  if (!knowledge || problems.length > 0 || !task.isWithImpact) return { problems, remarks };
  const base = loadDecider(loadUsableKnowledge(dir), cacheDir);
  const next = loadDecider(knowledge, cacheDir);
  const earlier = [...new Set(task.earlier)].map((text) => ({ text, origin: 'earlier' as const }));
  const impact = compareDeciders(base, next, [...loadEvaluationCases(task.evaluationDir), ...earlier]);
  return { problems, remarks, impact };
}
