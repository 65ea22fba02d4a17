import { createGuardedClient } from '../../../../src/channels/teams/guardedClient.js';
import { isPrivateAddress, isServiceAllowed } from '../../../../src/channels/teams/serviceHosts.js';

const HOSTILE = [
  'http://smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net:8443/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://evil.example/smba.trafficmanager.net',
  'https://evil.example?smba.trafficmanager.net',
  'https://evil.example#@smba.trafficmanager.net',
  'https://smba.trafficmanager.net@evil.example/',
  'https://user:pass@smba.trafficmanager.net/',
  'https://xsmba.trafficmanager.net/',
  'https://other.trafficmanager.net/',
  'https://botframework.com.evil.example/',
  'https://evilbotframework.com/',
  'https://.botframework.com/',
  'https://botframework.com%2eevil.example/',
  'https://smba.trafficmanager.net\\.evil.example/',
  'https://127.0.0.1/',
  'https://localhost/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://10.0.0.5/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00::1]/',
  'https://metadata.google.internal/',
  'ftp://smba.trafficmanager.net/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '//smba.trafficmanager.net/',
  '',
  'not an address',
];

describe('isServiceAllowed', () => {
  test.each([
    'https://smba.trafficmanager.net/emea/',
    'https://webchat.botframework.com/',
    'https://api.botframework.com',
  ])('lets replies go to %s', (address) => expect(isServiceAllowed(address, false)).toBe(true));

  test.each(HOSTILE)('refuses %s', (address) => expect(isServiceAllowed(address, false)).toBe(false));

  test('without an app id lets replies stay on this machine, and nowhere else', () => {
    expect(
      ['http://127.0.0.1:56150/_connector', 'http://localhost:1', 'http://[::1]:1'].map((a) =>
        isServiceAllowed(a, true),
      ),
    ).toEqual([true, true, true]);
    expect(isServiceAllowed('https://smba.trafficmanager.net/emea/', true)).toBe(false);
    expect(isServiceAllowed('http://127.0.0.1.evil.example/', true)).toBe(false);
  });
});

describe('isPrivateAddress', () => {
  test.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fd12::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '224.0.0.1',
    'nonsense',
  ])('takes %s for private', (address) => expect(isPrivateAddress(address)).toBe(true));
  test.each(['52.112.0.1', '172.32.0.1', '2603:1030::1', '::ffff:52.112.0.1'])('takes %s for public', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  );
});

describe('createGuardedClient', () => {
  const request = (url: string) => ({ url, method: 'POST', headers: { rawHeaders: () => ({}) }, body: '{}' }) as never;

  test('looks up nothing for an address off the list', async () => {
    const looked: string[] = [];
    const resolve = ((name: string) => void looked.push(name)) as never;
    const client = createGuardedClient({
      isAllowed: (a) => isServiceAllowed(a, false),
      mayBePrivate: false,
      chance: () => 0,
      resolve,
    });
    for (const address of HOSTILE) await expect(client.sendRequest(request(address))).rejects.toThrow();
    expect(looked).toEqual([]);
    client.close();
  });

  test.each([['10.0.0.5'], ['::1']])('makes no connection when an allowed name leads to %s', async (address) => {
    const family = address.includes(':') ? 6 : 4;
    const resolve = ((_name: string, options: { all?: boolean }, done: (...result: unknown[]) => void) =>
      options.all ? done(null, [{ address, family }]) : done(null, address, family)) as never;
    const client = createGuardedClient({ isAllowed: () => true, mayBePrivate: false, chance: () => 0, resolve });
    await expect(client.sendRequest(request('https://smba.trafficmanager.net/emea/'))).rejects.toThrow(
      'private network',
    );
    client.close();
  });
});
