const UNITS =
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve'.split(
    ' ',
  );
const TENS = 'treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ');
const WORDS: ReadonlyMap<string, number> = new Map([
  ...UNITS.map((word, i) => [word, i] as const),
  ...TENS.map((word, i) => [word, 30 + i * 10] as const),
  ['veintiun', 21],
  ['cien', 100],
  ['docena', 12],
  ['sieta', 7],
  ['sinco', 5],
  ['dies', 10],
]);

const SUM = new RegExp(`\\b(${TENS.join('|')}) y (un[oa]?|${UNITS.slice(2, 10).join('|')})\\b`, 'g');
const WORD = new RegExp(`\\b(${[...WORDS.keys()].join('|')})\\b`, 'g');

/** As `writeDigits`, for Spanish: `treinta y dos` is `32`, `siete y medio` is `7.5`. "Un" and "una" are left, they are articles. */
export function writeSpanishDigits(folded: string): string {
  return folded
    .replace(SUM, (_, tens: string, unit: string) =>
      String((WORDS.get(tens) ?? 0) + (unit.startsWith('un') ? 1 : (WORDS.get(unit) ?? 0))),
    )
    .replace(WORD, (word) => String(WORDS.get(word)))
    .replace(/\b(\d+),(\d)\b/g, '$1.$2')
    .replace(/\b(\d+) y medi[oa]\b/g, '$1.5')
    .replace(/\b(\d+)\s*½/g, '$1.5');
}
