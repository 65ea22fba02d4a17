import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(__dirname, '../../..');

/**
 * Bundles a script of this folder for plain node. It lies below the project's own packages, so that it finds those and not
 * the packages of other system tests.
 */
export function buildScript(name: string): string {
  const outfile = path.join(root, 'node_modules/.cache/kneebone-storage-tests', `${name}.mjs`);
  const source = path.join(__dirname, `${name}.ts`);
  const options = ['--bundle', '--platform=node', '--format=esm', '--packages=external', '--log-level=error'];
  execFileSync(path.join(root, 'node_modules/.bin/esbuild'), [source, `--outfile=${outfile}`, ...options]);
  return outfile;
}

/** A node process that prints one line for each thing done. */
export interface Script {
  readonly child: ChildProcess;
  /** Lines so far. */
  readonly lines: string[];
  /** Resolves with the code, or the signal, when it ended. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

export function startScript(
  file: string,
  args: readonly string[],
  options: { uid?: number; gid?: number } = {},
): Script {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const closed = new Promise((done) => reader.once('close', done));
  const ended = new Promise<number | NodeJS.Signals | null>((done) =>
    child.once('exit', (code, signal) => void closed.then(() => done(code ?? signal))),
  );
  return { child, lines, ended };
}
