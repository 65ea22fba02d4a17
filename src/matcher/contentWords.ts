/** Words that say nothing about a topic. */
const STOP_WORDS = new Set(
  `a an the and or of to in on at for with is be are do does have has i you it my me your we they he she this that these
  those as by from if so not can will would could should there here what which who how when where why am was were been
  had did its his her their our us them get got just now one some any all more after since ok okay please yes no
  really very also too but up out about into over then than because still ever only go going make thing things`
    .trim()
    .split(/\s+/),
);

/** The different words of an utterance that carry its topic, in order. */
export function listContentWords(
  words: readonly { readonly text: string }[],
  stopWords: ReadonlySet<string> = STOP_WORDS,
): string[] {
  return [...new Set(words.map((w) => w.text))].filter((w) => !stopWords.has(w));
}
