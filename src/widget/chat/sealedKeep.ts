import { keepInCookie } from './cookies.js';
import { createMemoryKeep, type Keep } from './storage.js';

/** Values as the host page holds them for us: it keeps them through its pages and cannot read them. */
export type Sealed = Readonly<Record<string, string>>;

const KEY_COOKIE = 'kneebone_key';
const KEY_BYTES = 32;
/** As AES-GCM asks for (NIST SP 800-38D, section 8.2). */
const NONCE_BYTES = 12;

/**
 * Keeps values with the host page where the browser gives the frame no storage, encrypted: what a person types is not for
 * the site's other scripts. The key is in a cookie of the frame; without one, values live as long as the page.
 * @param hand gives a sealed value to the host page; `null` takes it away
 */
export async function createSealedKeep(
  held: Sealed,
  hand: (name: string, value: string | null) => void,
): Promise<Keep> {
  const entries = Object.entries(held);
  let key = entries.length > 0 ? await findKey() : undefined;
  const opened = await Promise.all(
    entries.map(async ([name, value]) => [name, key && (await open(key, value))] as const),
  );
  const memory = createMemoryKeep(
    opened.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  const sealAndHand = async (name: string, value: string) => {
    // Not before there is something to keep: a visitor who never writes gets no cookie.
    key ??= await findKey();
    if (key) hand(name, await seal(key, value));
  };
  let last: Promise<void> = Promise.resolve();
  return {
    get: memory.get,
    set(name, value) {
      memory.set(name, value);
      // One after the other, so that an older value never overtakes a newer one.
      last = last.then(() => sealAndHand(name, value));
    },
    remove(name) {
      memory.remove(name);
      last = last.then(() => hand(name, null));
    },
  };
}

async function findKey(): Promise<CryptoKey | undefined> {
  // Pages without TLS have no cryptography.
  if (!globalThis.crypto.subtle) return undefined;
  const kept = keepInCookie(KEY_COOKIE, () => encode(crypto.getRandomValues(new Uint8Array(KEY_BYTES))));
  return kept ? crypto.subtle.importKey('raw', decode(kept), 'AES-GCM', false, ['encrypt', 'decrypt']) : undefined;
}

async function seal(key: CryptoKey, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
  return `${encode(iv)}.${encode(new Uint8Array(sealed))}`;
}

async function open(key: CryptoKey, sealed: string): Promise<string | undefined> {
  const [iv = '', data = ''] = sealed.split('.');
  try {
    return new TextDecoder().decode(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: decode(iv) }, key, decode(data)),
    );
  } catch {
    // Made with a key that is gone, or changed by somebody.
    return undefined;
  }
}

const encode = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll('=', '');
const decode = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
