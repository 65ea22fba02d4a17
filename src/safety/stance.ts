import { wordsOf, type Edge } from './chart.js';
import type { SignMention } from './findSigns.js';
import type { Reading } from './reading.js';
import { reachesSign, type Scope } from './scope.js';
import { startsClause } from './timing.js';

interface StanceScope extends Scope {
  /** True for `is it normal to`, which people also ask about what they have: an emergency sign counts all the same. */
  readonly isWeak: boolean;
}

/** Adjectives and sides between an owner and what is owned: `my very swollen left calf`. */
const REACH_OWNER = 3;
/** Words between a person and the sign said of them: `my wound is still leaking`. */
const REACH_PERSON = 5;

/** A question or a fear holds up to the end of its sentence, a contrast, a reason, or a new statement about somebody. */
function reachOf(reading: Reading, cue: Edge): number {
  let at = cue.end;
  while (at < reading.words.length && !(startsClause(reading, at) || reading.cue('reason')[at] === 1)) at += 1;
  return at;
}

type StanceCue = 'hypothetical' | 'general' | 'weak-general';

/** A question reaches over its own gap as well: `what does an infected wound look like`. */
function scopesOf(reading: Reading, name: StanceCue): StanceScope[] {
  const reason = name === 'hypothetical' ? name : 'general';
  return reading
    .edges(name)
    .map((cue) => ({ reason, cue, from: cue.start, to: reachOf(reading, cue), isWeak: name === 'weak-general' }));
}

/** `my swollen calf`, `this chest pain`: whoever says so has it, whatever is asked about it. */
function isOwned(reading: Reading, sign: SignMention): boolean {
  if (!sign.isName) return false;
  const owner = reading.cue('owner');
  for (let back = 1; back <= REACH_OWNER; back += 1) {
    const at = sign.start - back;
    if (owner[at] === 1) return true;
    if (!reading.cue('see-through')[at] && !reading.cue('mild')[at]) return false;
  }
  return false;
}

/** In a general question, `that my wound is leaking` is still said of somebody; `about calf pain` is not. */
function isPersonal(reading: Reading, sign: SignMention, scope: Scope): boolean {
  const [link, person] = [reading.cue('link'), reading.cue('person')];
  const first = Math.min(sign.start, ...sign.carry);
  const cueWords = wordsOf(scope.cue);
  for (let at = sign.start; at < sign.end; at += 1) if (reading.cue('owner')[at] === 1) return true;
  for (let at = first; at >= scope.from && at >= first - REACH_PERSON; at -= 1) {
    if (cueWords.includes(at)) return false;
    if (person[at] === 1) return true;
    if (at < first && !link[at] && !reading.cue('see-through')[at]) return false;
  }
  return false;
}

function holds(reading: Reading, scope: StanceScope, sign: SignMention): boolean {
  if (sign.source.meant || !reachesSign(scope, sign)) return false;
  if (scope.isWeak && sign.source.passing) return false;
  if (sign.source.topic) return true;
  if (isOwned(reading, sign)) return false;
  return scope.reason === 'hypothetical' || !isPersonal(reading, sign, scope);
}

/**
 * Finds out whether a sign is only asked about, imagined or feared: `what are the signs of`, `what if I get`,
 * `worried about getting`. Returns the scope that says so, or null if somebody has the sign.
 */
export function createStance(reading: Reading): (sign: SignMention) => Scope | null {
  const isReport = reading.edges('not-general');
  const names: StanceCue[] = ['hypothetical', 'general', 'weak-general'];
  const scopes = names
    .flatMap((name) => scopesOf(reading, name))
    .filter(({ cue }) => !isReport.some((other) => other.start <= cue.start && cue.end <= other.end));
  return (sign) => scopes.find((scope) => holds(reading, scope, sign)) ?? null;
}
