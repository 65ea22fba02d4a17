import type { IncomingMessage } from 'node:http';
import { clientAddress, createOrigins } from '../../../../src/channels/directLine/origins.js';

const request = (headers: Record<string, string>, remoteAddress = '203.0.113.7') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage; // the parts that are read

const widget = { origins: ['https://clinic.example'], secrets: [] };
const local = createOrigins({ host: '127.0.0.1', port: 3978, publicUrl: 'http://localhost:3978', widget });
const open = createOrigins({ host: '0.0.0.0', port: 3978, publicUrl: 'https://chat.example.org', widget });

describe('createOrigins', () => {
  test('takes the page of this server for its own under every loopback name', () => {
    expect(local.isOwn(request({ origin: 'http://localhost:3978', host: 'localhost:3978' }))).toBe(true);
    expect(local.isOwn(request({ origin: 'http://127.0.0.1:3978', host: '127.0.0.1:3978' }))).toBe(true);
  });

  test('does not take a hostile name that points at loopback for its own', () => {
    expect(local.isOwn(request({ origin: 'http://evil.example:3978', host: 'evil.example:3978' }))).toBe(false);
  });

  test('takes PUBLIC_URL for its own, whatever the proxy calls this machine', () => {
    expect(open.isOwn(request({ origin: 'https://chat.example.org', host: 'internal:8080' }))).toBe(true);
    expect(open.isOwn(request({ origin: 'http://internal:8080', host: 'internal:8080' }))).toBe(false);
  });

  test.each([
    ['https://clinic.example', true],
    ['http://clinic.example', false],
    ['https://clinic.example.evil.com', false],
    ['https://www.clinic.example', false],
    ['null', false],
    ['', false],
  ])('%s may embed: %s', (origin, isAllowed) => {
    expect(open.isAllowed(request({ origin, host: 'chat.example.org' }))).toBe(isAllowed);
  });

  test('names the address that the sender used, and none that the sender made up', () => {
    expect(local.ownAddress(request({ host: '127.0.0.1:4000' }))).toBe('http://127.0.0.1:4000');
    expect(local.ownAddress(request({ host: 'a b"c' }))).toBe('http://localhost:3978');
    expect(open.ownAddress(request({ host: 'evil.example' }))).toBe('https://chat.example.org');
  });
});

describe('clientAddress', () => {
  test('is the peer, whatever the peer says', () => {
    expect(clientAddress(request({ 'x-forwarded-for': '198.51.100.1' }))).toBe('203.0.113.7');
  });

  test('is what a proxy nearby added last', () => {
    expect(clientAddress(request({ 'x-forwarded-for': '1.1.1.1, 198.51.100.1' }, '127.0.0.1'))).toBe('198.51.100.1');
    expect(clientAddress(request({ 'x-forwarded-for': '198.51.100.1' }, '::ffff:10.0.0.2'))).toBe('198.51.100.1');
  });

  test('is nothing for a program on this machine', () => {
    expect(clientAddress(request({}, '::1'))).toBeUndefined();
    expect(clientAddress(request({}, '::ffff:127.0.0.1'))).toBeUndefined();
  });
});
