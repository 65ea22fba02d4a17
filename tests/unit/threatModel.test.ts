import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Lines of the table under "Threats", with the files and the words that each names as its test. */
function readThreats(): { threat: string; files: string[]; quotes: [file: string, words: string][] }[] {
  const text = readFileSync(path.resolve('docs', 'security.md'), 'utf8');
  const section = text.slice(text.indexOf('## Threats'), text.indexOf('## Known limits'));
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (threat|---)/.test(line));
  return lines.map((line) => {
    const [, threat = '', , test = ''] = line.split('|').map((cell) => cell.trim());
    const files = Array.from(test.matchAll(/`([^` ]+)`/g), (m) => m[1] ?? '').filter((f) => f.includes('/'));
    const quotes = Array.from(test.matchAll(/`([^` ]+)` "([^"]+)"/g), (m): [string, string] => [
      m[1] ?? '',
      m[2] ?? '',
    ]);
    return { threat, files, quotes };
  });
}

describe('docs/security.md', () => {
  const threats = readThreats();

  test('names a test for each threat, and the test is there', () => {
    expect(threats.length).toBeGreaterThan(20);
    const untested = threats.filter((t) => t.files.length === 0).map((t) => t.threat);
    const gone = threats.flatMap((t) => t.files).filter((file) => !existsSync(path.resolve(file)));
    expect({ untested, gone }).toEqual({ untested: [], gone: [] });
  });

  test('quotes words that stand in the test', () => {
    const wrong = threats
      .flatMap((t) => t.quotes)
      .filter(([file, words]) => !readFileSync(path.resolve(file), 'utf8').includes(words));
    expect(wrong).toEqual([]);
  });
});
