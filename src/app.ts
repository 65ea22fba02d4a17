import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pino, type Logger } from 'pino';
import type { Server } from 'restify';
import { createBot, type Bot, type FinishedTurn } from './bot.js';
import { createBotFrameworkChannel } from './channels/botFramework.js';
import type { Channel } from './channels/channel.js';
import { listChannelsOff } from './channels/channelsOff.js';
import { createDirectLineChannel } from './channels/directLine/directLine.js';
import { createHttpServer } from './channels/http.js';
import { renderDirectLine } from './channels/renderDirectLine.js';
import { createRenderMiddleware } from './channels/renderMiddleware.js';
import { TEAMS } from './channels/teams/readTeams.js';
import { createTeamsRenderer } from './channels/teams/renderTeams.js';
import type { Config } from './config.js';
import { KneeboneError } from './errors.js';
import { createHandoff } from './handoff.js';
import { loadUsableLanguages } from './knowledge/loadUsableKnowledge.js';
import type { KnowledgeOf } from './knowledge/loadKnowledge.js';
import { LANGUAGES, languageOfLocale } from './language/language.js';
import { copiesDir } from './desk/copies.js';
import { mountDesk } from './desk/deskRoutes.js';
import { createFigureCounter } from './desk/figures.js';
import { createReloader, describePlace, type Reloader } from './desk/reloader.js';
import { runInThread } from './desk/runInThread.js';
import { runHere } from './desk/tasks.js';
import { loadDeciders } from './loadDecider.js';
import { createMetrics, type Metrics } from './metrics.js';
import { createRecorders, startSweeping } from './records.js';
import { startRecovering } from './recovery.js';
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
  /** Takes over edited knowledge by itself, with what takes long in threads of its own; needs the built program. */
  readonly isLive?: boolean;
  /** Opens the desk without a token to this machine, where nothing else can be reached either. */
  readonly isDevelopment?: boolean;
}

export interface App {
  readonly server: Server;
  readonly bot: Bot;
  readonly store: Store;
  readonly log: Logger;
  readonly knowledge: KnowledgeOf;
  /** Logs and counts a failure that no part of ours caught. */
  readonly reportFault: (error: unknown) => void;
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
  const knowledgeDir = options.knowledgeDir ?? path.resolve('knowledge');
  const usable = loadUsableLanguages(knowledgeDir);
  const store = options.store ?? (await createStore(config, { log }));
  const cacheDir = options.cacheDir ?? path.join(config.dataDir, 'cache');
  const now = options.now ?? (() => new Date());
  const metrics = createMetrics();
  const report = (error: unknown, what: string) => {
    metrics.countError(codeOf(error));
    log.error({ code: codeOf(error), error: nameOf(error) }, what);
  };
  const runTask = options.isLive ? runInThread : runHere;
  const reloader = createReloader({
    first: loadDeciders(usable, cacheDir),
    dir: knowledgeDir,
    cacheDir,
    copies: copiesDir(config.dataDir),
    runTask,
    now,
    isWatching: options.isLive ?? false,
    onSwap: (version) => log.info({ version }, 'knowledge taken over'),
    onRefused: (places) =>
      log.error({ code: 'KNOWLEDGE_REFUSED', places }, 'knowledge refused, the last good one stays'),
    onError: (error) => report(error, 'knowledge not taken over'),
  });
  const figures = createFigureCounter(store, { now, onError: (error) => report(error, 'figures not saved') });
  const bot = createBot({
    config,
    store,
    deciders: reloader.deciders,
    now,
    ...createRecorders(config, store),
    ...(config.handoffWebhookUrl && { handoff: createHandoff(handoffOptions(config, now, log)) }),
    onTurn: (turn) => {
      metrics.countTurn(turn);
      figures.count(turn);
      logTurn(log, turn);
    },
    onError: (error) => report(error, 'turn failed'),
  });
  const server = createHttpServer((error) => report(error, 'request failed'), config);
  const knowledge: KnowledgeOf = (locale) => reloader.deciders().of[languageOfLocale(locale) ?? LANGUAGES[0]].knowledge;
  const channels = await createChannels(options, {
    bot,
    store,
    log,
    knowledge,
    onError: (error) => report(error, 'channel failed'),
  });
  for (const channel of channels) channel.mount(server);
  mountWebsite(server, { config });
  mountTopics(server, knowledge, config.region);
  const isDeskOn = mountDesk(server, {
    config,
    store,
    figures,
    reloader,
    knowledgeDir,
    cacheDir,
    evaluationDir: path.resolve('tests/evaluation'),
    copies: copiesDir(config.dataDir),
    runTask,
    now,
    isDevelopment: options.isDevelopment ?? false,
  });
  if (!isDeskOn) log.info({ code: 'DESK_OFF' }, 'the desk is off');
  mountHealth(server, { store, metrics, reloader });
  const stopSweeping = startSweeping(store, config.retentionDays, {
    now,
    everyMs: SWEEP_MS,
    onError: (error) => report(error, 'sweep failed'),
  });
  const stopRecovering = startRecovering(channels, (error) => report(error, 'recovery failed'));
  const close = async () => {
    stopSweeping();
    stopRecovering();
    reloader.close();
    await Promise.all(channels.map((c) => c.close()));
    await figures.close();
    await store.close();
  };
  const reportFault = (error: unknown) => {
    metrics.countError('PROCESS_FAULT');
    log.error({ code: 'PROCESS_FAULT', error: nameOf(error) }, 'a failure that nobody waited for');
  };
  return { server, bot, store, log, knowledge, reportFault, close };
}

