import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { languageOfLocale, LANGUAGES, type ByLanguage, type Language } from '../../language/language.js';
import english from '../texts/chat.json';
import spanish from '../texts/chat.es.json';

type Texts = typeof english;
type Plain = { [K in keyof Texts]: Texts[K] extends string ? K : never }[keyof Texts];
type Say = (key: Plain, values?: Readonly<Record<string, string | number>>) => string;

const TEXTS: ByLanguage<Texts> = { en: english, es: spanish };

let ofPage: Language = LANGUAGES[0];

/** Chooses the language of the chat's own texts by the page's locale; English where it has none. Returns it. */
export function speakAs(locale: string): Language {
  ofPage = languageOfLocale(locale) ?? LANGUAGES[0];
  return ofPage;
}

/** A fixed text of the chat; `{name}` is filled in. */
export const say: Say = (key, values) => sayIn(ofPage, key, values);

function sayIn(language: Language, key: Plain, values: Readonly<Record<string, string | number>> = {}): string {
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The language of the message around a part of the view; nothing outside of messages. */
export const MessageLanguage = createContext<Language | undefined>(undefined);

/** As `say`, in the language of the message that it is said in: a Spanish answer has Spanish sources on any page. */
export function useSay(): Say {
  const language = useContext(MessageLanguage);
  return (key, values) => sayIn(language ?? ofPage, key, values);
}

/** The words for what stands behind a source. */
export function useSaySupport(): (support: string) => string {
  const names: Readonly<Record<string, string>> = TEXTS[useContext(MessageLanguage) ?? ofPage].support;
  return (support) => names[support] ?? support;
}

/** The language of what the bot said; other bots' words are of the page's. */
export function languageOf(reply: { readonly language?: string; readonly knowledge?: string }): Language {
  return languageOfLocale(reply.language) ?? (reply.knowledge === undefined ? ofPage : LANGUAGES[0]);
}

/** For the `lang` attribute of a part: nothing where it is in the page's own language. */
export const markLanguage = (language: Language): string | undefined => (language === ofPage ? undefined : language);
