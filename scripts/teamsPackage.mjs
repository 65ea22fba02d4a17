// Makes the app package that Teams installs: manifest and icons in a zip. `npm run teams:package`, see docs/teams.md.
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { zip } from './zip.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const OUT = path.join('dist', 'kneebone-teams.zip');
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_DEVELOPER_CHARS = 32;
const read = (file) => readFileSync(path.join(root, file), 'utf8');

/**
 * Fills the manifest from the environment.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {{ manifest?: object, problems: string[] }}
 */
export function composeManifest(env) {
  const publicUrl = (env.PUBLIC_URL ?? '').replace(/\/+$/, '');
  const values = {
    version: JSON.parse(read('package.json')).version,
    appId: env.MicrosoftAppId ?? '',
    developer: (env.CONTACT_NAME || 'Kneebone').slice(0, MAX_DEVELOPER_CHARS),
    publicUrl,
    privacyUrl: env.PRIVACY_URL ?? '',
    termsUrl: env.TERMS_URL ?? '',
  };
  const problems = [
    ...(GUID.test(values.appId)
      ? []
      : ['MicrosoftAppId: set it to the id (a GUID) of your bot; docs/azure.md says where it stands']),
    ...checkAddress('PUBLIC_URL', publicUrl, 'the address of this server as Teams reaches it'),
    ...checkAddress('PRIVACY_URL', values.privacyUrl, 'a page that says how you handle what people write'),
    ...checkAddress('TERMS_URL', values.termsUrl, 'your terms of use'),
  ];
  if (problems.length > 0) return { problems };
  const text = JSON.stringify(JSON.parse(read('scripts/teams/manifest.json')));
  const filled = text.replace(/\{(\w+)\}/g, (_, name) => JSON.stringify(values[name]).slice(1, -1));
  const manifest = { ...JSON.parse(filled), validDomains: [new URL(publicUrl).hostname] };
  return { manifest, problems };
}

function checkAddress(name, value, what) {
  const isGood = URL.canParse(value) && new URL(value).protocol === 'https:';
  return isGood ? [] : [`${name}: set it to ${what}, beginning with https://`];
}

/** The zip of a manifest with its two icons. */
export async function packManifest(manifest) {
  await loadWasm();
  return zip([
    { name: 'manifest.json', data: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: 'color.png', data: drawIcon('color', 192) },
    { name: 'outline.png', data: drawIcon('outline', 32) },
  ]);
}

let wasm;
function loadWasm() {
  const file = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  return (wasm ??= initWasm(readFileSync(file)));
}

function drawIcon(name, widthPx) {
  const svg = read(`scripts/teams/${name}.svg`);
  return Buffer.from(new Resvg(svg, { fitTo: { mode: 'width', value: widthPx } }).render().asPng());
}

async function main() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { manifest, problems } = composeManifest(process.env);
  if (!manifest) {
    process.stderr.write(`The Teams package cannot be made:\n${problems.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(path.dirname(OUT), { recursive: true });
  writeFileSync(OUT, await packManifest(manifest));
  process.stdout.write(`${OUT}: in Teams choose Apps, Manage your apps, Upload an app.\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
