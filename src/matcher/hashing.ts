/** Mixes the bits of a 32-bit number so that near inputs land far apart (the finaliser of MurmurHash3). Never 0. */
export function mixBits(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h === 0 ? 1 : h;
}

/** A 32-bit FNV-1a hash of `text`, mixed. `seed` keeps kinds of features apart. */
export function hashText(text: string, seed: number): number {
  let h = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mixBits(h);
}

/** The hash of an ordered pair of hashes. */
export function hashPair(left: number, right: number, seed: number): number {
  return mixBits(Math.imul(left ^ seed, 0x9e3779b1) ^ Math.imul(right, 0x85ebca77));
}

/**
 * A map from 32-bit hashes to consecutive ids, by open addressing in two typed arrays: no object per feature, and a
 * lookup allocates nothing. Two features with the same hash share an id; at 100,000 features one in 40,000 does.
 */
export class HashIndex {
  #keys: Int32Array;
  #ids: Int32Array;
  #size = 0;

  constructor(expected = 1024) {
    let capacity = 1024;
    while (capacity < expected * 2) capacity *= 2;
    this.#keys = new Int32Array(capacity);
    this.#ids = new Int32Array(capacity);
  }

  /** An index in which each hash has the id of its position. */
  static from(hashes: Int32Array): HashIndex {
    const index = new HashIndex(hashes.length);
    for (const hash of hashes) index.add(hash);
    return index;
  }

  get size(): number {
    return this.#size;
  }

  /** The id of `hash` (not 0), or -1. */
  get(hash: number): number {
    const mask = this.#keys.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const key = this.#keys[slot];
      if (key === hash) return this.#ids[slot] ?? -1;
      if (key === 0) return -1;
    }
  }

  /** The id of `hash` (not 0), given a new one if it has none. */
  add(hash: number): number {
    const mask = this.#keys.length - 1;
    let slot = hash & mask;
    for (; this.#keys[slot] !== 0; slot = (slot + 1) & mask) {
      if (this.#keys[slot] === hash) return this.#ids[slot] ?? -1;
    }
    this.#keys[slot] = hash;
    this.#ids[slot] = this.#size;
    this.#size += 1;
    if (this.#size * 2 > this.#keys.length) this.#grow();
    return this.#size - 1;
  }

  /** All hashes, at the position of their id. */
  hashes(): Int32Array {
    const out = new Int32Array(this.#size);
    this.#keys.forEach((key, slot) => {
      if (key !== 0) out[this.#ids[slot] ?? 0] = key;
    });
    return out;
  }

  #grow(): void {
    const hashes = this.hashes();
    this.#keys = new Int32Array(this.#keys.length * 2);
    this.#ids = new Int32Array(this.#keys.length);
    this.#size = 0;
    for (const hash of hashes) this.add(hash);
  }
}
