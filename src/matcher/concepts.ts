import type { Concept } from '../knowledge/concept.js';
import type { Site } from '../knowledge/entry.js';
import { foldText, readWords } from '../text.js';

/** A concept met in an utterance. */
export interface FoundConcept {
  readonly id: string;
  readonly kind: Concept['kind'];
  /** Absent where the concept belongs to no one region. */
  readonly site?: Site;
  /** Index of its first word. */
  readonly start: number;
  /** Index after its last word. */
  readonly end: number;
}

export interface ConceptFinder {
  /**
   * The concepts in words as `readWords` gives them, from left to right, the longest at each place; they never overlap.
   * Plural, `-ed` and `-ing` of a form's words count as the form. No concept reaches over a break; `breaks[i]` above 0 says
   * that punctuation stands before word `i`. Time is linear in the words.
   */
  find(words: readonly string[], breaks?: ArrayLike<number>): FoundConcept[];
}

interface Node {
  readonly exact: Map<string, Node>;
  /** The same children by the root of their word, for inflected words. */
  readonly root: Map<string, Node>;
  concept?: Concept;
}

const createNode = (): Node => ({ exact: new Map(), root: new Map() });

/** Builds a finder. Where one form stands under two concepts the first one keeps it. */
export function createConceptFinder(concepts: readonly Concept[]): ConceptFinder {
  const trie = new ConceptTrie();
  for (const concept of concepts) for (const form of concept.forms) trie.add(form, concept);
  return {
    find(words, breaks = []) {
      const out: FoundConcept[] = [];
      for (let at = 0; at < words.length;) {
        const longest = trie.longestAt({ words, breaks, start: at });
        if (longest) out.push(toFound(longest.concept, at, longest.end));
        at = longest?.end ?? at + 1;
      }
      return out;
    },
  };
}

function toFound(concept: Concept, start: number, end: number): FoundConcept {
  return { id: concept.id, kind: concept.kind, ...(concept.site && { site: concept.site }), start, end };
}

interface Place {
  readonly words: readonly string[];
  readonly breaks: ArrayLike<number>;
  readonly start: number;
}

interface Span {
  readonly concept: Concept;
  readonly end: number;
}

const ROOTS_KEPT = 20_000;

class ConceptTrie {
  readonly #top = createNode();
  readonly #roots = new Map<string, string>();

  add(form: string, concept: Concept): void {
    let node = this.#top;
    for (const { text } of readWords(foldText(form))) {
      let next = node.exact.get(text);
      if (!next) {
        next = createNode();
        node.exact.set(text, next);
        const root = this.#rootOf(text);
        if (root !== '' && !node.root.has(root)) node.root.set(root, next);
      }
      node = next;
    }
    if (node !== this.#top) node.concept ??= concept;
  }

  /** The longest form that starts at a place. An exact word is followed first, so it wins at equal length. */
  longestAt(place: Place, node = this.#top, at = place.start): Span | undefined {
    let best: Span | undefined = node.concept && { concept: node.concept, end: at };
    const word = place.words[at];
    if (word === undefined || (at > place.start && (place.breaks[at] ?? 0) > 0)) return best;
    const exact = node.exact.get(word);
    const byRoot = node.root.get(this.#rootOf(word));
    for (const next of byRoot === exact ? [exact] : [exact, byRoot]) {
      const found = next && this.longestAt(place, next, at + 1);
      if (found && found.end > (best?.end ?? 0)) best = found;
    }
    return best;
  }

  #rootOf(word: string): string {
    const known = this.#roots.get(word);
    if (known !== undefined) return known;
    const root = cutEnding(word);
    if (this.#roots.size < ROOTS_KEPT) this.#roots.set(word, root);
    return root;
  }
}

/**
 * The regular root of a word of three letters or more (`replacements`, `pinned`, `aching`), without irregular forms: `done`
 * must not become `do`, or "my hip does hurt" would hold the form "hip done". Empty for other words.
 */
function cutEnding(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return '';
  if (word.length === 3) return word;
  let root = word;
  if (/(?:ss|us|is)$/.test(word)) root = word;
  else if (/(?:ies|ied)$/.test(word)) root = `${word.slice(0, -3)}y`;
  else if (/(?:sh|ch|x|z|ss)es$/.test(word)) root = word.slice(0, -2);
  else if (/s$/.test(word)) root = word.slice(0, -1);
  else if (/[aeiouy].*ed$/.test(word) && word.length > 4) root = undouble(word.slice(0, -2));
  else if (/[aeiouy].*ing$/.test(word) && word.length > 5) root = undouble(word.slice(0, -3));
  return root.length > 3 ? root.replace(/e$/, '') : root;
}

function undouble(stem: string): string {
  return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}
