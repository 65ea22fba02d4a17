const ORDINAL_WORDS =
  'primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa]|noven[oa]|decim[oa]'.split('|');

/** A number that picks an option: "2", "la 2", "opcion 2", "la numero 3". */
export const NUMBER =
  /^(?:(?:la|el|numero|nro|num|opcion|respuesta|elijo|escojo|prefiero|quiero|digo|seria|es|creo que|quiza|tal vez|probablemente|pues|#)\s*)*(?:#\s*)?(\d{1,2})(?:\s*(?:por favor|entonces|gracias|creo))*$/;
export const ORDINAL = new RegExp(
  `^(?:(?:la|el|es|creo que|quiza|elijo|escojo|quiero|seria|si|pues|opcion|respuesta) )*(${ORDINAL_WORDS.join('|')}|ultim[oa]|de arriba|de abajo|del? (?:medio|en ?medio|centro))(?: opcion| pregunta| respuesta| de (?:la lista|todas|ellas))?(?: por favor| creo| entonces)?$`,
);

/** The index, from 0, that an ordinal word names; counted from the end where it is negative; nothing for the middle one. */
export function ordinalIndex(word: string): number | undefined {
  if (word.startsWith('ultim') || word === 'de abajo') return -1;
  if (word === 'de arriba') return 0;
  const at = ORDINAL_WORDS.findIndex((o) => new RegExp(`^(?:${o})$`).test(word));
  return at < 0 ? undefined : at;
}

export const STOP_WORDS: ReadonlySet<string> = new Set(
  `el la los las un una unos unas lo al del de a en y o u e que mi mis me yo es son esta estan sobre para por con sin este
  ese esto eso esa estos esos favor quiero quisiera digo pregunta opcion como cuando cuanto donde puedo debo usted su sus
  le se no si nunca ni mas pero hay tengo tiene he ha ser estar fue era muy ya ahora entonces aqui alli gracias ayuda
  ayudar diga dime otra otro vez perdon vale ok`.split(/\s+/),
);
