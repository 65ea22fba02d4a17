import { NONE as SPANISH } from './es/answerWords.js';
import type { Language } from './language.js';
import { toPhrase } from './phrases.js';

const OF =
  '(?: (?:of|on|in|from) (?:all )?(?:these|those|them|that|this|it|the above|the lot|the (?:list|questions|points|things)|(?:that|this|your) list|there|here))';
const HAVE = '(?:have|had|ve|got|have got|see|feel)';
const FIT = '(?: (?:really |actually |currently )?(?:applies|apply|applied|fits?|matches|is true|are true|is me|am i))';
const CORE = new RegExp(
  `^(?:(?:none|nothing|neither|not any|not one|no)${OF}?${FIT}?|i (?:do not|dont|have not|havent|am not|not) (?:${HAVE} )?(?:any|either|one|anything)${OF}?|(?:they|these|those) (?:do not|dont) (?:apply|fit)|it (?:does not|doesnt) apply|no to (?:all|everything|each|every one)${OF}?|all (?:no|nos))$`,
);
const HEDGE =
  /\b(?:(?:as far as|that) i know(?: of)?|i (?:do not|dont) (?:think|believe)(?: so)?|i doubt|i (?:think|believe|guess|suppose|hope|reckon|assume)|probably|maybe|perhaps|hopefully|mostly|not really|pretty sure|almost|except|but|apart from|i know of)\b/g;
/** "I don't think any of those apply." */
const DOUBTED = /\b(?:(?:dont|do not) (?:think|believe)|doubt|unlikely)\b/;
const ANY = new RegExp(`^(?:that )?(?:i (?:have|am|fit) )?(?:any|one|either)${OF}?${FIT}?$`);
const AROUND =
  /\b(?:nope|nah|well|um|uh|ok|okay|oh|thank (?:god|goodness|you)|thanks|thankfully|luckily|fortunately|please|honestly|really|at all|at the moment|right now|currently|now|to me|for me|me|here|dear|love|doctor|doc|sir|madam|i can say that)\b/g;
const ENGLISH = {
  core: CORE,
  hedge: HEDGE,
  doubted: DOUBTED,
  any: ANY,
  exception: /\b(?:but|except|apart from)\b/,
  around: AROUND,
};
const MAX_CHARS = 90;

/**
 * Reads "none of these" to a list that was asked about as a whole: "I don't have any of them", "nothing on that list, thank
 * goodness". A hedge ("none that I know of", "I think none") is `unsure`, so that it never counts as a "none". A text
 * that says more ("none but I take warfarin") gives nothing.
 */
export function parseNone(text: string, language: Language = 'en'): 'none' | 'unsure' | undefined {
  if (text.length > MAX_CHARS) return undefined;
  const said = toPhrase(text);
  const words = language === 'es' ? SPANISH : ENGLISH;
  const plain = said.replace(words.hedge, ' ');
  const bare = plain.replace(words.around, ' ').replace(/\s+/g, ' ').trim();
  if (words.exception.test(said)) return undefined;
  if (words.doubted.test(said) && words.any.test(bare)) return 'unsure';
  if (!words.core.test(bare) && !words.core.test(withoutNo(bare))) return undefined;
  return plain === said ? 'none' : 'unsure';
}

/** "No, none of them": the "no" adds nothing. */
const withoutNo = (said: string) => said.replace(/^(?:no )+(?=\w)/, '');
