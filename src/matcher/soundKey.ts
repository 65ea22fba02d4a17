const FIRST: Readonly<Record<string, string>> = { ps: 's', pn: 'n', kn: 'n', gn: 'n', wr: 'r' };

const RULES: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/gh(?=t|$)/g, ''],
  [/sch|sc(?=[eiy])/g, 's'],
  [/c(?=[eiy])/g, 's'],
  [/ch|ck|cc|q|c/g, 'k'],
  [/sh/g, '$'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/j|dg|g(?=[eiy])/g, 'j'],
  [/mb$/, 'm'],
  [/(.)h/g, '$1'],
];

/**
 * How a word sounds, roughly: `fizio` and `physio` have one key. Vowels within the word count as one sound each run, so
 * that words of different length keep different keys.
 */
export function soundKey(word: string): string {
  const head = FIRST[word.slice(0, 2)];
  let key = head ? head + word.slice(2) : word;
  for (const [pattern, sound] of RULES) key = key.replace(pattern, sound);
  return key
    .replace(/(.)\1+/g, '$1')
    .replace(/(?!^)[aeiouy]+/g, 'a')
    .replace(/^[aeiouy]/, 'a')
    .replace(/a$/, '');
}
