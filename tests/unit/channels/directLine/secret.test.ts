import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSecrets } from '../../../../src/channels/directLine/secret.js';

const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-secret-'));
afterAll(() => rmSync(dir, { recursive: true }));

const load = (secrets: string[], storage: 'lowdb' | 'memory' = 'lowdb') =>
  loadSecrets({ storage, dataDir: path.join(dir, 'data'), widget: { origins: [], secrets } });

describe('loadSecrets', () => {
  test('takes the secrets of the configuration', () => {
    expect(load(['new-secret', 'old-secret'])).toEqual(['new-secret', 'old-secret']);
  });

  test('makes a secret at the first start and keeps it for the next', () => {
    const [first] = load([]);
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(load([])).toEqual([first]);
    expect(readFileSync(path.join(dir, 'data', 'widget-secret'), 'utf8')).toBe(`${first}\n`);
  });

  test('keeps it readable by its owner only', () => {
    load([]);
    expect(statSync(path.join(dir, 'data', 'widget-secret')).mode & 0o777).toBe(0o600);
  });

  test('writes nothing where nothing is kept', () => {
    expect(load([], 'memory')).not.toEqual(load([], 'memory'));
  });
});
