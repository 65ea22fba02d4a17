import type { Edge } from './chart.js';
import type { SignMention } from './findSigns.js';
import type { Reading } from './reading.js';
import type { Scope } from './scope.js';

/** Where a statement ends to the left and right of a word: at a sentence end, a contrast, or a joint with a new subject. */
function clauseAround(reading: Reading, at: number): [from: number, to: number] {
  let from = at;
  while (from > 0 && !startsClause(reading, from)) from -= 1;
  let to = at + 1;
  while (to < reading.words.length && !startsClause(reading, to)) to += 1;
  return [from, to];
}

/** A wall always starts a clause; a comma or "and" only with a new subject or a word for now behind it. */
export function startsClause(reading: Reading, at: number): boolean {
  const word = reading.words[at];
  if (!word || word.wall) return true;
  if (!word.opens) return false;
  const isStart = (i: number): boolean => reading.cue('subject')[i] === 1 || reading.cue('present')[i] === 1;
  return isStart(at) || (reading.language.joints.has(word.text) && isStart(at + 1));
}

/** What a time cue dates: the nearest event or sign before it in its clause, else the nearest behind it. */
function datedBy(reading: Reading, cue: Edge, signs: readonly SignMention[]): readonly SignMention[] {
  const [from, to] = clauseAround(reading, cue.start);
  const events = reading.edges('event').filter((edge) => edge.start >= from && edge.end <= to);
  const inClause = signs.filter((sign) => sign.carry.some((word) => word >= from && word < to));
  const before = Math.max(-1, ...events.filter((e) => e.end <= cue.start).map((e) => e.end));
  const earlier = inClause.filter((sign) => Math.max(...sign.carry) < cue.start && Math.max(...sign.carry) >= before);
  const joined = earlier.length > 0 ? inClause.filter((sign) => isJoined(reading, cue, sign)) : [];
  if (earlier.length > 0 || before >= 0) return [...earlier, ...joined];
  const behind = Math.min(Infinity, ...events.filter((e) => e.start >= cue.end).map((e) => e.start));
  return inClause.filter((sign) => Math.min(...sign.carry) >= cue.end && Math.min(...sign.carry) < behind);
}

/** `I fell last year and broke my wrist`: what "and" adds right behind the date is as old. */
function isJoined(reading: Reading, cue: Edge, sign: SignMention): boolean {
  return (
    reading.language.and.has(reading.words[cue.end]?.text ?? '') && sign.start >= cue.end && sign.start <= cue.end + 2
  );
}

/** The "since" of `fine since` is no word for now. */
function isPresent(reading: Reading, sign: SignMention): boolean {
  const [from, to] = clauseAround(reading, Math.min(...sign.carry));
  const [present, over, settled] = [reading.cue('present'), reading.cue('resolved'), reading.cue('settled')];
  for (let at = from; at < to; at += 1) if (present[at] === 1 && !over[at] && !settled[at]) return true;
  return false;
}

function scopeOver(reason: Scope['reason'], cue: Edge, sign: SignMention): Scope {
  return { reason, cue, from: Math.min(...sign.carry), to: Math.max(...sign.carry) + 1 };
}

/**
 * Signs that are dated in the past: `had a clot in 2010`, `years ago`. A vague past (`in the first week`, `two weeks ago`)
 * counts only if the text also says that all is well now. A word for now in the same clause wins over both.
 */
export function findPast(reading: Reading, signs: readonly SignMention[]): Scope[] {
  const isSettled = reading.edges('settled').length > 0;
  const cues = [...reading.edges('past'), ...(isSettled ? reading.edges('soft-past') : [])];
  return cues.flatMap((cue) =>
    datedBy(reading, cue, signs)
      .filter((sign) => !isPresent(reading, sign))
      .map((sign) => scopeOver('past', cue, sign)),
  );
}

/** Word at which the reach of `it is gone` to the left ends: one statement back if its subject is "it" or left out. */
function resolvedFrom(reading: Reading, cue: Edge): number {
  const anaphor = reading.cue('link');
  let at = cue.start;
  while (at > 0 && anaphor[at - 1] === 1 && !startsHere(reading, at)) at -= 1;
  const [own] = clauseAround(reading, Math.max(0, at - (startsHere(reading, at) ? 0 : 1)));
  if (at > own || own === 0) return own;
  return clauseAround(reading, own - 1)[0];
}

function startsHere(reading: Reading, at: number): boolean {
  return reading.words[at]?.wall === true || (reading.words[at]?.pause ?? 0) > 0;
}

/** Words before `gone` that a "not" would stand in: `has not gone down` is no end. */
const REACH_NOT = 3;

function isDenied(reading: Reading, cue: Edge): boolean {
  const negators = reading.cue('negator');
  for (let at = cue.start - 1; at >= cue.start - REACH_NOT && at >= 0; at -= 1) {
    if (negators[at] === 1) return true;
    if (startsHere(reading, at + 1)) return false;
  }
  return false;
}

/** The end of what `stopped`, `history of` or `used to have` speaks about: the next pause or "and". */
function resolvingTo(reading: Reading, cue: Edge): number {
  let at = cue.end;
  while (at < reading.words.length && !reading.words[at]?.opens) at += 1;
  return at;
}

/** Signs that are over: `the fever has gone`, `it has stopped bleeding`. Signs marked `passing` ignore this. */
export function findResolved(reading: Reading): Scope[] {
  const over = reading
    .edges('resolved')
    .filter((cue) => !isDenied(reading, cue))
    .map((cue): Scope => ({ reason: 'resolved', cue, from: resolvedFrom(reading, cue), to: cue.start }));
  const ending = reading
    .edges('resolving')
    .map((cue): Scope => ({ reason: 'resolved', cue, from: cue.end, to: resolvingTo(reading, cue) }));
  return [...over, ...ending];
}

/** Signs that somebody has looked into already: `they ruled out a clot`, `the scan was clear`; now-words win over it. */
export function findRuledOut(reading: Reading, signs: readonly SignMention[]): Scope[] {
  return reading.edges('ruled-out').flatMap((cue) => {
    const [, to] = clauseAround(reading, cue.end - 1);
    return signs
      .filter((sign) => Math.min(...sign.carry) < to && !isPresent(reading, sign))
      .map((sign) => scopeOver('resolved', cue, sign));
  });
}
