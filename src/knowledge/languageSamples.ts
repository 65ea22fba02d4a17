import { createLanguageDetector, type LanguageDetector, type LanguageSamples } from '../language/detectLanguage.js';
import { forEachLanguage, type ByLanguage } from '../language/language.js';
import type { Entry } from './entry.js';
import type { Knowledge } from './loadKnowledge.js';
import { listStatements } from './markdown.js';

/** A detector that has learned from everything the knowledge says and hears in each language. */
export function detectorOf(languages: ByLanguage<Knowledge>): LanguageDetector {
  return createLanguageDetector(
    forEachLanguage((language) => listSamples(languages[language])),
    languages.en.style.products,
  );
}

function listSamples(knowledge: Knowledge): LanguageSamples {
  const own = [...knowledge.entries.values()].filter((e) => e.translated !== false);
  return { texts: own.flatMap(listTexts), phrases: [...own.map((e) => e.title), ...listButtons(knowledge)] };
}

/** More of them tell the languages apart no better and cost each start a tenth of a second. */
const MOST_UTTERANCES = 20;

function listTexts(entry: Entry): string[] {
  const utterances = entry.utterances.slice(0, MOST_UTTERANCES);
  return [entry.title, entry.short, ...listStatements(entry.body).map((s) => s.text), ...utterances];
}

/** What a press on a button says, and the commands. */
function listButtons({ commands, checkIn, guides }: Knowledge): string[] {
  return [
    ...Object.values(commands.commands).flatMap((c) => [c.label, ...c.phrases]),
    ...checkIn.signs.map((s) => s.say),
    ...Object.values(checkIn.words.trends),
    ...checkIn.noOperation,
    ...[...guides.values()].flatMap((g) => [g.title, ...g.gate.map((q) => q.short)]),
  ];
}
