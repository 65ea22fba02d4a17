/** What the reading of a sentence needs to know of a language beside the cues of its `red-flags.yml`. */
export interface ReadingLanguage {
  /** Typed text in one comparable form; see `foldText`. */
  readonly fold: (text: string) => string;
  /** Opens a contraction into its words; any other word comes back alone. */
  readonly openContraction: (word: string) => readonly string[];
  /** The forms that `word*` of a pattern stands for, some of them words nobody uses: they cost nothing. */
  readonly inflect: (word: string) => readonly string[];
  /** A key that words of the same sound share. */
  readonly soundOf: (word: string) => string;
  /** Number words, the first for one; from the fifth on they are many. */
  readonly countWords: readonly string[];
  /** Digits written for words: `2 many`. */
  readonly digitWords: Readonly<Record<string, readonly string[]>>;
  /** Words that join two statements. */
  readonly joints: ReadonlySet<string>;
  readonly and: ReadonlySet<string>;
  readonly or: ReadonlySet<string>;
  /** A "no" that answers, when a new subject follows it. */
  readonly no: ReadonlySet<string>;
  readonly it: ReadonlySet<string>;
  /** Words of a sign that is itself a lack: a second "no" inside it denies nothing. */
  readonly lacks: ReadonlySet<string>;
  /** Words between parts that are named together. */
  readonly together: ReadonlySet<string>;
  /** The only words of one or two letters that may be part of a run-together word. */
  readonly shortParts: ReadonlySet<string>;
  /** What `/` and `&` are read as. */
  readonly signs: { readonly or: string; readonly and: string };
  /** Put before a bare number where a temperature was asked for. */
  readonly temperature: string;
}
