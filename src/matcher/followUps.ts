import { foldText, tokenize } from '../text.js';
import { regionOfWord } from './roleWords.js';

/** What a short utterance asks of the answer given last. */
export type FollowUpKind =
  | 'site'
  | 'topic'
  | 'howLong'
  | 'howOften'
  | 'how'
  | 'why'
  | 'when'
  | 'where'
  | 'buy'
  | 'safe'
  | 'normal'
  | 'helps'
  | 'remedy'
  | 'more';

export interface FollowUp {
  readonly kind: FollowUpKind;
  /** What it names itself, for example `my knee` or `at night`; empty for "why?". */
  readonly rest: string;
}

/** A longer utterance says enough to be a question of its own. */
const MOST_WORDS = 10;
/** "what about" with more words behind it is a question of its own. */
const MOST_NAMED = 5;
const IT = '(?:it|that|this|them|those|these|one|they)';
const LEAD =
  /^(?:(?:and|but|so|ok|okay|then|also|right|well|oh|hmm|thanks|thank you|yes|yeah|no|please|great|cool)\s+)+/;
const ABOUT = /^(?:what|how|wot)(?:'s)? (?:about|abt|bout|if)\s+(\S.*)$/;
const TAIL = '(?: (?:then|now|please|pls|though|exactly|roughly|usually|normally|again|for me|in my case|tho|mate))*';

const FORMS: readonly (readonly [FollowUpKind, RegExp])[] = [
  [
    'howLong',
    new RegExp(
      `^(?:for )?how (?:long|soon|many (?:days|weeks|months|minutes))(?: (?:for|ago))?(?: (?:does|will|would|should|do|is) (?:i |you )?(?:do |hold |keep )?${IT}(?: (?:take|last|be|for|up))*)?${TAIL}$`,
    ),
  ],
  [
    'buy',
    new RegExp(
      `^(?:where (?:can|do|could|would) (?:i|you|one) (?:get|buy|order|find) ${IT}|how much (?:is|are|does|do) ${IT}(?: cost)?|what (?:does|do) ${IT} cost|(?:what is|what's) the price)${TAIL}$`,
    ),
  ],
  [
    'howOften',
    new RegExp(
      `^how (?:often|much|many|many times|frequently|hard)(?: (?:a|per) (?:day|week))?(?: (?:should|do|can|must) (?:i|you) (?:do|use|try|press|take) ?${IT}?)?${TAIL}$`,
    ),
  ],
  [
    'why',
    new RegExp(
      `^(?:but )?(?:why|how come|why not|why so|what for)(?: (?:is|does|would|did|do) ${IT}(?: (?:be|happen|help|work|hurt|so|matter))?)?${TAIL}$`,
    ),
  ],
  [
    'when',
    new RegExp(
      `^(?:from )?when(?: (?:can|should|do|could) (?:i|you) (?:do|start|try|use|begin) ?${IT}?| (?:does|will|is) ${IT}(?: (?:stop|start|end|go away|over|happen))?)?${TAIL}$`,
    ),
  ],
  [
    'where',
    new RegExp(
      `^where(?: exactly)?(?: (?:is|are|does|do) ${IT}(?: (?:hurt|sit|be))?| (?:do|can|should) i (?:press|buy|get|find|put) ${IT})?${TAIL}$`,
    ),
  ],
  [
    'how',
    new RegExp(
      `^(?:how|how exactly|how so)(?: (?:do|can|should|would|could) (?:i|you|we|one) (?:do|use|try|start|make|perform|prevent|release) ${IT}(?: (?:properly|safely|at home|myself|right|correctly|alone))*| (?:does|did|do|would) ${IT} (?:work|help|happen))?${TAIL}$`,
    ),
  ],
  [
    'safe',
    new RegExp(
      `^(?:is|are|would|will|isn't) ${IT} (?:be |really )?(?:safe|ok|okay|dangerous|risky|harmful|allowed|good|bad|wise)(?: (?:to (?:do|use|try)(?: it)?|(?:for|after|with|if|when|in|at|during) .{1,40}))?$`,
    ),
  ],
  [
    'safe',
    new RegExp(
      `^(?:can|could|may|should|am i allowed to|do i) (?:i )?(?:do|try|use|have|take|need) ${IT}(?: (?:too|as well|myself|at home|every day|now|yet|already|alone|after|with|if|at|before|during) ?.{0,40})?$`,
    ),
  ],
  [
    'normal',
    new RegExp(
      `^(?:is|are|isn't) ${IT} (?:normal|common|usual|serious|permanent|expected|rare|curable|treatable|to be expected)${TAIL}$`,
    ),
  ],
  [
    'helps',
    new RegExp(
      `^(?:does|do|will|would|did|can) ${IT} (?:really |actually )?(?:help|hurt|work|go away|get better|heal|stop|come back|improve|pass)(?: .{0,30})?$`,
    ),
  ],
  [
    'remedy',
    new RegExp(
      `^(?:what (?:can|should|could|do) (?:i|we|you|he|she) do(?: (?:about|for|against|with) ${IT})?|what (?:helps|would help|can help|else helps)(?: (?:with|against) ${IT})?|how (?:do|can|could) i (?:fix|treat|help|stop|ease|get rid of|cure|manage) ${IT}|any (?:tips|advice)|what to do)${TAIL}$`,
    ),
  ],
  [
    'more',
    /^(?:(?:can you )?(?:tell me|say|explain|know|show me|give me)(?: a bit| a little)? more(?: about (?:it|that|this))?(?: please)?|more(?: please| info| details| information)?|go on|continue|what else|anything else|what else can i do|and then|what next|what now|what do you mean|such as|like what|for example|explain|explain that|elaborate)$/,
  ],
];

/**
 * Reads an utterance that makes sense only after an answer: "and my knee?", "how long?", "what about stretching?", "is
 * that safe for me?". A question that says for itself what it is about gives nothing.
 */
export function parseFollowUp(text: string): FollowUp | undefined {
  const folded = foldText(text)
    .replace(/[?!.,;:\s]+$/, '')
    .replace(/[,;:!.?]+/g, '');
  const words = tokenize(folded).map((t) => t.text);
  if (words.length === 0 || words.length > MOST_WORDS) return undefined;
  const said = folded.replace(LEAD, '');
  const hasLead = said !== folded;
  for (const [kind, form] of FORMS) if (form.test(said)) return { kind, rest: restOf(kind, said) };
  const about = ABOUT.exec(said)?.[1];
  if (about !== undefined) return tokenize(about).length <= MOST_NAMED ? named(about) : undefined;
  const isBare = hasLead && /^and\b/.test(folded) && !ASKS.test(said) && words.length <= 6;
  return isBare ? named(said) : undefined;
}

const ASKS =
  /^(?:why|what|how|when|where|which|who|can|could|is|are|do|does|did|should|will|would|am|i|it|that|they|thanks|then)\b/;

function named(rest: string): FollowUp {
  const words = tokenize(rest).map((t) => t.text);
  return { kind: words.some((w) => regionOfWord(w) !== undefined || w === 'side') ? 'site' : 'topic', rest };
}

/** What comes after the pronoun: `at home` in "can I do that at home". */
function restOf(kind: FollowUpKind, said: string): string {
  if (kind !== 'safe' && kind !== 'helps') return '';
  return /\b(?:for|after|with|if|when|in|at|during|before|myself|alone)\b.*$/.exec(said)?.[0] ?? '';
}
