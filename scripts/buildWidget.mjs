// Bundles the widget and the assets of the demonstration site: minified, hashed names, brotli and gzip beside each file.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const COMMON = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: 'browser',
  // The oldest browsers with everything the widget needs (constructed style sheets, :has, dvh).
  target: ['chrome111', 'firefox121', 'safari16.4'],
  legalComments: 'none',
  write: false,
};

/** Files that pages name by their hashed names, and the names they have in the manifest. */
const HASHED = {
  'chat.js': 'src/widget/chat/main.tsx',
  'chat.css': 'src/widget/chat/chat.css',
  'home.js': 'src/widget/home/home.ts',
  'home.css': 'src/widget/home/home.css',
};
const PLAIN = {
  'chat.html': 'src/widget/chat/chat.html',
  'home.html': 'src/widget/home/home.html',
  'icon.svg': 'src/widget/home/icon.svg',
};

export async function buildWidget(outDir) {
  mkdirSync(outDir, { recursive: true });
  const manifest = {};
  for (const [name, entry] of Object.entries(HASHED)) manifest[name] = await buildHashed(name, entry, outDir);
  const launcher = await build({
    ...COMMON,
    entryPoints: ['src/widget/launcher/main.ts'],
    format: 'iife',
    outfile: 'launcher.js',
  });
  writeFileSync(path.join(outDir, 'launcher.js'), launcher.outputFiles[0].contents);
  for (const [name, file] of Object.entries(PLAIN))
    writeFileSync(path.join(outDir, name), readFileSync(path.join(root, file)));
  writeFileSync(path.join(outDir, 'manifest.json'), JSON.stringify(manifest, null, 2));
}

async function buildHashed(name, entry, outDir) {
  const extension = path.extname(name);
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [{ in: entry, out: path.basename(name, extension) }],
    format: 'esm',
    outdir: outDir,
    entryNames: '[name]-[hash]',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const [file] = outputFiles;
  writeFileSync(file.path, file.contents);
  writeFileSync(
    `${file.path}.br`,
    brotliCompressSync(file.contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
  writeFileSync(`${file.path}.gz`, gzipSync(file.contents, { level: 9 }));
  return path.basename(file.path);
}
