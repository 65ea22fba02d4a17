import { languageOfLocale } from '../../language/language.js';
import english from '../texts/launcher.json';
import spanish from '../texts/launcher.es.json';

/** What the launcher says to visitors. What it says to developers is English. */
export interface LauncherTexts extends Readonly<Record<keyof typeof spanish | 'title' | 'region', string>> {
  /** Attributes of the launcher's element. */
  readonly mark: Readonly<Record<string, string>>;
}

/** The launcher's texts for a locale; English where it has none. */
export function textsFor(locale: string): LauncherTexts {
  const isSpanish = languageOfLocale(locale) === 'es';
  return { ...english, ...(isSpanish && spanish), mark: isSpanish ? { lang: 'es' } : {} };
}
