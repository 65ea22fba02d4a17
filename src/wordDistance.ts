// Reads by index carry `!`: all rows have one place more than the longest word has letters.

/** Letters that are taken for each other when one writes by ear. */
const SOUNDS_LIKE = new Set(
  'ck kc cs sc sz zs fv vf gj jg ie ei ea ae ey ye iy yi uo ou ao oa au ua eu ue xz'.split(' '),
);
const NEIGHBOURS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    q: 'wa',
    w: 'qes',
    e: 'wrd',
    r: 'etf',
    t: 'ryg',
    y: 'tuh',
    u: 'yij',
    i: 'uok',
    o: 'ipl',
    p: 'ol',
    a: 'qsz',
    s: 'awdxz',
    d: 'sefxc',
    f: 'drgcv',
    g: 'fthvb',
    h: 'gyjbn',
    j: 'hukmn',
    k: 'jilm',
    l: 'kop',
    z: 'asx',
    x: 'zsdc',
    c: 'xdfv',
    v: 'cfgb',
    b: 'vghn',
    n: 'bhjm',
    m: 'njk',
  }),
);
const VOWELS = new Set('aeiouy');

/** What each way of mistyping costs; `i` and `j` are places in the typed and in the meant word. */
interface EditCosts {
  readonly swap: number;
  /** The least that one letter too many or too few can cost. */
  readonly least: number;
  change(typed: string, meant: string, i: number, j: number): number;
  extra(typed: string, i: number): number;
  missing(meant: string, j: number): number;
}

/**
 * Cost of typing `typed` for `meant`, by optimal string alignment (Damerau 1964) with weights: a swap 0.6, a doubled or
 * single letter 0.4, letters of one sound 0.5, neighbouring keys 0.8, any other change 1, a changed first letter 0.5
 * more. Stops early and returns `Infinity` above `limit`.
 */
export function typingCost(typed: string, meant: string, limit: number): number {
  return alignWords(typed, meant, limit, TYPING);
}

/** Letters that were changed, left out, added or swapped with their neighbour; `limit + 1` for more than `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  return Math.min(alignWords(a, b, limit, UNITS), limit + 1);
}

function alignWords(typed: string, meant: string, limit: number, costs: EditCosts): number {
  if (Math.abs(typed.length - meant.length) * costs.least > limit || meant.length > LONGEST) return Infinity;
  let [twoBack, previous, row] = ROWS;
  const width = meant.length;
  previous[0] = 0;
  for (let j = 1; j <= width; j++) previous[j] = previous[j - 1]! + costs.missing(meant, j - 1);
  for (let i = 1; i <= typed.length; i++) {
    const extra = costs.extra(typed, i - 1);
    row[0] = previous[0]! + extra;
    let least = row[0];
    for (let j = 1; j <= width; j++) {
      const change = typed[i - 1] === meant[j - 1] ? 0 : costs.change(typed, meant, i - 1, j - 1);
      let best = previous[j - 1]! + change;
      best = Math.min(best, previous[j]! + extra, row[j - 1]! + costs.missing(meant, j - 1));
      const isSwap = i > 1 && j > 1 && typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1];
      if (isSwap) best = Math.min(best, twoBack[j - 2]! + costs.swap);
      row[j] = best;
      if (best < least) least = best;
    }
    if (least > limit) return Infinity;
    [twoBack, previous, row] = [previous, row, twoBack];
  }
  return previous[width]! > limit ? Infinity : previous[width]!;
}

/** Longer words are taken for nothing else. */
const LONGEST = 30;
/** Rows of the table, kept between calls: most of a search would otherwise go into making them. */
const ROWS: readonly [Float64Array, Float64Array, Float64Array] = [
  new Float64Array(LONGEST + 1),
  new Float64Array(LONGEST + 1),
  new Float64Array(LONGEST + 1),
];

function changeCost(typed: string, meant: string, i: number, j: number): number {
  const a = typed[i]!;
  const b = meant[j]!;
  const first = i === 0 ? 0.5 : 0;
  if (SOUNDS_LIKE.has(a + b)) return 0.5;
  if (VOWELS.has(a) && VOWELS.has(b)) return 0.7 + first;
  return (NEIGHBOURS.get(a)?.includes(b) ? 0.8 : 1) + first;
}

/** A letter too many: cheap when it doubles its neighbour. */
function extraCost(typed: string, i: number): number {
  if (typed[i] === typed[i - 1] || typed[i] === typed[i + 1]) return 0.4;
  return i === 0 ? 1.3 : 0.9;
}

/** A letter left out: cheap when it is doubled, the `g` of "-ing", or silent. */
function missingCost(meant: string, j: number): number {
  const c = meant[j]!;
  if (c === meant[j - 1] || c === meant[j + 1]) return 0.4;
  if (c === 'g' && j === meant.length - 1 && meant.endsWith('ing')) return 0.3;
  if (c === 'h' || (j === 0 && (c === 'k' || c === 'p'))) return 0.6;
  if (c === 'e' && j === meant.length - 1) return 0.7;
  return j === 0 ? 1.2 : 0.9;
}

const TYPING: EditCosts = { swap: 0.6, least: 0.3, change: changeCost, extra: extraCost, missing: missingCost };
const UNITS: EditCosts = { swap: 1, least: 1, change: () => 1, extra: () => 1, missing: () => 1 };
