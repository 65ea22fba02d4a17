import { readConfig } from '../../../src/config.js';
import { createAccess } from '../../../src/desk/access.js';
import { createMemoryStore } from '../../../src/storage/memoryStore.js';

const store = createMemoryStore(() => 0);
const modeOf = (env: Record<string, string>, isDevelopment: boolean) =>
  createAccess({ config: readConfig(env), store, isDevelopment, now: () => new Date(0) }).mode;

describe('createAccess', () => {
  test('is off without a token, except in development on the own machine', () => {
    expect(modeOf({}, true)).toBe('development');
    expect(modeOf({}, false)).toBe('off');
    expect(modeOf({ HOST: '0.0.0.0' }, true)).toBe('off');
  });

  test('is off behind a proxy that gives loopback a public name', () => {
    expect(modeOf({ PUBLIC_URL: 'https://clinic.example' }, true)).toBe('off');
  });

  test('asks for the token wherever there is one', () => {
    expect(modeOf({ ADMIN_TOKEN: 'x' }, true)).toBe('token');
  });

  test('lets a page under another name into nothing without a token', () => {
    const access = createAccess({ config: readConfig({}), store, isDevelopment: true, now: () => new Date(0) });
    const from = (host: string, headers = {}) =>
      ({ headers: { host, ...headers }, socket: { remoteAddress: '127.0.0.1' } }) as never; // all that is read of it
    const res = { setHeader: () => undefined } as never;
    expect(access.readSession(from('localhost:3978'), res)).toBeDefined();
    expect(access.readSession(from('evil.example:3978'), res)).toBeUndefined();
    expect(access.readSession(from('localhost:3978', { 'x-forwarded-for': '203.0.113.9' }), res)).toBeUndefined();
  });
});
