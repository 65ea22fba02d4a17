// Draws knowledge/pictures/*.svg as PNG, for channels that show no SVG (Teams, Slack). Fonts come with the package, so the
// result does not depend on the machine.
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const WIDTH_PX = 640;
const FONTS = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf'];
const require = createRequire(import.meta.url);

export async function rasterisePictures(fromDir, toDir) {
  await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const fontDir = path.join(path.dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  const fontBuffers = FONTS.map((f) => readFileSync(path.join(fontDir, f)));
  mkdirSync(toDir, { recursive: true });
  for (const file of readdirSync(fromDir).filter((f) => f.endsWith('.svg'))) {
    const options = {
      fitTo: { mode: 'width', value: WIDTH_PX },
      font: { fontBuffers, defaultFontFamily: 'DejaVu Sans Condensed', sansSerifFamily: 'DejaVu Sans Condensed' },
    };
    const png = new Resvg(readFileSync(path.join(fromDir, file), 'utf8'), options).render().asPng();
    writeFileSync(path.join(toDir, file.replace(/\.svg$/, '.png')), png);
  }
}
