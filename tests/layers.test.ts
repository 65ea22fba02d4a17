import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Rows of conventions, section 2, lowest first; a file imports from its own row or a row below it. */
const ROWS: readonly (readonly RegExp[])[] = [
  [/^src\/(text|wordDistance|errors|config|redact|reply)\.ts$/],
  [/^src\/language\//],
  [/^src\/knowledge\//],
  [/^src\/matcher\//, /^src\/safety\//],
  [/^src\/(decide|createDecider|otherLanguage)\.ts$/],
  [/^dialogs\//],
  [
    /^src\/(bot|chooseLanguage|turnRunner|turnRecords|decideInContext|people|readActivity|finishReplies|handoff)\.ts$/,
    /^src\/channels\//,
    /^src\/storage\//,
  ],
  [/^src\/(app|loadDecider|metrics|records|recovery)\.ts$/, /^src\/(desk|site)\//],
  [/^src\/server\.ts$/, /^src\/cli\//],
];
const PURE = [/^src\/matcher\//, /^src\/safety\//, /^src\/decide\.ts$/, /^src\/text\.ts$/];
const IMPURE =
  /^(node:(fs|fs\/promises|path|http|net|child_process|worker_threads)|botbuilder.*|restify|lowdb.*|ws|redis)$/;

const root = path.resolve(__dirname, '..');
const files = ['src', 'dialogs'].flatMap((dir) =>
  readdirSync(path.join(root, dir), { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.tsx?$/.test(f))
    .map((f) => `${dir}/${f.split(path.sep).join('/')}`),
);
const product = files.filter((f) => !f.startsWith('src/widget/'));

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  );
  return Array.from(found, (m) => m[1] ?? m[2] ?? '');
}

function localImports(file: string): string[] {
  const relative = importsOf(file).filter((i) => i.startsWith('.'));
  return relative.map((i) => path.posix.join(path.posix.dirname(file), i).replace(/\.js$/, '.ts'));
}

const rowOf = (file: string) => ROWS.findIndex((row) => row.some((r) => r.test(file)));

describe('layers', () => {
  test('every file stands in a row', () => {
    expect(product.filter((f) => rowOf(f) < 0)).toEqual([]);
  });

  test('a file imports from its own row or a row below it', () => {
    const wrong = product.flatMap((f) =>
      localImports(f).flatMap((i) => (rowOf(i) > rowOf(f) ? [`${f} imports ${i}`] : [])),
    );
    expect(wrong).toEqual([]);
  });

  test('matcher and safety do not know each other', () => {
    const wrong = product.flatMap((f) =>
      localImports(f).flatMap((i) =>
        (/^src\/matcher\//.test(f) && /^src\/safety\//.test(i)) ||
        (/^src\/safety\//.test(f) && /^src\/matcher\//.test(i))
          ? [`${f} imports ${i}`]
          : [],
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('bot, channels and storage know each other by interface only', () => {
    const allowed = /^src\/(channels\/channel|storage\/store)\.ts$/;
    const groupOf = (f: string) => (/^src\/turnR/.test(f) ? 'bot' : /^src\/(bot|channels|storage)\b/.exec(f)?.[1]);
    const wrong = product.flatMap((f) =>
      localImports(f).flatMap((i) =>
        groupOf(f) && groupOf(i) && groupOf(f) !== groupOf(i) && !allowed.test(i) ? [`${f} imports ${i}`] : [],
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('matching, triage and the decision touch no disk, network, clock or framework', () => {
    const pure = product.filter((f) => PURE.some((p) => p.test(f)));
    const wrong = pure.flatMap((f) => importsOf(f).flatMap((i) => (IMPURE.test(i) ? [`${f} imports ${i}`] : [])));
    const clocks = pure.filter((f) =>
      /\bDate\.now\(|new Date\(\)|Math\.random\(/.test(readFileSync(path.join(root, f), 'utf8')),
    );
    expect([...wrong, ...clocks]).toEqual([]);
  });

  test('the environment is read by the server and the command line only', () => {
    const readers = product.filter((f) => /process\.env/.test(readFileSync(path.join(root, f), 'utf8')));
    expect(readers.filter((f) => !/^src\/(server\.ts|cli\/)/.test(f))).toEqual([]);
  });

  test('the import graph has no cycle of values', () => {
    expect(findCycles(product)).toEqual([]);
  });
});

/** Cycles over imports that exist at run time; `import type` does not count. */
function findCycles(all: readonly string[]): string[] {
  const graph = new Map(all.map((f) => [f, valueImports(f)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' > '));
    if (done.has(file) || trail.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of all) visit(file, []);
  return cycles;
}

function valueImports(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8').replace(/import type[^;]+;/g, '');
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\b([^;'"]*?)from\s*['"](\.[^'"]+)['"]/g);
  return Array.from(found)
    .filter((m) => !/^\s*\{(\s*type [^,}]+,?)+\s*\}\s*$/.test(m[1] ?? ''))
    .map((m) => path.posix.join(path.posix.dirname(file), m[2] ?? '').replace(/\.js$/, '.ts'));
}
