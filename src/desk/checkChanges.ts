import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkRedFlags } from '../createDecider.js';
import type { Problem } from '../errors.js';
import { checkEditing } from '../knowledge/checkEditing.js';
import { checkLanguages, checkStructure } from '../knowledge/checkKnowledge.js';
import { checkTranslation } from '../knowledge/checkTranslation.js';
import { loadKnowledge, type Knowledge } from '../knowledge/loadKnowledge.js';
import type { ByLanguage } from '../language/language.js';
import { writeKnowledge, type FileChange } from '../knowledge/writeKnowledge.js';

export interface CheckedChanges {
  /** What the folder would say in each language. */
  readonly languages?: ByLanguage<Knowledge>;
  /** Faults with which the knowledge could not be used. */
  readonly problems: readonly Problem[];
  /** What an editor would mark in the changed files. */
  readonly remarks: readonly Problem[];
}

/** Runs `use` on a folder in which the changes are made; the real one is left alone. */
export function withChanges<T>(dir: string, changes: readonly FileChange[], use: (changed: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'kneebone-changes-'));
  try {
    const changed = path.join(folder, 'knowledge');
    cpSync(dir, changed, { recursive: true });
    writeKnowledge(changed, changes);
    return use(changed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Checks what a folder of knowledge would be with the changes.
 * @throws KneeboneError KNOWLEDGE_CHANGED when a file is no longer what a change was made from
 */
export function checkChanges(dir: string, changes: readonly FileChange[], now: Date): CheckedChanges {
  return withChanges(dir, changes, (changed) => {
    const { languages, problems } = loadKnowledge(changed);
    if (!languages) return { problems, remarks: [] };
    const files = new Set(changes.map((c) => `knowledge/${c.file.replace('.utterances.txt', '.md')}`));
    const isChanged = (p: Problem) => files.has(p.file.replace('.utterances.txt', '.md'));
    const structure = checkLanguages(languages, (k) => [...checkStructure(k), ...checkRedFlags(k)]);
    const editing = checkLanguages(languages, (k) => checkEditing(k, now));
    return {
      languages,
      problems: [...problems, ...structure],
      remarks: [...editing, ...checkTranslation(languages.en, languages.es)].filter(isChanged),
    };
  });
}
