import { HttpError } from '../http.js';

/** What a token must say before its signature is looked at. */
export interface CallerRules {
  readonly appId: string;
  readonly issuer: string;
  readonly now: () => Date;
}

/** Clocks may differ by this much (Bot Framework authentication, "Connector to bot: step 4"). */
const SKEW_S = 5 * 60;
/** Longer than any token of the service, which has about 1,500 characters. */
const MAX_TOKEN_CHARS = 8192;

/**
 * Refuses what can be refused without a signature check, and so without a connection: missing and malformed tokens, other
 * algorithms, issuers and audiences, tokens out of their time, and a service address that the token does not vouch for.
 *
 * The SDK alone would also take tokens of its emulator and of other bots. The signature is still the SDK's to check.
 * @throws HttpError 401, or 403 for another service address
 */
export function checkCaller(
  authorization: string | undefined,
  activity: Readonly<Record<string, unknown>>,
  rules: CallerRules,
): void {
  const token = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec((authorization ?? '').slice(0, MAX_TOKEN_CHARS));
  const header = readJsonPart(token?.[1]);
  const claims = readJsonPart(token?.[2]);
  const isShaped = header['alg'] === 'RS256' && typeof header['kid'] === 'string';
  if (!isShaped || claims['iss'] !== rules.issuer || claims['aud'] !== rules.appId || !isInTime(claims, rules.now())) {
    throw new HttpError(401, 'HTTP_UNAUTHORIZED');
  }
  if (claims['serviceurl'] !== activity['serviceUrl']) throw new HttpError(403, 'HTTP_FORBIDDEN');
}

function isInTime({ exp, nbf }: Readonly<Record<string, unknown>>, now: Date): boolean {
  const seconds = now.getTime() / 1000;
  const hasBegun = nbf === undefined || (typeof nbf === 'number' && nbf <= seconds + SKEW_S);
  return typeof exp === 'number' && exp >= seconds - SKEW_S && hasBegun;
}

function readJsonPart(part: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
