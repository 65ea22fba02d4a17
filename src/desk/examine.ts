import path from 'node:path';
import type { Region } from '../config.js';
import type { Problem } from '../errors.js';
import { toEntryId, type Knowledge } from '../knowledge/loadKnowledge.js';
import { loadUsableLanguages } from '../knowledge/loadUsableKnowledge.js';
import { LANGUAGES, type ByLanguage, type Language } from '../language/language.js';
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
function previewChanges(
  languages: ByLanguage<Knowledge>,
  changes: readonly FileChange[],
  region: Region,
): EntryPreview[] {
  const places = changes.filter((c) => c.file.endsWith('.md')).map((c) => placeOf(c.file));
  return places.map(({ language, file }) => {
    const entry = toEntryId(file);
    return { entry, replies: previewEntry(languages[language], entry, region) };
  });
}

/** The language of a file, and its path among the files of that language. */
function placeOf(file: string): { language: Language; file: string } {
  const language = LANGUAGES.find((l) => file.startsWith(`${l}/`));
  return language ? { language, file: file.slice(language.length + 1) } : { language: LANGUAGES[0], file };
}

/**
 * Checks changes before they are saved, and measures what they would do to the evaluation's and to earlier questions. What
 * is learned for that is kept, so that saving the same changes takes effect at once.
 */
export function examine(task: ExamineTask): Examined {
  const { dir, cacheDir, changes } = task;
  const { languages, problems, remarks } = checkChanges(dir, changes, new Date(task.now));
  const previews = languages ? previewChanges(languages, changes, task.region) : [];
  if (!languages || problems.length > 0 || !task.isWithImpact) return { problems, remarks, previews };
  // A change to translations alone leaves English as it is.
  const [first = LANGUAGES[0], ...others] = new Set(changes.map((c) => placeOf(c.file).language));
  const language = others.length > 0 ? LANGUAGES[0] : first;
  const base = loadDecider(loadUsableLanguages(dir)[language], cacheDir);
  const next = loadDecider(languages[language], cacheDir);
  const earlier = [...new Set(task.earlier)].map((text) => ({ text, origin: 'earlier' as const }));
  const sets = language === LANGUAGES[0] ? task.evaluationDir : path.join(task.evaluationDir, language);
  const impact = compareDeciders(base, next, [...loadEvaluationCases(sets), ...earlier]);
  return { problems, remarks, previews, impact };
}
