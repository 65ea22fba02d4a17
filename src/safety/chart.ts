import type { Step } from './pattern.js';

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
  readonly spellings: readonly (readonly Step[])[];
}

export interface Chart {
  /** Every edge of a concept, by its start. */
  edges(concept: string): readonly Edge[];
}

/** Longest text the keys below can tell apart, in words; 2,000 characters hold at most 2,000 words. */
const KEY_SPAN = 4096;

function keyOf(step: Step): string {
  if (step.kind === 'words') return `w ${step.words.join(' ')}`;
  if (step.kind === 'concept') return `c ${step.name}`;
  return step.kind === 'gap' ? `g ${step.max}` : '^';
}

class Node {
  readonly steps = new Map<string, Node>();
  readonly words = new Map<string, Node[]>();
  readonly concepts = new Map<string, Node[]>();
  readonly gaps: { readonly max: number; readonly node: Node }[] = [];
  /** Where reading goes on at the start or end of a clause. */
  edge: Node | null = null;
  readonly ends: string[] = [];

  /** The node after `step`; equal steps share it, so that patterns with one beginning are read once. */
  after(step: Step): Node {
    const key = keyOf(step);
    const known = this.steps.get(key);
    if (known) return known;
    const node = new Node();
    this.steps.set(key, node);
    if (step.kind === 'gap') this.gaps.push({ max: step.max, node });
    else if (step.kind === 'edge') this.edge = node;
    else if (step.kind === 'concept') addTo(this.concepts, step.name, node);
    else step.words.forEach((word) => addTo(this.words, word, node));
    return node;
  }
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function referredTo(concept: ChartConcept): string[] {
  return concept.spellings.flatMap((steps) => steps.flatMap((step) => (step.kind === 'concept' ? [step.name] : [])));
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

function buildRoots(concepts: ReadonlyMap<string, ChartConcept>): Node[] {
  const roots: Node[] = [];
  for (const [name, level] of levelsOf(concepts)) {
    while (roots.length <= level) roots.push(new Node());
    for (const steps of concepts.get(name)?.spellings ?? []) {
      const last = steps.reduce<Node | undefined>((node, step) => node?.after(step), roots[level]);
      if (last && !last.ends.includes(name)) last.ends.push(name);
    }
  }
  return roots;
}

/** One pass over one text. Concepts are found level by level: a phrase may use every phrase of the levels below. */
class Pass implements Chart {
  private readonly found = new Map<string, Edge[]>();
  private readonly places: Map<number, Edge>;
  private readonly starting: Edge[][];

  constructor(private readonly words: readonly ChartWord[]) {
    this.places = new Map();
    this.starting = words.map(() => []);
  }

  edges(concept: string): readonly Edge[] {
    return this.found.get(concept) ?? [];
  }

  run(root: Node, ids: ReadonlyMap<string, number>): void {
    const fresh: Edge[] = [];
    for (let start = 0; start < this.words.length; start += 1) this.walk(root, start, start, null, ids, fresh);
    for (const edge of fresh) {
      this.starting[edge.start]?.push(edge);
      addTo(this.found, edge.concept, edge);
    }
  }

  private walk(
    node: Node,
    start: number,
    at: number,
    trail: Trail | null,
    ids: ReadonlyMap<string, number>,
    fresh: Edge[],
  ): void {
    if (trail) for (const concept of node.ends) this.add({ concept, start, end: at, trail }, ids, fresh);
    const word = this.words[at];
    if (node.edge && (!word || word.opens)) this.walk(node.edge, start, at, trail, ids, fresh);
    if (!word || (at > start && word.wall)) return;
    const parts = (trail?.parts ?? 0) + 1;
    if (node.words.size > 0) {
      for (const symbol of word.symbols) {
        const next = node.words.get(symbol);
        if (next)
          for (const child of next)
            this.walk(child, start, at + 1, { before: trail, word: at, edge: null, parts }, ids, fresh);
      }
    }
    if (node.concepts.size > 0) {
      for (const edge of this.starting[at] ?? []) {
        const next = node.concepts.get(edge.concept);
        if (next)
          for (const child of next)
            this.walk(child, start, edge.end, { before: trail, word: -1, edge, parts }, ids, fresh);
      }
    }
    for (const gap of node.gaps) this.walkGap(gap, start, at, trail, ids, fresh);
  }

  private walkGap(
    gap: { max: number; node: Node },
    start: number,
    at: number,
    trail: Trail | null,
    ids: ReadonlyMap<string, number>,
    fresh: Edge[],
  ): void {
    for (let skipped = 0; skipped <= gap.max && at + skipped <= this.words.length; skipped += 1) {
      if (skipped > 0 && this.words[at + skipped - 1]?.wall && at + skipped - 1 > start) return;
      this.walk(gap.node, start, at + skipped, trail, ids, fresh);
    }
  }

  /** Of two ways to spell the same stretch the one with more words of its own wins: it leaves fewer to read as "not". */
  private add(edge: Edge, ids: ReadonlyMap<string, number>, fresh: Edge[]): void {
    const key = ((ids.get(edge.concept) ?? 0) * KEY_SPAN + edge.start) * KEY_SPAN + edge.end;
    const known = this.places.get(key);
    if (known && known.trail.parts >= edge.trail.parts) return;
    this.places.set(key, edge);
    if (known) fresh[fresh.indexOf(known)] = edge;
    else fresh.push(edge);
  }
}

/** Compiles concepts for `run`, which finds all of them in one text; time is linear in the number of words. */
export function compileChart(concepts: ReadonlyMap<string, ChartConcept>): (words: readonly ChartWord[]) => Chart {
  const roots = buildRoots(concepts);
  const ids = new Map([...concepts.keys()].map((name, id) => [name, id]));
  return (words) => {
    const pass = new Pass(words);
    for (const root of roots) pass.run(root, ids);
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
