// Transpiles src/ and dialogs/ to dist/ and bundles the widget. Types are checked by `npm run types`.
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWidget } from './buildWidget.mjs';
import { rasterisePictures } from './rasterisePictures.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function listFiles(dir, extension) {
  return readdirSync(path.join(root, dir), { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile() && f.name.endsWith(extension))
    .map((f) => path.relative(root, path.join(f.parentPath, f.name)));
}

export async function buildAll() {
  const made = `dist-${process.pid}`;
  const sources = ['src', 'dialogs']
    .flatMap((dir) => [...listFiles(dir, '.ts'), ...listFiles(dir, '.tsx')])
    .filter((f) => !f.startsWith('src/widget'));
  await build({
    absWorkingDir: root,
    entryPoints: sources,
    outdir: made,
    outbase: '.',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: true,
  });
  for (const file of [
    ...listFiles('src', '.bin'),
    ...listFiles('src/language', '.mjs'),
    ...listFiles('src/site', '.css'),
    ...listFiles('src/desk', '.css'),
  ]) {
    mkdirSync(path.dirname(path.join(root, made, file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(root, made, file));
  }
  await buildWidget(path.join(root, made, 'widget'));
  await rasterisePictures(path.join(root, 'knowledge', 'pictures'), path.join(root, made, 'pictures'));
  replaceDist(made);
}

/** Swaps the finished build in, so that a program that starts meanwhile never meets half of one. */
function replaceDist(made) {
  const [dist, old] = [path.join(root, 'dist'), path.join(root, `${made}.old`)];
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(path.join(root, made), dist);
  rmSync(old, { recursive: true, force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
