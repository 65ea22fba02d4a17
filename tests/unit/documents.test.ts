import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const inFolder = (dir: string) =>
  readdirSync(path.join(root, dir))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(dir, name));
const documents = [
  ...inFolder('.'),
  ...inFolder('docs'),
  'knowledge/README.md',
  'bench/README.md',
  'tests/conversations/README.md',
];

/** Anchors as the usual hosts make them from headings. */
const anchorsOf = (text: string) =>
  Array.from(text.matchAll(/^#+ (.+)$/gm), (m) =>
    (m[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );

describe('the documents', () => {
  test.each(documents)('%s links to files and headings that exist', (file) => {
    const links = Array.from(read(file).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g), (m) => m[1] ?? '');
    const broken = links.filter((link) => {
      const [to = '', anchor] = link.split('#');
      const target = to === '' ? file : path.posix.join(path.posix.dirname(file), to);
      if (!existsSync(path.join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test.each(documents)('%s names commands that exist', (file) => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
    const commands = Array.from(
      read('src/cli/kb.ts').matchAll(/^ {2}'?([a-z]+)'?: (?:\{|\[|async|\(|run)/gm),
      (m) => m[1],
    );
    expect(commands).toContain('check');
    const named = Array.from(read(file).matchAll(/npm run ([a-z:]+)/g), (m) => m[1]);
    const asked = Array.from(read(file).matchAll(/npm run kb -- ([a-z]+)/g), (m) => m[1]);
    expect(named.filter((name) => !scripts.includes(name ?? ''))).toEqual([]);
    expect(asked.filter((name) => name !== 'help' && !commands.includes(name))).toEqual([]);
  });

  test.each(documents)('%s names settings that .env.example explains', (file) => {
    const settings = new Set(
      Array.from(read('.env.example').matchAll(/^#?\s?([A-Za-z][A-Za-z0-9_]+)=/gm), (m) => m[1]),
    );
    const assigned = Array.from(
      read(file).matchAll(/^(?!KNEEBONE_BENCHMARKS)([A-Z][A-Z_]{3,}|MicrosoftApp[A-Za-z]+)=/gm),
      (m) => m[1],
    );
    expect(assigned.filter((name) => !settings.has(name))).toEqual([]);
  });

  test('README is shorter than 250 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(250);
  });
});
