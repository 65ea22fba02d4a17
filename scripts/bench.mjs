// Runs every bench/*.bench.mjs: each exports `title` and `run()`, which gives rows of figures for one table.
//
//   npm run bench [-- <part of a file name> …]     BENCH_JSON=<path> also writes all rows there
import { readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt } from './ensureBuilt.mjs';

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'bench');
const wanted = process.argv.slice(2);

const machine = `${os.cpus()[0]?.model.trim()} × ${os.cpus().length}, Node ${process.version}`;
console.log(machine);
await ensureBuilt();
const parts = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith('.bench.mjs'))) {
  const name = file.replace('.bench.mjs', '');
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  const { title, run } = await import(pathToFileURL(path.join(folder, file)).href);
  console.log(`\n${title}`);
  try {
    parts[name] = { title, rows: await run() };
    console.table(parts[name].rows);
  } catch (error) {
    parts[name] = { title, error: String(error) };
    console.error(`${name}: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
}
if (process.env.BENCH_JSON) writeFileSync(process.env.BENCH_JSON, `${JSON.stringify({ machine, parts }, null, 2)}\n`);
