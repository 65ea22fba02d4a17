import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type Middleware,
} from 'botbuilder';
import type { Request, Response, Server } from 'restify';
import { isLoopback, type Config } from '../config.js';
import type { Channel, TurnHandler } from './channel.js';
import { HttpError, readJson } from './http.js';

export interface BotFrameworkOptions {
  readonly config: Config;
  readonly handler: TurnHandler;
  readonly middleware: Middleware;
  readonly onError: (error: unknown) => void;
  /** Overrides of the SDK's own settings, for tests with a loopback token issuer. */
  readonly authentication?: Readonly<Record<string, string>>;
}

/** `POST /api/messages`: Teams and every other Azure Bot channel, authenticated by the SDK. */
export function createBotFrameworkChannel(options: BotFrameworkOptions): Channel {
  const adapter = createAdapter(options);
  let inFlight = 0;
  return {
    name: 'botframework',
    mount(server: Server) {
      server.post('/api/messages', async (req: Request, res: Response) => {
        if (!isOpen(options.config)) throw new HttpError(404, 'HTTP_CHANNEL_OFF');
        req.body = checkActivity(await readJson(req, res));
        inFlight += 1;
        try {
          await adapter.process(req, res, (context) => options.handler(context));
        } finally {
          inFlight -= 1;
        }
      });
    },
    async close() {
      while (inFlight > 0) await new Promise((done) => setTimeout(done, 20));
    },
  };
}

/** Without an app id the SDK accepts everybody, so the route answers on loopback only. */
function isOpen(config: Config): boolean {
  return config.microsoft.appId !== '' || isLoopback(config.host);
}

function createAdapter(options: BotFrameworkOptions): CloudAdapter {
  const { appId, appPassword, appType, appTenantId } = options.config.microsoft;
  const settings = {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppType: appType,
    MicrosoftAppTenantId: appTenantId,
    ...options.authentication,
  };
  const credentials = new ConfigurationServiceClientCredentialFactory(settings);
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(settings, credentials));
  adapter.use(options.middleware);
  adapter.onTurnError = async (_context, error) => options.onError(error);
  return adapter;
}

/** Refuses what the SDK would answer with 500: anything but an object with a type and a conversation. */
function checkActivity(body: unknown): Record<string, unknown> {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const activity = isObject ? (body as Record<string, unknown>) : {};
  const conversation = activity['conversation'];
  const hasId =
    typeof conversation === 'object' && conversation !== null && 'id' in conversation && typeof conversation.id === 'string';
  const isText = activity['text'] === undefined || activity['text'] === null || typeof activity['text'] === 'string';
  if (typeof activity['type'] !== 'string' || !hasId || !isText) throw new HttpError(400, 'HTTP_BAD_ACTIVITY');
  return activity;
}