function handoffOptions(config: Config, now: () => Date, log: Logger): Parameters<typeof createHandoff>[0] {
  const onFailure = (reason: string) => log.warn({ reason }, 'handoff failed');
  return { url: config.handoffWebhookUrl, now, newId: randomUUID, onFailure };
}

interface ChannelParts {
  readonly bot: Bot;
  readonly store: Store;
  readonly log: Logger;
  readonly knowledge: KnowledgeOf;
  readonly onError: (error: unknown) => void;
}

async function createChannels({ config, now }: AppOptions, parts: ChannelParts): Promise<Channel[]> {
  const { bot, store, log, knowledge, onError } = parts;
  for (const off of listChannelsOff(config)) log.info({ code: 'CHANNEL_OFF', ...off }, 'channel is off');
  const renderTeams = createTeamsRenderer({
    publicUrl: config.publicUrl,
    knowledge,
    // Without an app id the client is the Agents Playground.
    showsPresses: config.microsoft.appId !== '',
  });
  const middleware = createRenderMiddleware((channelId) => (channelId === TEAMS ? renderTeams : renderDirectLine));
  const common = { config, store, handler: bot.run, middleware, onError, ...(now && { now }) };
  const channels = [createBotFrameworkChannel({ ...common, knowledge }), createDirectLineChannel(common)];
  if (!config.slack.botToken) return channels;
  // Bolt takes longer to load than the rest of a channel, so only those who use Slack wait for it.
  const { createSlackChannel } = await import('./channels/slack/slack.js');
  return [...channels, createSlackChannel({ config, store, handler: bot.run, knowledge, log, ...(now && { now }) })];
}

interface HealthParts {
  readonly store: Store;
  readonly metrics: Metrics;
  readonly reloader: Reloader;
}

/** Refused knowledge keeps a process ready, since the last good one answers; it is named all the same. */
function describeKnowledge(reloader: Reloader) {
  const { version, problems } = reloader.status();
  return { version, ...(problems.length > 0 && { code: 'KNOWLEDGE_REFUSED', refused: problems.map(describePlace) }) };
}

function mountHealth(server: Server, { store, metrics, reloader }: HealthParts): void {
  server.get('/healthz', async (_req, res) => {
    res.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_req, res) => {
    const storage = await store.check().then(
      () => 'ok',
      () => 'unavailable',
    );
    metrics.setReady(storage === 'ok');
    const status = storage === 'ok' ? 'ready' : 'not ready';
    res.send(storage === 'ok' ? 200 : 503, { status, storage, knowledge: describeKnowledge(reloader) });
  });
  server.get('/metrics', async (_req, res) => {
    res.sendRaw(200, await metrics.render(), { 'Content-Type': metrics.contentType });
  });
}

/** `trace_id` is the name that OpenTelemetry gives it in logs. */
function logTurn(log: Logger, turn: FinishedTurn): void {
  const { report, dialog, channelId, turnId, traceId, durationMs } = turn;
  const { decision, intent, redFlag, score } = report;
  const ids = { turn: turnId, ...(traceId && { trace_id: traceId }), channel: channelId };
  log.info({ ...ids, decision, intent, redFlag, score, dialog, durationMs: Math.round(durationMs) }, 'turn');
}

const codeOf = (error: unknown) => (error instanceof KneeboneError ? error.code : 'TURN_FAILED');
const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);
