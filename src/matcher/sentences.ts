import { foldText, tokenize } from '../text.js';

/** A sentence of an utterance as typed, with what it looks like. */
export interface Sentence {
  readonly text: string;
  readonly words: readonly string[];
  readonly asks: Asking;
}

/** How the sentences of a language are found and read. */
export interface SentenceReader {
  readonly list: (text: string) => Sentence[];
  readonly read: (text: string) => Sentence;
  /** True where a question starts at a word. */
  readonly starts: (words: readonly string[], at?: number) => boolean;
  /** "and" that starts a second question. */
  readonly isJoint: (words: readonly string[], at: number) => boolean;
  /** Words that mark the sentence that asks. */
  readonly marked: RegExp;
}

/** How clearly a sentence asks: not at all, with a stock phrase ("is this normal?"), or for something of its own. */
export type Asking = 'no' | 'stock' | 'yes';

/** An abbreviation, a number or an initial before a full stop ends nothing. */
const END =
  /(?<!\b(?:dr|mr|mrs|ms|st|approx|vs|eg|ie|e\.g|i\.e|etc|no|wk|wks|mths|yrs|[a-z]|\d))(?<=[.!?;])["')\]]*\s+|(?<=[?!])\s*(?=[A-Za-z])|\n+/gi;
const NUMBERED = /(?:^|\s)(?:\(?\d\)|\d\.|[a-c]\))\s+(?=\S)/g;

/** The sentences of a text, also those of a numbered list. Time is linear in the text. */
function listSentences(text: string): Sentence[] {
  const unnumbered = (text.match(NUMBERED)?.length ?? 0) > 1 ? text.replace(NUMBERED, '\n') : text;
  return unnumbered
    .split(END)
    .map((s) => s.trim())
    .filter((s) => s !== '')
    .map(readSentence);
}

/** One sentence, already cut out. */
function readSentence(text: string): Sentence {
  const words = tokenize(foldText(text)).map((t) => t.text);
  return { text, words, asks: readAsking(text, words) };
}

const LEAD =
  /^(?:and|also|but|so|or|then|plus|ok|okay|hi|hello|hey|please|well|oh|um|now|second|secondly|first|firstly|finally|just|sorry|anyway|yet|doctor|doc|sir)$/;
const ASKS_ALONE = /^(?:why|whats|what's|hows|how's|wheres|where's|whos|who's|whose|which)$/;
const WH = /^(?:what|how|when|where|who)$/;
/** What follows "how", "what" and the like in a question: "how long", "what can"; "what bothers me is" tells. */
const AFTER_WH =
  /^(?:long|often|much|many|soon|far|hard|come|to|about|if|else|helps|help|causes|caused|exercises?|kind|type|sort|happens|gives|makes|made|makes)$/;
const AUXILIARY =
  /^(?:can|could|is|are|am|was|were|do|does|did|should|shall|will|would|may|might|must|has|have|isn't|isnt|aren't|doesn't|can't|shouldn't|won't|don't|didn't)$/;
const SUBJECT =
  /^(?:i|you|we|they|he|she|it|this|that|these|those|there|my|the|a|an|his|her|our|your|any|anyone|anybody|someone|people|hip|knee|back|foot|pain|surgery|one|\w+ing)$/;
const TELLS =
  /\b(?:my question|question is|want(?:ed)? to (?:know|ask|understand)|wonder(?:ing|ed)? (?:if|why|what|how|whether|when)|(?:please )?tell me (?:why|what|how|about|if)|explain (?:why|what|how|to me)|any (?:idea|ideas|advice|thoughts|suggestions|tips|clue) |i'd like to know|would like to know|do you know|does anyone know|can you (?:tell|explain|help))\b/;

/** True where a question starts: "why does", "can i", "is it". */
function startsQuestion(words: readonly string[], at = 0): boolean {
  let i = at;
  while (i < words.length && LEAD.test(words[i] ?? '')) i += 1;
  const word = words[i] ?? '';
  const next = words[i + 1] ?? '';
  if (ASKS_ALONE.test(word)) return true;
  if (WH.test(word)) return AUXILIARY.test(next) || AFTER_WH.test(next);
  return AUXILIARY.test(word) && (SUBJECT.test(next) || (at === 0 && !/^(?:has|have|may|must|am|will)$/.test(word)));
}

/** Questions that stand for nothing by themselves. */
const STOCK =
  /^(?:(?:and|so|but|ok|hi|hello|please|well|also) )*(?:why|how|how come|what gives|what now|huh|right|ok|really|help|help me|please|please help|any (?:idea|ideas|advice|thoughts|suggestions|reason|reasons|tips|clue|help)(?: (?:why|please|pls|anyone|what this is))*|(?:is|was) (?:this|that|it|the pain) (?:all )?(?:normal|ok|okay|usual|common|right|bad|serious|connected|related|expected|a thing|a coincidence|weird|strange|possible|to be expected)(?: (?:or not|please|doctor|sir))*|(?:what|why) (?:is|could|might|would|can) (?:this|that|it|be|cause|be causing|explain) ?(?:be|this|that|it|happen|happening)*|what (?:is|s) (?:going on|happening|up|wrong|the (?:reason|cause|deal|story|link|connection|explanation))|what's (?:going on|happening|up|wrong|the (?:reason|cause|deal|story|link|connection|explanation))|(?:should|must) i (?:worry|be worried|be concerned)|do you (?:know|think so|understand)|what (?:do|should|can) i do|what (?:do|would) you (?:think|suggest|recommend|advise)|can you (?:help|help me|explain|tell me)(?: (?:please|why|with this|with that))*|(?:does|did) (?:that|this|it) (?:make sense|sound right)|why is (?:that|this|it)|why would (?:that|this|it) (?:be|happen)|how (?:is|can) (?:that|this|it) (?:be|possible|happen)|what could it be|are they (?:connected|related|linked)|is there (?:a|any) (?:connection|link|relation))$/;

function readAsking(text: string, words: readonly string[]): Asking {
  const said = words.join(' ');
  if (STOCK.test(said)) return 'stock';
  if (text.includes('?') || startsQuestion(words) || TELLS.test(said)) return 'yes';
  return 'no';
}

const JOINTS = /^(?:and|also|plus|n)$/;

/** "and" that starts a second question; not the one in "how and why" or "where and what is". */
function isJoint(words: readonly string[], i: number): boolean {
  const word = words[i] ?? '';
  if (word === 'another' && words[i + 1] === 'thing') return true;
  if (!JOINTS.test(word)) return false;
  return !/^(?:why|how|what|when|where|which|long|often|much|many)$/.test(words[i - 1] ?? '');
}

export const ENGLISH_SENTENCES: SentenceReader = {
  list: listSentences,
  read: readSentence,
  starts: startsQuestion,
  isJoint,
  marked: /\b(?:question|wonder\w*|want to know|explain)\b/,
};
