// Builds dist/ when it is missing or older than a source file.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const STAMP = path.join(root, 'dist', 'src', 'server.js');

function newest(dir) {
  return readdirSync(path.join(root, dir), { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile())
    .reduce((latest, f) => Math.max(latest, statSync(path.join(f.parentPath, f.name)).mtimeMs), 0);
}

export async function ensureBuilt() {
  const hasSources = existsSync(path.join(root, 'src'));
  if (existsSync(STAMP) && (!hasSources || statSync(STAMP).mtimeMs >= Math.max(newest('src'), newest('dialogs'))))
    return;
  const { buildAll } = await import('./build.mjs');
  await buildAll();
}
