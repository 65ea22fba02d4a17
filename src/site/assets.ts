import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file ready to be sent, with its smaller forms. */
export interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

/** The built files of widget and demonstration site, in memory. */
export interface Assets {
  /** Address of a hashed file by its name in the source, for example `chat.js`. */
  addressOf(name: string): string;
  /** A hashed file by its own name. */
  find(fileName: string): Asset | undefined;
  /** The text of a file that is completed when it is sent: pages and launcher. */
  textOf(name: string): string;
}

export const ASSET_ROUTE = '/assets';
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Loads what `npm run build` made; `undefined` where nothing was built, as in a test that runs the sources. */
export function loadAssets(dir = findBuild()): Assets | undefined {
  const manifestFile = path.join(dir, 'manifest.json');
  if (!existsSync(manifestFile)) return undefined;
  // Written by scripts/buildWidget.mjs.
  const names = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, string>;
  const files = new Map(Object.values(names).map((file) => [file, loadAsset(path.join(dir, file))]));
  return {
    addressOf: (name) => `${ASSET_ROUTE}/${names[name] ?? name}`,
    find: (fileName) => files.get(fileName),
    textOf: (name) => readFileSync(path.join(dir, name), 'utf8'),
  };
}

/** Beside the compiled server, or in `dist` when the sources run. */
function findBuild(): string {
  const beside = fileURLToPath(new URL('../../widget/', import.meta.url));
  return existsSync(beside) ? beside : path.resolve('dist', 'widget');
}

function loadAsset(file: string): Asset {
  const read = (name: string) => (existsSync(name) ? readFileSync(name) : undefined);
  const [br, gzip] = [read(`${file}.br`), read(`${file}.gz`)];
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  return { type, plain: readFileSync(file), ...(br && { br }), ...(gzip && { gzip }) };
}
