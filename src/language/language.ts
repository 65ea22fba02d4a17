/** The languages that Kneebone reads and answers in. The first is the language of reference: every text exists in it. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Something for each language. */
export type ByLanguage<T> = Readonly<Record<Language, T>>;

/** The language of a locale such as `es-MX` (BCP 47, RFC 5646 section 2.1); nothing for one that is not spoken here. */
export function languageOfLocale(locale: unknown): Language | undefined {
  if (typeof locale !== 'string') return undefined;
  const [primary = ''] = locale.trim().toLowerCase().split(/[-_]/);
  return LANGUAGES.find((language) => language === primary);
}

/** Makes something for each language. */
export function forEachLanguage<T>(make: (language: Language) => T): ByLanguage<T> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, make(language)])) as ByLanguage<T>; // keys are LANGUAGES
}
