import { allSteps, type Phrase, type Step } from './pattern.js';
import { gateOf, type Gate, type WordCounts } from './gate.js';

/** What the chart needs of one word: its possible spellings and number slots, and whether a phrase may run across to it. */
export interface ChartWord {
  readonly symbols: readonly string[];
  /** True where a new sentence or a contrast (`but`) starts: no phrase crosses it. */
  readonly wall: boolean;
  /** True where a clause starts: the places where `^` and `$` hold. */
  readonly opens: boolean;
}

/** A stretch of words that spells a concept: words `start` up to but not including `end`. */
export interface Edge {
  readonly concept: string;
  readonly start: number;
  readonly end: number;
  readonly trail: Trail;
}

/** How an edge was spelled, last part first: a word or a smaller edge; words in a gap are missing. */
export interface Trail {
  readonly before: Trail | null;
  readonly word: number;
  readonly edge: Edge | null;
  readonly parts: number;
}

export interface ChartConcept {
  readonly name: string;
  readonly phrases: readonly Phrase[];
}

export interface Chart {
  /** Every edge of a concept, by its start. */
  edges(concept: string): readonly Edge[];
}

/** Longest text that the keys of `add` tell apart, in words; 2,000 characters hold fewer. */
const KEY_SPAN = 4096;
/** A node with more gates than this is tried without asking them. */
const MOST_GATES = 60;

/** A state of the reader. Phrases with the same beginning share their first nodes; alternatives meet again after a group. */
class Node {
  readonly words = new Map<string, Node[]>();
  readonly concepts = new Map<string, Node[]>();
  readonly gaps: { readonly max: number; readonly node: Node }[] = [];
  /** Nodes reached without a word: behind an option that is left out. */
  readonly skips: Node[] = [];
  /** Where reading goes on at the start or end of a clause. */
  edge: Node | null = null;
  readonly ends: string[] = [];
  /** One per phrase through this node, first nodes only; null once there are too many to be worth asking. */
  gates: Gate[] | null = [];
  private readonly known = new Map<string, Node>();

  /** The node after a step; equal steps share it. */
  after(step: Step): Node {
    const key = keyOf(step);
    const known = this.known.get(key);
    if (known) return known;
    const node = new Node();
    this.known.set(key, node);
    this.link(step, node);
    return node;
  }

  private link(step: Step, target: Node): void {
    if (step.kind === 'words') step.words.forEach((word) => addTo(this.words, word, target));
    else if (step.kind === 'concept') addTo(this.concepts, step.name, target);
    else if (step.kind === 'gap') this.gaps.push({ max: step.max, node: target });
    else if (step.kind === 'edge') this.edge = target;
    else if (step.kind === 'group') step.phrases.forEach((phrase) => this.linkPhrase(phrase, target));
    else {
      this.linkPhrase(step.phrase, target);
      this.skips.push(target);
    }
  }

  private linkPhrase(phrase: Phrase, target: Node): void {
    const last = phrase.at(-1);
    if (!last) return;
    this.follow(phrase.slice(0, -1)).link(last, target);
  }

  follow(phrase: Phrase): Node {
    return phrase.reduce<Node>((node, step) => node.after(step), this);
  }

  /** Puts a gate at every node by which a phrase can begin here. */
  addGates(phrase: Phrase, gate: Gate): void {
    const [first, ...rest] = phrase;
    if (!first) return;
    this.after(first).addGate(gate);
    if (first.kind === 'group') first.phrases.forEach((inner) => this.addGates(inner, gate));
    if (first.kind === 'optional') this.addGates(first.phrase, gate);
    if (first.kind === 'optional') this.after(first).addGates(rest, gate);
  }

  private addGate(gate: Gate): void {
    this.gates?.push(gate);
    if (this.gates && this.gates.length > MOST_GATES) this.gates = null;
  }
}

function keyOf(step: Step): string {
  if (step.kind === 'words') return `w ${step.words.join(' ')}`;
  if (step.kind === 'concept') return `c ${step.name}`;
  if (step.kind === 'gap') return `g ${step.max}`;
  return step.kind === 'edge' ? '^' : `${step.kind} ${step.source}`;
}

function addTo<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function referredTo(concept: ChartConcept): string[] {
  return concept.phrases.flatMap(allSteps).flatMap((step) => (step.kind === 'concept' ? [step.name] : []));
}

/**
 * Orders concepts so that each comes after all it refers to: level 0 refers to none.
 *
 * Throws on a reference to an unknown concept or to itself; `parseRedFlagRules` reports both with their lines first.
 */
function levelsOf(concepts: ReadonlyMap<string, ChartConcept>): Map<string, number> {
  const levels = new Map<string, number>();
  const visit = (name: string, path: readonly string[]): number => {
    const known = levels.get(name);
    if (known !== undefined) return known;
    const concept = concepts.get(name);
    if (!concept || path.includes(name)) throw new Error(`red-flags.yml: {${name}} is unknown or refers to itself`);
    const level = Math.max(-1, ...referredTo(concept).map((child) => visit(child, [...path, name]))) + 1;
    levels.set(name, level);
    return level;
  };
  for (const name of concepts.keys()) visit(name, []);
  return levels;
}

function countWords(concepts: ReadonlyMap<string, ChartConcept>): WordCounts {
  const counts = new Map<string, number>();
  for (const { phrases } of concepts.values()) {
    for (const step of phrases.flatMap(allSteps)) {
      if (step.kind === 'words') step.words.forEach((word) => counts.set(word, (counts.get(word) ?? 0) + 1));
    }
  }
  return counts;
}

