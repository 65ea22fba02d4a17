import { SITES, type Site } from '../src/knowledge/entry.js';
import type { Language } from '../src/language/language.js';
import { packOf } from '../src/matcher/languagePack.js';
import type { Region } from '../src/matcher/roleWords.js';
import type { OtherRegion } from '../src/matcher/chooseSites.js';
import { foldText } from '../src/text.js';
import { spokenIn, type Side } from './spoken.js';

export interface SidedSite {
  readonly side: Side;
  readonly site: Site;
}

/** How many words a side reaches to its place: "left total knee", "knee, the left one". */
const REACH = 3;
const REACH_BACK = 5;

/** True for a text that names places and nothing else: "mostly my hip", "and my lower back too". */
export function isBarePlace(text: string, language: Language = 'en'): boolean {
  const { aroundPlace } = spokenIn(language);
  const words = listWords(text, language);
  const places = words.filter((w) => regionOf(w, language) !== undefined);
  return places.length > 0 && words.every((w) => aroundPlace.has(w) || regionOf(w, language) !== undefined);
}

/** Each place with its side: "left knee replacement, now my right hip" is the left knee and the right hip. */
export function findSides(text: string, language: Language = 'en'): SidedSite[] {
  const words = listWords(text, language);
  return words.flatMap((word, at) => {
    const { sides, afterNoSide, isSideFirst } = spokenIn(language);
    const side = sides.get(word);
    if (!side || afterNoSide.has(words[at + 1] ?? '')) return [];
    const [after, before] = [() => siteAfter(words, at, language), () => siteBefore(words, at, language)];
    // "Ambas rodillas" and "the right hip" name the place after the side, "la rodilla izquierda" before it.
    const site = isSideFirst || side === 'both' ? (after() ?? before()) : (before() ?? after());
    return site ? [{ side, site }] : [];
  });
}

/** The sites among the words of a text. */
export function findSites(text: string, language: Language = 'en'): Site[] {
  return [...new Set(listRegions(text, language).filter(isSite))];
}

/** Parts of the body beside the four sites, such as a thigh. */
export function findOtherRegions(text: string, language: Language = 'en'): OtherRegion[] {
  const regions = listRegions(text, language);
  return [...new Set(regions.filter((r): r is OtherRegion => r !== 'elsewhere' && !isSite(r)))];
}

const listWords = (text: string, language: Language) =>
  packOf(language)
    .readWords(foldText(text))
    .map((w) => w.text);
const listRegions = (text: string, language: Language) =>
  listWords(text, language).flatMap((w) => regionOf(w, language) ?? []);
const regionOf = (word: string, language: Language) => packOf(language).regionOf(word);

const isSite = (region: Region): region is Site => (SITES as readonly string[]).includes(region);

function siteAfter(words: readonly string[], at: number, language: Language): Site | undefined {
  return firstSite(cutAtSide(words.slice(at + 1, at + 1 + REACH), language), language);
}

function siteBefore(words: readonly string[], at: number, language: Language): Site | undefined {
  return firstSite(cutAtSide(words.slice(Math.max(0, at - REACH_BACK), at).reverse(), language), language);
}

function cutAtSide(words: readonly string[], language: Language): readonly string[] {
  const other = words.findIndex((w) => spokenIn(language).sides.has(w));
  return other < 0 ? words : words.slice(0, other);
}

function firstSite(words: readonly string[], language: Language): Site | undefined {
  for (const word of words) {
    const region = regionOf(word, language);
    if (region && isSite(region)) return region;
  }
  return undefined;
}
