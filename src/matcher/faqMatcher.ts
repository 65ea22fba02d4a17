import type { Knowledge } from '../knowledge/loadKnowledge.js';
import { chooseBand, chooseOffered } from './answerBands.js';
import { createConceptFinder } from './concepts.js';
import { describeMatch } from './describeMatch.js';
import { applyDirections, listDirectedEntries } from './directions.js';
import { createEntryRanker } from './entryRanker.js';
import { indexExactQuestions } from './exactQuestions.js';
import type { FaqParts } from './faqParts.js';
import type { FaqMatch, FaqMatcher, MatchContext } from './faqTypes.js';
import { rankFollowUp } from './followUpRanking.js';
import { findAskingSentence, splitQuestions } from './questions.js';
import { packModel, unpackModel } from './faqModel.js';
import { packOf } from './languagePack.js';
import { readUtterance, type UtteranceReading } from './readUtterance.js';
import type { Roles } from './roles.js';
import { trustScores, type Trusted } from './trust.js';
import { mixScores, type ScoredIntent } from './scoreList.js';
import { createSpeller } from './spelling.js';
import { createWordList, readVocabulary } from './vocabulary.js';
import type { WordNetTable } from './wordnet.js';

export type { FaqMatch, FaqMatcher, MatchContext } from './faqTypes.js';
export type { ScoredIntent } from './scoreList.js';

export interface FaqMatcherOptions {
  /** English words and what they have in common. Without it only the knowledge's own words are taken for English. */
  readonly wordnet?: WordNetTable;
  /** What `serialize` gave for the same knowledge and program. Bytes that do not fit are ignored and it learns anew. */
  readonly saved?: Uint8Array;
}

/** Candidates returned. */
const CANDIDATES = 5;

/** Learns the knowledge (about three seconds for 11,000 utterances; restored in a tenth of one) and answers from it. */
export function createFaqMatcher(knowledge: Knowledge, options: FaqMatcherOptions = {}): FaqMatcher {
  const saved = options.saved && unpackModel(options.saved);
  const language = packOf(knowledge.language);
  const wordnet = knowledge.language === 'en' ? options.wordnet : undefined;
  const isWord = wordnet ? (w: string) => wordnet.isWord(w) : createWordList(knowledge, language);
  const vocabulary = saved?.vocabulary ?? readVocabulary(knowledge, isWord);
  const speller = createSpeller({
    ...vocabulary,
    vocabulary: vocabulary.counts,
    isWord,
    shortParts: language.shortParts,
  });
  const reader = { speller, finder: createConceptFinder(knowledge.concepts), language };
  const ranker = createEntryRanker(knowledge, { ...reader, wordnet }, saved?.matcher);
  const parts: FaqParts = {
    language,
    reader,
    ranker,
    entries: knowledge.entries,
    directed: listDirectedEntries(knowledge.entries.values()),
    exact: indexExactQuestions(knowledge.entries.values()),
    trust: {
      stopWords: language.stopWords,
      isElsewhere: language.isAboutElsewhere,
      isKnown: (word) => (vocabulary.counts.get(word) ?? 0) > 0,
      isSmallTalk: (intent) => knowledge.entries.get(intent)?.kind === 'chitchat',
    },
  };
  return {
    match: (utterance, context = {}) => matchUtterance(parts, utterance, context),
    explain: (utterance, context = {}) =>
      describeMatch(parts, utterance, context, matchUtterance(parts, utterance, context)),
    serialize: () => packModel({ vocabulary, matcher: ranker.serialize() }),
  };
}

function matchUtterance(parts: FaqParts, utterance: string, context: MatchContext): FaqMatch {
  const reading = readUtterance(parts.reader, utterance, context.now);
  const whole = judge(parts, utterance, reading, context);
  const band = chooseBand(whole);
  const asked = band === 'answer' ? answerEach(parts, utterance, reading, context) : [];
  const isSeveral = asked.length > 1 && asked.some((a) => a.intent === whole.candidates[0]?.intent);
  // Several questions are answered in the order they were asked.
  const first = isSeveral ? asked.slice(0, 1) : [];
  const rest = whole.candidates.filter((c) => c.intent !== first[0]?.intent);
  const candidates = [...first, ...rest].slice(0, CANDIDATES);
  return {
    candidates,
    band,
    offered: band === 'clarify' ? chooseOffered(candidates) : [],
    also: isSeveral ? asked.slice(1) : [],
    roles: reading.roles,
    isPlainPain: parts.language.isPlainPain(reading),
    scope: whole.scope,
  };
}

