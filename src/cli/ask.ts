import { decide, explain } from '../decide.js';
import { KneeboneError } from '../errors.js';
import { summarise } from './batch.js';
import { loadDecider } from './parts.js';

/** `kb ask "<utterance>"`: the decision, the ranked candidates, and what carried them. */
export async function runAsk(args: string[]): Promise<number> {
  const isJson = args.includes('--json');
  const utterance = args.filter((a) => a !== '--json').join(' ');
  if (utterance.trim() === '')
    throw new KneeboneError('CLI_USAGE', 'ask needs an utterance, for example: ask "why does my knee hurt?"');
  const decider = loadDecider();
  const decided = summarise(decide(decider, utterance));
  const reasons = explain(decider, utterance);
  if (isJson) process.stdout.write(`${JSON.stringify({ ...decided, reasons }, null, 2)}\n`);
  else process.stdout.write(`${formatAsk(decided, reasons)}\n`);
  return 0;
}

function formatAsk(decided: ReturnType<typeof summarise>, reasons: readonly string[]): string {
  const head = [`decision   ${decided.decision}${decided.intent ? `  ${decided.intent}` : ''}`];
  const candidates = decided.candidates.map((c) => `  ${c.score.toFixed(3)}  ${c.intent}`);
  return [...head, 'candidates', ...candidates, 'why', ...reasons.map((r) => `  ${r}`)].join('\n');
}
