import { createClient, createCluster, type RedisClientOptions } from 'redis';
import { KneeboneError } from '../../errors.js';
import type { StorageLog } from '../store.js';
import type { Script } from './scripts.js';

/** A connection to Redis, one server or a cluster, that repairs itself. */
export interface RedisLink {
  /** Runs a command on the server that has `key`. */
  command(key: string, args: readonly string[]): Promise<unknown>;
  /** Runs a script; all keys must share a hash tag. */
  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Keys that match a pattern, on all masters. */
  scan(pattern: string): AsyncIterable<string>;
  subscribe(channel: string, listener: () => void): Promise<void>;
  unsubscribe(channel: string): Promise<void>;
  close(): Promise<void>;
}

export interface RedisLinkOptions {
  readonly url: string;
  readonly log: StorageLog;
  /** Called when messages may have been missed. */
  readonly onGap: () => void;
}

/** A turn's patience with Redis: far above any answer on a healthy network, below what a person waits for. */
const COMMAND_MS = 2000;
/** A start waits this long for Redis, then goes on without it; `check` says so. */
const START_MS = 2000;
const MAX_BACKOFF_MS = 2000;
/** A dead connection that nobody closed shows by a missing answer to a ping. */
const PING_MS = 3000;
const SILENCE_MS = 10_000;
/** A cluster may move the subscriptions to another node without a word, so listeners are called now and then. */
const CLUSTER_GAP_MS = 5000;
const SCAN_COUNT = '500';

type Single = ReturnType<typeof createSingle>;
type Cluster = ReturnType<typeof createMany>;

/** What the rest needs of a connected client, whichever kind it is. */
interface Connected {
  send(key: string, args: string[]): Promise<unknown>;
  /** Senders to every master. */
  masters(): Promise<((args: string[]) => Promise<unknown>)[]>;
  subscribe(channel: string, listener: () => void): Promise<void>;
  unsubscribe(channel: string): Promise<void>;
  destroy(): void;
}

/**
 * Connects to Redis and finds out whether it is a cluster. Resolves after two seconds at most, connected or not; while
 * there is no connection every call rejects with STORAGE_UNAVAILABLE at once.
 */
export async function openRedisLink(options: RedisLinkOptions): Promise<RedisLink> {
  const link = new Link(options);
  await Promise.race([link.connect(), pause(START_MS)]);
  return link;
}

class Link implements RedisLink {
  private connected: Connected | undefined;
  private isClosed = false;
  private cancel: (() => void) | undefined;
  private readonly health: Health;

  constructor(private readonly options: RedisLinkOptions) {
    this.health = new Health(options.log);
  }

  async connect(): Promise<void> {
    for (let attempt = 0; !this.isClosed; attempt++) {
      try {
        const connected = await connect(this.options, this.health, (cancel) => (this.cancel = cancel));
        if (this.isClosed) return connected.destroy();
        this.connected = connected;
        this.health.good();
        return this.options.onGap();
      } catch (error) {
        if (this.isClosed) return;
        this.health.bad(error);
        await pause(backoffMs(attempt));
      }
    }
  }

  command(key: string, args: readonly string[]): Promise<unknown> {
    return this.guard((client) => client.send(key, [...args]));
  }

  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const key = keys[0] ?? '';
    const rest = [String(keys.length), ...keys, ...args];
    return this.guard(async (client) => {
      try {
        return await client.send(key, ['EVALSHA', script.sha, ...rest]);
      } catch (error) {
        // A server that was restarted, or a new master, has not seen the script.
        if (!messageOf(error).startsWith('NOSCRIPT')) throw error;
        return client.send(key, ['EVAL', script.lua, ...rest]);
      }
    });
  }

  async *scan(pattern: string): AsyncIterable<string> {
    for (const send of await this.guard((client) => client.masters())) {
      let cursor = '0';
      do {
        const reply = await this.guard(() => send(['SCAN', cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT]));
        const [next, keys] = reply as [string, string[]]; // SCAN's reply
        cursor = next;
        yield* keys;
      } while (cursor !== '0');
    }
  }

  subscribe(channel: string, listener: () => void): Promise<void> {
    return this.guard((client) => client.subscribe(channel, listener));
  }

  unsubscribe(channel: string): Promise<void> {
    return this.guard((client) => client.unsubscribe(channel));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.cancel?.();
    this.connected?.destroy();
    this.connected = undefined;
  }

  /** Every failure becomes STORAGE_UNAVAILABLE, and none takes longer than COMMAND_MS. */
  private async guard<T>(use: (client: Connected) => Promise<T>): Promise<T> {
    const client = this.connected;
    if (!client) throw new KneeboneError('STORAGE_UNAVAILABLE', 'Redis is not connected');
    try {
      return await withDeadline(use(client));
    } catch (error) {
      throw new KneeboneError('STORAGE_UNAVAILABLE', `Redis: ${nameOf(error)}`, { cause: error });
    }
  }
}

