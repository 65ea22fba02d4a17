import path from 'node:path';
import type { Decider } from '../decide.js';
import { readConfig } from '../config.js';
import { loadUsableKnowledge } from '../knowledge/loadUsableKnowledge.js';
import { loadDecider as load } from '../loadDecider.js';
import { knowledgeDir } from './knowledgeDir.js';

/** @throws ProblemsError when the settings or the knowledge cannot be used */
export function loadDecider(): Decider {
  return load(loadUsableKnowledge(knowledgeDir()), path.join(readConfig(process.env).dataDir, 'cache'));
}
