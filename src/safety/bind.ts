import type { Edge } from './chart.js';
import type { Reading } from './reading.js';
import type { RedFlagRules } from './redFlagRules.js';

export interface Bound {
  /** The body parts the finding is said of; none if no part is near. */
  readonly places: readonly Edge[];
  /** True if finding and place make one name: `swollen calf`, `calf pain`. */
  readonly isName: boolean;
}

export interface Binder {
  bind(finding: Edge): Bound;
}

/** Words that may stand between a finding and a part named after it (`pain deep inside my left calf`). */
const REACH_RIGHT = 5;
/** Words that may stand between a part and a finding named after it; a sentence end counts as `SENTENCE_COST`. */
const REACH_LEFT = 10;
const SENTENCE_COST = 4;
/** The same when the finding is said of "it" (`the wound hurts far more than on Monday and it is puffy`). */
const REACH_IT = 20;
/** Words between two parts named together: `my calf and my left ankle`. */
const REACH_TOGETHER = 4;
const NOT_BOUND: Bound = { places: [], isName: false };

class TextBinder implements Binder {
  private readonly known = new Map<string, Bound>();
  private readonly isPlace: Uint8Array;
  private readonly isFinding: Uint8Array;

  constructor(
    private readonly reading: Reading,
    private readonly placeEdges: readonly Edge[],
    findings: readonly string[],
  ) {
    this.isPlace = new Uint8Array(reading.words.length);
    for (const edge of placeEdges) this.isPlace.fill(1, edge.start, edge.end);
    this.isFinding = reading.cover(findings);
  }

  bind(finding: Edge): Bound {
    const key = `${finding.start} ${finding.end}`;
    const known = this.known.get(key);
    if (known) return known;
    const bound = this.find(finding);
    this.known.set(key, bound);
    return bound;
  }

  /** A part named inside the finding; its subject (`toes are blue in the cast`); one after it, one before it. */
  private find(finding: Edge): Bound {
    const inside = this.placeEdges.filter((edge) => edge.start >= finding.start && edge.end <= finding.end);
    if (inside.length > 0) return { places: inside, isName: false };
    const subject = this.subjectOf(finding.start);
    if (subject >= 0) return { places: this.together(subject), isName: false };
    const after = this.lookRight(finding.end);
    if (after >= 0) return { places: this.together(after), isName: true };
    const before = this.lookLeft(finding.start - 1);
    if (before < 0) return NOT_BOUND;
    return {
      places: this.together(before),
      isName: before === finding.start - 1 && this.reading.cue('noun')[finding.start] === 1,
    };
  }

  /** The part before the verb of which the finding is the predicate (`my calf has gone hard`), or -1. */
  private subjectOf(start: number): number {
    const { words } = this.reading;
    const verbs = this.reading.cue('copula');
    let at = start - 1;
    while (at >= 0 && (this.isFinding[at] === 1 || this.isAnd(at)) && !words[at + 1]?.wall) at -= 1;
    const last = at;
    while (at >= 0 && verbs[at] === 1 && !words[at + 1]?.wall) at -= 1;
    return at < last && this.isPlace[at] === 1 && !words[at + 1]?.wall ? at : -1;
  }

  /** `a boil has come up on my scar`: behind a verb the part must be joined by a preposition. */
  private lookRight(from: number): number {
    const { words } = this.reading;
    const [breaks, verbs, joins] = [
      this.reading.cue('breaker'),
      this.reading.cue('copula'),
      this.reading.cue('preposition'),
    ];
    let needsJoin = false;
    for (let at = from, skipped = 0; at < words.length && skipped <= REACH_RIGHT; at += 1) {
      if (words[at]?.wall) return -1;
      const inRun = this.isFinding[at] === 1 || (this.isAnd(at) && this.isFinding[at + 1] === 1);
      if (inRun) continue;
      if (words[at]?.opens) return -1;
      if (this.isPlace[at]) return needsJoin ? -1 : at;
      if (breaks[at]) return -1;
      needsJoin = joins[at] === 1 ? false : needsJoin || verbs[at] === 1;
      skipped += 1;
    }
    return -1;
  }

  private lookLeft(from: number): number {
    const { words } = this.reading;
    const stops = this.reading.cue('binder');
    for (let at = from, cost = 0, reach = REACH_LEFT; at >= 0 && cost <= reach; at -= 1) {
      if (words[at + 1]?.pause === 2) cost += SENTENCE_COST;
      if (this.isPlace[at]) return at;
      if (stops[at]) return -1;
      if (this.reading.language.it.has(words[at]?.text ?? '')) reach = REACH_IT;
      if (!this.isFinding[at]) cost += 1;
    }
    return -1;
  }

  private isAnd(at: number): boolean {
    return this.reading.language.and.has(this.reading.words[at]?.text ?? '');
  }

  /** The parts at a word and those named along with it: `calf` in `calf and ankle`, `leg` in `back of my leg`. */
  private together(at: number): Edge[] {
    const { words, language } = this.reading;
    const here = this.placeEdges.filter((edge) => edge.start <= at && at < edge.end);
    let first = Math.min(at, ...here.map((edge) => edge.start));
    let last = Math.max(at, ...here.map((edge) => edge.end - 1));
    const joins = (i: number): boolean => language.together.has(words[i]?.text ?? '') || words[i]?.pause === 1;
    for (let i = last + 1, joined = false; i <= last + REACH_TOGETHER && i < words.length && !words[i]?.wall; i += 1) {
      joined ||= joins(i);
      if (joined && this.isPlace[i]) last = i;
      else if (this.isFinding[i] || this.reading.cue('breaker')[i]) break;
    }
    for (let i = first - 1, joined = (words[first]?.pause ?? 0) === 1; i >= first - REACH_TOGETHER && i >= 0; i -= 1) {
      joined ||= language.together.has(words[i]?.text ?? '');
      if (joined && this.isPlace[i]) first = i;
      else if (this.isFinding[i] || this.reading.cue('breaker')[i] || words[i]?.wall) break;
    }
    return this.placeEdges.filter((edge) => edge.start >= first && edge.end <= last + 1);
  }
}

/** Compiles the search for the body part that a finding is said of. */
export function createBinder(rules: RedFlagRules): (reading: Reading) => Binder {
  const places = Object.keys(rules.places);
  const findings = Object.keys(rules.findings);
  return (reading) => {
    const idioms = reading.cover(['other-meaning', 'hyperbole']);
    const edges = places.flatMap((place) => reading.edges(place)).filter((edge) => !idioms[edge.end - 1]);
    return new TextBinder(reading, edges, findings);
  };
}
