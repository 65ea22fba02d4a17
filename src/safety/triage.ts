import type { ConceptSpan } from '../language/conceptSpan.js';
import { wordsOf } from './chart.js';
import { createSignFinder, type SignMention } from './findSigns.js';
import { findNegations } from './negation.js';
import { readAny } from './parseRedFlagRules.js';
import { readingLanguageOf } from './readingLanguage.js';
import { createReader, type Reading } from './reading.js';
import type { RedFlagRule, RedFlagRules, Tier } from './redFlagRules.js';
import { coversSign, reachesSign, type Reason, type Scope } from './scope.js';
import { readShownAnswer } from './shownSigns.js';
import { createStance } from './stance.js';
import { findPast, findResolved, findRuledOut } from './timing.js';

/** Words of an utterance that name a sign, as positions in the folded text (`foldText` of `src/text.ts`). */
export interface SignSpan {
  readonly sign: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface FiredRule {
  readonly ruleId: string;
  readonly entry: string;
  readonly tier: Tier;
}

/**
 * - `none`: no sign is reported; `setAside` where signs are named, and all are denied, past, or meant otherwise
 * - `redFlag`: somebody has a sign that needs care now (tier 1) or today (tier 2); `others` are further rules that fired,
 *   most urgent first
 * - `information`: a warning sign is only asked about, imagined or feared; `entry` answers it
 */
export type TriageResult =
  | { readonly kind: 'none'; readonly setAside: boolean }
  | ({
      readonly kind: 'redFlag';
      readonly signs: readonly SignSpan[];
      readonly others: readonly FiredRule[];
    } & FiredRule)
  | { readonly kind: 'information'; readonly entry: string };

export interface TriageContext {
  /** Entry whose list of signs the person was shown in the turn before. */
  readonly shownSigns?: string;
  /** What a form had asked: a bare number is then read as its answer. */
  readonly askedFor?: 'painScore' | 'yesNo' | 'temperature' | (string & {});
}

export interface SignReading extends SignSpan {
  /** Why the sign does not count, or null if it is reported. */
  readonly ignored: Reason | null;
  /** Words that made it be ignored. */
  readonly because: string | null;
}

export interface TriageExplanation {
  readonly read: string;
  readonly corrections: readonly string[];
  readonly signs: readonly SignReading[];
  readonly rules: readonly FiredRule[];
  readonly result: TriageResult;
}

export interface TriageOptions {
  /** Ids of rules to leave out; tests use it to prove that each rule is needed. */
  readonly without?: readonly string[];
}

export interface Triage {
  assess(text: string, context?: TriageContext): TriageResult;
  /** The same with its reasons, for curators; holds words the person typed, so it must not be logged. */
  explain(text: string, context?: TriageContext): TriageExplanation;
  /** The concepts of the rules that a text names. Nearly free for the text that was assessed last. */
  listConcepts(text: string): readonly ConceptSpan[];
  /** True for a folded word that the rules are written with: it belongs to their language. */
  knowsWord(word: string): boolean;
}

interface JudgedSign {
  readonly mention: SignMention;
  readonly scope: Scope | null;
}

interface Judged {
  readonly reading: Reading;
  readonly signs: readonly JudgedSign[];
  readonly fired: readonly RedFlagRule[];
  readonly result: TriageResult;
}

interface CompiledRule {
  readonly rule: RedFlagRule;
  readonly when: readonly (readonly string[])[];
  readonly unless: readonly string[];
}

/** Remembers what it read last: the rules and the learned look read one text after the other. */
function keepLast(read: (text: string) => Reading): (text: string) => Reading {
  let last: { readonly text: string; readonly reading: Reading } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, reading: read(text) };
    return last.reading;
  };
}

function compileRules(rules: RedFlagRules, without: readonly string[]): CompiledRule[] {
  return rules.rules
    .filter((rule) => !without.includes(rule.id))
    .map((rule) => ({ rule, when: rule.when.map(readAny), unless: (rule.unless ?? []).flatMap(readAny) }));
}

