import type { ConceptSpan } from '../language/conceptSpan.js';
import { compileChart, type Chart, type ChartConcept, type ChartWord, type CompiledChart, type Edge } from './chart.js';
import { listPatterns } from './parseRedFlagRules.js';
import { allSteps, parsePattern } from './pattern.js';
import type { Cue, RedFlagRules } from './redFlagRules.js';
import { readingLanguageOf } from './readingLanguage.js';
import type { ReadingLanguage } from './readingTypes.js';
import { asTyped, createSpeller, type Spelling } from './spelling.js';
import { readWords, type Word } from './words.js';

export interface ReadWord extends Word, ChartWord {
  /** True if the word was mistyped, stretched or run together with another. */
  readonly corrected: boolean;
}

/** One text, read once: its words and every phrase of the rules in it. */
export interface Reading {
  /** The folded text; positions of words refer to it. */
  readonly read: string;
  readonly words: readonly ReadWord[];
  readonly language: ReadingLanguage;
  edges(concept: string): readonly Edge[];
  /** Every concept in the text, numbered as in the rules, from left to right; concepts that start at the same word in no special order. */
  listConcepts(): ConceptSpan[];
  /** 1 for every word that lies in an edge of one of these concepts. */
  cover(concepts: readonly string[]): Uint8Array;
  /** Cues are asked for often: their cover is kept. */
  cue(cue: Cue): Uint8Array;
}

const MANY_FROM = 5;
function numberSlots(text: string): string[] {
  const value = Number(text);
  if (!Number.isFinite(value)) return [];
  const slots = ['<number>'];
  if (Number.isInteger(value) && value > 0 && value < 1000) slots.push('<count>');
  if (Number.isInteger(value) && value >= MANY_FROM && value < 1000) slots.push('<many>');
  if (/^(19[3-9]\d|20[0-4]\d)$/.test(text)) slots.push('<year>');
  // A fever counts from 38 C or 100.4 F, the lower of the thresholds in use; above 43 C and 108 F nobody measures.
  if ((value >= 38 && value < 43) || (value >= 100.4 && value < 108)) slots.push('<fever>');
  if (slots.includes('<fever>') && !Number.isInteger(value)) slots.push('<feverdec>');
  if ((value >= 35 && value < 38) || (value >= 95 && value < 100.4)) slots.push('<normaltemp>');
  return slots;
}

function slotsOf(text: string, { countWords, digitWords }: ReadingLanguage): string[] {
  const place = countWords.indexOf(text);
  if (place >= 0) return place + 1 >= MANY_FROM ? ['<count>', '<many>'] : ['<count>'];
  return /^\d/.test(text) ? [...numberSlots(text), ...(digitWords[text] ?? [])] : [];
}

/** Shortest stem looked for; two letters start too many words. */
const SHORTEST_STEM = 3;

/** Stems (`leak~`) that a word starts with. */
export function stemsOf(text: string, stems: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let length = SHORTEST_STEM; length <= text.length; length += 1) {
    const stem = `${text.slice(0, length)}~`;
    if (stems.has(stem)) found.push(stem);
  }
  return found;
}

interface Vocabulary {
  readonly concepts: ReadonlyMap<string, ChartConcept>;
  readonly known: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
}

export function gatherVocabulary(rules: RedFlagRules): Vocabulary {
  const concepts = new Map<string, ChartConcept>();
  const language = readingLanguageOf(rules.language);
  const known = new Set<string>(language.countWords);
  const stems = new Set<string>();
  for (const { name, patterns } of listPatterns(rules)) {
    const phrases = patterns.flatMap((pattern) => parsePattern(pattern, language));
    concepts.set(name, { name, phrases });
    const words = phrases.flatMap(allSteps).flatMap((step) => (step.kind === 'words' ? step.words : []));
    for (const word of words) {
      if (word.endsWith('~')) stems.add(word);
      known.add(word.replace('~', ''));
    }
  }
  return { concepts, known, stems };
}

function singleWords(concept: ChartConcept | undefined): Set<string> {
  const singles = (concept?.phrases ?? []).flatMap((steps) =>
    steps.length === 1 && steps[0]?.kind === 'words' ? steps[0].words : [],
  );
  return new Set(singles);
}

interface SpreadView {
  readonly language: ReadingLanguage;
  readonly contrast: ReadonlySet<string>;
  /** Numbers of one spelling: the word itself, its number slots and the stems it starts with. */
  symbolsOf(text: string): readonly number[];
}

