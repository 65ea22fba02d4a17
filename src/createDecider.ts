import type { Decider } from './decide.js';
import { createProblem, ProblemsError, type Problem } from './errors.js';
import { knowledgeFile } from './knowledge/knowledgeFile.js';
import { NEAR_MISSES, type Knowledge } from './knowledge/loadKnowledge.js';
import { detectorOf } from './knowledge/languageSamples.js';
import type { LanguageDetector } from './language/detectLanguage.js';
import { forEachLanguage, LANGUAGES, type ByLanguage, type Language } from './language/language.js';
import { createFaqMatcher } from './matcher/faqMatcher.js';
import { packOf } from './matcher/languagePack.js';
import { createReportMatcher, type ReportMatcher, type ReportTraining } from './matcher/reportMatcher.js';
import type { WordNetTable } from './matcher/wordnet.js';
import { createOtherLanguage } from './otherLanguage.js';
import { parseRedFlagRules } from './safety/parseRedFlagRules.js';
import { createTriage, type Triage } from './safety/triage.js';

/** What turns are decided with: the parts for each language, and what tells the languages apart. */
export interface Deciders {
  readonly of: ByLanguage<Decider>;
  readonly detector: LanguageDetector;
}

/** Puts the languages together: each hears warning signs in the others too. */
export function joinLanguages(of: ByLanguage<Decider>): Deciders {
  const joined = forEachLanguage((language) => ({
    ...of[language],
    others: LANGUAGES.filter((l) => l !== language).map((l) => createOtherLanguage(of[l], of[language])),
  }));
  return { of: joined, detector: detectorOf({ en: of.en.knowledge, es: of.es.knowledge }) };
}

export interface DeciderOptions {
  readonly wordnet?: WordNetTable;
  /** What the parts' `serialize` gave for the same knowledge and program. */
  readonly saved?: { readonly faq: Uint8Array; readonly reports: Uint8Array };
}

/**
 * Makes the parts of a decision from knowledge: trains or restores the matcher and compiles the triage.
 * @throws ProblemsError when the red-flag rules cannot be used
 */
export function createDecider(knowledge: Knowledge, options: DeciderOptions = {}): Decider {
  const parsed = parseRedFlagRules(knowledge.redFlags, redFlagsFile(knowledge));
  if (!('rules' in parsed)) throw new ProblemsError(checkRedFlags(knowledge));
  const { wordnet, saved } = options;
  const triage = createTriage(parsed.rules);
  return {
    knowledge,
    matcher: createFaqMatcher(knowledge, { ...(wordnet && { wordnet }), ...(saved && { saved: saved.faq }) }),
    triage,
    reports: createReports(listReports(knowledge), knowledge.language, triage, saved?.reports),
  };
}

/** The learned look at reports, which sees a text through the concepts of the rules too. */
export function createReports(
  training: ReportTraining,
  language: Language,
  { listConcepts }: Triage,
  saved?: Uint8Array,
): ReportMatcher {
  const { forms } = packOf(language);
  return createReportMatcher(training, { listConcepts, forms, saved });
}

const redFlagsFile = ({ language }: Knowledge) => knowledgeFile(language, 'red-flags.yml');

/** Reports as the examples give them; everything else that people say to the bot reports nothing. */
export function listReports({ redFlagExamples, entries, outOfScope }: Knowledge): ReportTraining {
  const reports = new Map([...redFlagExamples].filter(([entry]) => entry !== NEAR_MISSES));
  const asked = [...entries.values()].filter((e) => !e.id.startsWith('safety.')).flatMap((e) => e.utterances);
  return { reports, others: [...(redFlagExamples.get(NEAR_MISSES) ?? []), ...asked, ...outOfScope] };
}

/** Faults of the red-flag rules, and rules that name an entry which does not exist. */
export function checkRedFlags(knowledge: Knowledge): Problem[] {
  const parsed = parseRedFlagRules(knowledge.redFlags, redFlagsFile(knowledge));
  if (!('rules' in parsed))
    return parsed.problems.map((p) => createProblem('KNOWLEDGE_RED_FLAGS', p.file, p.line, `${p.code} ${p.message}`));
  const dead = parsed.rules.rules.filter((r) => !knowledge.entries.has(r.entry));
  return dead.map((r) =>
    createProblem(
      'KNOWLEDGE_RED_FLAGS',
      redFlagsFile(knowledge),
      0,
      `the rule "${r.id}" names "${r.entry}", which does not exist`,
    ),
  );
}
