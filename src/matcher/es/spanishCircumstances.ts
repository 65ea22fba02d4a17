import { daysBetween } from '../../language/calendar.js';
import { parseWhen } from '../../language/parseWhen.js';
import type { FoundConcept } from '../concepts.js';
import type { Roles } from '../roles.js';
import { isOperationWord, type SpanishMarks } from './markRoles.js';
import { PAIN, PERSON } from './roleWords.js';
import type { SpanishMention, SpanishText } from './siteMentions.js';

/** Kinds of operation, as `when.operation` of a variant names them, by the words they are told in; the first that fits. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\bprotesis (?:de )?disco\b/, 'disc-replacement'],
  [
    /\b(?:protesis|r?e?emplazo|remplazo|reemplaza\w+|remplaza\w+|artroplastia|recambio|sustitucion|hemiartroplastia|cambiaron|nueva|titanio|artificial)\b/,
    'replacement',
  ],
  [/\b(?:artroscopia|artroscopica)\b/, 'arthroscopy'],
  [/\b(?:tornillos?|placas?|clavos?|osteosintesis|fractura)\b/, 'fracture-repair'],
  [/\b(?:fusion\w*|artrodesis)\b/, 'fusion'],
  [/\b(?:laminectomia|discectomia|microdiscectomia|descompresion|hernia)\b/, 'decompression'],
  [/\b(?:ligamentos?|lca|cruzados?)\b/, 'ligament'],
  [/\b(?:juanetes?|hallux|martillo)\b/, 'bunion'],
  [/\b(?:aquiles|fascia|fascitis)\b/, 'tendon'],
  [/\bosteotomia\b/, 'osteotomy'],
];
const IS_KIND = new Map<string, string>([
  ['disc-replacement', 'disc-replacement'],
  ['joint-replacement', 'replacement'],
]);

/** The kind of operation that is told, or nothing. */
export function findSpanishOperation(
  { words }: SpanishText,
  found: readonly FoundConcept[],
  isOperated: boolean,
): string | undefined {
  const named = found.map((f) => IS_KIND.get(f.id)).find((kind) => kind !== undefined);
  if (named) return named;
  const said = words.join(' ');
  return isOperated ? KINDS.find(([pattern]) => pattern.test(said))?.[1] : undefined;
}

/** From which side the surgeon came. */
export function findSpanishApproach(words: readonly string[]): Roles['approach'] {
  const said = words.join(' ');
  if (
    /\b(?:via|abordaje|acceso|incision) anterior\b|\b(?:operaron|entraron|abrieron|hicieron|protesis|operacion|cirugia|cadera)(?: \w+){0,5} por (?:delante|el frente|enfrente)\b/.test(
      said,
    )
  )
    return 'front';
  if (
    /\b(?:via|abordaje|acceso|incision) posterior\b|\b(?:operaron|entraron|abrieron|hicieron|protesis|operacion|cirugia|cadera)(?: \w+){0,5} por (?:detras|atras)\b/.test(
      said,
    )
  )
    return 'back';
  return /\b(?:via|abordaje|acceso|incision) lateral\b|\b(?:operaron|entraron|abrieron|hicieron)(?: \w+){0,5} por (?:el|un) (?:lado|costado)\b/.test(
    said,
  )
    ? 'side'
    : undefined;
}

const NEVER =
  /\b(?:nunca (?:me |le |he |ha |han )*(?:sido |tenido |hecho )?(?:una |ninguna )?(?:operad\w+|operaron|operacion|cirugia|opere)|no (?:me |le |he |ha |han |tengo |tuve |hubo )+(?:sido |tenido |hecho |ninguna |una )*(?:operad\w+|operaron|operacion|cirugia)|sin (?:haber(?:me|se)? )?(?:ninguna |una |sido |tenido )*(?:operad\w+|operacion|cirugia|operar(?:me|se)?|pasar por (?:el )?quirofano)|ni (?:me han )?operad\w+ ni|jamas me (?:han )?oper\w+)\b/;

/** "nunca me han operado", "sin cirugía", "no he tenido ninguna operación". */
export function saysNoSpanishSurgery({ words }: SpanishText, { operations }: SpanishMarks): boolean {
  return operations.length > 0 && NEVER.test(words.join(' ')) && !words.includes('aun');
}

/** Words that put an operation ahead of today; those of `AWAITS` only with the operation behind them. */
const PLANNED =
  /\b(?:van? a operar|voy a operar|me operan|me operare|me operaran|antes de (?:la|mi|una) (?:operacion|cirugia|protesis|intervencion)|antes de (?:operarme|que me operen)|tengo que operarme|quieren operar)/;
const AWAITS = /^(?:espero|esperando|espera|pendiente|programada|programado|proxima|futura)$/;
const REACH_OPERATION = 8;

