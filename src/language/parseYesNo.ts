import * as spanish from './es/answerWords.js';
import type { Language } from './language.js';
import { toPhrase } from './phrases.js';

/** `softNo` is a no with a doubt in it, such as "not that I know of". */
export type YesNo = 'yes' | 'no' | 'softNo' | 'unsure';

const list = (text: string) => new Set(text.split('|').map((s) => s.trim()));

const YES = list(
  `yes|y|yeah|yea|yep|yup|ya|aye|sure|ok|okay|of course|definitely|absolutely|correct|right|true|indeed|please do|go ahead|
  yes please|yes i do|yes i am|yes i have|yes it is|yes it does|yes thats right|thats right|that is right|thats correct|
  that is correct|sounds good|sounds right|it is|it does|i do|i am|i have|yes all of it|perfect|exactly|spot on|do it|
  yes go ahead|yes do|yess|yees|✅|cool|great|fine|alright|all right|good|that is fine|thats fine|yes it was|certainly|
  by all means|no problem|all good|thats all right|that is all correct|all correct`,
);
const NO = list(
  `no|n|nope|nah|na|naw|never|not at all|no thanks|no thank you|dont|no dont|no i dont|no i do not|no im not|no i am not|
  no i havent|no i have not|no it isnt|no it doesnt|it isnt|it doesnt|i dont|i do not|im not|i am not|i havent|i have not|
  absolutely not|definitely not|certainly not|not now|not today|no way|nopes|negative|no never|thats wrong|wrong|
  thats not right|not right|not quite|not correct|thats not correct|❌`,
);
const SOFT_NO = list(
  `not really|no not really|i dont think so|i do not think so|no i dont think so|not that i know of|no not that i know of|
  probably not|i doubt it|not as far as i know|dont think so`,
);
const UNSURE = list(
  `not sure|im not sure|i am not sure|unsure|no idea|dont know|i dont know|i do not know|dunno|idk|maybe|perhaps|possibly|
  might be|could be|it depends|depends|cant say|hard to say|cant tell|i cant tell|not certain|not too sure|not really sure|
  i have no idea|who knows|no clue|i dont remember|cant remember|dont remember|i cant remember|probably|
  i think so|i guess|i guess so|i suppose so|yes and no|yes but no|sort of|kind of|a bit|sometimes|partly|half and half`,
);
const LEAD = /^(?:um+|uh+|er+|erm|hm+|well|oh|ah|so|and|but|honestly|actually|to be honest|tbh|i think|i would say)\s+/;
const TAIL =
  /(?<!\s)\s+(?:thanks|thank you|please|mate|love|dear|darling|thank god|luckily|tbh|to be honest|bro|man|lol|haha|sorry|doctor|doc|sir|madam|though|actually|i think|lol)$/;

/**
 * Reads a plain yes, no or "not sure". Anything that says more ("yes but only at night", "no, the left knee") gives
 * nothing, so that a hedge never counts as an answer: "not sure" and "I think so" are unsure.
 */
export function parseYesNo(text: string, language: Language = 'en'): YesNo | undefined {
  const words = WORDS[language];
  let said = toPhrase(text.slice(0, MAX_CHARS + 1));
  if (said.length > MAX_CHARS) return undefined;
  for (let n = 0; n < 4; n++) {
    const found = lookUp(said, words);
    if (found) return found;
    const shorter = said.replace(words.lead, '').replace(words.tail, '');
    if (shorter === said) break;
    said = shorter;
  }
  return readPieces(said, words);
}

const OPENS_WITH_YES = /^(?:yes|yeah|yep|yup|i do|i am|i have|i might)\b/;

/** True for a yes that says more: "yes, since last year". */
export function opensWithYes(text: string, language: Language = 'en'): boolean {
  const said = toPhrase(text);
  const words = WORDS[language];
  return words.opensWithYes.test(said) && !words.saysNo.test(said);
}

const MAX_CHARS = 60;

interface AnswerWords {
  readonly yes: ReadonlySet<string>;
  readonly no: ReadonlySet<string>;
  readonly softNo: ReadonlySet<string>;
  readonly unsure: ReadonlySet<string>;
  readonly lead: RegExp;
  readonly tail: RegExp;
  readonly opensWithYes: RegExp;
  readonly saysNo: RegExp;
}

const WORDS: Readonly<Record<Language, AnswerWords>> = {
  en: {
    yes: YES,
    no: NO,
    softNo: SOFT_NO,
    unsure: UNSURE,
    lead: LEAD,
    tail: TAIL,
    opensWithYes: OPENS_WITH_YES,
    saysNo: /\b(?:no|not|never|none|neither|nothing|without|but)\b/,
  },
  es: {
    yes: list(spanish.YES),
    no: list(spanish.NO),
    softNo: list(spanish.SOFT_NO),
    unsure: list(spanish.UNSURE),
    lead: spanish.LEAD,
    tail: spanish.TAIL,
    opensWithYes: spanish.OPENS_WITH_YES,
    saysNo: spanish.SAYS_NO,
  },
};

function lookUp(said: string, words: AnswerWords): YesNo | undefined {
  if (words.unsure.has(said)) return 'unsure';
  if (words.softNo.has(said)) return 'softNo';
  if (words.yes.has(said)) return 'yes';
  return words.no.has(said) ? 'no' : undefined;
}

/** "no no no", "yes that is right", "yep all good": pieces that all say the same; "yes but no" and "no yes" do not. */
function readPieces(said: string, answers: AnswerWords): YesNo | undefined {
  const words = said.split(' ');
  const found = new Set<YesNo>();
  for (let at = 0; at < words.length;) {
    const length = [4, 3, 2, 1].find((n) => lookUp(words.slice(at, at + n).join(' '), answers) !== undefined);
    const piece = length && lookUp(words.slice(at, at + length).join(' '), answers);
    if (!length || !piece) return undefined;
    found.add(piece);
    at += length;
  }
  return found.size === 1 ? [...found][0] : undefined;
}
