export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Lines shown around a change. */
const AROUND = 2;

/** The lines that differ between two texts, with a little of what surrounds them; `…` stands for what is left out. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before, after].map((text) => (text === '' ? [] : text.replace(/\n$/, '').split('\n')));
  if (!a || !b) return [];
  const start = countSame(a, b);
  const end = countSame([...a.slice(start)].reverse(), [...b.slice(start)].reverse());
  const middle = diffMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const head = a.slice(Math.max(0, start - AROUND), start).map(same);
  const tail = a.slice(a.length - end, a.length - end + AROUND).map(same);
  const gap = (isThere: boolean) => (isThere ? [same('…')] : []);
  return [...gap(start > AROUND), ...head, ...middle, ...tail, ...gap(end > AROUND)];
}

const same = (text: string): DiffLine => ({ kind: 'same', text });
const removed = (text: string): DiffLine => ({ kind: 'removed', text });
const added = (text: string): DiffLine => ({ kind: 'added', text });

function countSame(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1;
  return n;
}

/** Beyond this many pairs of lines the middle is shown as removed and added as a whole. */
const MOST_PAIRS = 250_000;

/** The longest common subsequence, from a table of its lengths. */
function diffMiddle(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > MOST_PAIRS) return [...a.map(removed), ...b.map(added)];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(same(a[i] ?? ''));
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) lines.push(removed(a[i++] ?? ''));
    else lines.push(added(b[j++] ?? ''));
  }
  return lines;
}
