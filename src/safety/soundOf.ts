/**
 * Spelling rules of English, written letters to sounds, in the order they apply. Vowels become one sound, because people
 * who spell by ear mostly miss those; `5` stands for sh and ch, `0` for th.
 */
const RULES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(?:kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/^x/, 's'],
  [/^wh/, 'w'],
  [/^rh/, 'r'],
  [/mb$/, 'm'],
  [/(?:augh|ough)(?=t)/g, 'a'],
  [/(?:au|ou)gh/g, 'af'],
  [/gh/g, ''],
  [/ph/g, 'f'],
  [/tch|ch|sh|sch|(?:ti|si|ci)(?=on|ous|al)/g, '5'],
  [/dg(?=[eiy])/g, 'j'],
  [/th/g, '0'],
  [/sc(?=[eiy])|c(?=[eiy])|z/g, 's'],
  [/ck|q|c/g, 'k'],
  [/x/g, 'ks'],
  [/([lr])e(s?)$/, 'a$1$2'],
  [/e(s?)$/, '$1'],
  [/es$/, 's'],
  [/(?!^)[aeiouyw]+|^[aeiou]+/g, 'a'],
  [/(?!^)h/g, ''],
  [/(.)\1+/g, '$1'],
];

/** A key that words of the same sound share (`throte` and `throat`); empty for an empty word. */
export function soundOf(word: string): string {
  return RULES.reduce((sound, [letters, heard]) => sound.replace(letters, heard), word);
}
