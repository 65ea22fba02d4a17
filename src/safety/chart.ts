import { allSteps, type Phrase, type Step } from './pattern.js';
import { gateOf, type Gate, type WordCounts } from './gate.js';

/** What the chart needs of one word: its possible spellings and number slots, and whether a phrase may run across to it. */
export interface ChartWord {
  /** Numbers given by the `symbolOf` of the compiled chart. */
  readonly symbols: readonly number[];
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
  /** Every edge of every concept, at the word where it starts. */
  readonly starting: readonly (readonly NumberedEdge[])[];
}

/** An edge with the number of its concept, which is its place among the concepts that were compiled. */
export interface NumberedEdge extends Edge {
  readonly id: number;
}

export interface CompiledChart {
  /** The number of a word, stem (`leak~`) or slot (`<year>`) that some phrase needs; undefined if none does. */
  symbolOf(text: string): number | undefined;
  /** Finds every edge of every concept; time is linear in the number of words. */
  read(words: readonly ChartWord[]): Chart;
}

/** Longest text that the keys of `add` tell apart, in words; 2,000 characters hold fewer. */
const KEY_SPAN = 4096;
/** A node with more gates than this is tried without asking them. */
const MOST_GATES = 60;

/** Words and concepts by number: looking up a number is much faster than looking up a text. */
class Numbers {
  /** Nodes with gates so far. */
  gated = 0;
  private readonly symbols = new Map<string, number>();
  private readonly names = new Map<string, number>();

  symbol(text: string): number {
    return numberIn(this.symbols, text);
  }

  concept(name: string): number {
    return numberIn(this.names, name);
  }

  known(text: string): number | undefined {
    return this.symbols.get(text);
  }

  get symbolCount(): number {
    return this.symbols.size;
  }

  get conceptNames(): readonly string[] {
    return [...this.names.keys()];
  }
}

function numberIn(map: Map<string, number>, key: string): number {
  const number = map.get(key) ?? map.size;
  map.set(key, number);
  return number;
}

interface NumberedNeed {
  readonly symbols: readonly number[];
  readonly concepts: readonly number[];
}

type NumberedGate = readonly NumberedNeed[];

/** A state of the reader. Phrases with the same beginning share their first nodes; alternatives meet again after a group. */
class Node {
  readonly words = new Map<number, Node[]>();
  readonly concepts = new Map<number, Node[]>();
  readonly gaps: { readonly max: number; readonly node: Node }[] = [];
  /** Nodes reached without a word: behind an option that is left out. */
  readonly skips: Node[] = [];
  /** Where reading goes on at the start or end of a clause. */
  edge: Node | null = null;
  readonly ends: number[] = [];
  /** One per phrase through this node, first nodes only; null once there are too many to be worth asking. */
  gates: NumberedGate[] | null = [];
  /** Number among the nodes with gates, so that what is known of them in one text fits into an array. */
  place = -1;
  private readonly known = new Map<string, Node>();

  constructor(private readonly numbers: Numbers) {}

  /** True if reading can go on from here only with one of `words`. */
  get needsWord(): boolean {
    return this.onlyWords;
  }

  private onlyWords = false;

  /** Called once when all phrases are in. */
  seal(): void {
    this.onlyWords =
      this.ends.length + this.gaps.length + this.skips.length + this.concepts.size === 0 && this.edge === null;
    this.known.forEach((node) => node.seal());
  }

  /** The node after a step; equal steps share it. */
  after(step: Step): Node {
    const key = keyOf(step);
    const known = this.known.get(key);
    if (known) return known;
    const node = new Node(this.numbers);
    this.known.set(key, node);
    this.link(step, node);
    return node;
  }

