import { LANGUAGES, type Language } from '../language/language.js';

/** Path of a file of one language from the project's folder: `knowledge/replies.yml`, `knowledge/es/replies.yml`. */
export function knowledgeFile(language: Language, file: string): string {
  return language === LANGUAGES[0] ? `knowledge/${file}` : `knowledge/${language}/${file}`;
}

/** Whether a file belongs to a translation into this language; false for everything in English. */
export function isTranslationFile(language: Language, file: string): boolean {
  return language !== LANGUAGES[0] && file.startsWith(`knowledge/${language}/`);
}
