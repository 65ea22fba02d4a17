import type { GateQuestion } from '../src/knowledge/guide.js';
import { affirmsAny } from '../src/language/findPhrase.js';
import { isQuestion } from '../src/language/isQuestion.js';
import { parseAge } from '../src/language/parseAge.js';

const OF_ONESELF = /\b(?:i am|i'?m|im|i have|i'?ve|ive|i take|i had|i was|i can'?t|i cannot|my)\b/i;

/** The questions that a text names the subject of: "I take warfarin", "I'm 15". "No warfarin" names none. */
export function findNamed(questions: readonly GateQuestion[], text: string): GateQuestion[] {
  // "What is a stoma?" tells nothing; "can I use it if I'm pregnant?" does.
  if (isQuestion(text) && !OF_ONESELF.test(text)) return [];
  const age = parseAge(text);
  return questions.filter(
    ({ words = [], underAge }) =>
      (age !== undefined && underAge !== undefined && age < underAge) || affirmsAny(text, words),
  );
}
