import { foldText, tokenize } from '../../text.js';
import type { FollowUp, FollowUpKind } from '../followUps.js';
import { regionOfSpanishWord } from './roleWords.js';

/** A longer utterance says enough to be a question of its own. */
const MOST_WORDS = 10;
const MOST_NAMED = 5;
const LEAD =
  /^(?:(?:y|pero|entonces|ok|vale|bueno|pues|tambien|ah|oh|hmm|gracias|si|no|por favor|genial|perfecto|bien|ya|de acuerdo|entiendo)\s+)+/;
const ABOUT =
  /^(?:y |pero )*(?:que (?:hay|pasa|tal) (?:de|con|en cuanto a|sobre)|en cuanto a|con respecto a|que me dice (?:de|sobre))\s+(\S.*)$/;
const IT = '(?:eso|esto|esa|ese|lo|la|los|las|ellos|ellas)';
const TAIL = '(?: (?:entonces|ahora|por favor|exactamente|mas o menos|normalmente|en mi caso|para mi|de nuevo))*';
const form = (body: string): RegExp => new RegExp(`^(?:${body})${TAIL}$`);

const FORMS: readonly (readonly [FollowUpKind, RegExp])[] = [
  [
    'howLong',
    form(
      `(?:por |durante )?cuant[oa]s? (?:tiempo|dias|semanas|meses|minutos|segundos|dura\\w*|tarda\\w*|demora\\w*)(?: (?:${IT} )?(?:dura|durara|tarda|tardara|lleva|llevara|toma|tomara|demora|debo|debe|tengo que|hay que|hace falta|puede|puedo|va a|se)(?: (?:hacer|durar|tardar|mantener|mantenerl|seguir|estar|usar)${IT}?| ${IT})*)?|hasta cuando`,
    ),
  ],
  [
    'buy',
    form(
      `(?:en |a )?donde (?:${IT} )?(?:puedo |se puede )?(?:compr\\w+|consig\\w+|pedir\\w*|encontrar\\w*)(?: ${IT})?|cuanto (?:cuesta|cuestan|vale|valen|es)|que precio tiene|cual es el precio`,
    ),
  ],
  [
    'howOften',
    form(
      `(?:cada cuanto(?: tiempo)?|con (?:que|cuanta) frecuencia|cuantas veces|cuantas|cuanto)(?: (?:al dia|por dia|a la semana|por semana|diarias))?(?: (?:${IT} )?(?:debo|debe|puedo|tengo que|hay que) (?:hacer|usar|repetir|tomar|presionar)${IT}?)?`,
    ),
  ],
  [
    'why',
    form(
      `(?:por ?que|a que se debe|y por que no|para que|por que razon)(?: (?:${IT} )?(?:pasa|ocurre|sucede|es|sirve|ayuda|funciona|duele|no)(?: ${IT})?)?`,
    ),
  ],
  [
    'when',
    form(
      `(?:desde |a partir de )?cuando(?: (?:${IT} )?(?:puedo|debo|deberia|podre|se puede|empiezo|empieza|termina|acaba|se quita|pasa|desaparece|se pasa)(?: (?:a )?(?:hacer|empezar|comenzar|usar|probar)${IT}?)?)?`,
    ),
  ],
  [
    'where',
    form(
      `(?:en )?donde(?: exactamente)?(?: (?:${IT} )?(?:esta|duele|queda|es|debo|puedo|hay que|tengo que|presiono|pongo)(?: (?:presionar|poner|ponerl|apretar|hacer)${IT}?)?)?`,
    ),
  ],
  [
    'how',
    form(
      `como(?: (?:${IT} )?(?:se )?(?:hago|hace|hacen|puedo|debo|deberia|tengo que|funciona|funcionan|empiezo|uso|usa|ayuda|es)(?: (?:hacer|usar|empezar|prevenir|evitar|soltar)${IT}?)?(?: ${IT}| en casa| sol[oa]| bien)*)?|de que (?:manera|forma|modo)`,
    ),
  ],
  [
    'safe',
    form(
      `(?:${IT} )?es (?:segur[oa]|peligros[oa]|malo|mala|bueno|buena|recomendable|aconsejable)(?: ${IT})?(?: (?:hacer|usar|probar)${IT}?)?(?: (?:para|despues de|tras|con|si|cuando|en|durante) .{1,40})?|son segur[oa]s|hay (?:algun )?(?:riesgo|peligro)s?`,
    ),
  ],
  [
    'safe',
    form(
      `(?:yo )?(?:puedo|podria|debo|deberia|se puede|me conviene) (?:hacer|usar|probar|tomar)${IT}?(?: ${IT})?(?: (?:tambien|sol[oa]|en casa|todos los dias|ahora|ya|despues|con|si|antes|durante) ?.{0,40})?`,
    ),
  ],
  [
    'normal',
    form(
      `(?:${IT} )?(?:es|son|seria) (?:normal(?:es)?|comun(?:es)?|habitual(?:es)?|grave|serio|permanente|frecuente|raro|curable)(?: ${IT})?`,
    ),
  ],
  [
    'helps',
    form(
      `(?:${IT} )?(?:de verdad |realmente )?(?:ayuda|ayudan|sirve|sirven|funciona|funcionan|se quita|se cura|mejora|mejorara|desaparece|pasa|pasara|duele|dolera|se va)(?: ${IT})?(?: .{0,30})?`,
    ),
  ],
  [
    'remedy',
    form(
      `que (?:puedo|debo|deberia|podria|tengo que|se puede) hacer(?: (?:para|con|contra|por|al respecto)(?: ${IT})?)?|que (?:hago|ayuda|sirve|alivia|mas ayuda|me ayuda|recomienda)(?: (?:con|para|contra)(?: ${IT})?)?|como (?:${IT} )?(?:puedo |se puede )?(?:alivi\\w+|quit\\w+|cur\\w+|trat\\w+|mejor\\w+|calm\\w+)(?: ${IT})?|algun consejo|algun remedio`,
    ),
  ],
  [
    'more',
    /^(?:(?:me )?(?:puede |podria )?(?:cuent[ae](?:me)?|dig[ao](?:me)?|dime|expli(?:que|ca)(?:me)?|decir(?:me)?|explicar(?:me)?|dar(?:me)?|sab?er) (?:un poco )?mas(?: (?:sobre|de|acerca de) (?:eso|esto|ello))?(?: por favor)?|quiero saber mas|mas(?: informacion| detalles| datos)?(?: por favor)?|siga|sigue|continue|continua|que mas|algo mas|y despues|y luego|y ahora que|que quiere decir|que significa(?: eso)?|por ejemplo|como cual|como que|expliquelo|expliqueme|no entiendo|no entendi)$/,
  ],
];

