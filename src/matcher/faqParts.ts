import type { Entry } from '../knowledge/entry.js';
import type { DirectedEntry } from './directions.js';
import type { EntryRanker } from './entryRanker.js';
import type { ExactQuestions } from './exactQuestions.js';
import type { LanguagePack } from './languagePack.js';
import type { ReaderParts } from './readUtterance.js';
import type { TrustParts } from './trust.js';

/** What a match is made from. */
export interface FaqParts {
  readonly language: LanguagePack;
  readonly reader: ReaderParts;
  readonly ranker: EntryRanker;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly directed: readonly DirectedEntry[];
  readonly exact: ExactQuestions;
  readonly trust: TrustParts;
}
