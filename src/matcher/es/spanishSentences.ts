import { OPENING } from '../../language/es/questionWords.js';
import { foldText, tokenize } from '../../text.js';
import type { Sentence, SentenceReader } from '../sentences.js';

const END =
  /(?<!\b(?:dr|dra|sr|sra|aprox|ej|etc|no|[a-z]|\d))(?<=[.!?;])["')\]]*\s+|(?<=[?!])\s*(?=[A-Za-z¿¡])|\s*(?=[¿])|\n+/gi;
const NUMBERED = /(?:^|\s)(?:\(?\d\)|\d\.|[a-c]\))\s+(?=\S)/g;
const LEAD =
  /^(?:y|tambien|pero|entonces|ademas|ok|vale|hola|por|favor|bueno|pues|ahora|segundo|primero|perdon|doctor|doctora|oiga|otra|pregunta)$/;
const STOCK =
  /^(?:(?:y|pero|hola|por favor|bueno|entonces|gracias) )*(?:por ?que|como|ayuda|ayudeme|ayudenme|por favor|alguna (?:idea|sugerencia|recomendacion)|algun (?:consejo|motivo)|(?:es|sera|esto es|eso es) (?:esto |eso )?(?:normal|grave|malo|comun|posible)(?: (?:esto|eso|doctor|doctora|o no))?|a que se debe(?: (?:esto|eso))?|(?:por que|como) (?:es|sera|pasa|me pasa|ocurre|puede ser)(?: (?:esto|eso|asi))?|que (?:es esto|me pasa|pasa|puede ser|sera|tengo|ocurre|opina|cree|piensa|me recomienda|me aconseja|puedo hacer|debo hacer|hago|significa)(?: (?:usted|esto|eso))?|(?:debo|deberia|tengo que) preocuparme|(?:me )?puede (?:ayudar(?:me)?|explicar(?:me)?|decir(?:me)?)(?: por ?que)?(?: por favor)?|tiene(?:n)? (?:relacion|algo que ver)|hay (?:alguna )?relacion|sabe(?: usted)?(?: por ?que)?)$/;
const TELLS =
  /\b(?:mi (?:pregunta|duda) es|(?:quiero|quisiera|queria|necesito|me gustaria) (?:saber|preguntar|entender)|me pregunt\w+ (?:si|por|que|como|cuando)|digame|dime|expliqueme|explicame|me (?:puede|podria) (?:decir|explicar)|sabe (?:si|por|como|que)|alguien sabe)\b/;

/** As `startsQuestion`, for Spanish. */
function startsSpanishQuestion(words: readonly string[], at = 0): boolean {
  let i = at;
  while (i < words.length && LEAD.test(words[i] ?? '') && !(words[i] === 'por' && /^qu/.test(words[i + 1] ?? '')))
    i += 1;
  return i < words.length && OPENING.test(words.slice(i).join(' '));
}

function readSpanishSentence(text: string): Sentence {
  const words = tokenize(foldText(text)).map((t) => t.text);
  const said = words.join(' ');
  if (STOCK.test(said)) return { text, words, asks: 'stock' };
  const asks = /[?¿]/.test(text) || startsSpanishQuestion(words) || TELLS.test(said);
  return { text, words, asks: asks ? 'yes' : 'no' };
}

/** The sentences of Spanish; "¿" begins one wherever it stands. */
export const SPANISH_SENTENCES: SentenceReader = {
  read: readSpanishSentence,
  list: (text) =>
    ((text.match(NUMBERED)?.length ?? 0) > 1 ? text.replace(NUMBERED, '\n') : text)
      .split(END)
      .map((s) => s.trim())
      .filter((s) => s !== '')
      .map(readSpanishSentence),
  starts: startsSpanishQuestion,
  isJoint: (words, i) =>
    /^(?:y|e|ademas|tambien)$/.test(words[i] ?? '') &&
    !/^(?:que|como|cuando|donde|cual|cuanto|cuanta|por)$/.test(words[i - 1] ?? ''),
  marked: /\b(?:pregunta|duda|quiero saber|quisiera saber|me pregunto|expli\w+)\b/,
};