function overWords(reading: Reading, names: readonly string[], reason: Reason): Scope[] {
  return names.flatMap((name) => reading.edges(name).map((cue) => ({ reason, cue, from: cue.start, to: cue.end })));
}

/** A "not" that is a word of a sign (`can not breathe`) denies nothing else. */
function isSpokenFor(scope: Scope, mentions: readonly SignMention[]): boolean {
  const words = wordsOf(scope.cue);
  return mentions.some(({ own, source }) => !source.context && words.some((word) => own.includes(word)));
}

const REACH_MILD = 3;

function findMild(reading: Reading, sign: SignMention): Scope | null {
  const first = Math.min(...sign.carry);
  const cue = reading.edges('mild').find((edge) => edge.end <= first && edge.end >= first - REACH_MILD);
  return cue ? { reason: 'mild', cue, from: first, to: sign.end } : null;
}

class Judge {
  readonly read: (text: string) => Reading;
  readonly knowsWord: (word: string) => boolean;
  private readonly findSigns: (reading: Reading) => SignMention[];
  private readonly rules: readonly CompiledRule[];
  private readonly namedConcepts: readonly string[];
  private readonly benign: readonly string[];
  private readonly entryOf = new Map<string, string>();

  constructor(
    private readonly source: RedFlagRules,
    options: TriageOptions,
  ) {
    const reader = createReader(source);
    this.read = keepLast((text) => reader.read(text));
    this.knowsWord = (word) => reader.knowsWord(word);
    this.findSigns = createSignFinder(source);
    this.rules = compileRules(source, options.without ?? []);
    this.namedConcepts = [source.places, source.findings, source.signs, source.topics].flatMap((section) =>
      Object.keys(section),
    );
    this.benign = Object.keys(source.benign);
    for (const { when, rule } of [...this.rules].reverse())
      when.flat().forEach((sign) => this.entryOf.set(sign, rule.entry));
  }

  judge(text: string, context: TriageContext): Judged {
    const isBareNumber = /^\s*\d/.test(text);
    const reading = this.read(
      context.askedFor === 'temperature' && isBareNumber
        ? `${readingLanguageOf(this.source.language).temperature} ${text}`
        : text,
    );
    const signs = this.judgeSigns(reading);
    const present = new Set(signs.filter(({ scope }) => !scope).map(({ mention }) => mention.sign));
    const fired = this.rules.filter((rule) => fires(rule, present)).map(({ rule }) => rule);
    return { reading, signs, fired, result: this.conclude(reading, signs, fired, context) };
  }

  private judgeSigns(reading: Reading): JudgedSign[] {
    const mentions = this.findSigns(reading);
    const denied = findNegations({ reading, named: reading.cover(this.namedConcepts) }).filter(
      (scope) => !isSpokenFor(scope, mentions),
    );
    const dated = [...findPast(reading, mentions), ...findRuledOut(reading, mentions)];
    const resolved = findResolved(reading);
    const idioms = overWords(reading, this.benign, 'idiom');
    const stanceOn = createStance(reading);
    return mentions.map((mention) => {
      const covers = (scope: Scope): boolean => coversSign(scope, mention, reading);
      if (mention.source.context) return { mention, scope: denied.find(covers) ?? null };
      const scope =
        idioms.find((idiom) => reachesSign(idiom, mention)) ??
        denied.find(covers) ??
        dated.find(covers) ??
        (mention.source.passing ? undefined : resolved.find(covers)) ??
        (mention.source.mild ? findMild(reading, mention) : null) ??
        stanceOn(mention);
      return { mention, scope };
    });
  }

  private conclude(
    reading: Reading,
    signs: readonly JudgedSign[],
    fired: readonly RedFlagRule[],
    context: TriageContext,
  ): TriageResult {
    const [first, ...rest] = fired;
    if (first)
      return { kind: 'redFlag', ...toFired(first), signs: spansOf(reading, signs, first), others: rest.map(toFired) };
    const shown = this.concludeShown(reading, context);
    if (shown) return shown;
    const asked = signs.find(({ scope }) => scope?.reason === 'hypothetical' || scope?.reason === 'general');
    const entry = (asked && this.entryOf.get(asked.mention.sign)) ?? this.askedTopic(reading);
    if (entry !== undefined) return { kind: 'information', entry };
    return { kind: 'none', setAside: signs.length > 0 && signs.every(({ scope }) => scope !== null) };
  }

