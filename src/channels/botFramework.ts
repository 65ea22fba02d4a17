import { ConfigurationServiceClientCredentialFactory, DeliveryModes, type Activity, type Middleware } from 'botbuilder';
import type { Request, Response, Server } from 'restify';
import { isLoopback, type Config } from '../config.js';
import type { KnowledgeOf } from '../knowledge/loadKnowledge.js';
import type { Store } from '../storage/store.js';
import { setTrace, type Channel, type TurnHandler } from './channel.js';
import { HttpError, readJson, readTraceId } from './http.js';
import { createMessageTurn } from './messageTurns.js';
import { checkCaller } from './teams/checkCaller.js';
import { BotFrameworkAdapter } from './teams/cloudAdapter.js';
import { createGuardedClient, type GuardedClient } from './teams/guardedClient.js';
import { mountPngPictures } from './teams/pictures.js';
import { noteRated } from './teams/ratings.js';
import { readTeams, TEAMS } from './teams/readTeams.js';
import { keepWholeEntities } from './teams/sdkEntities.js';
import { isServiceAllowed } from './teams/serviceHosts.js';
import { ReusingAuthentication } from './teams/reusedClients.js';
import { createTeamsTurn } from './teams/teamsTurn.js';

type Credentials = NonNullable<ConstructorParameters<typeof ReusingAuthentication>[1]>;

export interface BotFrameworkOptions {
  readonly config: Config;
  readonly store: Store;
  readonly knowledge: KnowledgeOf;
  readonly handler: TurnHandler;
  readonly middleware: Middleware;
  readonly onError: (error: unknown) => void;
  readonly now?: () => Date;
  /** From 0 to 1; spreads repeated tries. */
  readonly chance?: () => number;
  /** Stand-ins for Microsoft's services, for tests on this machine. */
  readonly test?: {
    /** Overrides of the SDK's own settings, such as the address of the token issuer's keys. */
    readonly authentication?: Readonly<Record<string, string>>;
    readonly credentials?: Credentials;
    /** Further hosts that replies may go to, `name:port`. */
    readonly serviceHosts?: readonly string[];
  };
}

/** An answer that comes later than that only puzzles people. */
const MAX_AGE_MS = 3_600_000;
const CHANNEL_ISSUER = 'https://api.botframework.com';

/** `POST /api/messages`: Teams and every other Azure Bot channel, authenticated by the SDK. */
export function createBotFrameworkChannel(options: BotFrameworkOptions): Channel {
  const { config, handler } = options;
  const isLocal = config.microsoft.appId === '';
  const isAllowed = (address: string) => isServiceAllowed(address, isLocal, options.test?.serviceHosts);
  const client = createGuardedClient({
    isAllowed,
    mayBePrivate: isLocal || options.test?.serviceHosts !== undefined,
    chance: options.chance ?? Math.random,
  });
  const adapter = createAdapter(options, client);
  const teamsTurn = createTeamsTurn({
    ...options,
    region: config.region,
    appId: config.microsoft.appId,
    turnsPerMinute: config.rates.turnsPerPerson,
  });
  const turns = {
    teams: createMessageTurn(options.store, teamsTurn),
    other: createMessageTurn(options.store, handler),
  };
  const turnOf = ({ channelId }: Partial<Activity>) => (channelId === TEAMS ? turns.teams : turns.other);
  let inFlight = 0;
  const receive = async (req: Request, res: Response) => {
    if (isLocal && !isLoopback(config.host)) throw new HttpError(404, 'HTTP_CHANNEL_OFF');
    const body = checkActivity(await readJson(req, res));
    checkSender(req, body, options, isAllowed);
    const activity = toActivity(body);
    const read = activity.channelId === TEAMS ? readTeams(activity) : activity;
    const answer = await adapter.receive(req.headers.authorization ?? '', read, (context) => {
      setTrace(context, readTraceId(req));
      return turnOf(activity)(context);
    });
    res.send(answer?.status ?? 200, answer?.body);
  };
  const recover = async (olderThanMs: number) => {
    const left = await options.store.listUnfinishedTurns(olderThanMs);
    const now = (options.now?.() ?? new Date()).getTime();
    const ours = left
      .filter((turn) => !turn.isInTranscript)
      .map(({ activity }) => toActivity(activity as Body))
      .filter((activity) => isOurs(activity, now, isAllowed));
    const { appId } = config.microsoft;
    const tried = await Promise.allSettled(ours.map((a) => adapter.resume(appId, a, turnOf(a))));
    for (const { reason } of tried.filter((t) => t.status === 'rejected')) options.onError(reason);
  };
  return {
    name: 'botframework',
    recover,
    mount(server: Server) {
      mountPngPictures(server);
      recover(0).catch(options.onError);
      server.post('/api/messages', async (req: Request, res: Response) => {
        inFlight += 1;
        try {
          await receive(req, res);
        } finally {
          inFlight -= 1;
        }
      });
    },
    async close() {
      while (inFlight > 0) await new Promise((done) => setTimeout(done, 20));
      client.close();
    },
  };
}

