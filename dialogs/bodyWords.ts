import { SITES, type Site } from '../src/knowledge/entry.js';
import { regionOfWord, type Region } from '../src/matcher/roleWords.js';
import type { OtherRegion } from '../src/matcher/chooseSites.js';
import { foldText, readWords } from '../src/text.js';

export interface SidedSite {
  readonly side: 'left' | 'right' | 'both';
  readonly site: Site;
}

const SIDES: readonly string[] = ['left', 'right', 'both'];
/** How many words a side reaches to its place: "left total knee", "knee, the left one". */
const REACH = 3;
const REACH_BACK = 5;
/** Words that may stand beside a place without saying more: "mostly my lower back". */
const AROUND_PLACE = new Set(
  `left right both side sides my the a in of on at it is its and or also too as well mostly mainly more actually lower upper
  whole old new operated one front back behind inside outside around near oh no yes well just then now plus`.split(
    /\s+/,
  ),
);
/** Whoever names a complaint says where it hurts. */
export const COMPLAINT =
  /\b(?:pain|hurt|ach(?:e|es|ing|y)\b|sore|stiff|swell|swoll|click|limp|tight|cramp|burn|spasm)/i;

/** True for a text that names places and nothing else: "mostly my hip", "and my lower back too". */
export function isBarePlace(text: string): boolean {
  const words = readWords(foldText(text)).map((w) => w.text);
  const places = words.filter((w) => regionOfWord(w) !== undefined);
  return places.length > 0 && words.every((w) => AROUND_PLACE.has(w) || regionOfWord(w) !== undefined);
}

/** Each place with its side: "left knee replacement, now my right hip" is the left knee and the right hip. */
export function findSides(text: string): SidedSite[] {
  const words = readWords(foldText(text)).map((w) => w.text);
  return words.flatMap((word, at) => {
    // "Right now my hip hurts" names no side.
    if (!SIDES.includes(word) || words[at + 1] === 'now') return [];
    const site = siteAfter(words, at) ?? siteBefore(words, at);
    return site ? [{ side: word as SidedSite['side'], site }] : []; // one of SIDES
  });
}

/** The sites among the words of a text. */
export function findSites(text: string): Site[] {
  const regions = readWords(foldText(text)).flatMap((w) => regionOfWord(w.text) ?? []);
  return [...new Set(regions.filter(isSite))];
}

/** Parts of the body beside the four sites, such as a thigh. */
export function findOtherRegions(text: string): OtherRegion[] {
  const regions = readWords(foldText(text)).flatMap((w) => regionOfWord(w.text) ?? []);
  return [...new Set(regions.filter((r): r is OtherRegion => r !== 'elsewhere' && !isSite(r)))];
}

const isSite = (region: Region): region is Site => (SITES as readonly string[]).includes(region);

function siteAfter(words: readonly string[], at: number): Site | undefined {
  return firstSite(cutAtSide(words.slice(at + 1, at + 1 + REACH)));
}

function siteBefore(words: readonly string[], at: number): Site | undefined {
  return firstSite(cutAtSide(words.slice(Math.max(0, at - REACH_BACK), at).reverse()));
}

function cutAtSide(words: readonly string[]): readonly string[] {
  const other = words.findIndex((w) => SIDES.includes(w));
  return other < 0 ? words : words.slice(0, other);
}

function firstSite(words: readonly string[]): Site | undefined {
  for (const word of words) {
    const region = regionOfWord(word);
    if (region && isSite(region)) return region;
  }
  return undefined;
}