/** Ranks a text and says how far the ranking can be trusted. */
function judge(parts: FaqParts, text: string, reading: UtteranceReading, context: MatchContext): Trusted {
  const exact = parts.exact.find(text);
  if (exact) return { candidates: [exact, ...others(parts, reading, exact.intent)], scope: exact.score };
  const informed = withTold(reading, context.told);
  const base = parts.ranker.rank(informed);
  const storied = mixWithAsking(parts, text, informed, base.scored);
  const directed = applyDirections(storied, parts.directed, informed, parts.language.asksWhatToDo);
  const trusted = trustScores(directed, base, informed, parts.trust);
  const last = context.lastIntent === undefined ? undefined : parts.entries.get(context.lastIntent);
  const followUp = last && parts.language.parseFollowUp(text);
  if (!last || !followUp) return trusted;
  const rank = (t: string): readonly ScoredIntent[] =>
    judge(parts, t, readUtterance(parts.reader, t), { ...(context.told && { told: context.told }) }).candidates;
  const candidates = rankFollowUp(followUp, trusted.candidates, {
    last,
    directed: parts.directed,
    told: context.told ?? {},
    language: parts.language,
    rank,
  });
  return { candidates, scope: Math.max(trusted.scope, candidates[0]?.score ?? 0) };
}

/** What else could be meant, far behind a text that is known word for word. */
function others(parts: FaqParts, reading: UtteranceReading, known: string): ScoredIntent[] {
  return parts.ranker
    .rank(reading)
    .scored.filter((s) => s.intent !== known)
    .map((s) => ({ ...s, score: s.score * BEHIND_EXACT }));
}

const BEHIND_EXACT = 0.01;

/** A pain without an operation belongs to the operation told earlier. */
function withTold(reading: UtteranceReading, told: Roles | undefined): UtteranceReading {
  const { roles } = reading;
  const isOpen =
    roles.surgery === undefined && roles.otherSurgery === undefined && !roles.noSurgery && roles.pain !== undefined;
  if (!told || !isOpen) return reading;
  const added: Roles = { ...(told.surgery && { surgery: told.surgery }), ...(told.noSurgery && { noSurgery: true }) };
  return { ...reading, roles: { ...roles, ...added } };
}

/**
 * How much the sentence that asks counts in a long story. The story's own words are worth as much on the knowledge's
 * stories (0 to 0.5 are within noise); what a stranger tells around the question may be about anything.
 */
const ASKING_SHARE = 0.35;
const STORY_WORDS = 25;

function mixWithAsking(
  parts: FaqParts,
  text: string,
  reading: UtteranceReading,
  whole: readonly ScoredIntent[],
): readonly ScoredIntent[] {
  if (reading.words.length < STORY_WORDS) return whole;
  const { asking, background } = findAskingSentence(text, parts.language.sentences);
  if (background === '') return whole;
  const alone = { ...readUtterance(parts.reader, asking), roles: reading.roles };
  return mixScores(whole, parts.ranker.rank(alone).scored, ASKING_SHARE);
}

/** What each question of a message asks for, in order and without repeats, as far as it is clear. */
function answerEach(
  parts: FaqParts,
  utterance: string,
  reading: UtteranceReading,
  context: MatchContext,
): ScoredIntent[] {
  const questions = parts.exact.find(utterance) ? [] : splitQuestions(utterance, parts.language.sentences);
  if (questions.length < 2) return [];
  const found = new Map<string, ScoredIntent>();
  let lastIntent = context.lastIntent;
  for (const question of questions) {
    const own = { ...readUtterance(parts.reader, question), roles: reading.roles };
    const judged = judge(parts, question, own, { ...context, ...(lastIntent !== undefined && { lastIntent }) });
    const top = judged.candidates[0];
    if (!top || chooseBand(judged) !== 'answer') continue;
    lastIntent = top.intent;
    if (!found.has(top.intent)) found.set(top.intent, top);
  }
  return [...found.values()];
}
