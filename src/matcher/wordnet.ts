// Typed-array reads carry `!` in this file: positions come from the table itself, whose mark is checked first.
import { irregularBase } from '../text.js';
import { hashText, HashIndex } from './hashing.js';

/** How a synset is reached from a word. */
export const LINK = { own: 0, parent: 1, grandparent: 2, related: 3 } as const;

/** A concept that a word may stand for. `share` (0 to 1) is how often the word has this sense. */
export interface SynsetLink {
  readonly id: number;
  readonly share: number;
  readonly link: number;
}

/** Word knowledge for the matcher and the spell checker. All words are folded, in American or British spelling. */
export interface WordNetTable {
  /** True for an English word in any of its regular forms (`knees`, `running`) and for function words (`the`). */
  isWord(word: string): boolean;
  /** How common the word's best-known form is: 0 (never seen in the tagged corpus) to 15, a step per doubling. */
  commonnessOf(word: string): number;
  /** Concepts of a word: its own, their parents and grandparents, and related ones. Empty for unknown words. */
  synsetsOf(word: string): readonly SynsetLink[];
}

const MAGIC = 'KBWN1';
const SEED = 21;

/** Words that WordNet leaves out because they name nothing. */
const FUNCTION_WORDS = `a about above across after afterwards again against ago all almost along already also although
  always am among an and another any anybody anyone anything anyway anywhere are aren around as at away be because been
  before behind being below beneath beside besides between beyond both but by can cannot could did do does doing don done
  down during each either else enough etc even ever every everybody everyone everything everywhere except few for from
  had has have having he hello her here hers herself hey hi him himself his how however i if in instead into is isn it
  its itself just least less like lot many may maybe me might mine more most much must my myself near neither never next
  no nobody none nor not nothing now of off often ok okay on once one only onto or other others ought our ours ourselves
  out over own per please quite rather really s shall she should since so some somebody someone something sometimes
  somewhere soon still such than thank thanks that the their theirs them themselves then there these they thing this
  those though through throughout thus till to together too toward towards under unless until up upon us very was we
  well were what whatever when whenever where whether which while who whom whose why will with within without would yes
  yet you your yours yourself yourselves online website app email laptop smartphone selfie vegan wifi google facebook`
  .trim()
  .split(/\s+/);

interface Tables {
  readonly index: HashIndex;
  readonly commonness: Uint8Array;
  readonly senseStart: Int32Array;
  readonly senseId: Int32Array;
  readonly senseShare: Float32Array;
  readonly linkStart: Int32Array;
  readonly linkId: Int32Array;
  readonly parents: Uint8Array;
}

/**
 * Reads the table that `scripts/buildWordnet.mjs` packs. Layout: the mark `KBWN1`; the number of lemmas; per lemma, in
 * order, a byte (letters shared with the one before × 16 + commonness), a byte (further letters), the letters, a byte
 * (senses) and per sense a synset number and a byte (share × 255); the number of synsets; per synset a byte (parents × 8
 * + related) and their numbers. Numbers are little-endian base 128. Throws a RangeError when the mark is missing.
 * Takes about 30 ms.
 */
export function parseWordNet(bytes: Uint8Array): WordNetTable {
  const tables = readTables(bytes);
  const functionWords = new Set(FUNCTION_WORDS);
  const find = (word: string): number => tables.index.get(hashText(word, SEED));
  const findAll = (word: string): number[] => [...new Set(baseForms(word).map(find))].filter((id) => id >= 0);
  return {
    isWord: (word) => functionWords.has(word) || findAll(word).length > 0,
    commonnessOf: (word) =>
      functionWords.has(word) ? 15 : Math.max(0, ...findAll(word).map((id) => tables.commonness[id]!)),
    synsetsOf: (word) => findAll(word).flatMap((id) => linksOf(tables, id)),
  };
}

const DETACH: readonly (readonly [string, string])[] = [
  ['s', ''],
  ['ies', 'y'],
  ['es', ''],
  ['es', 'e'],
  ['ed', 'e'],
  ['ed', ''],
  ['ied', 'y'],
  ['ing', 'e'],
  ['ing', ''],
  ['er', ''],
  ['er', 'e'],
  ['est', ''],
  ['est', 'e'],
  ['ier', 'y'],
  ['iest', 'y'],
  ['men', 'man'],
];

