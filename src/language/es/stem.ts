/**
 * Spanish stems after the Snowball algorithm (Porter, "Spanish stemming algorithm"), for folded text: accents are gone
 * before, so its last step has nothing left to do, and its lists stand here without them. Verbs that change their root
 * are brought to one root first ("duele" and "dolor").
 */
const VOWEL = /[aeiou]/;

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    dol: 'duele duelen duela duelan duelo dolia dolian dolio dolieron doler doliendo dolor dolores doloroso dolorosa dolorosos dolorosas dolorida dolorido doloridas doloridos adolorida adolorido adoloridas adoloridos dolido dolida',
    pod: 'puedo puede pueden puedes pueda puedan podria podrian podre podra poder podido pude pudo pudieron podemos podia',
    ten: 'tengo tiene tienen tienes tenia tuve tuvo tuvieron tener tenido tenga tendria tenemos tendre teniendo tengan',
    hac: 'hago hace hacen haces hice hizo hicieron haga hagan hecho hecha haria hacia hacer haciendo hacemos hacerlo hacerme hacerse',
    ser: 'soy es son eres fue fueron era eran ser sido sea sean seria sera siendo',
    estar: 'estoy esta estan estas estaba estaban estuve estuvo estar estado este estara estaria',
    ir: 'voy va van vas iba iban ir ido vaya vayan vamos iria',
    dorm: 'duermo duerme duermen dormir dormido dormi durmio duerma durmiendo dormirme dormia',
    sent: 'siento siente sienten sentir sentia senti sintio sienta sintiendo sentido sentarme sentarse sentado sentada',
    mov: 'muevo mueve mueven mover moverme movia movi muevo mueva moviendo moverse movimiento movimientos movilidad',
    cerr: 'cierro cierra cierran cerrar cerrado cerrada cierre',
    empez: 'empiezo empieza empiezan empezar empezo empece empezado empezaron empezando',
    acost: 'acuesto acuesta acuestan acostar acostarme acostado acostada acostarse',
    pon: 'pongo pone ponen puse puso pusieron poner ponerme puesto puesta ponga ponerse',
    quer: 'quiero quiere quieren querer queria quise quiera quisiera querria',
    sab: 'se sabe saben saber sabia supe sepa sabria',
    pie: 'pie pies',
    mes: 'mes meses',
    mejor: 'mejor mejores mejorar mejora mejoro mejorado mejoria mejorando mejoran',
    peor: 'peor peores empeora empeorar empeoro empeorado empeorando',
    volv: 'vuelvo vuelve vuelven volver volvi volvio vuelto vuelva volvere volviendo',
  }).flatMap(([root, forms]) =>
    forms
      .split(' ')
      .filter(Boolean)
      .map((form) => [form, root] as const),
  ),
);

const PRONOUN = /(?:selas|selos|sela|selo|las|les|los|nos|me|se|la|le|lo)$/;
const BEFORE_PRONOUN = /(?:iendo|ando|ar|er|ir|yendo)$/;

/** The standard suffixes of step 1 with what they are replaced by, longest first; each must lie in R2. */
const STANDARD: readonly (readonly [RegExp, string])[] = [
  [/(?:amientos|imientos|amiento|imiento|aciones|adoras|adores|ancias|acion|adora|ador|antes|ante|ancia)$/, ''],
  [/(?:anzas|anza|icos|icas|ismos|ismo|ables|ible|ibles|able|istas|ista|osos|osas|ico|ica|oso|osa)$/, ''],
  [/log(?:ia|ias)$/, 'log'],
  [/uci(?:on|ones)$/, 'u'],
  [/enci(?:a|as)$/, 'ente'],
  [/(?:idades|idad|ivas|ivos|iva|ivo)$/, ''],
  [/amente$/, ''],
  [/mente$/, ''],
];
const Y_VERB = /(?:yeron|yendo|yamos|yais|yan|yen|yas|yes|ya|ye|yo)$/;
const VERB =
  /(?:iesemos|ieramos|iriamos|eriamos|ariamos|aramos|asemos|abamos|iremos|eremos|aremos|ierais|ieseis|isteis|asteis|iriais|eriais|ariais|arais|aseis|abais|ireis|ereis|areis|irian|irias|erian|erias|arian|arias|ieron|iesen|ieses|ieran|ieras|iendo|iria|eria|aria|imos|amos|emos|iste|aste|iran|iras|eran|eras|aran|aras|iere|iese|iera|aban|abas|aron|ando|asen|ases|idos|idas|ados|adas|ira|era|ara|ian|ias|aba|ase|ido|ida|ado|ada|ira|ire|ere|are|an|as|es|en|ia|id|ed|ad|io|ir|er|ar|is)$/;
const RESIDUE = /(?:ios|ias|io|ia|os|as|es|o|a|e|i)$/;

/** A key that the forms of one Spanish word share: `operaron`, `operada` and `operación`. Compared, never shown. */
export function stemSpanish(folded: string): string {
  const known = IRREGULAR.get(folded);
  if (known !== undefined) return known;
  if (folded.length < 4 || /[^a-zñ]/.test(folded)) return folded;
  const { rv, r2 } = regionsOf(folded);
  let word = dropPronoun(folded, rv);
  const standard = dropStandard(word, r2);
  word = standard === word ? dropVerb(word, rv) : standard;
  return dropResidue(word, rv);
}

interface Regions {
  /** Where RV and R2 of the algorithm begin. */
  readonly rv: number;
  readonly r2: number;
}

function regionsOf(word: string): Regions {
  const r1 = afterVowelAndConsonant(word, 0);
  return { rv: startOfRv(word), r2: afterVowelAndConsonant(word, r1) };
}

function afterVowelAndConsonant(word: string, from: number): number {
  for (let i = from + 1; i < word.length; i++)
    if (!VOWEL.test(word.charAt(i)) && VOWEL.test(word.charAt(i - 1))) return i + 1;
  return word.length;
}

function startOfRv(word: string): number {
  const find = (from: number, isVowel: boolean): number => {
    for (let i = from; i < word.length; i++) if (VOWEL.test(word.charAt(i)) === isVowel) return i + 1;
    return word.length;
  };
  if (!VOWEL.test(word.charAt(1))) return find(2, true);
  return VOWEL.test(word.charAt(0)) ? find(2, false) : 3;
}

function dropPronoun(word: string, rv: number): string {
  const at = word.search(PRONOUN);
  if (at < rv) return word;
  const rest = word.slice(0, at);
  return BEFORE_PRONOUN.test(rest.slice(rv)) ? rest : word;
}

function dropStandard(word: string, r2: number): string {
  for (const [suffix, into] of STANDARD) {
    const at = word.search(suffix);
    if (at >= r2)
      return (word.slice(0, at) + into).replace(/(?:ic|abil|iv|os|ad)$/, (tail) =>
        at - tail.length >= r2 ? '' : tail,
      );
  }
  return word;
}

function dropVerb(word: string, rv: number): string {
  const y = word.search(Y_VERB);
  if (y >= rv && word.charAt(y - 1) === 'u') return word.slice(0, y);
  const at = word.search(VERB);
  if (at < rv) return word;
  const rest = word.slice(0, at);
  return /gu$/.test(rest) && /^e/.test(word.slice(at)) ? rest.slice(0, -1) : rest;
}

function dropResidue(word: string, rv: number): string {
  const at = word.search(RESIDUE);
  const rest = at >= rv ? word.slice(0, at) : word;
  return /gu$/.test(rest) && rest.length > rv ? rest.slice(0, -1) : rest;
}
