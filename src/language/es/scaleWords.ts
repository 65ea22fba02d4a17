/** What stands in the words of a strength, and how the rules of `parseScale` read it. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:no tengo (?:ningun )?dolor|(?:sin|nada de|ningun|cero) dolor|nada|ninguno|no (?:me )?duele(?: nada)?)(?: ahora)?[.!]?$/,
    'no pain',
  ],
  [
    /\b(?:el )?(?:peor|maximo) (?:dolor )?(?:imaginable|posible|de mi vida|que (?:se pueda|puedo) imaginar)|\b(?:insoportable|lo maximo|fuera de (?:la )?escala)\b/g,
    'worst imaginable',
  ],
  [/\b(\d[\d.]*) (?:de|sobre|entre|del?) (?:un )?(?=\d)/g, '$1 out of '],
  [/\b(\d[\d.]*) (?:o|u|a|y|y a veces|o quiza|o tal vez|quizas?|tal vez) (?:un )?(?=\d)/g, '$1 or '],
  [/\b(semanas?)\b/g, 'week'],
  [/\b(mes(?:es)?)\b/g, 'month'],
  [/\bdias?\b/g, 'day'],
  [/\banos?\b/g, 'year'],
  [/\bhoras?\b/g, 'hour'],
  [/\bminutos?\b/g, 'minute'],
  [/\b(?:pastillas?|comprimidos?|tabletas?)\b/g, 'pill'],
  [/\bahora (?:es |esta en |como |mas bien |unos? )*(?=\d)/g, 'now '],
  [
    /\b(?:a veces|por la noche|de noche|hasta|mas bien|en (?:los )?dias malos|normalmente|casi siempre|puede llegar a|llega a|sube a)\b/g,
    'sometimes',
  ],
  [/\bveces\b/g, 'time'],
  [/\b(?:pero|y|o) (?=sometimes)/g, 'and '],
];

/** Writes the Spanish words of a strength as the rules of `parseScale` read them: "8 de 10" is "8 out of 10". */
export function writeScaleWords(digits: string): string {
  return WORDS.reduce((said, [from, to]) => said.replace(from, to), digits);
}
