import type { Entry } from '../src/knowledge/entry.js';
import { parsePosition } from '../src/language/parseChoice.js';
import { toPhrase } from '../src/language/phrases.js';
import { spokenIn } from './spoken.js';
import type { Turn } from './turn.js';

/** What a position such as "the second one" stands for. */
export type Picked =
  { readonly kind: 'entry'; readonly entry: Entry } | { readonly kind: 'button'; readonly say: string };

/** "No, the first one" or "the other one" after one of several close questions was chosen. */
export function pickChoice({ memory, knowledge, utterance }: Turn): Picked | undefined {
  const { choices, lastIntent } = memory;
  const { sorry, otherOne } = spokenIn(knowledge.language);
  let said = toPhrase(utterance);
  for (let before = ''; before !== said;) [before, said] = [said, said.replace(sorry, '')];
  const isCorrection = said !== toPhrase(utterance);
  const others = choices.filter((id) => id !== lastIntent);
  const position = isCorrection ? parsePosition(said, choices.length, knowledge.language) : undefined;
  const id =
    position === undefined ? (otherOne.test(said) && others.length === 1 ? others[0] : undefined) : choices[position];
  const entry = knowledge.entries.get(id ?? '');
  return entry && { kind: 'entry', entry };
}

/** The button of the turn before that a number or an ordinal names. */
export function pickOffered({ memory, knowledge, utterance }: Turn): Picked | undefined {
  const said = toPhrase(utterance).replace(spokenIn(knowledge.language).whatAbout, '');
  const position = parsePosition(said, memory.offered.length, knowledge.language);
  const say = position === undefined ? undefined : memory.offered[position];
  if (say === undefined) return undefined;
  const entry = [...knowledge.entries.values()].find((e) => e.title === say);
  return entry ? { kind: 'entry', entry } : { kind: 'button', say };
}