  private link(step: Step, target: Node): void {
    if (step.kind === 'words') step.words.forEach((word) => addTo(this.words, this.numbers.symbol(word), target));
    else if (step.kind === 'concept') addTo(this.concepts, this.numbers.concept(step.name), target);
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
  addGates(phrase: Phrase, gate: NumberedGate): void {
    const [first, ...rest] = phrase;
    if (!first) return;
    this.after(first).addGate(gate);
    if (first.kind === 'group') first.phrases.forEach((inner) => this.addGates(inner, gate));
    if (first.kind === 'optional') this.addGates(first.phrase, gate);
    if (first.kind === 'optional') this.after(first).addGates(rest, gate);
  }

  private addGate(gate: NumberedGate): void {
    if (this.place < 0) this.place = this.numbers.gated++;
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

function numberGate(gate: Gate, numbers: Numbers): NumberedGate {
  return gate.map(({ words, concepts }) => ({
    symbols: [...new Set(words)].map((word) => numbers.symbol(word)),
    concepts: [...new Set(concepts)].map((name) => numbers.concept(name)),
  }));
}

function buildRoots(concepts: ReadonlyMap<string, ChartConcept>, numbers: Numbers): Node[] {
  const roots: Node[] = [];
  const counts = countWords(concepts);
  for (const [name, level] of levelsOf(concepts)) {
    while (roots.length <= level) roots.push(new Node(numbers));
    const id = numbers.concept(name);
    const root = roots[level];
    if (!root) continue;
    for (const phrase of concepts.get(name)?.phrases ?? []) {
      const last = root.follow(phrase);
      if (!last.ends.includes(id)) last.ends.push(id);
      root.addGates(phrase, numberGate(gateOf(phrase, counts), numbers));
    }
  }
  roots.forEach((root) => root.seal());
  return roots;
}

/** One pass over one text. Concepts are found level by level: a phrase may use every phrase of the levels below. */
class Pass implements Chart {
  private readonly found = new Map<string, Edge[]>();
  private readonly taken = new Map<number, NumberedEdge>();
  readonly starting: NumberedEdge[][];
  private readonly hasSymbol: Uint8Array;
  private readonly hasConcept: Uint8Array;
  private fresh: NumberedEdge[] = [];
  /** By place of a node: 0 not asked yet, 1 open, 2 closed. */
  private readonly asked: Uint8Array;

  constructor(
    private readonly words: readonly ChartWord[],
    { symbolCount, gated }: Numbers,
    private readonly names: readonly string[],
  ) {
    this.asked = new Uint8Array(gated);
    this.starting = words.map(() => []);
    this.hasConcept = new Uint8Array(names.length);
    this.hasSymbol = new Uint8Array(symbolCount);
    for (const word of words) for (const symbol of word.symbols) this.hasSymbol[symbol] = 1;
  }

  edges(concept: string): readonly Edge[] {
    return this.found.get(concept) ?? [];
  }

  run(root: Node): void {
    this.fresh = [];
    for (let start = 0; start < this.words.length; start += 1) this.start(root, start);
    for (const edge of this.fresh) {
      this.starting[edge.start]?.push(edge);
      this.hasConcept[edge.id] = 1;
      addTo(this.found, edge.concept, edge);
    }
  }

  /** As `walk`, asking the gates: most phrases that could start here need a word the text does not have. */
  private start(root: Node, at: number): void {
    const word = this.words[at];
    if (!word) return;
    for (const symbol of word.symbols) {
      const next = root.words.get(symbol);
      if (next) for (const child of next) if (this.passes(child)) this.step(child, at, at + 1, null, at, null);
    }
    if (root.concepts.size > 0) {
      for (const edge of this.starting[at] ?? []) {
        const next = root.concepts.get(edge.id);
        if (next) for (const child of next) if (this.passes(child)) this.step(child, at, edge.end, null, -1, edge);
      }
    }
    if (root.edge && word.opens) this.walk(root.edge, at, at, null);
    for (const node of root.skips) this.walk(node, at, at, null);
  }

  /** A node's gates say the same at every word of a text, because its level's concepts are all found by then. */
  private passes(node: Node): boolean {
    const { gates, place } = node;
    if (gates === null || gates.length === 0) return true;
    if (this.asked[place] === 0) this.asked[place] = gates.some((gate) => this.isOpen(gate)) ? 1 : 2;
    return this.asked[place] === 1;
  }

  private isOpen(gate: NumberedGate): boolean {
    for (const need of gate) if (!this.isMet(need)) return false;
    return true;
  }

  private isMet({ symbols, concepts }: NumberedNeed): boolean {
    for (const symbol of symbols) if (this.hasSymbol[symbol] === 1) return true;
    for (const concept of concepts) if (this.hasConcept[concept] === 1) return true;
    return false;
  }

  private walk(node: Node, start: number, at: number, trail: Trail | null): void {
    if (trail) for (const id of node.ends) this.add(id, start, at, trail);
    const word = this.words[at];
    if (node.edge && (!word || word.opens)) this.walk(node.edge, start, at, trail);
    for (const next of node.skips) this.walk(next, start, at, trail);
    if (!word || (at > start && word.wall)) return;
    if (node.words.size > 0) this.walkWords(node, start, at, trail, word);
    if (node.concepts.size > 0) this.walkConcepts(node, start, at, trail);
    for (const gap of node.gaps) this.walkGap(gap.node, gap.max, start, at, trail);
  }

  private walkWords(node: Node, start: number, at: number, trail: Trail | null, word: ChartWord): void {
    for (const symbol of word.symbols) {
      const next = node.words.get(symbol);
      if (next) for (const child of next) this.step(child, start, at + 1, trail, at, null);
    }
  }

  private walkConcepts(node: Node, start: number, at: number, trail: Trail | null): void {
    for (const edge of this.starting[at] ?? []) {
      const next = node.concepts.get(edge.id);
      if (next) for (const child of next) this.step(child, start, edge.end, trail, -1, edge);
    }
  }

  /** Goes on at a node, unless it can only go on with a word that is not there: then it saves the trail. */
  private step(node: Node, start: number, at: number, before: Trail | null, word: number, edge: Edge | null): void {
    if (node.needsWord && !this.hasNext(node, at)) return;
    this.walk(node, start, at, spelledBy(before, word, edge));
  }

  private hasNext(node: Node, at: number): boolean {
    const word = this.words[at];
    if (!word || word.wall) return false;
    for (const symbol of word.symbols) if (node.words.has(symbol)) return true;
    return false;
  }

  private walkGap(node: Node, max: number, start: number, at: number, trail: Trail | null): void {
    for (let skipped = 0; skipped <= max && at + skipped <= this.words.length; skipped += 1) {
      if (skipped > 0 && this.words[at + skipped - 1]?.wall && at + skipped - 1 > start) return;
      this.walk(node, start, at + skipped, trail);
    }
  }

  /** Of two ways to spell the same stretch the one with more words of its own wins: it leaves fewer to read as "not". */
  private add(id: number, start: number, end: number, trail: Trail): void {
    const key = (id * KEY_SPAN + start) * KEY_SPAN + end;
    const known = this.taken.get(key);
    if (known && known.trail.parts >= trail.parts) return;
    const edge = { id, concept: this.names[id] ?? '', start, end, trail };
    this.taken.set(key, edge);
    if (known) this.fresh[this.fresh.indexOf(known)] = edge;
    else this.fresh.push(edge);
  }
}

function spelledBy(before: Trail | null, word: number, edge: Edge | null): Trail {
  return { before, word, edge, parts: (before?.parts ?? 0) + 1 };
}

/** Compiles concepts into a chart; the order of the map is the order of their numbers. */
export function compileChart(concepts: ReadonlyMap<string, ChartConcept>): CompiledChart {
  const numbers = new Numbers();
  for (const name of concepts.keys()) numbers.concept(name);
  const roots = buildRoots(concepts, numbers);
  const names = numbers.conceptNames;
  return {
    symbolOf: (text) => numbers.known(text),
    read: (words) => {
      const pass = new Pass(words, numbers, names);
      for (const root of roots) pass.run(root);
      return pass;
    },
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
