import type { Region } from '../config.js';
import type { Problem } from '../errors.js';
import { toEntryId, type Knowledge } from '../knowledge/loadKnowledge.js';
import { loadUsableKnowledge } from '../knowledge/loadUsableKnowledge.js';
import type { FileChange } from '../knowledge/writeKnowledge.js';
import { loadDecider } from '../loadDecider.js';
import type { Reply } from '../reply.js';
import { checkChanges } from './checkChanges.js';
import { compareDeciders, type Impact } from './impact.js';
import { loadEvaluationCases } from './impactCases.js';
import { previewEntry } from './previewEntry.js';

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
  readonly region: Region;
  /** False for a check without learning, which takes a second instead of ten. */
  readonly isWithImpact: boolean;
}

export interface Examined {
  readonly problems: readonly Problem[];
  readonly remarks: readonly Problem[];
  /** What the changed entries answer, before any channel draws it. */
  readonly previews: readonly EntryPreview[];
  /** Missing where the changes cannot be used. */
  readonly impact?: Impact;
}

export interface EntryPreview {
  readonly entry: string;
  readonly replies: readonly Reply[];
}

/** The entries whose own file is changed, not only the list of utterances. */
function previewChanges(knowledge: Knowledge, changes: readonly FileChange[], region: Region): EntryPreview[] {
  const entries = changes.filter((c) => c.file.endsWith('.md')).map((c) => toEntryId(c.file));
  return entries.map((entry) => ({ entry, replies: previewEntry(knowledge, entry, region) }));
}

/**
 * Checks changes before they are saved, and measures what they would do to the evaluation's and to earlier questions. What
 * is learned for that is kept, so that saving the same changes takes effect at once.
 */
export function examine(task: ExamineTask): Examined {
  const { dir, cacheDir, changes } = task;
  const { knowledge, problems, remarks } = checkChanges(dir, changes, new Date(task.now));
  const previews = knowledge ? previewChanges(knowledge, changes, task.region) : [];
  if (!knowledge || problems.length > 0 || !task.isWithImpact) return { problems, remarks, previews };
  const base = loadDecider(loadUsableKnowledge(dir), cacheDir);
  const next = loadDecider(knowledge, cacheDir);
  const earlier = [...new Set(task.earlier)].map((text) => ({ text, origin: 'earlier' as const }));
  const impact = compareDeciders(base, next, [...loadEvaluationCases(task.evaluationDir), ...earlier]);
  return { problems, remarks, previews, impact };
}