  private concludeShown(reading: Reading, context: TriageContext): TriageResult | null {
    const entry = context.shownSigns;
    const tier = entry === undefined ? undefined : this.source.shown[entry];
    if (entry === undefined || tier === undefined) return null;
    const answer = readShownAnswer(reading);
    if (answer === 'other') return null;
    return answer === 'none'
      ? { kind: 'none', setAside: true }
      : { kind: 'redFlag', entry, tier, ruleId: 'shown-signs', signs: [], others: [] };
  }

  /** A topic (`blood clot`) inside a general question or a fear. */
  private askedTopic(reading: Reading): string | undefined {
    const isAsked = createTopicQuestion(reading);
    const topic = Object.entries(this.source.topics).find(([name]) =>
      reading.edges(name).some((edge) => isAsked(edge.start)),
    );
    return topic?.[1].entry;
  }
}

function createTopicQuestion(reading: Reading): (at: number) => boolean {
  const cues = [...reading.edges('general'), ...reading.edges('weak-general'), ...reading.edges('hypothetical')];
  return (at) =>
    cues.some((cue) => cue.start <= at && !reading.words.slice(cue.start + 1, at + 1).some((word) => word.wall));
}

function fires({ when, unless }: CompiledRule, present: ReadonlySet<string>): boolean {
  return when.every((any) => any.some((sign) => present.has(sign))) && !unless.some((sign) => present.has(sign));
}

function toFired(rule: RedFlagRule): FiredRule {
  return { ruleId: rule.id, entry: rule.entry, tier: rule.tier };
}

function toSpan(reading: Reading, mention: SignMention): SignSpan {
  const start = reading.words[mention.start]?.start ?? 0;
  const end = reading.words[mention.end - 1]?.end ?? start;
  return { sign: mention.sign, text: reading.read.slice(start, end), start, end };
}

/** The longest span of each sign the rule needs. */
function spansOf(reading: Reading, signs: readonly JudgedSign[], rule: RedFlagRule): SignSpan[] {
  const needed = rule.when.flatMap(readAny);
  const longest = (sign: string): SignMention | undefined =>
    signs
      .filter(({ mention, scope }) => !scope && mention.sign === sign)
      .map(({ mention }) => mention)
      .sort((a, b) => b.end - b.start - (a.end - a.start))[0];
  return needed.flatMap((sign) => longest(sign) ?? []).map((mention) => toSpan(reading, mention));
}

function explainSign(reading: Reading, { mention, scope }: JudgedSign): SignReading {
  const cue = scope ? toSpan(reading, { ...mention, ...scope.cue }).text : null;
  return { ...toSpan(reading, mention), ignored: scope?.reason ?? null, because: cue };
}

function explain({ reading, signs, fired, result }: Judged): TriageExplanation {
  return {
    read: reading.read,
    corrections: reading.words
      .filter((word) => word.corrected)
      .map((word) => `${reading.read.slice(word.start, word.end)} > ${word.text}`),
    signs: signs.map((sign) => explainSign(reading, sign)),
    rules: fired.map(toFired),
    result,
  };
}

/**
 * Builds the safety check that runs before everything else, on every turn. Deterministic and pure; no input makes it
 * throw, at most `MAX_UTTERANCE_CHARS` are read, and time is linear in them.
 */
export function createTriage(rules: RedFlagRules, options: TriageOptions = {}): Triage {
  const judge = new Judge(rules, options);
  return {
    assess: (text, context = {}) => judge.judge(text, context).result,
    listConcepts: (text) => judge.read(text).listConcepts(),
    knowsWord: judge.knowsWord,
    explain: (text, context = {}) => explain(judge.judge(text, context)),
  };
}
