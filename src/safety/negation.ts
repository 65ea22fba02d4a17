import type { Edge } from './chart.js';
import type { Reading } from './reading.js';
import type { Scope } from './scope.js';

/** Words a "no" reaches over at most; longer lists of denied signs are cut, which errs towards a red flag. */
const REACH = 16;
/** Words of one item in a list without "or": `no fever, chills, calf pain`. */
const ITEM_WORDS = 3;

/** What a negation may pass over: words that open no new statement, body parts, and the signs themselves. */
export interface NegationView {
  readonly reading: Reading;
  /** 1 for words of places, findings, signs and topics. */
  readonly named: Uint8Array;
}

function overlaps(a: Edge, b: Edge): boolean {
  return a.start < b.end && b.start < a.end;
}

function isBareAnswer(reading: Reading, cue: Edge): boolean {
  return reading.language.no.has(reading.words[cue.start]?.text ?? '') && cue.end === cue.start + 1;
}

/** `no fever, chills or pain`: the comma goes on with the list if "or" closes it, or if two more bare items follow. */
function listGoesOn({ reading, named }: NegationView, comma: number): boolean {
  const { words, language } = reading;
  const breaks = reading.cue('breaker');
  const seeThrough = reading.cue('see-through');
  let items = 1;
  let length = 0;
  for (let at = comma; at < words.length && !words[at]?.wall; at += 1) {
    const text = words[at]?.text ?? '';
    if (language.or.has(text)) return true;
    if (breaks[at] || !(named[at] || seeThrough[at] || language.and.has(text))) return false;
    if (at > comma && words[at]?.pause === 1) [items, length] = [items + 1, 0];
    length += 1;
    if (length > ITEM_WORDS) return false;
  }
  return items >= 2;
}

/** First word after `from` that the negation does not reach. */
function reachOf(view: NegationView, cue: Edge, isStrong: boolean): number {
  const { reading, named } = view;
  const { words, language } = reading;
  const seeThrough = reading.cue('see-through');
  const subject = reading.cue('subject');
  if (isBareAnswer(reading, cue) && subject[cue.end] === 1) return cue.end;
  let inList = isStrong;
  for (let at = cue.end; at < words.length && at < cue.end + REACH; at += 1) {
    const word = words[at];
    if (!word || word.wall || reading.cue('reason')[at]) return at;
    if (word.pause === 1) {
      inList ||= listGoesOn(view, at);
      if (!inList) return at;
    }
    const goesOn = language.and.has(word.text)
      ? (named[at + 1] === 1 && !subject[at + 1]) || isStrong
      : named[at] === 1 || seeThrough[at] === 1;
    if (!goesOn) return at;
  }
  return Math.min(words.length, cue.end + REACH);
}

/** `any fever? no`, `swelling: none`: a "no" that stands alone denies the words back to the pause before it. */
function answersOf({ reading }: NegationView): Scope[] {
  return reading.edges('answer-no').flatMap((cue) => {
    let from = cue.start - 1;
    while (from > 0 && (reading.words[from]?.pause ?? 0) === 0) from -= 1;
    return from >= 0 && cue.start > 0 && !isStatementEnd(reading, cue.start)
      ? [{ reason: 'negated', cue, from, to: cue.start }]
      : [];
  });
}

/** True if a full stop, not a question mark, ended what stands before: then "no" does not answer it. */
function isStatementEnd(reading: Reading, at: number): boolean {
  const [before, word] = [reading.words[at - 1], reading.words[at]];
  return word?.pause === 2 && !reading.read.slice(before?.end ?? 0, word.start).includes('?');
}

/**
 * The stretches of a text that are denied: `no fever`, `without any swelling or redness`, `fever: none`.
 *
 * A negation ends at a contrast, a reason, a new subject, an unknown verb or a comma that does not go on with a list.
 * `not only`, `not sure if` and the like deny nothing.
 */
export function findNegations(view: NegationView): Scope[] {
  const { reading } = view;
  const empty = reading.edges('not-negation');
  const read = (cue: Edge, isStrong: boolean): Scope[] => {
    if (empty.some((other) => overlaps(cue, other))) return [];
    const to = reachOf(view, cue, isStrong);
    return to > cue.end ? [{ reason: 'negated', cue, from: cue.end, to }] : [];
  };
  return [
    ...reading.edges('negator').flatMap((cue) => read(cue, false)),
    ...reading.edges('strong-negator').flatMap((cue) => read(cue, true)),
    ...answersOf(view),
  ];
}
