import { SocketModeReceiver, type App } from '@slack/bolt';
import type { ErrorCode } from '../../errors.js';
import { dispatch, quietLogger, type ChannelLog } from './boltApp.js';

export interface SocketModeOptions {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly log: ChannelLog;
  readonly onError: (error: unknown) => void;
  /** Pauses between attempts to connect; the last one repeats. */
  readonly reconnectAfterMs?: readonly number[];
}

/** Bolt's Socket Mode: Slack's events over a connection that this process opens, so that no public address is needed. */
export interface SocketMode {
  readonly receiver: SocketModeReceiver;
  /** Connects, and again whenever the connection is lost, until `stop`. */
  start(): void;
  stop(): Promise<void>;
  /** Waits for what was acknowledged and is not done yet. */
  settle(): Promise<void>;
}

const FAREWELL_MS = 1_000;
const RECONNECT_AFTER_MS = [500, 2_000, 10_000, 30_000, 60_000];

/** Creates the connection; it opens with `start`. */
export function createSocketMode(options: SocketModeOptions): SocketMode {
  const { appToken, apiUrl, log, onError, reconnectAfterMs = RECONNECT_AFTER_MS } = options;
  const running = new Set<Promise<unknown>>();
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quietLogger(log),
    // The library's own reconnect rejects where nobody listens, which would end the process.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } } },
  });
  receiver.init = (app: App) => {
    receiver.client.removeAllListeners('slack_event');
    receiver.client.on('slack_event', ({ body, ack, retry_num: retryNum }) => {
      const work = dispatch(
        app,
        { body, ack: async () => ack(), ...(retryNum !== undefined && { retryNum }) },
        log,
      ).catch(onError);
      running.add(work);
      void work.then(() => running.delete(work));
    });
    guardFrames(receiver, log);
  };

  let isStopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  const connect = async () => {
    try {
      await receiver.client.start();
      failures = 0;
    } catch {
      log.warn(
        { channel: 'slack', code: 'SLACK_SOCKET' satisfies ErrorCode },
        'slack cannot be reached over Socket Mode',
      );
      connectLater();
    }
  };
  const connectLater = () => {
    if (isStopped || timer) return;
    const pause = reconnectAfterMs[Math.min(failures++, reconnectAfterMs.length - 1)] ?? 0;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, pause);
  };
  receiver.client.on('disconnected', connectLater);

  return {
    receiver,
    start: () => void connect(),
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      // Between two connections the library waits for a farewell that never comes.
      await Promise.race([receiver.client.disconnect(), new Promise((done) => setTimeout(done, FAREWELL_MS).unref())]);
    },
    async settle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** A frame of a shape that the library does not expect makes it reject where nobody listens; here it is logged. */
function guardFrames(receiver: SocketModeReceiver, log: ChannelLog): void {
  const client = receiver.client;
  const [read] = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (...frame: unknown[]) => {
    Promise.resolve(read?.apply(client, frame)).catch(() => {
      log.warn(
        { channel: 'slack', code: 'SLACK_UNKNOWN' satisfies ErrorCode },
        'slack sent a frame that cannot be read',
      );
    });
  });
}
