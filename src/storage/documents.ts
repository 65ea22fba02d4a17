/** A unit that is read and saved as a whole: named texts, and a list that only grows. */
export interface Doc {
  readonly fields: ReadonlyMap<string, string>;
  /** Number of entries ever put on the list. */
  readonly length: number;
}

/** A change of one document; all of it is saved, or nothing. */
export interface Change {
  /** Pairs of field and text; `null` removes the field. */
  readonly set?: readonly (readonly [field: string, text: string | null])[];
  /** Put at the end of the list. */
  readonly push?: readonly string[];
}

export interface Decision<R> {
  readonly result: R;
  readonly change?: Change | undefined;
}

/** Entries of a list from a position on. */
export interface Slice {
  /** `null` stands for an entry that was lost to a damaged file. */
  readonly entries: readonly (string | null)[];
  readonly length: number;
}

/**
 * What the store is built on: documents by key. The part of a key before the first `/` is its kind.
 *
 * A document without fields and entries is the same as none. All promises reject with STORAGE_UNAVAILABLE while nothing
 * can be read or kept.
 */
export interface Documents {
  /** Looks at a document; `look` must not keep it. What it sees may not be durable yet. */
  view<R>(key: string, look: (doc: Doc) => R): Promise<R>;
  /**
   * Changes a document. `decide` runs without interruption on the newest version, perhaps more than once; where it throws,
   * nothing changes. Resolves once the change, and all that `decide` saw, is durable.
   */
  update<R>(key: string, decide: (doc: Doc) => Decision<R>): Promise<R>;
  /** Reads at most `limit` entries of the list from position `from` on; only what is durable. */
  slice(key: string, from: number, limit: number): Promise<Slice>;
  /** Removes documents; resolves once they, their copies and all record of their contents are gone. */
  erase(keys: readonly string[]): Promise<void>;
  /** Erases the documents of a kind that were last changed before a time (ms); resolves to their number. */
  eraseOlder(kind: string, beforeMs: number): Promise<number>;
  /** Removes copies of what the documents held before their last change. */
  purge(keys: readonly string[]): Promise<void>;
  /** Rejects with STORAGE_UNAVAILABLE when nothing could be made durable at present. */
  check(): Promise<void>;
  close(): Promise<void>;
}
