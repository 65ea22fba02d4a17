import { stemSpanish } from '../../language/es/stem.js';
import { tokenize, type Token } from '../../text.js';
import type { UtteranceReading } from '../readUtterance.js';
import { regionOfSpanishWord } from './roleWords.js';

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words that say nothing about a topic. */
export const SPANISH_STOP_WORDS = setOf(`
  el la los las lo un una unos unas al del de a ante con contra desde en entre hacia hasta para por segun sin sobre tras y e
  ni o u pero si no que como cuando donde quien cual cuales cuanto cuanta cuantos cuantas porque pues aunque mientras me te se
  nos le les mi mis tu tus su sus yo usted ustedes el ella ellos ellas nosotros esto eso este esta estos estas ese esa esos
  esas aquel mismo misma soy es son era eran fue fueron ser sido sea estoy esta estan estaba estar estado he ha han habia
  hay haber tengo tiene tienen tener tenia tuve hago hace hacen hacer hecho voy va van ir puedo puede pueden poder podria
  debo debe deberia deber quiero quisiera muy mas menos mucho mucha muchos muchas poco poca tan tanto tanta todo toda todos
  todas algo alguna alguno algunas algunos algun nada ya aun todavia tambien tampoco solo solamente ahora luego entonces
  asi aqui alli ahi gracias favor hola vale ok bien cosa cosas vez veces otra otro otras otros cada desde despues antes
  sigue siguen sigo quiere saber decir dice
`);

/** Shorthand of messages. */
const SHORT: ReadonlyMap<string, readonly string[]> = new Map(
  `q=que|k=que|xq=por que|xk=por que|pq=por que|porq=por que|porque=porque|x=por|tb=tambien|tmb=tambien|tbn=tambien|d=de
  dl=del|pa=para|toy=estoy|ta=esta|stoy=estoy|dsd=desde|dspues=despues|dps=despues|dnd=donde|cm=como|cdo=cuando|cndo=cuando
  msj=mensaje|xfa=por favor|xfavor=por favor|porfa=por favor|pls=por favor|grax=gracias|graxias=gracias|bn=bien|mñn=manana
  ahorita=ahora|oprcion=operacion|op=operacion|oper=operacion|ctx=cirugia|cx=cirugia|rx=radiografia|dr=doctor|dra=doctora|ud=usted|uds=ustedes`
    .split(/[|\n]/)
    .map((line) => line.trim().split('='))
    .map(([from = '', to = '']) => [from, to.split(' ')] as const),
);

/** A folded Spanish word written out: `xq` is `por que`. */
export function writeOutSpanish(word: string): readonly string[] {
  return SHORT.get(word) ?? [word];
}

/** As `readWords`, for Spanish: the short forms of messages are written out. */
export function readSpanishWords(folded: string): Token[] {
  return tokenize(folded).flatMap(({ text, start, end }) =>
    writeOutSpanish(text).map((word) => ({ text: word, start, end })),
  );
}

/** How the classifier reads Spanish words. */
export const SPANISH_FORMS = { writeOut: writeOutSpanish, stem: stemSpanish, stopWords: SPANISH_STOP_WORDS };

/** The answers are for people. */
export const SPANISH_ANIMALS = setOf(
  'perro perros perra perrita perrito cachorro gato gatos gata gatito caballo caballos yegua conejo conejos hamster loro tortuga oveja cabra vaca veterinario mascota',
);

/** Words that place a message outside the field when no region of the field stands beside them. */
const ELSEWHERE = setOf(`
  antebrazo nudillo nudillos cara nariz boca lengua labio labios piel clavicula pelo cabello parpado rinon rinones
  higado pulmon pulmones intestino prostata utero matriz cervical cervicales manguito carpiano biceps triceps migrana migranas
  jaqueca apendice apendicitis vesicula cataratas amigdalas cesarea histerectomia mastectomia vasectomia bypass marcapasos
  stent sinusitis dental dentista embarazo embarazada bebe bebes nino nina hijo hija perro gato caballo veterinario
`);

/** Short words that are run together with others: "mirodilla". */
export const SPANISH_SHORT_PARTS = setOf('mi la el en de me no lo le se un y a al es');

/** Asks for more than the cause: what to do, how long it lasts, whether it is allowed. */
export const SPANISH_ASKS_WHAT_TO_DO =
  /\b(?:como (?:puedo|debo|alivi\w+|quit\w+|trat\w+|evit\w+|hago|dorm\w+)|que (?:puedo|debo|deberia|hago|hacer|ayuda|ejercicios?|alivia|sirve|mas)|cuando\b|donde\b|cuanto\b|puedo\b|podre\b|debo\b|deberia\b|tengo que\b|ayud\w+\b|alivi\w+\b|es (?:segur\w+|peligros\w+|malo|grave)|preocup\w+|doctor|medico|cirujano|resonancia|radiografia)/;

/** True for a message that names another part of the body, another operation or another patient, and no region of ours. */
export function isAboutSpanishElsewhere({ words, concepts }: Pick<UtteranceReading, 'words' | 'concepts'>): boolean {
  if (concepts.some((c) => c.site !== undefined || c.kind === 'muscle')) return false;
  const regions = words.map((w) => regionOfSpanishWord(w.text)).filter((r) => r !== undefined);
  if (regions.some((r) => r !== 'elsewhere')) return false;
  return regions.length > 0 || words.some((w) => ELSEWHERE.has(w.text));
}
