import path from 'node:path';
import { pino, type Logger } from 'pino';
import type { Server } from 'restify';
import { createBot, type Bot, type FinishedTurn } from './bot.js';
import { createBotFrameworkChannel } from './channels/botFramework.js';
import type { Channel } from './channels/channel.js';
import { createHttpServer } from './channels/http.js';
import { renderDirectLine } from './channels/renderDirectLine.js';
import { createRenderMiddleware } from './channels/renderMiddleware.js';
import type { Config } from './config.js';
import { createDecider } from './createDecider.js';
import { KneeboneError } from './errors.js';
import { loadUsableKnowledge } from './knowledge/loadUsableKnowledge.js';
import type { Knowledge } from './knowledge/loadKnowledge.js';
import { mountTopics } from './site/topicsRoutes.js';
import { createMemoryStore } from './storage/memoryStore.js';
import type { Store } from './storage/store.js';

export interface AppOptions {
  readonly config: Config;
  /** Folder of the knowledge; default `knowledge` in the working folder. */
  readonly knowledgeDir?: string;
  readonly store?: Store;
  readonly now?: () => Date;
  readonly log?: Logger;
}

export interface App {
  readonly server: Server;
  readonly bot: Bot;
  readonly store: Store;
  readonly log: Logger;
  readonly knowledge: () => Knowledge;
  /** Finishes turns in flight, saves, closes the store. */
  close(): Promise<void>;
}

/**
 * Wires all parts together; does not listen.
 * @throws ProblemsError when the knowledge cannot be used
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { config } = options;
  const log = options.log ?? pino({ level: config.logLevel });
  const store = options.store ?? createMemoryStore();
  const decider = createDecider(loadUsableKnowledge(options.knowledgeDir ?? path.resolve('knowledge')));
  const bot = createBot({
    config,
    store,
    decider: () => decider,
    now: options.now ?? (() => new Date()),
    onTurn: (turn) => logTurn(log, turn),
    onError: (error) => log.error({ code: codeOf(error), error: nameOf(error) }, 'turn failed'),
  });
  const server = createHttpServer((error) => log.error({ code: codeOf(error), error: nameOf(error) }, 'request failed'));
  const channels = createChannels(options, bot, log);
  for (const channel of channels) channel.mount(server);
  mountTopics(server, () => decider.knowledge, config.region);
  mountHealth(server, store);
  const close = async () => {
    await Promise.all(channels.map((c) => c.close()));
    await store.close();
  };
  return { server, bot, store, log, knowledge: () => decider.knowledge, close };
}


function createChannels({ config }: AppOptions, bot: Bot, log: Logger): Channel[] {
  const middleware = createRenderMiddleware(() => renderDirectLine);
  const handler = bot.run;
  const onError = (error: unknown) => log.error({ code: codeOf(error), error: nameOf(error) }, 'channel failed');
  return [createBotFrameworkChannel({ config, handler, middleware, onError })];
}

function mountHealth(server: Server, store: Store): void {
  server.get('/healthz', async (_req, res) => {
    res.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_req, res) => {
    const storage = await store.check().then(
      () => 'ok',
      () => 'unavailable',
    );
    res.send(storage === 'ok' ? 200 : 503, { status: storage === 'ok' ? 'ready' : 'not ready', storage });
  });
}

function logTurn(log: Logger, { report, dialog, channelId, durationMs }: FinishedTurn): void {
  const { decision, intent, redFlag, score } = report;
  log.info({ channel: channelId, decision, intent, redFlag, score, dialog, durationMs: Math.round(durationMs) }, 'turn');
}

const codeOf = (error: unknown) => (error instanceof KneeboneError ? error.code : 'TURN_FAILED');
const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);
