import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createDecider, joinLanguages, type Deciders } from './createDecider.js';
import type { Decider } from './decide.js';
import type { Knowledge } from './knowledge/loadKnowledge.js';
import { loadWordBytes } from './knowledge/loadWordBytes.js';
import { forEachLanguage, type ByLanguage } from './language/language.js';
import { parseWordNet } from './matcher/wordnet.js';

/**
 * Makes the parts of a decision, with what was learned kept in `cacheDir` under a key that changes with the knowledge and
 * the program. Learning takes seconds, restoring a tenth of one. A cache that cannot be read or written is done without.
 * @throws ProblemsError when the red-flag rules cannot be used
 */
export function loadDecider(knowledge: Knowledge, cacheDir: string): Decider {
  const words = loadWordBytes();
  const wordnet = parseWordNet(words);
  const key = cacheKey(knowledge, words);
  const files = { faq: path.join(cacheDir, `faq-${key}.bin`), reports: path.join(cacheDir, `reports-${key}.bin`) };
  const [faq, reports] = [readSaved(files.faq), readSaved(files.reports)];
  const decider = createDecider(knowledge, { wordnet, ...(faq && reports && { saved: { faq, reports } }) });
  if (!faq) writeSaved(files.faq, decider.matcher.serialize());
  if (!reports) writeSaved(files.reports, decider.reports.serialize());
  return decider;
}

/**
 * Makes the parts of a decision for every language, each with a cache of its own, as `loadDecider` does.
 * @throws ProblemsError as `loadDecider`
 */
export function loadDeciders(languages: ByLanguage<Knowledge>, cacheDir: string): Deciders {
  return joinLanguages(forEachLanguage((language) => loadDecider(languages[language], cacheDir)));
}

function cacheKey(knowledge: Knowledge, words: Uint8Array): string {
  const hash = createHash('sha256').update(knowledge.language).update(knowledge.fingerprint).update(words);
  for (const url of listProgram()) hash.update(path.basename(url.pathname)).update(readFileSync(url));
  return hash.digest('hex').slice(0, 16);
}

/** The files that what is learned depends on: the matcher, and how the words of each language are read. */
function listProgram(): URL[] {
  const folders = [
    { dir: new URL('./matcher/', import.meta.url), isPart: /\.(?:js|ts)$/ },
    { dir: new URL('./matcher/es/', import.meta.url), isPart: /\.(?:js|ts)$/ },
    {
      dir: new URL('./language/es/', import.meta.url),
      isPart: /^(?:stem|questionWords|timeWords|numberWords)\.(?:js|ts)$/,
    },
    { dir: new URL('./', import.meta.url), isPart: /^(?:text|wordDistance)\.(?:js|ts)$/ },
  ];
  return folders.flatMap(({ dir, isPart }) =>
    readdirSync(dir)
      .filter((name) => isPart.test(name))
      .sort()
      .map((name) => new URL(name, dir)),
  );
}

function readSaved(file: string): Uint8Array | undefined {
  try {
    return existsSync(file) ? readFileSync(file) : undefined;
  } catch {
    // An unreadable cache is made anew.
    return undefined;
  }
}

function writeSaved(file: string, bytes: Uint8Array): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const made = `${file}.${process.pid}`;
    writeFileSync(made, bytes);
    renameSync(made, file);
  } catch {
    // A full or read-only disk costs the next start a few seconds and nothing else.
  }
}
