import { MONTHS } from '../calendar.js';

const SPANISH_MONTHS =
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre setiembre'.split(' ');
const MONTH = `(${SPANISH_MONTHS.join('|')})`;
const SHORT_MONTHS = 'ene feb mar abr may jun jul ago sep oct nov dic set'.split(' ');
/** "Setiembre" is the ninth month under its other name. */
const toMonth = (index: number): string => MONTHS[index === 12 ? 8 : index] ?? '';
const monthOf = (name: string): string => toMonth(SPANISH_MONTHS.indexOf(name));

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/\banos?\b/g, 'years'],
  [/\b(?:meses|mes)\b/g, 'months'],
  [/\b(?:semanas?|sems?)\b/g, 'weeks'],
  [/\bdias?\b/g, 'days'],
  [/\bquincenas?\b/g, 'fortnight'],
];
const UNIT = '(years|months|weeks|days|fortnight)';
const ONE: Readonly<Record<string, string>> = {
  years: 'year',
  months: 'month',
  weeks: 'week',
  days: 'day',
  fortnight: 'fortnight',
};

/** What is said as a whole; these come before the units are written. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:antes de ayer|anteayer|antier|antes de anoche)\b/g, 'day before yesterday'],
  [/\b(?:ayer|anoche)\b/g, 'yesterday'],
  [/\b(?:esta manana|esta tarde|esta noche|hoy|hace (?:unas? )?(?:pocas )?(?:\d+ )?horas?)\b/g, 'today'],
  [/\b(?:ano nuevo|nochevieja|fin de ano)\b/g, 'new year'],
  [/\b(?:navidad(?:es)?|nochebuena)\b/g, 'christmas'],
  [/\b(?:semana santa|pascuas?)\b/g, 'easter'],
  [
    /\b(?:todavia no|aun no|no me han operado|(?:me|le|lo|la) van a operar|(?:me|le|lo|la) operan|esta pendiente|en lista de espera)\b/g,
    'not yet',
  ],
  [/\b(?:(?:en|desde|durante|por) )?(?:la |el |este |esta )?primavera(?: pasada)?\b/g, 'last spring'],
  [/\b(?:(?:en|desde|durante|por) )?(?:el |este )?verano(?: pasado)?\b/g, 'last summer'],
  [/\b(?:(?:en|desde|durante|por) )?(?:el |este )?otono(?: pasado)?\b/g, 'last autumn'],
  [/\b(?:(?:en|desde|durante|por) )?(?:el |este )?invierno(?: pasado)?\b/g, 'last winter'],
  [/\b(?:a |en )?mediados de\b/g, 'middle'],
  [/\b(?:a |en )?(?:principios|comienzos|inicios|primeros)(?: del? )?\b/g, 'early '],
  [/\b(?:al|el) (?:principio|comienzo|inicio) de\b/g, 'early'],
  [/\b(?:a |en )?(?:finales|fines) de\b/g, 'end'],
  [/\b(?:al|el) final de\b/g, 'end'],
  [/\b(?:1º|1ro|1ero|primero) de\b/g, '1 de'],
];

/** Counts and relations, once the units are written. */
const COUNTS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`\\b(\\d+) ${UNIT} y medi[oa]\\b`, 'g'), '$1.5 $2'],
  [new RegExp(`\\b(?:un[oa]? )?${UNIT} y medi[oa]\\b`, 'g'), '1.5 $1'],
  [new RegExp(`\\bmedi[oa] ${UNIT}`, 'g'), '0.5 $1'],
  [/\b(?:un |el )?par de\b/g, '2'],
  [/\bun[oa]s (?:cuant[oa]s|poc[oa]s)\b/g, '3'],
  [/\b(?:poc[oa]s|algun[oa]s)\b/g, '3'],
  [/\bvari[oa]s\b/g, '4'],
  [/\bmas o menos\b/g, ' '],
  [/\bun[oa]s /g, ''],
  [new RegExp(`\\bhace ${UNIT}\\b`, 'g'), '2 $1'],
  [/\bentre (\d[\d.]*) y (\d)/g, '$1 or $2'],
  [/\b(\d[\d.]*) (?:o|a|u) (\d)/g, '$1 or $2'],
  [/\b(?:dentro de|en) (?=\d[\d.]* (?:or \d+ )?(?:years|months|weeks|days))/g, 'in '],
  [/\b(?:durante|por) (?=\d)/g, 'for '],
];

