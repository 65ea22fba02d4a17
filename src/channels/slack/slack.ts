import type { Middleware } from 'botbuilder';
import { webApi } from '@slack/bolt';
import type { Server } from 'restify';
import { isLoopback, type Config } from '../../config.js';
import type { ErrorCode } from '../../errors.js';
import type { KnowledgeOf } from '../../knowledge/loadKnowledge.js';
import type { Store } from '../../storage/store.js';
import type { Channel, TurnHandler } from '../channel.js';
import { createRenderMiddleware } from '../renderMiddleware.js';
import { createAnswers } from './answers.js';
import { createBoltApp, listen, quietLogger, reportError, type ChannelLog } from './boltApp.js';
import { createHttpReceiver } from './httpReceiver.js';
import { createListeners, type Listeners } from './listeners.js';
import { createPostman } from './postman.js';
import { createSlackRenderer } from './renderSlack.js';
import { SlackAdapter } from './slackAdapter.js';
import { createSlackApi, type SlackApi } from './slackApi.js';
import { createSocketMode } from './socketMode.js';
import { createThreads } from './threads.js';
import { createTurns, type Turns } from './turns.js';
import { createWorkspace, type Workspace } from './workspace.js';

export interface SlackOptions {
  readonly config: Config;
  readonly store: Store;
  readonly handler: TurnHandler;
  readonly knowledge: KnowledgeOf;
  readonly log: ChannelLog;
  /** Renders replies; default Block Kit. */
  readonly middleware?: Middleware;
  readonly now?: () => Date;
  /** Pauses before a failed turn is tried again, and before a lost connection is opened again. */
  readonly retryAfterMs?: readonly number[];
}

const CALL_TIMEOUT_MS = 10_000;
/** Slack's addresses for answers to commands and buttons. */
const RESPONSE_ORIGIN = 'https://hooks.slack.com';

/**
 * Slack without Azure: `/api/slack/events`, `/api/slack/interactions` and `/api/slack/commands`, or Socket Mode where an
 * app token is set. Off, with 404 on the routes, without a bot token.
 * @throws RangeError when a bot token comes without a way to trust what comes in
 */
export function createSlackChannel(options: SlackOptions): Channel {
  const { config, log, retryAfterMs } = options;
  const { signingSecrets, botToken, appToken, apiUrl } = config.slack;
  checkSecrets(config.slack);
  const now = options.now ?? (() => new Date());
  const api = createSlackApi({
    client: new webApi.WebClient(botToken, { ...clientOptions(config), logger: quietLogger(log) }),
  });
  const workspace = createWorkspace({
    api,
    now,
    onLoss: (reason) => log.error({ channel: 'slack', code: LOST, reason }, 'slack no longer accepts the bot token'),
  });
  const onError = (error: unknown) => reportError(log, workspace, error);
  const http = createHttpReceiver({ secrets: botToken ? signingSecrets : [], now, log, onError });
  if (!botToken) return createClosed(http.mount);

  const { listeners, turns } = createParts({ ...options, now, api, workspace, onError });
  const reconnect = retryAfterMs ? { reconnectAfterMs: retryAfterMs } : {};
  const socket = appToken ? createSocketMode({ appToken, apiUrl, log, onError, ...reconnect }) : undefined;
  for (const receiver of socket ? [http, socket.receiver] : [http])
    listen(
      createBoltApp({ receiver, workspace, botToken, log, clientOptions: clientOptions(config) }),
      listeners,
      workspace,
      log,
    );

  return {
    name: 'slack',
    mount(server: Server) {
      http.mount(server);
      socket?.start();
      void workspace.identify().then(() => turns.recover(0));
    },
    recover: turns.recover,
    async close() {
      await socket?.stop();
      await Promise.all([http.settle(), socket?.settle()]);
      await turns.close();
    },
  };
}

const LOST: ErrorCode = 'SLACK_TOKEN_LOST';

type Parts = SlackOptions & {
  readonly now: () => Date;
  readonly api: SlackApi;
  readonly workspace: Workspace;
  readonly onError: (error: unknown) => void;
};

/** Everything between Bolt and the bot. */
function createParts(options: Parts): { listeners: Listeners; turns: Turns } {
  const { config, store, handler, knowledge, now, api, onError, retryAfterMs } = options;
  const render = createSlackRenderer({ wording: knowledge, pictureUrl: (id) => pictureUrl(config, id) });
  const adapter = new SlackAdapter(options.middleware ?? createRenderMiddleware(() => render));
  const responseOrigins = [RESPONSE_ORIGIN, new URL(config.slack.apiUrl).origin];
  const postman = createPostman({ api, responseOrigins, onRefusal: onError });
  const answers = createAnswers({ adapter, handler, api, wording: knowledge, now });
  const turns = createTurns({ store, answers, postman, now, onError, ...(retryAfterMs && { retryAfterMs }) });
  return { turns, listeners: createListeners({ ...options, turns, threads: createThreads(store), postman, adapter }) };
}

function checkSecrets({ signingSecrets, botToken, appToken }: Config['slack']): void {
  if (!botToken) return;
  if (signingSecrets.includes('')) throw new RangeError('A Slack signing secret is empty.');
  if (signingSecrets.length === 0 && !appToken) throw new RangeError('Slack needs a signing secret or an app token.');
}

/** We wait and repeat ourselves: the library's queue would stop every call while one waits, and its retries say things twice. */
function clientOptions({ slack }: Config) {
  return {
    slackApiUrl: slack.apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: CALL_TIMEOUT_MS,
  };
}

function createClosed(mount: (server: Server) => void): Channel {
  return { name: 'slack', mount, close: async () => undefined };
}

/** Slack fetches pictures itself, so they need an address that it can reach. */
function pictureUrl({ publicUrl }: Config, id: string): string | undefined {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' && !isLoopback(hostname) ? `${publicUrl}/pictures/${id}.png` : undefined;
}
