/** Short Spanish answers, as `toPhrase` writes them: no accents, no punctuation. One `|` between two. */
export const YES = `si|s|sip|sii|siii|claro|claro que si|por supuesto|desde luego|como no|vale|ok|okay|okey|de acuerdo|correcto|
  exacto|exactamente|asi es|eso es|es correcto|esta bien|bien|muy bien|perfecto|cierto|es cierto|verdad|es verdad|adelante|
  si por favor|si claro|si asi es|si es asi|si eso es|si lo tengo|si tengo|si lo hago|si la tengo|lo tengo|si quiero|
  si me duele|si puedo|si estoy|si soy|si lo es|si correcto|si gracias|sigamos|siga|hagalo|hazlo|afirmativo|efectivamente|
  en efecto|genial|bueno|dale|sale|listo|todo bien|todo correcto|seguro|segurisimo|con seguridad|sin duda|obvio|obviamente|
  si todo|por favor|si senor|si senora|✅|totalmente|absolutamente`;
export const NO = `no|n|nop|nope|nel|que va|nunca|jamas|para nada|en absoluto|de ninguna manera|de ningun modo|no gracias|
  no para nada|no en absoluto|no nunca|no tengo|no lo tengo|no la tengo|no los tengo|no lo hago|no quiero|no puedo|no estoy|
  no soy|no es asi|no es correcto|incorrecto|no esta bien|mal|esta mal|eso no|claro que no|por supuesto que no|desde luego que no|
  ahora no|hoy no|no ahora|negativo|no senor|no senora|no no|no me duele|no es|no lo es|tampoco|ni hablar|❌`;
export const SOFT_NO = `creo que no|yo creo que no|no creo|no lo creo|yo no creo|diria que no|que yo sepa no|no que yo sepa|
  hasta donde se no|supongo que no|me parece que no|no mucho|no realmente|no del todo|la verdad no|probablemente no|
  seguramente no|no me parece|no diria|pienso que no|imagino que no|no creo que si`;
export const UNSURE = `no se|no lo se|nose|no sabria|no sabria decir|no sabria decirle|ni idea|no tengo idea|no tengo ni idea|
  no estoy seguro|no estoy segura|no seguro|no segura|no estoy muy seguro|no estoy muy segura|quiza|quizas|tal vez|puede ser|
  puede que si|puede|a lo mejor|es posible|posiblemente|depende|segun|no me acuerdo|no recuerdo|no lo recuerdo|no sabe|
  creo que si|yo creo que si|supongo|supongo que si|me parece que si|probablemente|probablemente si|seguramente|mas o menos|
  a veces|un poco|algo|en parte|si y no|ni si ni no|no puedo decirlo|es dificil decir|dificil decirlo|dificil de decir|
  quien sabe|no tengo claro|no lo tengo claro|prefiero no decirlo|prefiero no decir|prefiero no contestar|paso|regular|
  mitad y mitad|imagino que si|diria que si|pienso que si`;

export const LEAD =
  /^(?:pues|eh+|em+|mm+|hm+|bueno|ah|oh|ay|uf|y|pero|la verdad|sinceramente|a ver|mire|mira|yo creo que|creo que|yo diria que|diria que|entonces)\s+/;
export const TAIL =
  /(?<!\s)\s+(?:gracias|muchas gracias|por favor|doctor|doctora|doc|senor|senora|amigo|la verdad|creo|creo yo|gracias a dios|por suerte|por ahora|de momento|jaja|perdon|lo siento)$/;
export const OPENS_WITH_YES = /^(?:si|claro|sip|lo tengo|tengo|estoy|asi es|por supuesto|puede que)\b/;
export const SAYS_NO = /\b(?:no|nunca|ningun[oa]?|nada|ni|sin|pero|tampoco|jamas)\b/;

const OF =
  '(?: (?:de|en) (?:es[aeo]s?|est[aeo]s?|ell[oa]s|aquell[oa]s?|l[oa]s (?:de arriba|anteriores|tres|cuatro|cinco|preguntas|cosas|opciones)|(?:la|esa|esta|su) lista|lo anterior|todo (?:eso|esto)|todas? esas|todos? esos|eso|esto))';
const CORE = `(?:ningun[oa]s?${OF}?(?: cosas?| sintomas?)?|nada${OF}?|ningun(?:a de las dos|o de los dos| sintoma)|no (?:tengo|tiene|siento|noto|tuve|he tenido|veo|hay|presento)(?: (?:ningun[oa]s?|nada|es[ao]s?|eso))?${OF}?|no (?:me )?(?:aplica|pasa|corresponde|ocurre)n?(?: (?:ningun[oa]s?|nada))?${OF}?|no a tod[oa]s?(?: l[oa]s preguntas)?|todo no|tod[oa]s no|ni un[oa] sol[oa]${OF}?)`;

/** What answers a list asked about as a whole with "none of these"; the parts of `parseNone`. */
export const NONE = {
  core: new RegExp(`^(?:no )*(?:yo )?${CORE}$`),
  hedge:
    /\b(?:que yo sepa|hasta donde (?:yo )?se|creo(?: que)?|no creo|pienso(?: que)?|supongo(?: que)?|me parece(?: que)?|imagino(?: que)?|espero(?: que)?|diria(?: que)?|probablemente|quizas?|tal vez|a lo mejor|seguramente|casi|salvo|excepto|menos|pero)\b/g,
  doubted: /\b(?:no (?:creo|pienso|me parece)|dudo)\b/,
  any: new RegExp(`^(?:que )?(?:tenga |haya |sea |me pase )?(?:ningun[oa]s?|algun[oa]s?|nada)(?:${OF})?$`),
  exception: /\b(?:pero|excepto|salvo|menos|aparte de)\b/,
  around:
    /\b(?:pues|bueno|eh|ah|vale|ok|gracias(?: a dios)?|por suerte|afortunadamente|por favor|la verdad|sinceramente|en absoluto|para nada|por ahora|de momento|ahora(?: mismo)?|actualmente|yo|a mi|en mi caso|doctor|doctora|senor|senora)\b/g,
} as const;

/** "No" and its kind, for `affirmsAny`. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  'no nunca jamas sin nada ni tampoco ningun ninguno ninguna nadie'.split(' '),
);