/** The operation lies ahead: "me van a operar", "en lista de espera para una prótesis". */
export function isSpanishPlanned({ words }: SpanishText, { operations }: SpanishMarks): boolean {
  const awaits = words.findIndex((w) => AWAITS.test(w));
  const isAwaited = awaits >= 0 && operations.some((o) => o > awaits && o - awaits <= REACH_OPERATION);
  return isAwaited || (operations.length > 0 && PLANNED.test(words.join(' ')));
}

const TIME =
  /^(?:semanas?|sem|mes|meses|anos?|dias?|quincena|ayer|anteayer|hoy|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|verano|invierno|primavera|otono|navidad|pasada|pasado|20\d\d)$/;
const LENGTH = /^(?:semanas?|sem|mes|meses|anos?|dias?|quincena)$/;
/** Stands in for today where it is not told: lengths such as "hace 3 semanas" do not depend on it. */
const SOME_DAY = new Date('2026-01-15T00:00:00Z');
/** Beyond this many words a time tells of something else. */
const MAX_FAR = 12;
const FEW_WORDS = 6;

/** Whole weeks since the operation, from the time told nearest to a word for it, or told alone. */
export function findSpanishWeeks(
  { words, breaks }: SpanishText,
  mentions: readonly SpanishMention[],
  { operations }: SpanishMarks,
  now: Date | undefined,
): number | undefined {
  const times = words.flatMap((w, i) => ((now ? TIME : LENGTH).test(w) ? [i] : []));
  if (times.length === 0) return undefined;
  const anchors = [...operations, ...mentions.filter((m) => m.surgery > 0).map((m) => m.at)];
  const far = (time: number): number => Math.min(...anchors.map((a) => distance({ words, breaks }, a, time)));
  const nearest = [...times].sort((a, b) => far(a) - far(b))[0];
  if (nearest === undefined) return undefined;
  const isAlone = anchors.length === 0 && words.length <= FEW_WORDS && !words.some((w) => PAIN.test(w));
  if (!isAlone && (anchors.length === 0 || far(nearest) > MAX_FAR)) return undefined;
  return weeksIn(words, breaks, nearest, now);
}

function distance({ words, breaks }: SpanishText, anchor: number, time: number): number {
  let far = Math.abs(time - anchor);
  for (let i = Math.min(anchor, time) + 1; i <= Math.max(anchor, time); i++) {
    far += (breaks[i] ?? 0) * 2;
    if (PAIN.test(words[i] ?? '')) far += 4;
  }
  return far;
}

const TIME_AROUND = 5;

/** Reads the words around a time, up to punctuation or a word of pain or operation. */
function weeksIn(
  words: readonly string[],
  breaks: ArrayLike<number>,
  at: number,
  now: Date | undefined,
): number | undefined {
  let from = at;
  while (from > 0 && from > at - TIME_AROUND && (breaks[from] ?? 0) === 0 && !isStop(words[from - 1] ?? '')) from -= 1;
  let to = at + 1;
  while (to < words.length && to < at + TIME_AROUND && (breaks[to] ?? 0) === 0 && !isStop(words[to] ?? '')) to += 1;
  const today = now ?? SOME_DAY;
  const when = parseWhen(words.slice(from, to).join(' '), today, 'es');
  if (when?.kind !== 'day') return undefined;
  const days = daysBetween(when.day, today);
  return days < 7 ? 0 : Math.round(days / 7);
}

const isStop = (word: string): boolean => PAIN.test(word) || isOperationWord(word);

const TAKES = /^(?:tomo|toma|tomando|tomar|uso|usa|usando|recetaron|receto|mandaron|estoy|con|pongo|inyecto|llevo)$/;
const ASKS = /^(?:no|nunca|puedo|debo|deberia|dejar|dejo|sin|si|por|cuando|que|puede|necesito|suspender)$/;

/** The person takes a blood thinner; asking about one is not taking it. */
export function takesSpanishThinner(words: readonly string[], found: readonly FoundConcept[]): boolean {
  return found.some(({ id, start }) => {
    const before = words.slice(Math.max(0, start - 5), start);
    return id === 'blood-thinners' && !before.some((w) => ASKS.test(w)) && before.some((w) => TAKES.test(w));
  });
}

/** Who it is about: "mi madre", "le operaron", else the one who writes. */
export function findSpanishPerson(words: readonly string[]): Roles['person'] {
  if (words.some((w, i) => PERSON.has(w) && /^(?:mi|nuestra|nuestro|un|una|a|la|el)$/.test(words[i - 1] ?? '')))
    return 'other';
  if (words.some((w) => /^(?:me|mi|mis|yo|tengo|estoy|soy|llevo|siento|puedo)$/.test(w))) return 'self';
  return words.some((w) => /^(?:le|lo|su|sus|ella)$/.test(w)) ? 'other' : undefined;
}
