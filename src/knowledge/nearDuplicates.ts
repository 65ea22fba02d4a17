import { createProblem, type Problem } from '../errors.js';
import { foldText, tokenize } from '../text.js';
import type { UtteranceLine } from './loadKnowledge.js';

/** Share of common words from which two utterances count as the same question. Below it, word order and size differ. */
const NEAR = 0.85;
const MIN_WORDS = 4;
const RAREST = 3;

/**
 * Pairs of utterances of different entries that share nearly all words; both places are named.
 * @param areToldApart true for two intents that other means separate, such as the direction from operation to pain
 */
export function findNearDuplicates(
  lines: readonly UtteranceLine[],
  areToldApart: (a: string, b: string) => boolean,
): Problem[] {
  const sets = lines.map((l) => new Set(tokenize(foldText(l.text)).map((t) => t.text)));
  const byWord = new Map<string, number[]>();
  sets.forEach((set, i) => {
    for (const word of set) {
      const rows = byWord.get(word);
      if (rows) rows.push(i);
      else byWord.set(word, [i]);
    }
  });
  const problems: Problem[] = [];
  lines.forEach((line, i) => {
    const words = sets[i] ?? new Set();
    if (words.size < MIN_WORDS) return;
    // Near-duplicates share almost all words, so one of the rarest few as well.
    const rarest = [...words]
      .sort((a, b) => (byWord.get(a)?.length ?? 0) - (byWord.get(b)?.length ?? 0))
      .slice(0, RAREST);
    const others = new Set(rarest.flatMap((w) => byWord.get(w) ?? []));
    for (const j of others) {
      const other = lines[j];
      if (!other || j >= i || other.intent === line.intent || areToldApart(line.intent, other.intent)) continue;
      if (jaccard(words, sets[j] ?? new Set()) < NEAR) continue;
      const where = `${other.file}:${other.line}`;
      const message = `"${line.text}" is nearly "${other.text}" at ${where}`;
      problems.push(createProblem('KNOWLEDGE_NEAR_DUPLICATE', line.file, line.line, message));
    }
  });
  return problems;
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  return common / (a.size + b.size - common);
}
