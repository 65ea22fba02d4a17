import type { UtteranceReading } from '../readUtterance.js';
import { isOperationWord } from './markRoles.js';
import { PAIN, PERSON, regionOfSpanishWord } from './roleWords.js';

/** Words that may belong to a warning sign although they also tell of ordinary pain. */
const MAY_BE_A_SIGN =
  /^(?:adormec\w*|entumec\w*|dormid\w*|hormigue\w*|debil\w*|floj\w*|fuerza|hinch\w*|inflam\w*|quem\w*|ard\w*|moret\w*|hematoma\w*|roj[oa]s?|caliente\w*|insoportable\w*|horrible\w*|terrible\w*|repent\w*|golpe|peor\w*|herida\w*|cicatriz|puntos|yeso|escayola|ferula|bota|pantorrilla\w*|gemelo\w*|pecho|cabeza|cuello|no|nunca|ni|nada|apenas|sin|fiebre|cruj\w*|chasq\w*|trueno|respir\w*|sangr\w*|pus|mata\w*|tieso|dura|duro)$/;
const ORDINARY = new Set(
  `por que porque como es son fue normal comun posible me le se mi mis la el los las lo un una de del a al en y e o con desde
  despues tras ahora ya todavia aun siempre mucho mucha bastante tanto tanta muy poco mas menos tambien si hace hola gracias
  favor ayuda ayudeme puede puedo causa causar causado provocar debe deber relacion ver tiene tengo tener algo idea explicar
  explique saber quiero quisiera doctor doctora izquierda izquierdo derecha derecho otra otro ambas ambos dos lado nueva nuevo
  total parcial sigo sigue estoy esta estaba cuando pero hasta para semana semanas mes meses ano anos dia dias pasado pasada
  reciente enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre han hicieron pusieron
  colocaron cambiaron viene venir empezo empieza comenzo`.split(/\s+/),
);

/** As `isPlainPain`, for Spanish: it tells of an operation and of ordinary pain elsewhere, and of nothing else. */
export function isSpanishPlainPain({ words, roles }: Pick<UtteranceReading, 'words' | 'roles'>): boolean {
  const { surgery = [], pain = [] } = roles;
  if (surgery.length === 0 || pain.length === 0 || pain.some((site) => surgery.includes(site))) return false;
  if (roles.otherPain !== undefined || roles.noSurgery) return false;
  return words.every(({ text }) => !MAY_BE_A_SIGN.test(text) && isOrdinary(text));
}

function isOrdinary(word: string): boolean {
  if (ORDINARY.has(word) || PERSON.has(word) || /^\d+$/.test(word)) return true;
  return isOperationWord(word) || PAIN.test(word) || regionOfSpanishWord(word) !== undefined;
}
