import { checkRedFlags } from '../createDecider.js';
import { createProblem, formatProblem, type Problem } from '../errors.js';
import { checkEditing } from '../knowledge/checkEditing.js';
import { checkStructure } from '../knowledge/checkKnowledge.js';
import { loadKnowledge, type Knowledge } from '../knowledge/loadKnowledge.js';
import { loadWordBytes } from '../knowledge/loadWordBytes.js';
import { findStrays } from '../matcher/findStrays.js';
import { parseWordNet } from '../matcher/wordnet.js';
import { knowledgeDir } from './knowledgeDir.js';

/** `kb check`: every problem at once on standard output; 1 when there is any. */
export async function runCheck(): Promise<number> {
  const { knowledge, problems } = loadKnowledge(knowledgeDir());
  const all = [...problems, ...(knowledge ? checkContent(knowledge) : [])];
  for (const problem of all) process.stdout.write(`${formatProblem(problem)}\n`);
  const count = knowledge?.entries.size ?? 0;
  process.stdout.write(all.length === 0 ? `${count} entries, no problems\n` : `${all.length} problems\n`);
  return all.length === 0 ? 0 : 1;
}

function checkContent(knowledge: Knowledge): Problem[] {
  const structure = checkStructure(knowledge);
  // With entries or links amiss, where an utterance would be sent says little.
  const strays = structure.length === 0 ? checkStrays(knowledge) : [];
  return [...structure, ...checkRedFlags(knowledge), ...checkEditing(knowledge, new Date()), ...strays];
}

/** Utterances that the matcher would send to another entry, with their places. */
export function checkStrays(knowledge: Knowledge): Problem[] {
  const places = new Map(knowledge.utteranceLines.map((l) => [`${l.intent}\n${l.text}`, l]));
  return findStrays(knowledge, parseWordNet(loadWordBytes())).map(({ intent, text, sentTo, score }) => {
    const place = places.get(`${intent}\n${text}`);
    const message = `"${text}" would be answered by "${sentTo}" (${score.toFixed(2)})`;
    return createProblem('KNOWLEDGE_ELSEWHERE', place?.file ?? intent, place?.line ?? 0, message);
  });
}
