import { fitDirection } from './directions.js';
import type { FaqParts } from './faqParts.js';
import type { FaqMatch, MatchContext } from './faqTypes.js';
import { findAskingSentence, splitQuestions } from './questions.js';
import { readUtterance, type UtteranceReading } from './readUtterance.js';

const EVIDENCE_SHOWN = 6;

/** Why a match is as it is, in lines for a curator. */
export function describeMatch(parts: FaqParts, utterance: string, context: MatchContext, match: FaqMatch): string[] {
  const reading = readUtterance(parts.reader, utterance, context.now);
  const [top, second] = match.candidates;
  const evidence = parts.ranker.explain(reading);
  const { language } = parts;
  const followUp = context.lastIntent === undefined ? undefined : language.parseFollowUp(utterance);
  const { asking, background } = findAskingSentence(utterance, language.sentences);
  const questions = splitQuestions(utterance, language.sentences);
  return [
    line('words', reading.words.map((w) => w.text).join(' ')),
    ...reading.corrections.map((c) => line('corrected', `${c.from} > ${c.to}`)),
    ...listConcepts(reading.concepts.map((c) => c.id)),
    ...Object.entries(reading.roles).map(([role, value]) => line('role', `${role} ${String(value)}`)),
    ...listDirections(parts, reading, context),
    ...(language.isAboutElsewhere(reading)
      ? [line('elsewhere', 'another part of the body, operation or patient')]
      : []),
    ...(match.isPlainPain ? [line('plain pain', 'no word is left that could tell of a warning sign')] : []),
    ...(background === '' ? [] : [line('asks', asking)]),
    ...(questions.length > 1 ? questions.map((q) => line('question', q)) : []),
    ...(followUp ? [line('follow-up', `${followUp.kind} to ${context.lastIntent ?? ''}`)] : []),
    ...evidence.top.slice(0, EVIDENCE_SHOWN).map((e) => line('for', `${e.feature} ${signed(e.weight)}`)),
    ...(evidence.unknown.length > 0 ? [line('unknown', evidence.unknown.join(', '))] : []),
    ...(second
      ? evidence.runnerUp.slice(0, EVIDENCE_SHOWN / 2).map((e) => line('runner-up', `${e.feature} ${signed(e.weight)}`))
      : []),
    ...match.candidates.map((c, i) => line(i === 0 ? match.band : `${i + 1}.`, `${c.intent} ${c.score.toFixed(3)}`)),
    ...match.also.map((c) => line('also', `${c.intent} ${c.score.toFixed(3)}`)),
    line('margin', ((top?.score ?? 0) - (second?.score ?? 0)).toFixed(3)),
    line('scope', match.scope.toFixed(3)),
  ];
}

/** The entries that the told sites decide for, with what was told earlier. */
function listDirections({ directed }: FaqParts, { roles }: UtteranceReading, { told }: MatchContext): string[] {
  const known = { ...told, ...roles };
  const fitting = directed.filter((d) => fitDirection(d, known) === 'fits').map((d) => d.id);
  return fitting.length === 0 ? [] : [line('direction', fitting.join(', '))];
}

const LABEL_WIDTH = 11;

function line(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH)}${text}`;
}

function listConcepts(ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [line('concepts', [...new Set(ids)].join(', '))];
}

function signed(weight: number): string {
  return `${weight < 0 ? '' : '+'}${weight.toFixed(3)}`;
}
