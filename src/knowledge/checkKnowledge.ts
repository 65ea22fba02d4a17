import { createProblem, type ErrorCode, type Problem } from '../errors.js';
import { LANGUAGES, type ByLanguage } from '../language/language.js';
import { foldText } from '../text.js';
import type { Entry } from './entry.js';
import { listGuideTexts } from './guide.js';
import { isTranslationFile, knowledgeFile } from './knowledgeFile.js';
import type { Knowledge } from './loadKnowledge.js';
import { listStatements, parseStatement } from './markdown.js';

/** Faults that a bot cannot run with: dead links, unknown sources, one utterance under two entries. */
export function checkStructure(knowledge: Knowledge): Problem[] {
  const perEntry = [...knowledge.entries.values()].flatMap((e) => checkEntry(knowledge, e));
  return [...perEntry, ...checkGuides(knowledge), ...checkDuplicates(knowledge), ...checkConcepts(knowledge)];
}

/** Runs a check on every language; what a translation has taken over from the English is not reported again. */
export function checkLanguages(
  languages: ByLanguage<Knowledge>,
  check: (knowledge: Knowledge) => Problem[],
): Problem[] {
  return LANGUAGES.flatMap((language) => {
    const problems = check(languages[language]);
    return language === LANGUAGES[0] ? problems : problems.filter((p) => isTranslationFile(language, p.file));
  });
}

function checkEntry(knowledge: Knowledge, entry: Entry): Problem[] {
  const at = (field: readonly PropertyKey[]) => knowledge.lineOf(entry.id, field);
  const problem = (code: ErrorCode, field: readonly PropertyKey[], message: string) =>
    createProblem(code, entry.file, at(field), message);
  const dead = entry.related.flatMap((id, i) =>
    knowledge.entries.has(id)
      ? []
      : [problem('KNOWLEDGE_DEAD_LINK', ['related', i], `"related" names "${id}", which does not exist`)],
  );
  const unknown = [...citedBy(entry), ...entry.sources].filter((id) => !knowledge.sources.has(id));
  const sources = [...new Set(unknown)].map((id) =>
    problem('KNOWLEDGE_DEAD_SOURCE', ['sources'], `the source "${id}" is not in sources.yml`),
  );
  const picture =
    entry.picture && !knowledge.pictures.has(entry.picture)
      ? [problem('KNOWLEDGE_DEAD_PICTURE', ['picture'], `the picture "${entry.picture}" does not exist`)]
      : [];
  const guide =
    entry.guide && !knowledge.guides.has(entry.guide)
      ? [problem('KNOWLEDGE_DEAD_GUIDE', ['guide'], `the guide "${entry.guide}" does not exist`)]
      : [];
  const own = foldText(entry.id.split('.')[0] ?? '') === 'more' || entry.related.every((id) => id !== entry.id);
  const self = own ? [] : [problem('KNOWLEDGE_DEAD_LINK', ['related'], 'the entry names itself')];
  return [...dead, ...sources, ...picture, ...guide, ...self];
}

/** Ids of all sources marked in an entry's answer and variants. */
export function citedBy(entry: Entry): Set<string> {
  const variants = (entry.variants ?? []).map((v) => parseStatement(v.caution ?? v.paragraph ?? ''));
  return new Set([...listStatements(entry.body), ...variants].flatMap((s) => s.sources));
}

function checkGuides(knowledge: Knowledge): Problem[] {
  return [...knowledge.guides.values()].flatMap((guide) => {
    const file = knowledgeFile(knowledge.language, `guides/${guide.id}.yml`);
    const cited = listGuideTexts(guide).flatMap((t) => parseStatement(t).sources);
    const unknown = [...new Set([...cited, ...guide.sources])].filter((id) => !knowledge.sources.has(id));
    const sources = unknown.map((id) =>
      createProblem('KNOWLEDGE_DEAD_SOURCE', file, 0, `the source "${id}" is not in sources.yml`),
    );
    const entry = knowledge.entries.has(guide.entry)
      ? []
      : [createProblem('KNOWLEDGE_DEAD_LINK', file, 0, `"entry" names "${guide.entry}", which does not exist`)];
    return [...sources, ...entry];
  });
}

/** One utterance, however it is written, may stand under one entry only, and there once. */
function checkDuplicates(knowledge: Knowledge): Problem[] {
  const seen = new Map<string, (typeof knowledge.utteranceLines)[number]>();
  return knowledge.utteranceLines.flatMap((line) => {
    const key = foldText(line.text).replace(/[^\p{L}\p{N} ]/gu, '');
    const first = seen.get(key);
    if (!first) {
      seen.set(key, line);
      return [];
    }
    const where = `${first.file}:${first.line}`;
    return [
      createProblem('KNOWLEDGE_DUPLICATE_UTTERANCE', line.file, line.line, `"${line.text}" also stands at ${where}`),
    ];
  });
}

function checkConcepts(knowledge: Knowledge): Problem[] {
  const seen = new Map<string, string>();
  return knowledge.concepts.flatMap((concept) =>
    concept.forms.flatMap((form) => {
      const key = foldText(form);
      const first = seen.get(key);
      seen.set(key, first ?? concept.id);
      if (first === undefined) return [];
      const message = `"${form}" stands under "${first}" and "${concept.id}"`;
      const file = knowledgeFile(knowledge.language, 'synonyms.yml');
      return [createProblem('KNOWLEDGE_DUPLICATE_FORM', file, 0, message)];
    }),
  );
}
