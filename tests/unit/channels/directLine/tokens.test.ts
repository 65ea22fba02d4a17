import { createHmac } from 'node:crypto';
import { createTokens, type Claims } from '../../../../src/channels/directLine/tokens.js';

const SECRET = 'first-secret-of-thirty-two-characters';
const CLAIMS: Claims = {
  kind: 'api',
  conversationId: 'c1',
  userId: 'dl_u1',
  origin: 'https://clinic.example',
  tokenId: 't1',
};
const at = (iso: string) => () => new Date(iso);
const NOON = at('2026-11-23T12:00:00Z');
const HALF_HOUR = 30 * 60_000;

describe('createTokens', () => {
  test('gives back the claims of a token it signed', () => {
    const tokens = createTokens([SECRET], NOON);
    expect(tokens.verify(tokens.sign(CLAIMS, HALF_HOUR), 'api')).toEqual({ is: 'valid', claims: CLAIMS });
  });

  test('tells an expired token from an invalid one', () => {
    const token = createTokens([SECRET], NOON).sign(CLAIMS, HALF_HOUR);
    expect(createTokens([SECRET], at('2026-11-23T12:29:59Z')).verify(token, 'api').is).toBe('valid');
    expect(createTokens([SECRET], at('2026-11-23T12:30:00Z')).verify(token, 'api').is).toBe('expired');
  });

  test('refuses a token of another kind', () => {
    const tokens = createTokens([SECRET], NOON);
    expect(tokens.verify(tokens.sign({ ...CLAIMS, kind: 'session' }, HALF_HOUR), 'api').is).toBe('invalid');
  });

  test('takes tokens of the old secret during a rotation, and signs with the new one', () => {
    const old = createTokens(['old-secret-of-thirty-two-characters'], NOON);
    const both = createTokens([SECRET, 'old-secret-of-thirty-two-characters'], NOON);
    expect(both.verify(old.sign(CLAIMS, HALF_HOUR), 'api').is).toBe('valid');
    expect(old.verify(both.sign(CLAIMS, HALF_HOUR), 'api').is).toBe('invalid');
  });

  test('lets clients read the user from the token', () => {
    const [, payload] = createTokens([SECRET], NOON).sign(CLAIMS, HALF_HOUR).split('.');
    expect(JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())).toMatchObject({ user: 'dl_u1', conv: 'c1' });
  });

  test.each([
    ['nothing', ''],
    ['plain text', 'hello'],
    ['a token without signature', 'e30.e30.'],
    [
      'a token that asks for no algorithm',
      `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ kind: 'api', conv: 'c1' })}.`,
    ],
    ['a token with a fourth part', 'a.b.c.d'],
    ['a very long text', 'x'.repeat(100_000)],
  ])('refuses %s', (_name, token) => {
    expect(createTokens([SECRET], NOON).verify(token, 'api')).toEqual({ is: 'invalid' });
  });

  test('refuses a right signature under another header', () => {
    const body = `${encode({ alg: 'HS256' })}.${encode({ kind: 'api', conv: 'c1', exp: 9e9 })}`;
    const signature = createHmac('sha256', SECRET).update(body).digest('base64url');
    expect(createTokens([SECRET], NOON).verify(`${body}.${signature}`, 'api')).toEqual({ is: 'invalid' });
  });

  test('refuses every token with one character changed', () => {
    const tokens = createTokens([SECRET], NOON);
    const token = tokens.sign(CLAIMS, HALF_HOUR);
    // The last character holds bits that base64url does not use, so it is left out.
    const passed = [...token].slice(0, -1).filter((c, i) => {
      const changed = token.slice(0, i) + (c === 'A' ? 'B' : 'A') + token.slice(i + 1);
      return tokens.verify(changed, 'api').is === 'valid';
    });
    expect(passed).toEqual([]);
  });
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
