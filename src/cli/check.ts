import { checkRedFlags } from '../createDecider.js';
import { formatProblem } from '../errors.js';
import { checkEditing } from '../knowledge/checkEditing.js';
import { checkStructure } from '../knowledge/checkKnowledge.js';
import { loadKnowledge } from '../knowledge/loadKnowledge.js';
import { knowledgeDir } from './knowledgeDir.js';

/** `kb check`: every problem at once on standard output; 1 when there is any. */
export async function runCheck(): Promise<number> {
  const { knowledge, problems } = loadKnowledge(knowledgeDir());
  const all = [
    ...problems,
    ...(knowledge
      ? [...checkStructure(knowledge), ...checkRedFlags(knowledge), ...checkEditing(knowledge, new Date())]
      : []),
  ];
  for (const problem of all) process.stdout.write(`${formatProblem(problem)}\n`);
  const count = knowledge?.entries.size ?? 0;
  process.stdout.write(all.length === 0 ? `${count} entries, no problems\n` : `${all.length} problems\n`);
  return all.length === 0 ? 0 : 1;
}
