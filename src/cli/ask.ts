import { parseArgs } from 'node:util';
import { decide, explain, type DecideContext } from '../decide.js';
import { KneeboneError } from '../errors.js';
import { summarise } from './batch.js';
import type { Language } from '../language/language.js';
import { loadDecider, parseLanguage } from './parts.js';

interface Asked {
  readonly utterance: string;
  /** The entry that was answered before. */
  readonly after: string | undefined;
  readonly language: Language;
  readonly isJson: boolean;
}

/**
 * `kb ask [--language es] [--after <intent>] [--json] "<utterance>"`: the decision, the ranked candidates, and what carried them. Its last
 * line names the knowledge and repeats the question: the same program and knowledge come to the same decision again.
 */
export async function runAsk(args: string[]): Promise<number> {
  const asked = parseAsked(args);
  const decider = loadDecider(asked.language);
  const context: DecideContext = asked.after === undefined ? {} : { lastIntent: asked.after };
  const decided = summarise(decide(decider, asked.utterance, context));
  const reasons = explain(decider, asked.utterance, context);
  const replay = formatReplay(asked, decider.knowledge.version);
  if (asked.isJson) process.stdout.write(`${JSON.stringify({ ...decided, reasons, replay }, null, 2)}\n`);
  else process.stdout.write(`${formatAsk(decided, reasons)}\n${replay}\n`);
  return 0;
}

function parseAsked(args: string[]): Asked {
  const options = {
    json: { type: 'boolean', default: false },
    after: { type: 'string' },
    language: { type: 'string' },
  } as const;
  const { values, positionals } = readOptions(() => parseArgs({ args, options, allowPositionals: true }));
  const utterance = positionals.join(' ');
  if (utterance.trim() === '')
    throw new KneeboneError('CLI_USAGE', 'ask needs an utterance, for example: ask "why does my knee hurt?"');
  const language = parseLanguage(values.language ?? 'en');
  return { utterance, after: values.after, language, isJson: values.json };
}

function readOptions<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new KneeboneError('CLI_USAGE', `ask: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function formatReplay({ utterance, after, language }: Asked, version: string): string {
  const options = `${language === 'en' ? '' : `--language ${language} `}${after === undefined ? '' : `--after ${after} `}`;
  return `replay     knowledge ${version}: npm run kb -- ask ${options}${JSON.stringify(utterance)}`;
}

function formatAsk(decided: ReturnType<typeof summarise>, reasons: readonly string[]): string {
  const head = [`decision   ${decided.decision}${decided.intent ? `  ${decided.intent}` : ''}`];
  const candidates = decided.candidates.map((c) => `  ${c.score.toFixed(3)}  ${c.intent}`);
  return [...head, 'candidates', ...candidates, 'why', ...reasons.map((r) => `  ${r}`)].join('\n');
}