function createAdapter(options: BotFrameworkOptions, httpClient: GuardedClient): BotFrameworkAdapter {
  const { appId, appPassword, appType, appTenantId } = options.config.microsoft;
  const settings = {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppType: appType,
    MicrosoftAppTenantId: appTenantId,
    ...options.test?.authentication,
  };
  const credentials = options.test?.credentials ?? new ConfigurationServiceClientCredentialFactory(settings);
  const authentication = new ReusingAuthentication(settings, credentials, undefined, undefined, {
    httpClient,
  });
  keepWholeEntities();
  const adapter = new BotFrameworkAdapter(authentication);
  adapter.use(options.middleware);
  adapter.onDelivered = (activity, id) => noteRated(options.store, activity, id);
  return adapter;
}

/** Whether a recorded message came by this channel and can still be answered; who waits for replies asks again. */
function isOurs(activity: Activity, now: number, isAllowed: (address: string) => boolean): boolean {
  const { serviceUrl, deliveryMode, timestamp } = activity;
  const isRecent = now - (timestamp?.getTime() ?? now) < MAX_AGE_MS;
  const isAwaited = deliveryMode === DeliveryModes.ExpectReplies;
  return typeof serviceUrl === 'string' && !isAwaited && isRecent && isAllowed(serviceUrl);
}

type Body = Readonly<Record<string, unknown>>;

/** Refuses what the SDK would answer with 500: anything but an object with a type and a conversation. */
function checkActivity(body: unknown): Body {
  const activity = isObject(body) ? body : {};
  const { conversation, from, recipient, text, type } = activity;
  const hasId = isObject(conversation) && typeof conversation['id'] === 'string' && conversation['id'] !== '';
  const isText = text === undefined || text === null || typeof text === 'string';
  const areAccounts = [from, recipient].every((a) => a === undefined || a === null || isObject(a));
  const areLists = ['attachments', 'entities', 'membersAdded', 'membersRemoved'].every((name) =>
    isList(activity[name]),
  );
  if (typeof type !== 'string' || !hasId || !isText || !areAccounts || !areLists)
    throw new HttpError(400, 'HTTP_BAD_ACTIVITY');
  return activity;
}

/**
 * Without an app id everybody on this machine is believed; with one, the token must be right. Where replies go is checked
 * before anything connects.
 */
function checkSender(
  req: Request,
  body: Body,
  { config, test, now }: BotFrameworkOptions,
  isAllowed: (a: string) => boolean,
): void {
  const { appId } = config.microsoft;
  const issuer = test?.authentication?.['ToBotFromChannelTokenIssuer'] || CHANNEL_ISSUER;
  if (appId !== '') checkCaller(req.headers.authorization, body, { appId, issuer, now: now ?? (() => new Date()) });
  const { serviceUrl } = body;
  const needsNone = serviceUrl === undefined && body['deliveryMode'] === DeliveryModes.ExpectReplies;
  if (!needsNone && !(typeof serviceUrl === 'string' && isAllowed(serviceUrl)))
    throw new HttpError(403, 'HTTP_FORBIDDEN');
}

/** Times are dates for the SDK; the rest stays as it came. */
function toActivity(body: Body): Activity {
  const times = ['timestamp', 'localTimestamp', 'expiration'].flatMap((name) => {
    const value = body[name];
    return typeof value === 'string' ? [[name, new Date(value)] as const] : [];
  });
  // Checked above as far as anything relies on it; what dialogs read is parsed where it is read.
  return { ...body, ...Object.fromEntries(times) } as unknown as Activity;
}

const isList = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.every((item) => isObject(item)));

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
