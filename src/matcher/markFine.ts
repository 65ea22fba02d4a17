// Reads by index carry `!` where the loop bounds guarantee the place.
import { hasClass } from './clauses.js';
import { reachLeft, someClass, type Marks, type Reach } from './roleMarks.js';
import { WORD_CLASS as C } from './roleWords.js';

/** Marks what is ruled out: "not the hip", "isn't my knee". */
export function markRuledOut(marks: Marks): void {
  const { words } = marks.clauses;
  for (const marked of marks.all) {
    const { start } = marked.mention;
    const before = hasClass(marks.clauses, start - 1, C.placePreposition) ? start - 2 : start - 1;
    if (marks.clauses.breaks[start] || before < 0) continue;
    if (/^(?:not|nor|neither)$/.test(words[before]!) && !isAuxiliary(words[before - 1])) marked.isFine = true;
  }
}

/** "did not", "could not": the verb is denied, not the site. */
function isAuxiliary(word: string | undefined): boolean {
  return /^(?:did|do|does|has|have|had|can|could|will|would|should)$/.test(word ?? '');
}

/** "my hip was perfect, then they did my knee. now look". */
function isFormerly(marks: Marks, { marked, from, to }: Reach, i: number): boolean {
  const { words } = marks.clauses;
  if (marked.surgery > 0 || !words.slice(from, to).some((w) => /^(?:was|were)$/.test(w))) return false;
  const isOperatedLater = marks.all.some(
    (m) => m.surgery === 2 && m.mention.start > i && m.mention.site !== marked.mention.site,
  );
  return isOperatedLater && words.slice(i).includes('now');
}

/** Marks what is said to be well at word `i`: "the hip is grand", "knee feels great"; but "my back was fine until the op" tells of pain. */
export function markFine(marks: Marks, i: number): void {
  const left = reachLeft(marks, i);
  if (!left || left.marked.pain > 0 || someClass(marks, left.from, left.to, C.not)) return;
  if (/^(?:until|till|before)$/.test(marks.clauses.words[i + 1] ?? '') || isFormerly(marks, left, i))
    left.marked.pain = 1;
  else left.marked.isFine = true;
}
