import type { UtteranceReading } from './readUtterance.js';
import { isTimeWord } from './roleMarks.js';
import { classesOf, regionOfWord } from './roleWords.js';

/** Words that may belong to a warning sign although they also tell of ordinary pain. */
const MAY_BE_A_SIGN =
  /^(?:numb\w*|tingl\w*|weak\w*|sw[eo]ll\w*|burn\w*|bruis\w*|inflam\w*|red|hot|warm|raw|unbearable|agon\w*|excruciat\w*|sudden\w*|screaming|worse|worst|wound|scar|incision|healing|cast|boot|plaster|calf|calves|chest|head|neck|no|not|never|nor|cannot|nothing|barely|hardly|without|fever|pop\w*|crack\w*)$/;
const SAYS_LITTLE =
  /^(?:hi|hello|hey|please|thanks|can|could|would|does|did|do|why|how|come|is|are|was|were|if|when|where|it|its|has|had|have|having|anything|something|got|to|or|since|ever|cause|caused|causes|come|from|link|linked|related|connected|normal|usual|common|expected|reason|because|i|we|you|there|with|any|idea|what|which|been|being|following|before|until|till|own|keeps|keep|started|start|begun|began|gives|giving|trouble|playing|play|acting|up|hurting|new|total|partial|as|also|too|so|but|that|this|and|or|then|now|by|for|of|on|in|at|a|an|the|my|his|her|our|their|side|same|other|did|done|taken|out|think|whenever|stand|standing|walk|walking|sit|sitting|stairs|climb|climbing|day|home|came|account|like|mad|from|take|takes|strain|thing|explain|be|still)$/;

/**
 * True for an utterance that tells of an operation and of ordinary pain elsewhere and of nothing else: "my foot hurts since
 * they fused my back". Every word of it is a site, an operation, pain, a time or a word that says little, so none is left
 * that could tell of a warning sign.
 */
export function isPlainPain({ words, concepts, roles }: UtteranceReading): boolean {
  const { surgery = [], pain = [] } = roles;
  if (surgery.length === 0 || pain.length === 0 || pain.some((site) => surgery.includes(site))) return false;
  if (roles.otherPain !== undefined || roles.noSurgery) return false;
  const isNamed = words.map(() => false);
  for (const { kind, start, end } of concepts)
    if (/^(?:operation|site|time|person|muscle)$/.test(kind)) isNamed.fill(true, start, end);
  return words.every(({ text }, i) => !MAY_BE_A_SIGN.test(text) && (isNamed[i] === true || isOrdinary(text)));
}

function isOrdinary(word: string): boolean {
  return SAYS_LITTLE.test(word) || classesOf(word) !== 0 || regionOfWord(word) !== undefined || isTimeWord(word);
}