function spread(
  word: Word,
  spelling: Spelling,
  { contrast, symbolsOf, language }: SpreadView,
  isFirst: boolean,
): ReadWord[] {
  return spelling.parts.map((candidates, i) => {
    const text = candidates.at(-1) ?? word.text;
    const pause = i === 0 ? word.pause : 0;
    const wall = pause === 2 || contrast.has(text);
    const symbols = candidates.length === 1 ? symbolsOf(text) : candidates.flatMap(symbolsOf);
    const opens = (isFirst && i === 0) || wall || pause > 0 || language.joints.has(text);
    return { text, start: word.start, end: word.end, pause, symbols, wall, opens, corrected: spelling.changed };
  });
}

/** Words that no list knows and that are remembered; beyond it they are dropped together, so that memory stays bounded. */
const MOST_STRANGERS = 10_000;

/** Looks symbols up once per word. */
function createSymbols(
  chart: CompiledChart,
  { known, stems }: Vocabulary,
  language: ReadingLanguage,
): (text: string) => readonly number[] {
  const kept = new Map<string, readonly number[]>();
  const lookUp = (text: string): readonly number[] =>
    [text, ...slotsOf(text, language), ...stemsOf(text, stems)].flatMap((symbol) => chart.symbolOf(symbol) ?? []);
  for (const word of known) kept.set(word, lookUp(word));
  const strangers = new Map<string, readonly number[]>();
  const meet = (text: string): readonly number[] => {
    const found = strangers.get(text) ?? lookUp(text);
    if (strangers.size >= MOST_STRANGERS) strangers.clear();
    strangers.set(text, found);
    return found;
  };
  return (text) => kept.get(text) ?? meet(text);
}

class TextReading implements Reading {
  private readonly cues = new Map<Cue, Uint8Array>();
  constructor(
    readonly read: string,
    readonly words: readonly ReadWord[],
    readonly language: ReadingLanguage,
    private readonly chart: Chart,
  ) {}

  edges(concept: string): readonly Edge[] {
    return this.chart.edges(concept);
  }

  listConcepts(): ConceptSpan[] {
    return this.chart.starting.flatMap((edges) => edges.map(({ id, start, end }) => ({ concept: id, start, end })));
  }

  cover(concepts: readonly string[]): Uint8Array {
    const cover = new Uint8Array(this.words.length);
    for (const concept of concepts) for (const edge of this.edges(concept)) cover.fill(1, edge.start, edge.end);
    return cover;
  }

  cue(cue: Cue): Uint8Array {
    const kept = this.cues.get(cue) ?? this.cover([cue]);
    this.cues.set(cue, kept);
    return kept;
  }
}

/** From this many words that no list knows, and this share of all, a text is in another language and read as typed. */
const FOREIGN_WORDS = 5;
const FOREIGN_SHARE = 0.6;

function isForeign(words: readonly Word[], isKnown: (word: string) => boolean): boolean {
  const long = words.filter((word) => /^\p{L}{3,}$/u.test(word.text));
  const unknown = long.filter((word) => !isKnown(word.text)).length;
  return unknown >= FOREIGN_WORDS && unknown > FOREIGN_SHARE * long.length;
}

function createSpellings(
  { spelling, language }: RedFlagRules,
  knownWords: ReadonlySet<string>,
  realWords: ReadonlySet<string>,
): (typed: string) => Spelling {
  return createSpeller({
    signWords: new Set(spelling.corrected.split(/\s+/)),
    everydayWords: new Set(spelling.everyday.split(/\s+/)),
    knownWords,
    realWords,
    soundsLike: new Map(Object.entries(spelling.soundsLike)),
    language: readingLanguageOf(language),
  });
}

export interface Reader {
  read(text: string): Reading;
  /** True for a folded word that stands in the rules, or among the real words close to theirs. */
  knowsWord(word: string): boolean;
}

/** Compiles the rules once; the result reads one text in time linear in its length. */
export function createReader(rules: RedFlagRules): Reader {
  const language = readingLanguageOf(rules.language);
  const vocabulary = gatherVocabulary(rules);
  const { concepts, known } = vocabulary;
  const real = new Set(rules.spelling.realWords.split(/\s+/));
  const slang = new Map(Object.entries(rules.spelling.slang).map(([short, long]) => [short, long.split(' ')]));
  const spellWord = createSpellings(rules, known, real);
  const isKnown = (word: string): boolean => known.has(word) || real.has(word);
  const chart = compileChart(concepts);
  const symbolsOf = createSymbols(chart, vocabulary, language);
  const view = { language, contrast: singleWords(concepts.get('contrast')), symbolsOf };
  const read = (text: string): Reading => {
    const list = readWords(text, slang, language);
    const spell = isForeign(list.words, isKnown) ? asTyped : spellWord;
    const words = list.words.flatMap((word, i) => spread(word, spell(word.text), view, i === 0));
    return new TextReading(list.read, words, language, chart.read(words));
  };
  return { read, knowsWord: isKnown };
}
