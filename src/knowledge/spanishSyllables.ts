const RUN = /[aeiouáéíóúü]+/g;
const NUCLEUS = /[aeoáéóíú]/g;

/**
 * Syllables of a Spanish word, at least one: every a, e, o and every stressed í, ú carries one; an unstressed i or u beside
 * them joins them (ope-ra-ción, ci-ru-gí-a), and one without them carries its own (viu-da).
 */
export function countSpanishSyllables(word: string): number {
  const plain = word
    .toLowerCase()
    .normalize('NFC')
    .replace(/([qg])u(?=[eéií])/g, '$1')
    .replace(/y(?![aeiouáéíóú])/g, 'i')
    .replace(/h/g, '');
  const runs = plain.match(RUN) ?? [];
  return Math.max(
    1,
    runs.reduce((sum, run) => sum + Math.max(1, (run.match(NUCLEUS) ?? []).length), 0),
  );
}