/**
 * Writes Spanish words of time as the rules of `parseWhen` read them: "hace tres semanas" is "3 weeks", "en marzo pasado"
 * is "in march", "15 de mayo de 2024" is "15 of may 2024". The rules are the same in every language.
 * @param digits folded text whose numbers are digits already
 */
export function writeTimeWords(digits: string, now: Date): string {
  let said = writeMonths(replaceAll(digits, PHRASES), now);
  said = replaceAll(replaceAll(said, UNITS), COUNTS);
  return said
    .replace(new RegExp(`\\b(?:un[oa]?) ${UNIT}`, 'g'), (_, unit: string) => `1 ${ONE[unit] ?? unit}`)
    .replace(
      new RegExp(`\\b(?:la |el )?${UNIT} (?:pasad[oa]|anterior)\\b`, 'g'),
      (_, u: string) => `last ${ONE[u] ?? u}`,
    )
    .replace(new RegExp(`\\b(?:la |el )?${UNIT} antepasad[oa]\\b`, 'g'), 'week before last')
    .replace(
      new RegExp(`\\b(?:la |el )?(?:proxim[oa] ${UNIT}|${UNIT} (?:que viene|proxim[oa]|siguiente))`, 'g'),
      (_, a: string | undefined, b: string | undefined) => `next ${ONE[a ?? b ?? ''] ?? 'week'}`,
    )
    .replace(new RegExp(`\\best[ea] ${UNIT}`, 'g'), (_, unit: string) => `this ${ONE[unit] ?? unit}`)
    .replace(/(?<!\b(?:por|de|en|a) (?:la )?)\b(?:pasado )?manana\b/g, 'tomorrow')
    .replace(/\ben (?=(?:19|20)\d\d\b)/g, 'in ')
    .replace(LIKE_A_MONTH, (word) => (MONTHS.includes(word) ? word : '_'));
}

/** "Decirlo" and "martes" begin like English months. */
const LIKE_A_MONTH = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/g;

function replaceAll(text: string, list: readonly (readonly [RegExp, string])[]): string {
  return list.reduce((said, [from, to]) => said.replace(from, to), text);
}

const DAY_MONTH = new RegExp(`\\b(\\d{1,2}) (?:de )?${MONTH}(?: del? (?=\\d{4}\\b))?`, 'g');
const SHORT = new RegExp(`\\b(\\d{1,2})[ -](?:de )?(${SHORT_MONTHS.join('|')})\\b\\.?-?(?: del? (?=\\d{4}\\b))?`, 'g');
const LAST_YEARS = new RegExp(`\\b${MONTH} (?:del|de el) ano pasado\\b`, 'g');
const MONTH_ALONE = new RegExp(`(?<!\\bof )\\b${MONTH}(?: pasado| ultimo)?(?: del? (?=\\d{4}\\b))?`, 'g');

function writeMonths(said: string, now: Date): string {
  return said
    .replace(LAST_YEARS, (_, month: string) => `${month} ${now.getUTCFullYear() - 1}`)
    .replace(DAY_MONTH, (_, day: string, month: string) => `${day} of ${monthOf(month)} `)
    .replace(SHORT, (_, day: string, month: string) => `${day} of ${toMonth(SHORT_MONTHS.indexOf(month))} `)
    .replace(MONTH_ALONE, (_, month: string) => `in ${monthOf(month)} `)
    .replace(/ {2,}/g, ' ')
    .trim();
}