function buildRoots(concepts: ReadonlyMap<string, ChartConcept>): Node[] {
  const roots: Node[] = [];
  const counts = countWords(concepts);
  for (const [name, level] of levelsOf(concepts)) {
    while (roots.length <= level) roots.push(new Node());
    const root = roots[level];
    if (!root) continue;
    for (const phrase of concepts.get(name)?.phrases ?? []) {
      const last = root.follow(phrase);
      if (!last.ends.includes(name)) last.ends.push(name);
      root.addGates(phrase, gateOf(phrase, counts));
    }
  }
  return roots;
}

/** One pass over one text. Concepts are found level by level: a phrase may use every phrase of the levels below. */
class Pass implements Chart {
  private readonly found = new Map<string, Edge[]>();
  private readonly taken = new Map<number, Edge>();
  private readonly starting: Edge[][];
  private readonly present: Set<string>;
  private fresh: Edge[] = [];

  constructor(
    private readonly words: readonly ChartWord[],
    private readonly ids: ReadonlyMap<string, number>,
  ) {
    this.starting = words.map(() => []);
    this.present = new Set(words.flatMap((word) => word.symbols));
  }

  edges(concept: string): readonly Edge[] {
    return this.found.get(concept) ?? [];
  }

  run(root: Node): void {
    this.fresh = [];
    for (let start = 0; start < this.words.length; start += 1) this.start(root, start);
    for (const edge of this.fresh) {
      this.starting[edge.start]?.push(edge);
      addTo(this.found, edge.concept, edge);
    }
  }

  /** As `walk`, asking the gates: most phrases that could start here need a word the text does not have. */
  private start(root: Node, at: number): void {
    const word = this.words[at];
    if (!word) return;
    for (const symbol of word.symbols) {
      for (const child of root.words.get(symbol) ?? []) {
        if (this.passes(child)) this.walk(child, at, at + 1, { before: null, word: at, edge: null, parts: 1 });
      }
    }
    for (const edge of this.starting[at] ?? []) {
      for (const child of root.concepts.get(edge.concept) ?? []) {
        if (this.passes(child)) this.walk(child, at, edge.end, { before: null, word: -1, edge, parts: 1 });
      }
    }
    if (root.edge && word.opens) this.walk(root.edge, at, at, null);
    for (const node of root.skips) this.walk(node, at, at, null);
  }

  private passes(node: Node): boolean {
    return node.gates === null || node.gates.length === 0 || node.gates.some((gate) => this.isOpen(gate));
  }

  private isOpen({ words, concepts }: Gate): boolean {
    for (const word of words) if (this.present.has(word)) return true;
    for (const concept of concepts) if (this.found.has(concept)) return true;
    return false;
  }

  private walk(node: Node, start: number, at: number, trail: Trail | null): void {
    if (trail) for (const concept of node.ends) this.add({ concept, start, end: at, trail });
    const word = this.words[at];
    if (node.edge && (!word || word.opens)) this.walk(node.edge, start, at, trail);
    for (const next of node.skips) this.walk(next, start, at, trail);
    if (!word || (at > start && word.wall)) return;
    const parts = (trail?.parts ?? 0) + 1;
    if (node.words.size > 0) {
      for (const symbol of word.symbols) {
        const next = node.words.get(symbol);
        if (next)
          for (const child of next) this.walk(child, start, at + 1, { before: trail, word: at, edge: null, parts });
      }
    }
    if (node.concepts.size > 0) {
      for (const edge of this.starting[at] ?? []) {
        const next = node.concepts.get(edge.concept);
        if (next) for (const child of next) this.walk(child, start, edge.end, { before: trail, word: -1, edge, parts });
      }
    }
    for (const gap of node.gaps) this.walkGap(gap.node, gap.max, start, at, trail);
  }

  private walkGap(node: Node, max: number, start: number, at: number, trail: Trail | null): void {
    for (let skipped = 0; skipped <= max && at + skipped <= this.words.length; skipped += 1) {
      if (skipped > 0 && this.words[at + skipped - 1]?.wall && at + skipped - 1 > start) return;
      this.walk(node, start, at + skipped, trail);
    }
  }

  /** Of two ways to spell the same stretch the one with more words of its own wins: it leaves fewer to read as "not". */
  private add(edge: Edge): void {
    const key = ((this.ids.get(edge.concept) ?? 0) * KEY_SPAN + edge.start) * KEY_SPAN + edge.end;
    const known = this.taken.get(key);
    if (known && known.trail.parts >= edge.trail.parts) return;
    this.taken.set(key, edge);
    if (known) this.fresh[this.fresh.indexOf(known)] = edge;
    else this.fresh.push(edge);
  }
}

/** Compiles concepts for the result, which finds all of them in one text; time is linear in the number of words. */
export function compileChart(concepts: ReadonlyMap<string, ChartConcept>): (words: readonly ChartWord[]) => Chart {
  const roots = buildRoots(concepts);
  const ids = new Map([...concepts.keys()].map((name, id) => [name, id]));
  return (words) => {
    const pass = new Pass(words, ids);
    for (const root of roots) pass.run(root);
    return pass;
  };
}

/** The words an edge names, without those in its gaps and without those of edges for which `leaveOut` says true. */
export function wordsOf(edge: Edge, leaveOut: (concept: string) => boolean = () => false): number[] {
  const words: number[] = [];
  for (let trail: Trail | null = edge.trail; trail; trail = trail.before) {
    if (!trail.edge) words.push(trail.word);
    else if (!leaveOut(trail.edge.concept)) words.push(...wordsOf(trail.edge, leaveOut));
  }
  return words.reverse();
}