/** The word and what it may be a form of, by WordNet's detachment rules; most of them are no words. */
function baseForms(word: string): string[] {
  const out = [word];
  const irregular = irregularBase(word);
  if (irregular) out.push(irregular);
  for (const [ending, replacement] of DETACH) {
    if (!word.endsWith(ending) || word.length - ending.length < 2) continue;
    const base = word.slice(0, word.length - ending.length) + replacement;
    out.push(base);
    const doubled = /^(.+([bdfgklmnprtvz]))\2$/.exec(base);
    if (doubled?.[1] && replacement === '') out.push(doubled[1]);
  }
  return out;
}

function linksOf(t: Tables, lemma: number): SynsetLink[] {
  const out: SynsetLink[] = [];
  for (let s = t.senseStart[lemma]!; s < t.senseStart[lemma + 1]!; s++) {
    const id = t.senseId[s]!;
    const share = t.senseShare[s]!;
    out.push({ id, share, link: LINK.own });
    const end = t.linkStart[id + 1]!;
    const parentsEnd = t.linkStart[id]! + t.parents[id]!;
    for (let k = t.linkStart[id]!; k < end; k++) {
      const near = t.linkId[k]!;
      const isParent = k < parentsEnd;
      out.push({ id: near, share, link: isParent ? LINK.parent : LINK.related });
      if (!isParent) continue;
      const up = t.linkStart[near]!;
      for (let g = up; g < up + t.parents[near]!; g++) out.push({ id: t.linkId[g]!, share, link: LINK.grandparent });
    }
  }
  return out;
}

/**
 * Reads bytes in order. The place is a field and not a variable of a closure: Node 26.10 loses count of a variable that
 * several optimised functions share, and never reaches the end.
 */
class ByteReader {
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new RangeError('the packed WordNet table ends too early');
    return value;
  }

  /** A whole number in groups of seven bits, lowest first. */
  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  text(length: number): string {
    this.#at += length;
    return String.fromCharCode(...this.#bytes.subarray(this.#at - length, this.#at));
  }
}

function readTables(bytes: Uint8Array): Tables {
  const reader = new ByteReader(bytes);
  if (reader.text(MAGIC.length) !== MAGIC) throw new RangeError('not a packed WordNet table');
  const lemmas = reader.varint();
  const index = new HashIndex(lemmas);
  const commonness = new Uint8Array(lemmas);
  const senseStart = new Int32Array(lemmas + 1);
  const senseId: number[] = [];
  const senseShare: number[] = [];
  let previous = '';
  for (let lemma = 0; lemma < lemmas; lemma++) {
    const head = reader.byte();
    const letters = reader.byte();
    const word = previous.slice(0, head >> 4) + reader.text(letters);
    const id = index.add(hashText(word, SEED));
    commonness[id] = head & 15;
    const senses = reader.byte();
    for (let s = 0; s < senses; s++) {
      senseId.push(reader.varint());
      senseShare.push(reader.byte() / 255);
    }
    // Two lemmas with one hash (about one pair in the table): the later one is left out.
    if (id === index.size - 1 && senseStart[id + 1] === 0) senseStart[id + 1] = senseId.length;
    else senseId.length = senseShare.length = senseStart[index.size]!;
    previous = word;
  }
  const synsets = reader.varint();
  const linkStart = new Int32Array(synsets + 1);
  const linkId: number[] = [];
  const parents = new Uint8Array(synsets);
  for (let synset = 0; synset < synsets; synset++) {
    const head = reader.byte();
    parents[synset] = head >> 3;
    for (let k = (head >> 3) + (head & 7); k > 0; k--) linkId.push(reader.varint());
    linkStart[synset + 1] = linkId.length;
  }
  return {
    index,
    commonness,
    senseStart,
    senseId: Int32Array.from(senseId),
    senseShare: Float32Array.from(senseShare),
    linkStart,
    linkId: Int32Array.from(linkId),
    parents,
  };
}
