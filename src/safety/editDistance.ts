/**
 * Edits that turn one word into another, swapping two neighbours counting as one (optimal string alignment).
 *
 * Gives up with `limit + 1` as soon as more than `limit` edits are certain.
 */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = nextRow(a, b, i, before, last);
    if (Math.min(...row) > limit) return limit + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}

/** Row `i` of the usual table: `row[j]` is the distance between the first `i` letters of `a` and `j` of `b`. */
function nextRow(a: string, b: string, i: number, before: readonly number[], last: readonly number[]): number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const same = a[i - 1] === b[j - 1];
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    const change = (last[j - 1] ?? 0) + (same ? 0 : 1);
    const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity;
    row.push(Math.min(change, swap, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
  }
  return row;
}
