import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { isPrivateAddress } from './serviceHosts.js';

type ConnectorOptions = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>;
/** The HTTP client that the SDK sends replies with. */
type SdkHttpClient = NonNullable<ConnectorOptions['httpClient']>;
type SdkRequest = Parameters<SdkHttpClient['sendRequest']>[0];
type SdkResponse = Awaited<ReturnType<SdkHttpClient['sendRequest']>>;

export interface GuardOptions {
  /** Asked before every connection. */
  readonly isAllowed: (address: string) => boolean;
  /** The bot answers this machine only, so that private addresses are expected. */
  readonly mayBePrivate: boolean;
  /** From 0 to 1; spreads repeated tries. */
  readonly chance: () => number;
  /** Resolves names; for tests. */
  readonly resolve?: LookupFunction;
}

export interface GuardedClient extends SdkHttpClient {
  close(): void;
}

/** Teams answers within a second; a turn that waits longer is delivered again after 15 s. */
const REQUEST_TIMEOUT_MS = 8_000;
const MAX_RESPONSE_BYTES = 1024 * 1024;
const RETRY_MS = 1000;

/**
 * Sends replies to allowed hosts only: the address is checked before a name is looked up, the looked-up address before a
 * connection is made, and a redirect is an error.
 */
export function createGuardedClient(options: GuardOptions): GuardedClient {
  const settings = {
    keepAlive: true,
    ...(!options.mayBePrivate && { lookup: guardLookup(options.resolve ?? lookup) }),
  };
  const agents = { 'http:': new http.Agent(settings), 'https:': new https.Agent(settings) };
  return {
    async sendRequest(request) {
      if (!options.isAllowed(request.url))
        throw new Error('The address for replies is not on the list of allowed hosts.');
      const agent = new URL(request.url).protocol === 'https:' ? agents['https:'] : agents['http:'];
      const answer = await send(request, agent);
      if (answer.status >= 300 && answer.status < 400) throw new Error('The address for replies redirects elsewhere.');
      return toSdkResponse(request, askAgain(answer, options.chance));
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The SDK tries again, up to three times, on 5xx and on a 429 that says when. Teams wants the same on 412 and does not always
 * say when, so both are put that way.
 */
function askAgain(answer: Answer, chance: () => number): Answer {
  const saysWhen = 'retry-after' in answer.headers || 'retry-after-ms' in answer.headers;
  if (answer.status !== 412 && (answer.status !== 429 || saysWhen)) return answer;
  const waitMs = String(Math.round(RETRY_MS * (1 + chance())));
  return { ...answer, status: 429, headers: { ...answer.headers, 'retry-after-ms': waitMs } };
}

function send(request: SdkRequest, agent: http.Agent | https.Agent): Promise<Answer> {
  const { request: open } = agent instanceof https.Agent ? https : http;
  return new Promise((resolve, reject) => {
    const headers = request.headers.rawHeaders();
    const outgoing = open(request.url, { method: request.method, headers, agent, timeout: REQUEST_TIMEOUT_MS });
    outgoing.once('timeout', () => outgoing.destroy(new Error('The address for replies did not answer in time.')));
    outgoing.once('error', reject);
    outgoing.once('response', (response) => collect(response).then(resolve, reject));
    outgoing.end(request.body as string | undefined); // the connector sends JSON texts only
  });
}

async function collect(response: http.IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_RESPONSE_BYTES) throw new Error('The answer to a reply is too large.');
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('utf8') };
}

/** The SDK reads nothing of the headers but `toJson`. */
function toSdkResponse(request: SdkRequest, { status, headers, body }: Answer): SdkResponse {
  const sdkHeaders = { toJson: () => headers } as unknown as SdkResponse['headers'];
  return { request, status, headers: sdkHeaders, bodyAsText: body };
}

/** A name that leads into a private network is refused although it is on the list: its entry may have been forged. */
function guardLookup(resolve: LookupFunction): LookupFunction {
  return (hostname, options, done) =>
    resolve(hostname, options, (error, address, family) => {
      const found = Array.isArray(address) ? address.map((a) => a.address) : [address];
      if (!error && found.some(isPrivateAddress)) {
        const refusal = new Error('The address for replies leads into a private network.');
        return done(refusal, Array.isArray(address) ? [] : '', family);
      }
      return done(error, address, family);
    });
}
