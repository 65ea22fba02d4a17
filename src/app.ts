import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pino, type Logger } from 'pino';
import type { Server } from 'restify';
import { createBot, type Bot, type FinishedTurn } from './bot.js';
import { createBotFrameworkChannel } from './channels/botFramework.js';
import type { Channel } from './channels/channel.js';
import { createDirectLineChannel } from './channels/directLine/directLine.js';
import { createHttpServer } from './channels/http.js';
import { renderDirectLine } from './channels/renderDirectLine.js';
import { createRenderMiddleware } from './channels/renderMiddleware.js';
import { TEAMS } from './channels/teams/readTeams.js';
import { createTeamsRenderer } from './channels/teams/renderTeams.js';
import type { Config } from './config.js';
import { KneeboneError } from './errors.js';
import { createHandoff } from './handoff.js';
import { loadUsableKnowledge } from './knowledge/loadUsableKnowledge.js';
import type { Knowledge } from './knowledge/loadKnowledge.js';
import { loadDecider } from './loadDecider.js';
import { createMetrics, type Metrics } from './metrics.js';
import { createRecorders, startSweeping } from './records.js';
import { mountTopics } from './site/topicsRoutes.js';
import { mountWebsite } from './site/website.js';
import { createStore } from './storage/createStore.js';
import type { Store } from './storage/store.js';

export interface AppOptions {
  readonly config: Config;
  /** Folder of the knowledge; default `knowledge` in the working folder. */
  readonly knowledgeDir?: string;
  readonly store?: Store;
  /** Where the matcher keeps what it learned; default `cache` in the data folder. */
  readonly cacheDir?: string;
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

/** An hour: a conversation lives at most that much longer than it should. */
const SWEEP_MS = 3_600_000;

/**
 * Wires all parts together; does not listen.
 * @throws ProblemsError when the knowledge cannot be used
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { config } = options;
  const log = options.log ?? pino({ level: config.logLevel });
  const usable = loadUsableKnowledge(options.knowledgeDir ?? path.resolve('knowledge'));
  const store = options.store ?? (await createStore(config, { log }));
  const decider = loadDecider(usable, options.cacheDir ?? path.join(config.dataDir, 'cache'));
  const now = options.now ?? (() => new Date());
  const metrics = createMetrics();
  const report = (error: unknown, what: string) => {
    metrics.countError(codeOf(error));
    log.error({ code: codeOf(error), error: nameOf(error) }, what);
  };
  const bot = createBot({
    config,
    store,
    decider: () => decider,
    now,
    ...createRecorders(config, store),
    ...(config.handoffWebhookUrl && { handoff: createHandoff(handoffOptions(config, now, log)) }),
    onTurn: (turn) => {
      metrics.countTurn(turn);
      logTurn(log, turn);
    },
    onError: (error) => report(error, 'turn failed'),
  });
  const server = createHttpServer((error) => report(error, 'request failed'));
  const knowledge = () => decider.knowledge;
  const channels = await createChannels(options, {
    bot,
    store,
    log,
    knowledge,
    onError: (error) => report(error, 'channel failed'),
  });
  for (const channel of channels) channel.mount(server);
  mountWebsite(server, { config });
  mountTopics(server, () => decider.knowledge, config.region);
  mountHealth(server, store, metrics);
  const stopSweeping = startSweeping(store, config.retentionDays, {
    now,
    everyMs: SWEEP_MS,
    onError: (error) => report(error, 'sweep failed'),
  });
  const close = async () => {
    stopSweeping();
    await Promise.all(channels.map((c) => c.close()));
    await store.close();
  };
  return { server, bot, store, log, knowledge, close };
}

function handoffOptions(config: Config, now: () => Date, log: Logger): Parameters<typeof createHandoff>[0] {
  const onFailure = (reason: string) => log.warn({ reason }, 'handoff failed');
  return { url: config.handoffWebhookUrl, now, newId: randomUUID, onFailure };
}

interface ChannelParts {
  readonly bot: Bot;
  readonly store: Store;
  readonly log: Logger;
  readonly knowledge: () => Knowledge;
  readonly onError: (error: unknown) => void;
}

async function createChannels({ config, now }: AppOptions, parts: ChannelParts): Promise<Channel[]> {
  const { bot, store, log, knowledge, onError } = parts;
  const renderTeams = createTeamsRenderer({
    publicUrl: config.publicUrl,
    knowledge,
    // Without an app id the client is the Agents Playground.
    showsPresses: config.microsoft.appId !== '',
  });
  const middleware = createRenderMiddleware((channelId) => (channelId === TEAMS ? renderTeams : renderDirectLine));
  const common = { config, store, handler: bot.run, middleware, onError, ...(now && { now }) };
  const limits = {
    turnsPerUser: config.rates.turnsPerPerson,
    writesPerAddress: config.rates.requestsPerAddress,
    readsPerAddress: config.rates.requestsPerAddress,
  };
  const channels = [
    createBotFrameworkChannel({ ...common, knowledge }),
    createDirectLineChannel({ ...common, limits }),
  ];
  if (!config.slack.botToken) return channels;
  // Bolt takes longer to load than the rest of a channel, so only those who use Slack wait for it.
  const { createSlackChannel } = await import('./channels/slack/slack.js');
  return [...channels, createSlackChannel({ config, store, handler: bot.run, knowledge, log, ...(now && { now }) })];
}

function mountHealth(server: Server, store: Store, metrics: Metrics): void {
  server.get('/healthz', async (_req, res) => {
    res.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_req, res) => {
    const storage = await store.check().then(
      () => 'ok',
      () => 'unavailable',
    );
    metrics.setReady(storage === 'ok');
    res.send(storage === 'ok' ? 200 : 503, { status: storage === 'ok' ? 'ready' : 'not ready', storage });
  });
  server.get('/metrics', async (_req, res) => {
    res.sendRaw(200, await metrics.render(), { 'Content-Type': metrics.contentType });
  });
}

function logTurn(log: Logger, { report, dialog, channelId, durationMs }: FinishedTurn): void {
  const { decision, intent, redFlag, score } = report;
  log.info(
    { channel: channelId, decision, intent, redFlag, score, dialog, durationMs: Math.round(durationMs) },
    'turn',
  );
}

const codeOf = (error: unknown) => (error instanceof KneeboneError ? error.code : 'TURN_FAILED');
const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);
