import { foldText, MAX_UTTERANCE_CHARS } from '../../text.js';
import type { ReadingLanguage } from '../readingTypes.js';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Stands for ñ while accents are folded away, so that "año" does not become "ano"; a private-use character. */
const ENYE = '\ue0f1';

/** As `foldText`, but ñ stays: "año" and "ano" are different words. */
function foldSpanish(text: string): string {
  const cut = text.slice(0, MAX_UTTERANCE_CHARS);
  if (!/[ñÑ\u0303]/.test(cut)) return foldText(cut);
  const parts = cut.replace(/ñ|Ñ|[nN]\u0303/g, ENYE).split(ENYE);
  return parts.map(foldPart).join('ñ').trim();
}

/** Folds a piece between two ñ; blanks at its ends part words and stay. */
function foldPart(part: string): string {
  const [head, tail] = [/^\s/.test(part) ? ' ' : '', /\s$/.test(part) ? ' ' : ''];
  const folded = foldText(part);
  return folded === '' ? head || tail : `${head}${folded}${tail}`;
}

const VERB_ENDINGS: Readonly<Record<string, readonly string[]>> = {
  ar: 'ar o a as an amos aba aban e aron ando ado ada ados adas en es arme arse arlo arla arte ara aran'.split(' '),
  er: 'er o e es en emos ia ian i io ieron iendo ido ida idos idas a an erme erse erlo erla'.split(' '),
  ir: 'ir o e es en imos ia ian i io ieron iendo ido ida idos idas a an irme irse irlo irla'.split(' '),
};

/** The regular forms of a Spanish word: of a verb in -ar, -er, -ir, else gender and number; `roj*` is `rojo`, `roja` and so on. */
function inflectSpanish(word: string): readonly string[] {
  const endings = word.length > 3 ? VERB_ENDINGS[word.slice(-2)] : undefined;
  if (endings) return endings.map((ending) => `${word.slice(0, -2)}${ending}`);
  if (/[oa]$/.test(word)) return ['o', 'a', 'os', 'as'].map((ending) => `${word.slice(0, -1)}${ending}`);
  if (/[eiu]$/.test(word)) return [word, `${word}s`];
  if (word.endsWith('z')) return [word, `${word.slice(0, -1)}ces`];
  return ['', 'es', 'e', 'o', 'a', 'os', 'as'].map((ending) => `${word}${ending}`);
}

/** How Spanish is misspelt by ear: no h, b for v, s for c and z, y for ll, j for g, k for c and qu. */
const SOUNDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/h/g, ''],
  [/v/g, 'b'],
  [/qu|ck|k/g, 'c'],
  [/z|c(?=[ei])/g, 's'],
  [/ll/g, 'y'],
  [/g(?=[ei])/g, 'j'],
  [/x/g, 's'],
  [/w/g, 'u'],
  [/nn|mm/g, 'n'],
  [/(.)\1+/g, '$1'],
];

/** Spanish has no contractions that deny; the words of `red-flags.yml` write out what people shorten. */
const alone = (word: string): readonly string[] => [word.replaceAll("'", '')];

/** What the triage knows of Spanish beside `knowledge/es/red-flags.yml`. */
export const SPANISH: ReadingLanguage = {
  fold: foldSpanish,
  openContraction: alone,
  inflect: inflectSpanish,
  soundOf: (word) => SOUNDS.reduce((sound, [letters, heard]) => sound.replace(letters, heard), word),
  countWords:
    'uno dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta cincuenta'.split(
      ' ',
    ),
  digitWords: {},
  joints: setOf('y e entonces porque o u luego'),
  and: setOf('y e'),
  or: setOf('o u ni'),
  // "No" stands before the verb: it answers only with a pause behind it.
  no: new Set(),
  it: setOf('eso esto'),
  lacks: setOf('no ni sin nunca'),
  together: setOf('y e o u de en del la el las los detras debajo arriba sobre cerca junto'),
  shortParts: setOf('mi me el la de no en se le y a al'),
  signs: { or: 'o', and: 'y' },
  temperature: 'temperatura',
};
