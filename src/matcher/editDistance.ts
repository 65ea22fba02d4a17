// Reads by index carry `!`: all rows have `b.length + 1` places.

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

/**
 * Cost of typing `typed` for `meant`, by optimal string alignment (Damerau 1964) with weights: a swap 0.6, a doubled or
 * single letter 0.4, letters of one sound 0.5, neighbouring keys 0.8, any other change 1, a changed first letter 0.5
 * more. Stops early and returns `Infinity` above `limit`.
 */
export function typingCost(typed: string, meant: string, limit: number): number {
  if (Math.abs(typed.length - meant.length) * LEAST_EDIT > limit || meant.length > LONGEST) return Infinity;
  let [twoBack, previous, row] = ROWS;
  const width = meant.length;
  previous[0] = 0;
  for (let j = 1; j <= width; j++) previous[j] = previous[j - 1]! + missingCost(meant, j - 1);
  for (let i = 1; i <= typed.length; i++) {
    const extra = extraCost(typed, i - 1);
    row[0] = previous[0]! + extra;
    let least = row[0];
    for (let j = 1; j <= width; j++) {
      const change = typed[i - 1] === meant[j - 1] ? 0 : changeCost(typed[i - 1]!, meant[j - 1]!, i);
      let best = previous[j - 1]! + change;
      best = Math.min(best, previous[j]! + extra, row[j - 1]! + missingCost(meant, j - 1));
      const isSwap = i > 1 && j > 1 && typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1];
      if (isSwap) best = Math.min(best, twoBack[j - 2]! + 0.6);
      row[j] = best;
      if (best < least) least = best;
    }
    if (least > limit) return Infinity;
    [twoBack, previous, row] = [previous, row, twoBack];
  }
  return previous[width]! > limit ? Infinity : previous[width]!;
}

const LEAST_EDIT = 0.3;
const LONGEST = 30;
/** Rows of the table, kept between calls: most of a search would otherwise go into making them. */
const ROWS: readonly [Float64Array, Float64Array, Float64Array] = [
  new Float64Array(LONGEST + 1),
  new Float64Array(LONGEST + 1),
  new Float64Array(LONGEST + 1),
];

function changeCost(a: string, b: string, place: number): number {
  const first = place === 1 ? 0.5 : 0;
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
