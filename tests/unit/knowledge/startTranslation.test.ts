import { readFileSync } from 'node:fs';
import { startTranslation } from '../../../src/knowledge/startTranslation.js';

describe('startTranslation', () => {
  test('keeps the fields of a translation and the answer, and drops what is shared', () => {
    const english = readFileSync('knowledge/why/clicking-hip.md', 'utf8');
    const started = startTranslation(english);
    const [, front = '', body = ''] = started.split(/^---\n/m);
    expect(front).toMatch(/^title: Why does my hip click or snap\?$/m);
    expect(front).toMatch(/^variants:\n {2}- when: \{ surgery: \[ ?hip ?\], operation: \[ ?replacement ?\] \}/m);
    expect(front).not.toMatch(/^(?:kind|sources|related|picture):/m);
    expect(body).toBe(english.split(/^---\n/m)[2]);
  });

  test('a file without front matter stays as it is', () => {
    expect(startTranslation('nothing')).toBe('nothing');
  });
});
