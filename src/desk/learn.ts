import { rmSync } from 'node:fs';
import { checkRedFlags } from '../createDecider.js';
import { ProblemsError, type Problem } from '../errors.js';
import { loadUsableLanguages } from '../knowledge/loadUsableKnowledge.js';
import type { Knowledge } from '../knowledge/loadKnowledge.js';
import { forEachLanguage, LANGUAGES, type ByLanguage } from '../language/language.js';
import { loadDecider } from '../loadDecider.js';
import { keepCopy, stageCopy } from './copies.js';

export interface LearnTask {
  readonly kind: 'learn';
  readonly dir: string;
  readonly cacheDir: string;
  /** Folder of the kept copies. */
  readonly copies: string;
  /** The version in use; nothing is learned when the files still make it. */
  readonly current: string;
}

/** Knowledge as it travels between threads, which take no functions. */
export type SentKnowledge = Omit<Knowledge, 'lineOf'>;

export type Learned =
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'learned'; readonly languages: ByLanguage<LearnedLanguage> };

/** What a decider for one language is put together from. */
export interface LearnedLanguage {
  readonly knowledge: SentKnowledge;
  readonly saved: { readonly faq: Uint8Array; readonly reports: Uint8Array };
}

/**
 * Loads, checks and learns what stands in a folder, and keeps a copy of it. Everything is read from the copy, so that a
 * file saved meanwhile belongs to the next version as a whole. Takes seconds: for a thread of its own.
 */
export function learn({ dir, cacheDir, copies, current }: LearnTask): Learned {
  const { staged, isCopy } = stage(dir, copies);
  try {
    const loaded = loadUsableLanguages(staged);
    const { version } = loaded.en;
    if (version === current) {
      if (isCopy) keepCopy(staged, copies, current);
      return { kind: 'same' };
    }
    const problems = LANGUAGES.flatMap((language) => checkRedFlags(loaded[language]));
    if (problems.length > 0) return { kind: 'refused', problems };
    const languages = forEachLanguage((language) => learnLanguage(loaded[language], dir, cacheDir));
    if (isCopy) keepCopy(staged, copies, version);
    return { kind: 'learned', languages };
  } catch (error) {
    if (error instanceof ProblemsError) return { kind: 'refused', problems: error.problems };
    throw error;
  } finally {
    if (isCopy) rmSync(staged, { recursive: true, force: true });
  }
}

function learnLanguage(loaded: Knowledge, dir: string, cacheDir: string): LearnedLanguage {
  const { matcher, reports } = loadDecider(loaded, cacheDir);
  return { knowledge: toSent(loaded, dir), saved: { faq: matcher.serialize(), reports: reports.serialize() } };
}

/** A disk that takes no copies costs the way back and not the new knowledge. */
function stage(dir: string, copies: string): { staged: string; isCopy: boolean } {
  try {
    return { staged: stageCopy(dir, copies), isCopy: true };
  } catch {
    return { staged: dir, isCopy: false };
  }
}

function toSent(loaded: Knowledge, dir: string): SentKnowledge {
  const sent: SentKnowledge & { lineOf?: unknown } = { ...loaded, dir };
  delete sent.lineOf;
  return sent;
}
