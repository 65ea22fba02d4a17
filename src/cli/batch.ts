import { decide, type Decided, type Decider } from '../decide.js';
import { LANGUAGES } from '../language/language.js';
import { optionalText, readLanguage, requireText, runJsonLines } from './jsonLines.js';
import { loadDeciders } from './parts.js';

/** `kb batch`: the matcher and triage alone, one JSON line per utterance; `language` of a line says in which. */
export async function runBatch(): Promise<number> {
  const { of } = loadDeciders();
  return runJsonLines(async (row) => {
    const language = readLanguage(row) ?? LANGUAGES[0];
    return decideRow(of[language], requireText(row, 'text'), readLastIntent(row));
  });
}

function readLastIntent(row: Record<string, unknown>): string | undefined {
  const context = row['context'];
  if (context === undefined) return undefined;
  if (typeof context !== 'object' || context === null) throw new RangeError('"context" must be an object');
  return optionalText(context as Record<string, unknown>, 'intent');
}

function decideRow(decider: Decider, text: string, lastIntent: string | undefined) {
  const started = performance.now();
  const decided = decide(decider, text, lastIntent ? { lastIntent } : {});
  const ms = Math.round((performance.now() - started) * 1000) / 1000;
  return { text, ...summarise(decided), ms };
}

/** A decision in the words of the command line's contract. */
export function summarise({ decision, ranked }: Decided) {
  const offered = decision.kind === 'clarify' ? decision.candidates : [];
  const rest = ranked.filter((r) => !offered.some((o) => o.entry.id === r.entry.id));
  const candidates = [...offered, ...rest].slice(0, 5).map((c) => ({ intent: c.entry.id, score: round(c.score) }));
  const isAnswer = decision.kind === 'answer' || decision.kind === 'redFlag';
  return {
    decision: decision.kind,
    intent: isAnswer ? decision.entry.id : null,
    ...(decision.kind === 'answer' &&
      decision.also.length > 0 && { intents: [decision.entry.id, ...decision.also.map((a) => a.entry.id)] }),
    candidates,
    redFlag: decision.kind === 'redFlag' ? decision.entry.id : null,
  };
}

const round = (n: number) => Math.round(n * 1000) / 1000;
