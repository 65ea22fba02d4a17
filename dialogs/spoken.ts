import type { ByLanguage, Language } from '../src/language/language.js';

export type Side = 'left' | 'right' | 'both';

/** Words by which dialogs read a message, where no list of the knowledge has them. All but `complaint` meet folded text. */
export interface Spoken {
  /** Opens a message that takes a warning sign back. */
  readonly denial: RegExp;
  /** Beside a denial: the person will not call, which takes nothing back. */
  readonly refusal: RegExp;
  /** Says where it hurts. */
  readonly complaint: RegExp;
  /** Asks to change an answer of the check-in, without saying which. */
  readonly change: RegExp;
  /** A word for a side. */
  readonly sides: ReadonlyMap<string, Side>;
  /** A side anywhere in a text, as the first group. */
  readonly side: RegExp;
  /** A side word before it is none: "right now". */
  readonly afterNoSide: ReadonlySet<string>;
  /** Words that may stand beside a place without saying more: "mostly my lower back". */
  readonly aroundPlace: ReadonlySet<string>;
  /** Opens what comes on top of an answer. */
  readonly more: RegExp;
  /** Ends what comes on top of an answer. */
  readonly too: RegExp;
  /** Around the name of a question: "the pain is 4", with what it is as the only group. */
  readonly slotName: (name: string) => RegExp;
  readonly bareNumber: RegExp;
  /** A phrase for how it goes that says so in any sentence. */
  readonly trendAnywhere: RegExp;
  /** Opens a correction of a choice. */
  readonly sorry: RegExp;
  readonly otherOne: RegExp;
  readonly whatAbout: RegExp;
  /** Tells of the person who writes. */
  readonly oneself: RegExp;
  readonly denies: RegExp;
  /** Alone, this command may be the body part. */
  readonly bodyPart: string | undefined;
  /** The word that confirms, on a button and typed. */
  readonly yes: string;
  /** True where a side goes before the place: "right hip". */
  readonly isSideFirst: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const sides = (lists: Readonly<Record<Side, string>>): ReadonlyMap<string, Side> =>
  new Map((['left', 'right', 'both'] as const).flatMap((side) => [...words(lists[side])].map((w) => [w, side])));

const SPOKEN: ByLanguage<Spoken> = {
  en: {
    denial: /^(?:no|nope|nah|sorry|oops|i only|i just|i was just|nothing is wrong)\b(?! (?:one|body)\b)/,
    refusal: /\b(?:call|ring|phone|go|hospital|doctor|ambulance|help|money|insurance|nobody|alone)\b/,
    complaint: /\b(?:pain|hurt|ach(?:e|es|ing|y)\b|sore|stiff|swell|swoll|click|limp|tight|cramp|burn|spasm)/i,
    change:
      /^(?:please )?(?:change(?: something| it| that| an answer| my answer)?|(?:correct|edit) (?:something|it|that|an answer|my answer))[.!]?$/i,
    sides: sides({ left: 'left', right: 'right', both: 'both' }),
    side: /\b(left|right|both)\b/,
    afterNoSide: words('now'),
    aroundPlace: words(
      `left right both side sides my the a in of on at it is its and or also too as well mostly mainly more actually lower
      upper whole old new operated one front back behind inside outside around near oh no yes well just then now plus`,
    ),
    more: /^(?:(?:oh|and|also|plus)[\s,]+)+/,
    too: /\b(?:too|as well|also)[.!]?$/,
    slotName: (name) => new RegExp(`^(?:the |my )?${name}(?:$|[,:]? (?:is|was|to|should be|in|at)\\b[ ,:]*(.*)$)`),
    bareNumber: /^(?:a |about |an )?\d{1,2}(?:\.\d)?$/,
    trendAnywhere: /^(?:getting|it gets|slowly) /,
    sorry: /^(?:no|nope|nah|sorry|oops|actually|wait|i meant|i mean|not that(?: one)?|rather)\b[ ]*/,
    otherOne: /^(?:(?:i meant |i mean |it was )?the other(?: one)?|the other one please)$/,
    whatAbout: /^(?:what about|how about|and) /,
    oneself: /\b(?:i am|i'?m|im|i have|i'?ve|ive|i take|i had|i was|i can'?t|i cannot|my)\b/i,
    denies: /\b(?:no|not|never|none|neither|without|don'?t|haven'?t|isn'?t|aren'?t|am not)\b/i,
    bodyPart: 'back',
    yes: 'Yes',
    isSideFirst: true,
  },
  es: {
    denial:
      /^(?:no|nop|que va|perdon|perdone|disculpe?|ups|solo (?:era|estaba|es|preguntaba|queria|tomo)|no me pasa nada|no es nada)\b(?! (?:hay|tengo a|esta) (?:nadie|quien)\b)/,
    refusal:
      /\b(?:llam\w*|marc\w*|ir|voy|vaya|hospital|urgencias|medic\w*|doctor\w*|ambulancia|ayud\w*|dinero|seguro|nadie|sol[oa])\b/,
    complaint:
      /(?:^|[^\p{L}])(?:dolor|duel|dol[ií]|adolor|dolorid|molest|hinch|inflam|r[ií]gid|tens[oa]|apret|chasque|truen|cruj|coje|calambr|ard|arde|quem|espasm|contractur)/iu,
    change:
      /^(?:por favor,? )?(?:cambi(?:ar|e|a|o)(?:lo)?(?: algo| eso| una respuesta| mi respuesta)?|correg?(?:ir|ija|ige|irlo)(?: algo| eso| una respuesta| mi respuesta)?)(?:,? por favor)?[.!]?$/i,
    sides: sides({
      left: 'izquierda izquierdo izquierdas izquierdos izq',
      right: 'derecha derecho derechas derechos der',
      both: 'ambas ambos dos',
    }),
    side: /\b(izquierd[oa]s?|derech[oa]s?|ambas|ambos)\b/,
    afterNoSide: words('semanas meses dias anos horas operaciones cirugias veces'),
    aroundPlace: words(
      `izquierda izquierdo derecha derecho ambas ambos dos lado lados mi mis la el las los un una en de del a al es esta y o e
      tambien ademas sobre todo mas principalmente baja bajo alta alto parte toda entera vieja nueva operada operado delante
      detras atras dentro fuera alrededor cerca no si bueno pues ahora entonces me duele`,
    ),
    more: /^(?:(?:ah|y|tambien|ademas|mas)[\s,]+)+/,
    too: /\b(?:tambien|ademas|igual)[.!]?$/,
    slotName: (name) =>
      new RegExp(
        `^(?:el |la |los |las |mi )?${name}(?:$|[,:]? (?:es|era|fue|a|por|debe ser|deberia ser|en|esta en)\\b[ ,:]*(.*)$)`,
      ),
    bareNumber: /^(?:un |unos |como |como un )?\d{1,2}(?:[.,]\d)?$/,
    trendAnywhere: /^(?:va|esta|sigue|se pone|poco a poco) /,
    sorry:
      /^(?:no|perdon|perdone|disculpe?|ups|en realidad|espere?|quise decir|quiero decir|digo|es[ae] no|mejor)\b[ ]*/,
    otherOne: /^(?:(?:quise decir |quiero decir |era )?(?:el|la) otr[oa](?: por favor)?)$/,
    whatAbout: /^(?:que hay de|que tal|y) /,
    oneself: /\b(?:soy|estoy|tengo|tomo|tuve|era|llevo|padezco|sufro|no puedo|me|mi|mis)\b/i,
    denies: /\b(?:no|nunca|jamas|ningun[oa]?|tampoco|sin|ni|nada)\b/i,
    bodyPart: undefined,
    yes: 'Sí',
    isSideFirst: false,
  },
};

export const spokenIn = (language: Language): Spoken => SPOKEN[language];
