import path from 'node:path';
import type { Deciders } from '../createDecider.js';
import type { Decider } from '../decide.js';
import { readConfig } from '../config.js';
import { KneeboneError } from '../errors.js';
import { loadUsableLanguages } from '../knowledge/loadUsableKnowledge.js';
import { languageOfLocale, LANGUAGES, type Language } from '../language/language.js';
import { loadDeciders as loadAll } from '../loadDecider.js';
import { knowledgeDir } from './knowledgeDir.js';

/**
 * The decider of one language, which hears warning signs in the others too.
 * @throws ProblemsError when the settings or the knowledge cannot be used
 */
export function loadDecider(language: Language = 'en'): Decider {
  return loadDeciders().of[language];
}

/** @throws ProblemsError as `loadDecider` */
export function loadDeciders(): Deciders {
  return loadAll(loadUsableLanguages(knowledgeDir()), cacheDir());
}

/** @throws KneeboneError CLI_USAGE for a language that Kneebone does not speak */
export function parseLanguage(given: string): Language {
  const language = languageOfLocale(given);
  if (!language) throw new KneeboneError('CLI_USAGE', `"${given}" is none of the languages ${LANGUAGES.join(', ')}`);
  return language;
}

/**
 * The language after `--language`, English without it.
 * @throws KneeboneError CLI_USAGE for a language that Kneebone does not speak
 */
export function parseLanguageOption(args: readonly string[]): Language {
  const at = args.indexOf('--language');
  return at < 0 ? LANGUAGES[0] : parseLanguage(args[at + 1] ?? '');
}

/** The arguments without `--language` and its value. */
export function withoutLanguage(args: readonly string[]): string[] {
  const at = args.indexOf('--language');
  return args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
}

const cacheDir = () => path.join(readConfig(process.env).dataDir, 'cache');
