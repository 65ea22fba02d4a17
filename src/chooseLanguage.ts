import { parseCommand } from './knowledge/commands.js';
import type { Deciders } from './createDecider.js';
import { LANGUAGES, languageOfLocale, type Language } from './language/language.js';

/** What is known before a message is read. */
export interface Spoken {
  /** The language of the conversation, once it has been chosen or written in. */
  readonly language: Language | undefined;
  /** What the channel says of the person's language, such as `es-MX`. */
  readonly locale: unknown;
}

/**
 * The language that the person has chosen or clearly writes in: a command such as "en español" first, then the words of the
 * message, then what the conversation was in. Nothing where there is no sign of any.
 */
export function chooseLanguage(deciders: Deciders, utterance: string, spoken: Spoken): Language | undefined {
  const { language, locale } = spoken;
  const isFirst = language === undefined && languageOfLocale(locale) === undefined;
  return commanded(deciders, utterance) ?? deciders.detector.detect(utterance, isFirst) ?? language;
}

/** "En español" is understood in English, and the other way round. */
function commanded({ of }: Deciders, utterance: string): Language | undefined {
  for (const { knowledge } of LANGUAGES.map((l) => of[l])) {
    const command = parseCommand(knowledge.commands, utterance, ['inEnglish', 'inSpanish']);
    if (command) return command === 'inEnglish' ? 'en' : 'es';
  }
  return undefined;
}
