// What is inside: a CycloneDX bill of materials (written to the given path, default sbom.json) and a table of licences.
// Fails for a package without a licence that we may pass on. `npm run sbom [-- <path>]`
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const ALLOWED =
  /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-[34]\.0|Python-2\.0|Unlicense|Zlib|WTFPL)$/;

function readBill() {
  const args = ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx'];
  const made = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (made.status !== 0) throw new Error(`npm sbom ended with ${made.status}: ${made.stderr.slice(0, 500)}`);
  return JSON.parse(made.stdout);
}

/** `(MIT OR Apache-2.0)` is fine when one of them is. */
const isAllowed = (licence) =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => ALLOWED.test(one.trim()));

/** Say it in a file of theirs, not where npm looks: LICENSE-MIT, and Readme.md under "License". */
const SAID_ELSEWHERE = { cldrjs: 'MIT', 'escape-regexp-component': 'MIT' };

const licenceOf = ({ name, licenses = [] }) =>
  licenses
    .map((l) => l.expression ?? l.license?.id ?? l.license?.name)
    .filter(Boolean)
    .join(' AND ') ||
  (SAID_ELSEWHERE[name] ?? 'none');

const file = process.argv[2] ?? path.join(root, 'sbom.json');
const bill = readBill();
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
const counts = new Map();
for (const component of bill.components) counts.set(licenceOf(component), (counts.get(licenceOf(component)) ?? 0) + 1);
console.table([...counts].sort((a, b) => b[1] - a[1]).map(([licence, packages]) => ({ licence, packages })));
console.log(`${bill.components.length} packages, written to ${file}`);
const refused = bill.components.filter((c) => !isAllowed(licenceOf(c)));
for (const c of refused) console.error(`Not allowed: ${c.name}@${c.version}: ${licenceOf(c)}`);
process.exitCode = refused.length > 0 ? 1 : 0;
