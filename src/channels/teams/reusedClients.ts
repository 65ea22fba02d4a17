import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type {
  AuthenticateRequestResult,
  ClaimsIdentity,
  ConnectorClient,
  ConnectorFactory,
  UserTokenClient,
} from 'botframework-connector';

/** Addresses of services in use at once: a handful of regions; beyond it the longest known is made anew. */
const MOST_CLIENTS = 100;

/**
 * The SDK's authentication, with its clients made once for each service instead of once for each message: making them
 * takes about a tenth of a turn. They hold no state of a turn; their credentials renew themselves.
 */
export class ReusingAuthentication extends ConfigurationBotFrameworkAuthentication {
  private readonly connectors = new Map<string, Promise<ConnectorClient>>();
  private readonly tokens = new Map<string, Promise<UserTokenClient>>();

  override async authenticateRequest(
    ...args: Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
  ) {
    const result: AuthenticateRequestResult = await super.authenticateRequest(...args);
    const { connectorFactory, claimsIdentity } = result;
    return connectorFactory ? { ...result, connectorFactory: this.reuse(connectorFactory, claimsIdentity) } : result;
  }

  override createConnectorFactory(claimsIdentity: ClaimsIdentity): ConnectorFactory {
    return this.reuse(super.createConnectorFactory(claimsIdentity), claimsIdentity);
  }

  override createUserTokenClient(claimsIdentity: ClaimsIdentity): Promise<UserTokenClient> {
    return remember(this.tokens, botOf(claimsIdentity), () => super.createUserTokenClient(claimsIdentity));
  }

  private reuse(factory: ConnectorFactory, claimsIdentity: ClaimsIdentity): ConnectorFactory {
    return {
      create: (serviceUrl, audience) => {
        const key = JSON.stringify([botOf(claimsIdentity), serviceUrl, audience]);
        return remember(this.connectors, key, () => factory.create(serviceUrl, audience));
      },
    };
  }
}

/** As the SDK finds the bot's id: in the audience of the sender's token, or in a claim of its own. */
const botOf = (identity: ClaimsIdentity) => identity.getClaimValue('aud') ?? identity.getClaimValue('appid') ?? '';

function remember<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known) return known;
  const fresh = make();
  made.set(key, fresh);
  fresh.catch(() => made.delete(key));
  const [oldest] = made.keys();
  if (made.size > MOST_CLIENTS && oldest !== undefined) made.delete(oldest);
  return fresh;
}
