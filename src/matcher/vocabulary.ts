import type { Knowledge } from '../knowledge/loadKnowledge.js';
import { listStatements } from '../knowledge/markdown.js';
import { foldText, readWords } from '../text.js';
import { typingCost } from '../wordDistance.js';
import type { LanguagePack } from './languagePack.js';

/** What a speller needs to know of the knowledge. */
export interface Vocabulary {
  /** Words and how often they occur; 0 for words that are right but not worth correcting to. */
  readonly counts: ReadonlyMap<string, number>;
  /** Names of two words. */
  readonly phrases: readonly string[];
  /** Misspellings that stand in `synonyms.yml`, with the word they stand for. */
  readonly aliases: ReadonlyMap<string, string>;
}

type IsWord = (word: string) => boolean;

/**
 * The words of the knowledge. Titles, answers and the names of concepts are taken as they are; of the utterances, which
 * hold typing errors on purpose, only what is a word of the language or of the answers.
 */
export function readVocabulary(knowledge: Knowledge, isWord: IsWord): Vocabulary {
  const isListed = remember(isWord);
  const counts = new Map<string, number>();
  const add = (word: string): Map<string, number> => counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const entry of knowledge.entries.values())
    for (const text of [entry.title, entry.short, ...listStatements(entry.body).map((s) => s.text)])
      wordsOf(text).forEach(add);
  for (const { term } of knowledge.glossary) wordsOf(term).forEach(add);
  for (const concept of knowledge.concepts) wordsOf(concept.forms[0] ?? '').forEach(add);
  for (const entry of knowledge.entries.values())
    for (const text of entry.utterances) for (const w of wordsOf(text)) if (counts.has(w) || isListed(w)) add(w);
  const aliases = findAliases(knowledge, (w) => counts.has(w) || isListed(w));
  for (const form of knowledge.concepts.flatMap((c) => c.forms))
    for (const w of wordsOf(form)) if (!counts.has(w) && !aliases.has(w)) counts.set(w, 0);
  return { counts, phrases: findPhrases(knowledge, (w) => counts.has(w)), aliases };
}

/** A word that so many texts of the knowledge hold is hardly a typing error. */
const LEAST_TEXTS = 2;

/**
 * Tells the words of a language that has no dictionary here: what several utterances and examples of the knowledge hold,
 * in any form. English without a dictionary has none.
 */
export function createWordList(
  knowledge: Knowledge,
  { language, forms }: Pick<LanguagePack, 'language' | 'forms'>,
): IsWord {
  if (language === 'en' || !forms) return () => false;
  const texts = [
    ...[...knowledge.entries.values()].flatMap((e) => e.utterances),
    ...knowledge.outOfScope,
    ...[...knowledge.redFlagExamples.values()].flat(),
  ];
  const counts = new Map<string, number>();
  for (const text of texts) for (const w of new Set(wordsOf(text))) counts.set(w, (counts.get(w) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= LEAST_TEXTS).map(([word]) => word);
  const stems = new Set(known.map(forms.stem));
  return (word) => stems.has(forms.stem(word));
}

function remember(isWord: IsWord): IsWord {
  const known = new Map<string, boolean>();
  return (word) => {
    const answer = known.get(word) ?? isWord(word);
    known.set(word, answer);
    return answer;
  };
}

function wordsOf(text: string): string[] {
  return readWords(foldText(text)).map((w) => w.text);
}

/** How far a form may be from a right word of the same concept to count as its misspelling, by `typingCost`. */
const ALIAS_COST = 1.7;
/** Part of its length that a misspelling may differ in: `dhs` is no misspelling of `hip`. */
const ALIAS_SHARE = 0.34;
/** The first form names the concept, so it is preferred. */
const FIRST_FORM_BONUS = 0.5;

/** Words of longer forms that nobody misspells into a name. */
const LITTLE = new Set('the of my in on a an to and at his her from for out up is it i me'.split(' '));

/** `siatica` stands under the concept of `sciatica`: it is corrected instead of learned as a word of its own. */
function findAliases(knowledge: Knowledge, isRight: IsWord): Map<string, string> {
  const aliases = new Map<string, string>();
  for (const { forms } of knowledge.concepts) {
    const first = new Set(wordsOf(forms[0] ?? ''));
    const split = forms.map(wordsOf);
    const right = [...new Set(split.flatMap((f) => (f.length === 1 ? f : f.filter((w) => !LITTLE.has(w)))))].filter(
      isRight,
    );
    for (const wrong of new Set(split.flat()))
      if (/^[a-z]{3,}$/.test(wrong) && !isRight(wrong)) {
        const meant = nearestForm(wrong, right, first);
        if (meant !== undefined) aliases.set(wrong, meant);
      }
  }
  return aliases;
}

function nearestForm(wrong: string, right: readonly string[], first: ReadonlySet<string>): string | undefined {
  const limit = Math.min(ALIAS_COST, wrong.length * ALIAS_SHARE, wrong.length < 4 ? 0.6 : Infinity);
  let best: { word: string; cost: number } | undefined;
  for (const word of right) {
    const cost = typingCost(wrong, word, limit) - (first.has(word) ? FIRST_FORM_BONUS : 0);
    if (cost < (best?.cost ?? Infinity)) best = { word, cost };
  }
  return best?.word;
}

function findPhrases(knowledge: Knowledge, isRight: IsWord): string[] {
  const forms = knowledge.concepts.flatMap((c) => c.forms).map((f) => wordsOf(f));
  return forms.filter((f) => f.length === 2 && f.every(isRight)).map((f) => f.join(' '));
}
