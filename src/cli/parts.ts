import { createDecider } from '../createDecider.js';
import type { Decider } from '../decide.js';
import { loadUsableKnowledge } from '../knowledge/loadUsableKnowledge.js';
import { knowledgeDir } from './knowledgeDir.js';

/** @throws ProblemsError when the knowledge cannot be used */
export function loadDecider(): Decider {
  return createDecider(loadUsableKnowledge(knowledgeDir()));
}
