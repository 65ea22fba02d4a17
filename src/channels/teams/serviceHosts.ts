import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../../config.js';

/** Where Bot Framework channels take replies; the second is Teams'. */
const SERVICE_HOSTS: readonly RegExp[] = [/^([a-z0-9-]+\.)*botframework\.com$/, /^smba\.trafficmanager\.net$/];

/**
 * Whether replies may be sent to an address.
 * @param isLocal the bot has no app id and answers this machine only: then nothing but this machine
 * @param extra further hosts, `name` or `name:port`, without encryption; for tests
 */
export function isServiceAllowed(address: string, isLocal: boolean, extra: readonly string[] = []): boolean {
  // Programs disagree about what a backslash or a space means in an address.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname, host, port, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (extra.includes(host)) return true;
  if (isLocal) return /^https?:$/.test(protocol) && isLoopback(hostname.replace(/^\[|\]$/g, ''));
  return protocol === 'https:' && port === '' && SERVICE_HOSTS.some((h) => h.test(hostname));
}

const privateRanges = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateRanges.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateRanges.addSubnet(net, bits, 'ipv6');

/** True for addresses inside a network rather than on the internet (RFC 1918, 4193, 6598, 6890); also for what is no address. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const family = isIP(plain);
  return family === 0 || privateRanges.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}
