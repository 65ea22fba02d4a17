import { foldText } from '../text.js';
import { writeDigits } from './numberWords.js';
import { parseScale, type Scale } from './parseScale.js';

/** "8 out of 10", "7/10": a strength wherever it stands. */
const OUT_OF_TEN = /\b\d{1,2}(?:\.\d)?\s*(?:\/|out of|of|over|on|sobre|de)\s*(?:a |un )?10\b/;

const NUMBER = String.raw`\d{1,2}(?:\.\d)?`;
const RANGE = String.raw`(${NUMBER}(?:\s*(?:-|to|or|and|a|o|y)\s*${NUMBER})?)(?:ish)?`;
/** A word that may be a strength's: the number beside it belongs to the pain. */
const PAIN =
  'pain(?:s|ful)?|hurt(?:s|ing)?|ach(?:e|es|ing|y)|sore(?:ness)?|strength|intensity|level|score|scale|dolor(?:es)?|duelen?|intensidad|nivel|escala|fuerza';
/** Words that stand between the pain and its number, or before a number that is all a clause says. */
const FILL =
  "it|its|it's|is|at|about|around|roughly|approximately|maybe|perhaps|probably|like|of|a|an|the|say|i'd|id|i|would|call|give|put|rate|my|now|currently|right|today|up|to|and|but|es|un|una|unos|como|de|en|mas|menos|o|y|casi|ahora|hoy|diria|seria|pongo|le|yo|que|tengo|esta|el|la|mi";
/** Words after the number that leave it a strength; any other word ("6 weeks", "2 knees") does not. */
const AFTER =
  'now|today|currently|right|at|the|moment|most|days?|on|average|i|would|say|think|guess|maybe|strong|bad|or|so|pain|for|and|ahora|hoy|diria|creo|yo|mas|menos|o|de|en|este|momento|dolor|fuerte|promedio';

const CLAUSE =
  /[,;:!?()\n]|\.(?!\d)|\s-+\s|\b(?:and|but|y|pero)\s+(?=(?:it|its|the pain|pain|getting|it's|el dolor|esta|va)\b)/;
const WHOLE = new RegExp(String.raw`^(?:(?:${FILL}|${PAIN})\s+)*${RANGE}(?:\s+(?:${AFTER}))*$`);
const BESIDE = new RegExp(String.raw`\b(?:${PAIN})\s+(?:(?:${FILL})\s+){0,4}${RANGE}(?=\s*$|\s+(?:${AFTER})\b)`);

/**
 * A strength told among other things: "left knee in april, hip hurts, about a 6". A number counts where it is all that a
 * clause of several says, or stands right beside a word for pain; "6 weeks", "2 knees" and a number alone do not.
 * English and Spanish; time is linear in the text, which the caller cuts.
 */
export function findScale(text: string): Scale | undefined {
  const said = writeDigits(foldText(text));
  if (OUT_OF_TEN.test(said)) return parseScale(said);
  const clauses = said
    .split(CLAUSE)
    .map((c) => c.trim())
    .filter((c) => c !== '');
  for (const clause of clauses) {
    const found = (clauses.length > 1 ? WHOLE.exec(clause) : null) ?? BESIDE.exec(clause);
    if (found?.[1]) return parseScale(found[1]);
  }
  return undefined;
}
