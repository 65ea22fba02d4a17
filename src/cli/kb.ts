import { KneeboneError, ProblemsError } from '../errors.js';

type Command = (args: string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, { does: string; load: () => Promise<Command> }>> = {
  check: {
    does: 'validate knowledge/; every problem at once',
    load: async () => (await import('./check.js')).runCheck,
  },
  ask: {
    does: 'decide one utterance and say why: ask [--language es] [--after <intent>] [--json] "<utterance>"',
    load: async () => (await import('./ask.js')).runAsk,
  },
  chat: {
    does: 'talk to the bot in the terminal: chat [--language es]',
    load: async () => (await import('./chat.js')).runChat,
  },
  batch: { does: 'JSON lines in, decisions out', load: async () => (await import('./batch.js')).runBatch },
  converse: { does: 'JSON lines in, whole turns out', load: async () => (await import('./converse.js')).runConverse },
  evaluate: { does: 'figures on the evaluation sets', load: async () => (await import('./evaluate.js')).runEvaluate },
  coverage: {
    does: 'table of entries: coverage [--language es] [--json]',
    load: async () => (await import('./coverage.js')).runCoverage,
  },
  impact: {
    does: 'what the knowledge changes: impact [--base REV] [--json]',
    load: async () => (await import('./impact.js')).runImpact,
  },
  import: {
    does: 'add questions of another system: import <file> [--dry-run]',
    load: async () => (await import('./import.js')).runImport,
  },
  export: {
    does: 'entries for other programs: export faqpage|csv|cqa [file] [--language es]',
    load: async () => (await import('./export.js')).runExport,
  },
  rollback: {
    does: 'back to an earlier version: rollback [VERSION] [--list] [--dry-run]',
    load: async () => (await import('./rollback.js')).runRollback,
  },
  intents: { does: 'train and test on any labelled set', load: async () => (await import('./intents.js')).runIntents },
};

/** The curators' command line. Resolves to the exit code: 0 fine, 1 faults found, 2 wrong usage. */
export async function runKb(args: string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  const command = COMMANDS[name];
  if (!command) return printHelp(name);
  try {
    return await (
      await command.load()
    )(rest);
  } catch (error) {
    if (!(error instanceof KneeboneError || error instanceof ProblemsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function printHelp(name: string): number {
  const isHelp = ['help', '--help', '-h'].includes(name);
  const lines = Object.entries(COMMANDS).map(([command, { does }]) => `  ${command.padEnd(10)} ${does}`);
  const text = `npm run kb -- <command>\n\n${lines.join('\n')}\n`;
  if (isHelp) process.stdout.write(text);
  else process.stderr.write(`CLI_USAGE unknown command "${name}"\n\n${text}`);
  return isHelp ? 0 : 2;
}
