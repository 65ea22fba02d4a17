/** The regular inflections of an English word, some of them words nobody uses: they cost nothing. */
export function inflect(word: string): readonly string[] {
  const doubled = /^[^aeiou]*[aeiou][bdgklmnprt]$/.test(word) ? `${word}${word.at(-1)}` : null;
  const stem = doubled ?? (word.endsWith('e') ? word.slice(0, -1) : word);
  const forms = [word, `${word}s`, `${stem}ing`, `${stem}ed`];
  if (!doubled) forms.push(`${stem}e`, `${stem}es`);
  if (/[^aeiou]y$/.test(word)) forms.push(`${word.slice(0, -1)}ies`, `${word.slice(0, -1)}ied`);
  return forms;
}
