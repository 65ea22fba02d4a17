const NOT_FORMS =
  /^(do|does|did|is|are|was|were|have|has|had|could|would|should|might|must|need|dare|wo|ca|ai|sha)n'?t$/;
const NOT_IRREGULAR: Readonly<Record<string, string>> = { wo: 'will', ca: 'can', ai: 'is', sha: 'shall' };
const SUFFIXES: ReadonlyArray<readonly [string, string]> = [
  ["'m", 'am'],
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'d", 'would'],
];
const IS_AFTER = new Set([
  'it',
  'he',
  'she',
  'that',
  'what',
  'who',
  'there',
  'here',
  'where',
  'how',
  'let',
  'everything',
]);
const WITHOUT_APOSTROPHE: Readonly<Record<string, readonly string[]>> = {
  cannot: ['can', 'not'],
  im: ['i', 'am'],
  ive: ['i', 'have'],
  its: ['it', 'is'],
  hes: ['he', 'is'],
  shes: ['she', 'is'],
  thats: ['that', 'is'],
  theres: ['there', 'is'],
  whats: ['what', 'is'],
  youre: ['you', 'are'],
  theyre: ['they', 'are'],
};

/** Opens an English contraction into its words; any other word comes back alone. */
export function openContraction(word: string): readonly string[] {
  const negated = NOT_FORMS.exec(word)?.[1];
  if (negated !== undefined) return [NOT_IRREGULAR[negated] ?? negated, 'not'];
  const plain = WITHOUT_APOSTROPHE[word];
  if (plain) return plain;
  for (const [suffix, meaning] of SUFFIXES) {
    if (word.endsWith(suffix)) return [word.slice(0, -suffix.length), meaning];
  }
  if (!word.endsWith("'s")) return [word.replaceAll("'", '')];
  const stem = word.slice(0, -2).replaceAll("'", '');
  return IS_AFTER.has(stem) ? [stem, 'is'] : [stem];
}