/** As `parseFollowUp`, for Spanish: "¿y la rodilla?", "¿cuánto tiempo?", "¿por qué?", "¿qué hay de los estiramientos?". */
export function parseSpanishFollowUp(text: string): FollowUp | undefined {
  const folded = foldText(text)
    .replace(/[¿¡?!.,;:]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const words = tokenize(folded).map((t) => t.text);
  if (words.length === 0 || words.length > MOST_WORDS) return undefined;
  const said = folded.replace(LEAD, '');
  for (const [kind, pattern] of FORMS) if (pattern.test(said)) return { kind, rest: restOf(kind, said) };
  const about = ABOUT.exec(folded)?.[1];
  if (about !== undefined) return tokenize(about).length <= MOST_NAMED ? named(about) : undefined;
  const isBare = /^(?:y|pero)\b/.test(folded) && !ASKS.test(said) && words.length <= 6 && said !== '';
  return isBare ? named(said) : undefined;
}

const ASKS =
  /^(?:por|que|como|cuando|donde|quien|cual|cuanto|cuanta|puedo|puede|podria|es|son|debo|deberia|me|eso|esto|gracias|entonces|hay|tengo|ahora|hace)\b/;

function named(rest: string): FollowUp {
  const words = tokenize(rest).map((t) => t.text);
  return { kind: words.some((w) => regionOfSpanishWord(w) !== undefined || w === 'lado') ? 'site' : 'topic', rest };
}

/** What comes after the pronoun: `en casa` in "puedo hacer eso en casa". */
function restOf(kind: FollowUpKind, said: string): string {
  if (kind !== 'safe' && kind !== 'helps') return '';
  return /\b(?:para|despues|tras|con|si|cuando|en|durante|antes|sol[oa])\b.*$/.exec(said)?.[0] ?? '';
}

/** The bare question written out, to be ranked together with the title of the last answer. */
export const SPANISH_SAYS: Readonly<Record<FollowUpKind, string>> = {
  site: '',
  topic: '',
  howLong: 'cuánto tiempo tarda, cuánto tiempo debo hacerlo',
  howOften: 'con qué frecuencia y cuántas veces',
  how: 'cómo lo hago',
  why: 'por qué',
  when: 'cuándo puedo, a partir de cuándo',
  where: 'dónde',
  buy: 'dónde lo puedo comprar, cuánto cuesta',
  safe: 'es seguro, quién no debe, puedo hacerlo',
  normal: 'es normal',
  helps: 'ayuda',
  remedy: 'qué puedo hacer, qué ayuda',
  more: '',
};

/** A site as it stands in the titles of entries. */
export const SPANISH_SITE =
  /\b(?:espalda baja|zona lumbar|espalda|columna|caderas?|ingle|rodillas?|r[óo]tula|pies?|tobillos?)\b/i;
