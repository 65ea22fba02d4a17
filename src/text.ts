/** Longest utterance that is read, in UTF-16 code units; anything after it is ignored by matching and triage. */
export const MAX_UTTERANCE_CHARS = 2000;

export interface Token {
  /** The folded word, for example `don't`. */
  text: string;
  /** Position of its first character in the folded text. */
  start: number;
  /** Position after its last character in the folded text. */
  end: number;
}

const WORD = /[\p{L}\p{N}]+(?:['.][\p{L}\p{N}]+)*/gu;

/** Printable ASCII but for the backtick, which stands for an apostrophe. */
const PLAIN = /^[ -_a-~]*$/;

/**
 * Brings typed text into one comparable form: at most `MAX_UTTERANCE_CHARS`, Unicode NFKC, no accents, no control or
 * zero-width characters, straight quotes, lower case, single spaces. Time is linear in the input.
 */
export function foldText(text: string): string {
  const cut = text.slice(0, MAX_UTTERANCE_CHARS);
  // Plain English needs none of the steps below; leaving them out takes a tenth of the time.
  if (PLAIN.test(cut)) return cut.toLowerCase().replace(/ {2,}/g, ' ').trim();
  return cut
    .normalize('NFKD')
    .replace(/[\p{M}\u200b-\u200f\u2060\ufeff]/gu, '')
    .replace(/[‘’ʼ´`]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .toLowerCase()
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
}

/** Splits folded text into words and numbers with their positions. */
export function tokenize(folded: string): Token[] {
  if (PLAIN.test(folded)) return tokenizePlain(folded);
  return Array.from(folded.matchAll(WORD), (m) => ({ text: m[0], start: m.index, end: m.index + m[0].length }));
}

/** What `WORD` finds, in text of plain characters. */
function tokenizePlain(folded: string): Token[] {
  const out: Token[] = [];
  let start = -1;
  for (let i = 0; i <= folded.length; i++) {
    const code = folded.charCodeAt(i);
    if (isLetterOrDigit(code)) {
      if (start < 0) start = i;
      continue;
    }
    if (start < 0) continue;
    const joins = (code === APOSTROPHE || code === POINT) && isLetterOrDigit(folded.charCodeAt(i + 1));
    if (joins) continue;
    out.push({ text: folded.slice(start, i), start, end: i });
    start = -1;
  }
  return out;
}

const APOSTROPHE = 39;
const POINT = 46;

function isLetterOrDigit(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

/** Contracted forms that the suffix rules below do not reach, mostly because the apostrophe is left out. */
const CONTRACTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  `can't=can not|cant=can not|cannot=can not|won't=will not|wont=will not|shan't=shall not|dont=do not|doesnt=does not
  didnt=did not|isnt=is not|arent=are not|wasnt=was not|werent=were not|havent=have not|hasnt=has not|hadnt=had not
  couldnt=could not|wouldnt=would not|shouldnt=should not|aint=is not|ain't=is not|im=i am|ive=i have|i'd=i would
  whats=what is|wheres=where is|whos=who is|hows=how is|thats=that is|theres=there is|youre=you are|theyre=they are
  youve=you have|weve=we have|theyve=they have|itll=it will|thatll=that will|let's=let us|lets=let us|gonna=going to
  wanna=want to|gotta=got to|gimme=give me|lemme=let me|dunno=do not know|kinda=kind of|y'all=you all|ur=your|u=you
  pls=please|plz=please|thx=thanks|b4=before|bc=because|cuz=because|coz=because|cos=because|abt=about|w/=with`
    .split(/[|\n]/)
    .map((line) => line.trim().split('='))
    .map(([from = '', to = '']) => [from, to.split(' ')] as const),
);

/** After these words `'s` is "is"; after any other it marks possession and is dropped. */
const TAKES_IS = new Set('what who where when why how that there here it he she this'.split(' '));
const SUFFIX_WORDS: ReadonlyMap<string, string> = new Map([
  ['ll', 'will'],
  ['ve', 'have'],
  ['re', 'are'],
  ['m', 'am'],
  ['d', 'would'],
]);

/**
 * Writes a folded word out in full: `don't` is `do not`, `what's` is `what is`, `knee's` is `knee`. A word that is not
 * contracted comes back alone.
 */
export function expandContraction(word: string): readonly string[] {
  const known = CONTRACTIONS.get(word);
  if (known) return known;
  const at = word.lastIndexOf("'");
  if (at < 1) return [word];
  const stem = word.slice(0, at);
  const suffix = word.slice(at + 1);
  if (suffix === 't' && stem.endsWith('n')) return [stem.slice(0, -1), 'not'];
  if (suffix === 's') return TAKES_IS.has(stem) ? [stem, 'is'] : [stem];
  const full = SUFFIX_WORDS.get(suffix);
  return full ? [stem, full] : [word];
}

const AMERICAN: ReadonlyMap<string, string> = new Map(
  `colour=color favour=favor favourite=favorite behaviour=behavior neighbour=neighbor honour=honor labour=labor
  humour=humor rumour=rumor tumour=tumor odour=odor vapour=vapor flavour=flavor harbour=harbor centre=center
  centres=centers metre=meter metres=meters litre=liter litres=liters fibre=fiber fibres=fibers theatre=theater
  kilometre=kilometer kilometres=kilometers centimetre=centimeter centimetres=centimeters calibre=caliber
  grey=gray tyre=tire tyres=tires programme=program programmes=programs cheque=check cheques=checks licence=license
  defence=defense offence=offense practise=practice practised=practiced practising=practicing jewellery=jewelry
  pyjamas=pajamas plough=plow mould=mold moult=molt ageing=aging analyse=analyze analysed=analyzed paralyse=paralyze
  paralysed=paralyzed catalogue=catalog dialogue=dialog travelled=traveled travelling=traveling cancelled=canceled
  cancelling=canceling labelled=labeled labelling=labeling modelled=modeled enrol=enroll enrolment=enrollment
  fulfil=fulfill skilful=skillful storey=story aluminium=aluminum mum=mom arse=ass bum=butt sceptical=skeptical
  swop=swap judgement=judgment learnt=learned spelt=spelled burnt=burned dreamt=dreamed whilst=while amongst=among`
    .split(/\s+/)
    .map((pair) => pair.split('='))
    .map(([british = '', american = '']) => [british, american] as const),
);

/** `-ise` words that are spelt so on both sides of the Atlantic. */
const KEEPS_ISE = new Set(
  `exercise promise surprise advise revise supervise televise comprise enterprise precise concise devise despise
  franchise merchandise improvise excise incise otherwise likewise clockwise expertise premise paradise treatise demise
  compromise circumcise advertise arise sunrise`.split(/\s+/),
);
const ISE = /([^aeou])is(e[ds]?|ing|ations?)$/;

/**
 * The American spelling of a folded word, so that `orthopaedic` and `orthopedic` are one word. Words without a British
 * spelling come back unchanged.
 */
export function toAmericanSpelling(word: string): string {
  const known = AMERICAN.get(word);
  if (known) return known;
  if (word.length < 6) return word;
  let out = word;
  if (ISE.test(word) && !KEEPS_ISE.has(word.replace(/(?:e[ds]?|ing|ations?)$/, 'e'))) out = out.replace(ISE, '$1iz$2');
  return out
    .replace(/our(s|ed|ing|ite|al|able|hood)?$/, (whole, tail: string | undefined) =>
      AMERICAN.has(word.slice(0, word.length - (tail?.length ?? 0))) ? `or${tail ?? ''}` : whole,
    )
    .replace(/aesth/g, 'esth')
    .replace(/paed/g, 'ped')
    .replace(/haem/g, 'hem')
    .replace(/oedem/g, 'edem')
    .replace(/oesoph/g, 'esoph')
    .replace(/rrhoea/g, 'rrhea');
}

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  `am=be is=be are=be was=be were=be been=be being=be has=have had=have having=have does=do did=do done=do doing=do
  went=go gone=go goes=go got=get gotten=get came=come made=make took=take taken=take gave=give given=give knew=know
  known=know felt=feel hurts=hurt said=say saw=see seen=see found=find told=tell left=leave kept=keep began=begin
  begun=begin wrote=write written=write ate=eat eaten=eat ran=run sat=sit stood=stand slept=sleep lay=lie lain=lie
  lying=lie fell=fall fallen=fall broke=break broken=break woke=wake woken=wake bought=buy brought=bring sent=send
  paid=pay lost=lose won=win met=meet held=hold led=lead read=read spent=spend built=build drove=drive driven=drive
  rode=ride ridden=ride flew=fly flown=fly grew=grow grown=grow drew=draw drawn=draw threw=throw thrown=throw
  chose=choose chosen=choose spoke=speak spoken=speak stole=steal stolen=steal froze=freeze frozen=freeze wore=wear
  worn=wear tore=tear torn=tear swam=swim swum=swim sang=sing sung=sing drank=drink drunk=drink bent=bend
  bit=bite bitten=bite caught=catch taught=teach thought=think fought=fight sold=sell heard=hear meant=mean
  understood=understand forgot=forget forgotten=forget became=become rose=rise risen=rise shook=shake shaken=shake
  men=man women=woman children=child people=person feet=foot teeth=tooth mice=mouse geese=goose knives=knife
  lives=life wives=wife leaves=leaf halves=half calves=calf better=good best=good worse=bad worst=bad
  vertebrae=vertebra bursae=bursa diagnoses=diagnosis prostheses=prosthesis this=this his=his its=its us=us yes=yes
  gas=gas bus=bus plus=plus thus=thus always=always perhaps=perhaps whereas=whereas unless=unless news=news`
    .split(/\s+/)
    .map((pair) => pair.split('='))
    .map(([form = '', base = '']) => [form, base] as const),
);

function undouble(stem: string): string {
  return /([bdfgklmnprtvz])\1$/.test(stem) && stem.length > 3 ? stem.slice(0, -1) : stem;
}

function stripInflection(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('s') && !/(?:ss|us|is)$/.test(word) && word.length > 3) return word.slice(0, -1);
  if (word.endsWith('ied') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/[aeiouy].*ed$/.test(word.slice(0, -2) + 'ed') && word.endsWith('ed') && /[aeiouy]/.test(word.slice(0, -2)))
    return undouble(word.slice(0, -2));
  if (word.endsWith('ing') && word.length > 5 && /[aeiouy]/.test(word.slice(0, -3))) return undouble(word.slice(0, -3));
  return word;
}

/**
 * A key that the forms of one word share: `hurting`, `hurts` and `hurt`; `knees` and `knee`; `took` and `take`. It is
 * not always a word itself (`operated` gives `operat`), so it is compared and never shown.
 */
export function stemWord(word: string): string {
  const base = IRREGULAR.get(word) ?? stripInflection(word);
  return base.length > 3 && base.endsWith('e') ? base.slice(0, -1) : base;
}

/** One folded word in matching form: contractions written out, American spelling. */
export function writeOut(word: string): readonly string[] {
  return expandContraction(word).map(toAmericanSpelling);
}

/**
 * The words of folded text in matching form: contractions written out, American spelling. Each keeps the position of
 * the typed word it came from, so two words of one contraction share theirs.
 */
export function readWords(folded: string): Token[] {
  return tokenize(folded).flatMap((token) =>
    writeOut(token.text).map((text) => ({ text, start: token.start, end: token.end })),
  );
}

/** The base form of an irregular form (`took` gives `take`, `feet` gives `foot`), or undefined. */
export function irregularBase(word: string): string | undefined {
  return IRREGULAR.get(word);
}
