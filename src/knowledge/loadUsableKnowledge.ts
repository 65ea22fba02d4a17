import type { Problem } from '../errors.js';
import { ProblemsError } from '../errors.js';
import { checkStructure } from './checkKnowledge.js';
import { loadKnowledge, type Knowledge } from './loadKnowledge.js';

/**
 * Loads knowledge that a bot can run on.
 * @throws ProblemsError with every structural fault at once; matters of style do not stop a start.
 */
export function loadUsableKnowledge(dir: string): Knowledge {
  const { knowledge, problems } = loadKnowledge(dir);
  const all: Problem[] = [...problems, ...(knowledge ? checkStructure(knowledge) : [])];
  if (!knowledge || all.length > 0) throw new ProblemsError(all);
  return knowledge;
}
