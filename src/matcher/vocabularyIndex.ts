// Reads by index carry `!`: ids are counted here.
import { typingCost } from '../wordDistance.js';
import { soundKey } from './soundKey.js';

/** Words that a typed one may be. */
const TARGET = /^[a-z]{2,24}$/;
/** At this cost a typo has hardly another reading: a swap, a doubled letter, two letters of one sound. */
export const CLOSE = 0.6;

/** A word of the vocabulary with what it costs to have typed another for it; see `typingCost`. */
export interface Near {
  readonly word: string;
  readonly cost: number;
}

/** A word that sounds alike may be written quite differently: `fizio` for `physio`. */
const HEARD_LIMIT = 3.5;
const HEARD_COST = 0.61;
/** What such a word of up to five letters may cost after its commonness is taken off. */
const CLOSE_HEARD = 0.7;

/** Letters that a typo may add or leave out. */
const LONGEST_GAP = 3;

/** Looked-up words are forgotten together beyond this many. */
const REMEMBERED = 20_000;

/** Letters of a word that the index looks at; longer words are told apart by the cost alone. */
const PREFIX = 6;

/** Finds the vocabulary's words near a typed one by deleting letters on both sides (SymSpell, Garbe 2012). */
export class VocabularyIndex {
  readonly #words: string[];
  readonly #byDeletion = new Map<string, number[]>();
  readonly #bySound = new Map<string, number[]>();
  /** Sound of each word; empty for words too short to be told by it. */
  readonly #sounds: string[];
  readonly #vocabulary: ReadonlyMap<string, number>;
  readonly #total: number;
  /** Words looked up lately; a message and its parts ask for the same ones. */
  readonly #nearest = new Map<string, Near | undefined>();

  constructor(vocabulary: ReadonlyMap<string, number>) {
    this.#vocabulary = vocabulary;
    this.#words = [...vocabulary.keys()].filter((w) => TARGET.test(w) && vocabulary.get(w) !== 0);
    this.#total = Math.log(1 + Math.max(1, ...vocabulary.values()));
    this.#sounds = this.#words.map((word) => (word.length > 4 ? soundKey(word) : ''));
    this.#words.forEach((word, id) => {
      for (const key of deletions(word)) push(this.#byDeletion, key, id);
      if (this.#sounds[id]) push(this.#bySound, this.#sounds[id]!, id);
    });
  }

  has(word: string): boolean {
    return this.#vocabulary.has(word);
  }

  /** How common a word is: 0 to 0.3, by the logarithm of its count. */
  share(word: string): number {
    return (0.3 * Math.log(1 + (this.#vocabulary.get(word) ?? 0))) / this.#total;
  }

  bySound(word: string): string | undefined {
    const id = this.#bySound.get(soundKey(word))?.[0];
    return id === undefined ? undefined : this.#words[id];
  }

  /** The cheapest word within the cost that a word of this length allows; common words win near ties. */
  nearest(typed: string): Near | undefined {
    if (this.#nearest.has(typed)) return this.#nearest.get(typed);
    if (this.#nearest.size >= REMEMBERED) this.#nearest.clear();
    const near = this.#findNearest(typed);
    this.#nearest.set(typed, near);
    return near;
  }

  #findNearest(typed: string): Near | undefined {
    const limit = costLimit(typed.length);
    let best: (Near & { rank: number }) | undefined;
    const sound = typed.length > 4 ? soundKey(typed) : '';
    for (const id of this.#candidates(typed, sound)) {
      const word = this.#words[id]!;
      if (Math.abs(word.length - typed.length) > LONGEST_GAP) continue;
      const isHeard = sound !== '' && this.#sounds[id] === sound;
      const cost = typingCost(typed, word, isHeard ? HEARD_LIMIT : limit);
      if (cost === Infinity) continue;
      const heard = isHeard ? Math.min(cost, HEARD_COST + cost / 20) : cost;
      const rank = heard - this.share(word);
      if (typed.length <= 5 && heard > CLOSE && rank > (isHeard ? CLOSE_HEARD : CLOSE)) continue;
      if (!best || rank < best.rank) best = { word, cost: heard, rank };
    }
    return best && { word: best.word, cost: best.cost };
  }

  #candidates(typed: string, sound: string): Set<number> {
    const ids = new Set<number>(sound ? (this.#bySound.get(sound) ?? []) : []);
    for (const key of deletions(typed)) for (const id of this.#byDeletion.get(key) ?? []) ids.add(id);
    return ids;
  }
}

/** What a typo may cost. Short words have many neighbours, so they may differ less. */
function costLimit(length: number): number {
  if (length <= 3) return 0.6;
  if (length <= 4) return 0.9;
  if (length <= 6) return 1.3;
  return length <= 8 ? 1.7 : 2.1;
}

function push(map: Map<string, number[]>, key: string, id: number): void {
  const list = map.get(key);
  if (list) list.push(id);
  else map.set(key, [id]);
}

/** The word's first letters with none, one or (from seven letters on) two of them left out. */
function deletions(word: string): Set<string> {
  const head = word.slice(0, PREFIX);
  const out = new Set([head]);
  if (word.length < 3) return out;
  for (const once of withoutOne(head)) {
    out.add(once);
    if (word.length >= 7) for (const twice of withoutOne(once)) out.add(twice);
  }
  return out;
}

function withoutOne(word: string): string[] {
  return Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));
}
