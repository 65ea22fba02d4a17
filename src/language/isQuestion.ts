import { foldText } from '../text.js';
import { OPENING as SPANISH_OPENING } from './es/questionWords.js';
import type { Language } from './language.js';
import { parseYesNo } from './parseYesNo.js';

const OPENING =
  /^(?:(?:but|and|so|ok|okay|hey|hi|wait|sorry|please|also|no|hmm|um|well|actually)[, ]+)*(?:why|what|whats|what's|when|where|which|who|how|hows|is|are|am|can|could|should|shall|do|does|did|will|would|may|have i|has|tell me|explain|i want to know|i wonder)\b/;

/** True for a text that opens like a question, whatever it ends with. */
export function opensLikeQuestion(text: string, language: Language = 'en'): boolean {
  return (language === 'es' ? SPANISH_OPENING : OPENING).test(foldText(text));
}

/** True for a text that asks: it opens like a question or ends with a question mark. */
export function isQuestion(text: string, language: Language = 'en'): boolean {
  return opensLikeQuestion(text, language) || foldText(text).endsWith('?');
}

/** True for a plain yes or no, a number, or a single letter: an answer to something, never a question of its own. */
export function isBareAnswer(text: string, language: Language = 'en'): boolean {
  return parseYesNo(text, language) !== undefined || /^[^\p{L}]*(?:\p{L}[^\p{L}]*)?$/u.test(text.slice(0, 100));
}
