/** The opening of a Spanish question in folded text, with or without "¿". */
export const OPENING =
  /^(?:(?:pero|y|entonces|ok|vale|oye|oiga|hola|espere|espera|perdon|perdone|disculpe|por favor|tambien|no|hmm|eh|bueno|pues|a ver|buenas|buenos dias|buenas tardes|una pregunta|doctor|doctora)[, :.]+)*(?:¿|(?:por ?que|cuales?|cuando|cuant[oa]s?|como|a?donde|quien(?:es)?|(?:a|de|para|con|en|hasta|desde|por) (?:que|cual|cuando|cuanto|donde|quien)|que (?:es|son|puedo|puede|debo|debe|deberia|hago|hacer|pasa|significa|hay|ejercicios?|tan|tipo|me |se |medic\w*|posicion\w*|causa|ayuda|tengo|tanto|cosas?|opciones|estiramientos?|zapat\w*|hora|silla|cama|quiere|sera|seria)|puedo|podria|podemos|se puede|debo|deberia|tengo que|hay que|hay (?:algo|algun|forma|manera|que)|es (?:normal|segur|malo|bueno|peligros|grave|posible|necesari|comun|recomendable|mejor|cierto|verdad|usted|un[ao]? |que|esto|eso)|son (?:normales|malos|buenos)|esta (?:bien|mal) (?:si|que)|esta permitido|sera |seria |sirven? |conviene|hace falta|me (?:puede|podria|recomienda|ayuda|explica) |quiero saber|quisiera saber|me gustaria saber|necesito saber|queria saber|digame|dime|expliqueme|explicame|tiene(?:n)? (?:algo|algun|relacion|que ver))\b|(?:que|sera que|y si) .*\?$)/;

/** An age, in folded text with digits. Weeks and years since something are none. */
export const AGE_FORMS: readonly RegExp[] = [
  /\b(\d{1,3}) anos de edad\b/,
  /\bedad(?: es| de)?:? (?:de )?(\d{1,3})\b/,
  /\b(?:tengo|tiene|cumpli|cumplio|cumplo|cumple|tenemos) (?:ya |solo |solamente |unos |casi |apenas )?(\d{1,3}) anos?\b(?! (?:de (?:operad|casad|experiencia|evolucion)|con |sin |desde|que |sufriendo|esperando))/,
  /\b(?:hij[oa]|nin[oa]|niet[oa]|chic[oa]|muchach[oa]|madre|padre|mama|papa|mujer|hombre|paciente|persona|senora?|adolescente|menor|joven|abuel[oa]|sobrin[oa]|herman[oa]) (?:tiene |es )?de (\d{1,3}) anos?\b/,
  /^(?:yo )?(?:soy|tengo) (?:de )?(\d{1,3})$/,
];
