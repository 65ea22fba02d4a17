// Transpiles src/ and dialogs/ to dist/ and bundles the widget. Types are checked by `npm run types`.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function listFiles(dir, extension) {
  return readdirSync(path.join(root, dir), { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile() && f.name.endsWith(extension))
    .map((f) => path.relative(root, path.join(f.parentPath, f.name)));
}

export async function buildAll() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const sources = [...listFiles('src', '.ts'), ...listFiles('dialogs', '.ts')].filter((f) => !f.startsWith('src/widget'));
  await build({
    absWorkingDir: root,
    entryPoints: sources,
    outdir: 'dist',
    outbase: '.',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
  });
  for (const file of listFiles('src', '.bin')) {
    mkdirSync(path.dirname(path.join(root, 'dist', file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(root, 'dist', file));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