/** Logs the beginning and the end of an outage, once each. */
class Health {
  private isGood: boolean | undefined;

  constructor(private readonly log: StorageLog) {}

  bad(error: unknown): void {
    if (this.isGood === false) return;
    this.isGood = false;
    this.log.error({ code: 'STORAGE_UNAVAILABLE', error: nameOf(error) }, 'Redis cannot be reached');
  }

  good(): void {
    if (this.isGood === false) this.log.info({}, 'Redis is back');
    this.isGood = true;
  }
}

async function connect(
  options: RedisLinkOptions,
  health: Health,
  onBegun: (cancel: () => void) => void,
): Promise<Connected> {
  const single = createSingle(options.url);
  // The client tries for as long as it takes, and would keep a process alive that is to stop.
  onBegun(() => single.isOpen && single.destroy());
  single.on('error', (error) => health.bad(error)).on('ready', () => health.good());
  try {
    await single.connect();
    if (!(await isCluster(single))) return await connectSingle(single, options, health);
  } catch (error) {
    if (single.isOpen) single.destroy();
    throw error;
  }
  single.destroy();
  return connectCluster(options, health);
}

function createSingle(url: string) {
  return createClient({ url, ...CLIENT });
}

function createMany(url: string) {
  const { username, password } = new URL(url);
  const tls = url.startsWith('rediss:');
  return createCluster({
    rootNodes: [{ url }],
    RESP: 2,
    defaults: {
      ...CLIENT,
      socket: { ...CLIENT.socket, ...(tls && { tls }) },
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
    },
    // A failed master is replaced within seconds; the default would ask for the new one only after five.
    topologyRefreshOnReconnectionAttemptStrategy: 500,
  });
}

const CLIENT = {
  RESP: 2,
  // Honest at once: a command that waits for a reconnection would answer a person long after they left.
  disableOfflineQueue: true,
  pingInterval: PING_MS,
  socket: {
    connectTimeout: COMMAND_MS,
    socketTimeout: SILENCE_MS,
    reconnectStrategy: (retries: number) => backoffMs(retries),
  },
} as const satisfies RedisClientOptions<Record<string, never>, Record<string, never>, Record<string, never>, 2>;

/** From 50 ms to 2 s, with a fifth of chance so that many processes do not come back at the same moment. */
function backoffMs(retries: number): number {
  return Math.min(50 * 2 ** Math.min(retries, 10), MAX_BACKOFF_MS) * (0.8 + 0.2 * Math.random());
}

/** A server that does not let us ask is taken for a single one. */
async function isCluster(client: Single): Promise<boolean> {
  const info = await client.sendCommand(['INFO', 'cluster']).catch(() => '');
  return String(info).includes('cluster_enabled:1');
}

async function connectSingle(client: Single, { onGap }: RedisLinkOptions, health: Health): Promise<Connected> {
  const subscriber = client.duplicate();
  // Listeners read at once, so both connections must be there.
  const onReady = () => {
    if (client.isReady && subscriber.isReady) onGap();
  };
  client.on('ready', onReady);
  subscriber.on('error', (error) => health.bad(error)).on('ready', onReady);
  await subscriber.connect();
  const send = (args: string[]) => client.sendCommand(args);
  return {
    send: (_key, args) => send(args),
    masters: async () => [send],
    subscribe: (channel, listener) => subscriber.subscribe(channel, listener),
    unsubscribe: (channel) => subscriber.unsubscribe(channel),
    destroy() {
      client.destroy();
      subscriber.destroy();
    },
  };
}

async function connectCluster({ url, onGap }: RedisLinkOptions, health: Health): Promise<Connected> {
  const cluster: Cluster = createMany(url);
  cluster.on('error', (error) => health.bad(error)).on('node-error', (error) => health.bad(error));
  cluster.on('node-ready', () => health.good());
  try {
    await cluster.connect();
  } catch (error) {
    if (cluster.isOpen) cluster.destroy();
    throw error;
  }
  const timer = setInterval(onGap, CLUSTER_GAP_MS).unref();
  return {
    send: (key, args) => cluster.sendCommand(key, false, args),
    masters: () =>
      Promise.all(
        cluster.masters.map(async (node) => {
          const client = await cluster.nodeClient(node);
          return (args: string[]) => client.sendCommand(args);
        }),
      ),
    subscribe: (channel, listener) => cluster.subscribe(channel, listener),
    unsubscribe: (channel) => cluster.unsubscribe(channel),
    destroy() {
      clearInterval(timer);
      cluster.destroy();
    },
  };
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), COMMAND_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms).unref());
const messageOf = (error: unknown) => (error instanceof Error ? error.message : '');
/** The first word of Redis's own errors is their code; the rest may hold a key. */
const nameOf = (error: unknown) => /^[A-Z]{3,}(?= )/.exec(messageOf(error))?.[0] ?? (messageOf(error) || 'failed');
