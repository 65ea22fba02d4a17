import { ProblemsError, type Problem } from '../errors.js';
import type { ByLanguage } from '../language/language.js';
import { checkLanguages, checkStructure } from './checkKnowledge.js';
import { loadKnowledge, type Knowledge } from './loadKnowledge.js';

/**
 * Loads knowledge that a bot can run on, in the language of reference.
 * @throws ProblemsError with every structural fault at once; matters of style do not stop a start.
 */
export function loadUsableKnowledge(dir: string): Knowledge {
  return loadUsableLanguages(dir).en;
}

/**
 * Loads knowledge that a bot can run on, in every language.
 * @throws ProblemsError as `loadUsableKnowledge`
 */
export function loadUsableLanguages(dir: string): ByLanguage<Knowledge> {
  const { languages, problems } = loadKnowledge(dir);
  const all: Problem[] = [...problems, ...(languages ? checkLanguages(languages, checkStructure) : [])];
  if (!languages || all.length > 0) throw new ProblemsError(all);
  return languages;
}
