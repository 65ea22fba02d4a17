import { foldText } from '../text.js';

/** Finds which of several named lists of phrases an utterance is one of. */
export interface PhraseBook<Id extends string> {
  /**
   * The list that holds the whole utterance as one of its phrases, or nothing. Case, accents, punctuation at the ends and
   * the book's fillers ("please", "ok") do not matter; further words do, so "stop" is found and "stop the pain" is not.
   * @param among looks in these lists only, in this order
   */
  find(text: string, among?: readonly Id[]): Id | undefined;
}

/** Longest text that can be a phrase, in characters; longer ones are told apart without a look. */
const MAX_PHRASE_CHARS = 80;

/** Builds a book. Where one phrase stands in two lists, the list that is asked for first has it. */
export function createPhraseBook<Id extends string>(
  lists: Readonly<Record<Id, readonly string[]>>,
  fillers: readonly string[],
): PhraseBook<Id> {
  const owners = new Map<string, Set<string>>();
  for (const [id, phrases] of Object.entries<readonly string[]>(lists))
    for (const phrase of phrases) add(owners, toPhrase(phrase), id);
  const ids = Object.keys(lists) as Id[]; // Object.keys forgets the type of the keys
  const strip = createStripper(fillers.map(toPhrase));
  const search = (key: string, among: readonly Id[]) => {
    const found = owners.get(key);
    return found && among.find((id) => found.has(id));
  };
  // A turn asks about one text many times, each time among other lists.
  let last = { text: '', whole: '', bare: '' };
  const read = (text: string) => {
    const whole = toPhrase(text);
    return { text, whole, bare: strip(whole) };
  };
  return {
    find: (text, among = ids) => {
      if (text.length > MAX_PHRASE_CHARS) return undefined;
      if (last.text !== text) last = read(text);
      return last.whole === '' ? undefined : (search(last.whole, among) ?? search(last.bare, among));
    },
  };
}

function add(owners: Map<string, Set<string>>, key: string, id: string): void {
  const owner = owners.get(key) ?? new Set();
  owners.set(key, owner.add(id));
}

/** Folded, without punctuation around words and without skin tones on emoji, so that 👍🏽 is 👍. */
export function toPhrase(text: string): string {
  return foldText(text)
    .replace(/[\u{1f3fb}-\u{1f3ff}]/gu, '')
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}' -]+/gu, ' ')
    .replace(/(^|\s)['-]+|['-]+(?=\s|$)/g, ' ')
    .replace(/'/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Takes fillers off both ends as long as there are any and something is left. */
function createStripper(fillers: readonly string[]): (phrase: string) => string {
  const byLength = [...fillers].sort((a, b) => b.length - a.length);
  return (phrase) => {
    let rest = phrase;
    for (let before = ''; before !== rest;) {
      before = rest;
      const head = byLength.find((f) => rest.startsWith(`${f} `));
      if (head) rest = rest.slice(head.length + 1);
      const tail = byLength.find((f) => rest.endsWith(` ${f}`));
      if (tail) rest = rest.slice(0, -tail.length - 1);
    }
    return rest;
  };
}
