import type { GateQuestion } from '../src/knowledge/guide.js';
import { affirmsAny } from '../src/language/findPhrase.js';
import { isQuestion } from '../src/language/isQuestion.js';
import type { Language } from '../src/language/language.js';
import { parseAge } from '../src/language/parseAge.js';
import { spokenIn } from './spoken.js';

/** The questions that a text names the subject of: "I take warfarin", "I'm 15". "No warfarin" names none. */
export function findNamed(questions: readonly GateQuestion[], text: string, language: Language = 'en'): GateQuestion[] {
  // "What is a stoma?" tells nothing; "can I use it if I'm pregnant?" does.
  if (isQuestion(text, language) && !spokenIn(language).oneself.test(text)) return [];
  const age = parseAge(text, language);
  return questions.filter(
    ({ words = [], underAge }) =>
      (age !== undefined && underAge !== undefined && age < underAge) || affirmsAny(text, words, language),
  );
}
