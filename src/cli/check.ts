import { checkRedFlags } from '../createDecider.js';
import { createProblem, formatProblem, type Problem } from '../errors.js';
import { checkEditing } from '../knowledge/checkEditing.js';
import { checkLanguages, checkStructure } from '../knowledge/checkKnowledge.js';
import { checkTranslation } from '../knowledge/checkTranslation.js';
import { loadKnowledge, type Knowledge } from '../knowledge/loadKnowledge.js';
import { loadWordBytes } from '../knowledge/loadWordBytes.js';
import type { ByLanguage } from '../language/language.js';
import { findStrays } from '../matcher/findStrays.js';
import { parseWordNet } from '../matcher/wordnet.js';
import { knowledgeDir } from './knowledgeDir.js';

/** `kb check`: every problem at once on standard output; 1 when there is any. */
export async function runCheck(): Promise<number> {
  const { languages, problems } = loadKnowledge(knowledgeDir());
  const all = [...problems, ...(languages ? checkAll(languages) : [])];
  for (const problem of all) process.stdout.write(`${formatProblem(problem)}\n`);
  const counts = languages ? countEntries(languages) : '0 entries';
  process.stdout.write(all.length === 0 ? `${counts}, no problems\n` : `${all.length} problems\n`);
  return all.length === 0 ? 0 : 1;
}

function checkAll(languages: ByLanguage<Knowledge>): Problem[] {
  return [...checkLanguages(languages, checkContent), ...checkTranslation(languages.en, languages.es)];
}

function countEntries({ en, es }: ByLanguage<Knowledge>): string {
  const translated = [...es.entries.values()].filter((e) => e.translated).length;
  return `${en.entries.size} entries${translated > 0 ? `, ${translated} of them in Spanish` : ''}`;
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
