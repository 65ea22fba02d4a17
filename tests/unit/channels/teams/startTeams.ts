import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createBot } from '../../../../src/bot.js';
import { createBotFrameworkChannel } from '../../../../src/channels/botFramework.js';
import type { TurnHandler } from '../../../../src/channels/channel.js';
import { createHttpServer } from '../../../../src/channels/http.js';
import { renderDirectLine } from '../../../../src/channels/renderDirectLine.js';
import { createRenderMiddleware } from '../../../../src/channels/renderMiddleware.js';
import { createTeamsRenderer } from '../../../../src/channels/teams/renderTeams.js';
import { readConfig } from '../../../../src/config.js';
import { createMemoryStore } from '../../../../src/storage/memoryStore.js';
import type { Store } from '../../../../src/storage/store.js';
import { inEnglish, loadRealDecider } from '../../../realDecider.js';
import { APP_ID, signToken, startConnector, startIssuer, type Service, type TokenChanges } from './microsoft.js';

const decider = loadRealDecider();
export const knowledge = decider.knowledge;

export interface StartOptions {
  readonly env?: Record<string, string>;
  /** Replaces the real bot. */
  readonly handler?: TurnHandler;
  readonly store?: Store;
  readonly connector?: Service;
  /** No app id: everybody on this machine is believed. */
  readonly isOpen?: boolean;
}

type Credentials = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]>;

/** Microsoft's token service is not asked in tests; what it would give is a header on every reply. */
const credentials = {
  isValidAppId: async (id: string) => id === APP_ID,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => ({
    signRequest: async (request: { headers: { set(name: string, value: string): void } }) => {
      request.headers.set('authorization', 'Bearer of-the-bot');
      return request;
    },
  }),
} as unknown as Credentials;

/** The channel with the real bot and knowledge, Microsoft's services on loopback, and ways to be Teams. */
export async function startTeams(options: StartOptions = {}) {
  const microsoft = options.isOpen ? {} : { MicrosoftAppId: APP_ID, MicrosoftAppPassword: 'not-used' };
  const config = readConfig({
    STORAGE: 'memory',
    REGION: 'us',
    PUBLIC_URL: 'https://kneebone.example',
    ...microsoft,
    ...options.env,
  });
  const store = options.store ?? createMemoryStore();
  const issuer = await startIssuer();
  const connector = options.connector ?? (await startConnector());
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const feedback: unknown[] = [];
  const now = () => new Date();
  const bot = createBot({
    config,
    store,
    deciders: () => inEnglish(decider),
    now,
    onTurn: () => undefined,
    onError,
    onFeedback: async (f) => void feedback.push({ entry: f.entry, helpful: f.helpful }),
  });
  const turns: string[] = [];
  const inner = options.handler ?? ((context) => bot.run(context));
  const handler: TurnHandler = (context) => {
    turns.push(`${context.activity.type} ${context.activity.text ?? ''}`.trim());
    return inner(context);
  };
  const renderTeams = createTeamsRenderer({
    publicUrl: config.publicUrl,
    knowledge: () => knowledge,
    showsPresses: true,
  });
  const middleware = createRenderMiddleware((id) => (id === 'msteams' ? renderTeams : renderDirectLine));
  const metadata = `${issuer.url}/openid?port=${new URL(issuer.url).port}`;
  const test = {
    credentials,
    serviceHosts: [connector.host],
    authentication: {
      ToChannelFromBotLoginUrl: issuer.url,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      OAuthUrl: issuer.url,
      ToBotFromChannelOpenIdMetadataUrl: metadata,
      ToBotFromEmulatorOpenIdMetadataUrl: metadata,
      CallerId: 'urn:botframework:azure',
      ValidateAuthority: 'false',
    },
  };
  const channel = createBotFrameworkChannel({
    config,
    store,
    knowledge: () => knowledge,
    handler,
    middleware,
    onError,
    chance: () => 0,
    ...(!options.isOpen && { test }),
  });
  const server = createHttpServer(onError);
  channel.mount(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP

  const post = async (activity: Record<string, unknown>, authorization?: string) => {
    const response = await fetch(`${base}/api/messages`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(authorization !== undefined && { Authorization: authorization }),
      },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, text };
  };
  return {
    base,
    store,
    connector,
    issuer,
    errors,
    feedback,
    turns,
    post,
    /** Posts a recorded activity with a genuine token, changed as the test wants. */
    async deliver(fixture: string, changes: Record<string, unknown> = {}, token: TokenChanges = {}) {
      const activity = { ...readFixture(fixture), serviceUrl: connector.url, ...changes };
      return post(activity, `Bearer ${signToken(String(activity.serviceUrl), token)}`);
    },
    /** Activities that reached the service, without the typing sign. */
    said: () => connector.requests.filter((r) => r.body?.type === 'message').map((r) => r.body),
    async close() {
      await channel.close();
      await store.close();
      server.server.closeAllConnections();
      await new Promise<void>((done) => server.close(done));
      await Promise.all([issuer.close(), options.connector ? undefined : connector.close()]);
    },
  };
}

export type Started = Awaited<ReturnType<typeof startTeams>>;

/** A recorded activity; ids are blanked. */
export function readFixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.resolve('tests', 'fixtures', 'teams', `${name}.json`), 'utf8'));
}
