import { randomBytes } from 'node:crypto';
import type { Middleware } from 'botbuilder';
import type { Server } from 'restify';
import type { Config } from '../../config.js';
import type { Store } from '../../storage/store.js';
import type { Channel, TurnHandler } from '../channel.js';
import { createAccess } from './access.js';
import { createConversations } from './conversations.js';
import { DirectLineAdapter } from './directLineAdapter.js';
import { createRateLimiter, limitsOf, type Limits } from './limits.js';
import { createOrigins } from './origins.js';
import { mountRoutes } from './routes.js';
import { loadSecrets } from './secret.js';
import { createStreams } from './stream.js';
import { createTokens } from './tokens.js';
import { createUpgradeListener } from './upgrade.js';
import { mountWidgetSession } from './widgetSession.js';

export interface DirectLineOptions {
  readonly config: Config;
  readonly store: Store;
  readonly handler: TurnHandler;
  readonly middleware: Middleware;
  readonly onError: (error: unknown) => void;
  readonly now?: () => Date;
  /** Makes ids that nobody can guess. */
  readonly newId?: () => string;
  /** Other limits than the configuration's, for tests. */
  readonly limits?: Partial<Limits>;
}

/**
 * Direct Line 3.0 and the widget's way in, served by this process: `/v3/directline/…` and `/api/widget/session`.
 * @throws when DATA_DIR cannot hold the signing secret and WIDGET_SECRET names none
 */
export function createDirectLineChannel(options: DirectLineOptions): Channel {
  const { config, store, onError } = options;
  const now = options.now ?? (() => new Date());
  const newId = options.newId ?? (() => randomBytes(16).toString('base64url'));
  const limits = { ...limitsOf(config.rates), ...options.limits };
  const adapter = new DirectLineAdapter({
    keep: (conversationId, run) =>
      store.withLease(conversationId, async () => {
        await store.commitTurn({ conversationId, ...(await run()), isInTranscript: true });
      }),
    newId,
    now,
    middleware: options.middleware,
  });
  const serviceUrl = config.publicUrl;
  const conversations = createConversations({ store, adapter, handler: options.handler, newId, now, serviceUrl });
  const origins = createOrigins(config);
  const tokens = createTokens(loadSecrets(config), now);
  const access = createAccess({ config, tokens, origins, conversations, newId, now });
  const rates = createRateLimiter(store, limits);
  const { socketsPerConversation, socketsPerAddress } = limits;
  const read = conversations.read;
  const streams = createStreams({ store, read, socketsPerConversation, socketsPerAddress, onError });
  const onUpgrade = createUpgradeListener({ access, streams, isAllowed: origins.isAllowed });
  const parts = { config, access, origins, conversations, tokens, rates, streams, newId };
  let http: NodeJS.EventEmitter | undefined;
  return {
    name: 'directline',
    mount(server: Server) {
      mountRoutes(server, parts);
      mountWidgetSession(server, parts);
      conversations.recover(0).catch(onError);
      http = server.server as NodeJS.EventEmitter; // restify's types leave the node server untyped
      http.on('upgrade', onUpgrade);
    },
    recover: conversations.recover,
    async close() {
      http?.off('upgrade', onUpgrade);
      await conversations.settle();
      streams.close();
    },
  };
}
