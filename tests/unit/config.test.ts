import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CONFIG_NAMES, isLoopback, readConfig } from '../../src/config.js';
import { ProblemsError } from '../../src/errors.js';

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.message.split('\n');
  }
};

describe('readConfig', () => {
  test('an empty environment gives the defaults', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3978,
      host: '127.0.0.1',
      storage: 'lowdb',
      retentionDays: 30,
      region: 'unknown',
    });
    expect(config.publicUrl).toBe('http://localhost:3978');
  });

  test('an empty value counts as not set', () => {
    expect(readConfig({ PORT: '', HOST: '  ', WIDGET_SECRET: '' })).toMatchObject({
      port: 3978,
      host: '127.0.0.1',
      widget: { secrets: [] },
    });
  });

  test('lists every fault at once, each with its name and remedy', () => {
    const found = problemsOf({
      PORT: 'abc',
      REGION: 'mars',
      WIDGET_SECRET: 'short',
      WIDGET_ORIGINS: 'https://a.example/path',
    });
    expect(found).toEqual([
      expect.stringMatching(/^PORT: CONFIG_INVALID must be a whole number from 0 to 65535; /),
      expect.stringMatching(/^REGION: CONFIG_INVALID must be us, uk, ie, eu or empty; /),
      expect.stringMatching(/^WIDGET_ORIGINS: CONFIG_INVALID must be origins such as/),
      expect.stringMatching(/^WIDGET_SECRET: CONFIG_INVALID must have at least 32 characters; /),
    ]);
  });

  test('refuses half a configuration of a channel', () => {
    expect(problemsOf({ MicrosoftAppId: 'id' })[0]).toMatch(/^MicrosoftAppPassword: .* is missing although/);
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1' })[0]).toMatch(/^SLACK_SIGNING_SECRET: .* is missing although/);
    expect(problemsOf({ SLACK_SIGNING_SECRET: 's' })[0]).toMatch(/^SLACK_BOT_TOKEN: .* is missing although/);
  });

  test('asks for a secret that all processes share where several may run', () => {
    expect(problemsOf({ STORAGE: 'redis' })).toEqual([
      expect.stringMatching(/^WIDGET_SECRET: CONFIG_INVALID is missing although STORAGE is redis.*; set the same 32/),
    ]);
    expect(problemsOf({ STORAGE: 'redis', WIDGET_SECRET: 's'.repeat(32) })).toEqual([]);
  });

  test('takes two secrets at once for a rotation', () => {
    const [first, second] = ['a'.repeat(32), 'b'.repeat(40)];
    expect(readConfig({ WIDGET_SECRET: `${first},${second}` }).widget.secrets).toEqual([first, second]);
  });

  test('never repeats a secret in a message', () => {
    expect(problemsOf({ WIDGET_SECRET: 'tiny-secret' }).join()).not.toContain('tiny-secret');
  });
});

describe('isLoopback', () => {
  test.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['chat.example.org', false],
  ])('%s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe('.env.example', () => {
  test('names every setting, each with a comment, and no other', () => {
    const lines = readFileSync(path.resolve('.env.example'), 'utf8').split('\n');
    const settings = lines.filter((l) => /^[A-Za-z_]+=/.test(l));
    expect(settings.map((l) => l.split('=')[0]).sort()).toEqual([...CONFIG_NAMES].sort());
    expect(settings.filter((l) => !l.includes(' # '))).toEqual([]);
  });

  test('its values are accepted as they stand', () => {
    const lines = readFileSync(path.resolve('.env.example'), 'utf8').split('\n');
    const env = Object.fromEntries(
      lines.flatMap((l) => {
        const found = /^([A-Za-z_]+)=(.*?)\s+#/.exec(l);
        return found ? [[found[1] ?? '', found[2] ?? '']] : [];
      }),
    );
    expect(readConfig(env)).toEqual(readConfig({}));
  });
});
