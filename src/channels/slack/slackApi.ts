import { webApi } from '@slack/bolt';

/** Calls the Web API; obeys `Retry-After`, and repeats what Slack did not take because it could not be reached. */
export interface SlackApi {
  /** @throws SlackCallError when Slack refuses the call, or cannot be reached in `MAX_TRIES` */
  call(method: string, args: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
}

/** A call that did not succeed. Holds the method and Slack's own code, no content. */
export class SlackCallError extends Error {
  constructor(
    readonly method: string,
    /** Slack's code, for example `channel_not_found`; `unreachable` or `http_503` where there is none. */
    readonly reason: string,
  ) {
    super(`${method}: ${reason}`);
    this.name = 'SlackCallError';
  }

  /** The token no longer opens anything, so that no other call can succeed either. */
  get isTokenRefused(): boolean {
    return TOKEN_REFUSED.has(this.reason);
  }

  /** Worth another try later. */
  get isPassing(): boolean {
    return PASSING.test(this.reason);
  }
}

const TOKEN_REFUSED = new Set([
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_authed',
  'org_login_required',
]);
const PASSING =
  /^(unreachable|rate_limited|http_5\d\d|internal_error|fatal_error|service_unavailable|request_timeout|ratelimited)$/;

const MAX_TRIES = 5;
/** Longest pause that a turn waits for; Slack asks for at most a minute in practice. */
const MAX_WAIT_MS = 60_000;
const FIRST_PAUSE_MS = 250;
/** Errors from before the request left, so that repeating it cannot say anything twice. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

export interface SlackApiOptions {
  readonly client: webApi.WebClient;
  readonly wait?: (ms: number) => Promise<void>;
  /** A number from 0 to 1, to spread repeated calls. */
  readonly random?: () => number;
}

/** One pause for all: while Slack asks for patience, no other call is made either. */
export function createSlackApi({ client, wait = sleep, random = Math.random }: SlackApiOptions): SlackApi {
  let pause: Promise<void> = Promise.resolve();
  const attempt = async (
    method: string,
    args: Readonly<Record<string, unknown>>,
    tries: number,
  ): Promise<Record<string, unknown>> => {
    await pause;
    try {
      return { ...(await client.apiCall(method, { ...args })) };
    } catch (error) {
      const pauseMs = tries < MAX_TRIES ? pauseAfter(error, tries, random) : undefined;
      if (pauseMs === undefined) throw toCallError(method, error);
      const waiting = wait(pauseMs);
      if (error instanceof webApi.WebAPIRateLimitedError) pause = waiting;
      await waiting;
      return attempt(method, args, tries + 1);
    }
  };
  return { call: (method, args) => attempt(method, args, 1) };
}

/** How long to wait before trying again; nothing where trying again is no use, or could say something twice. */
function pauseAfter(error: unknown, tries: number, random: () => number): number | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    const ms = error.retryAfter * 1000;
    return ms <= MAX_WAIT_MS ? ms : undefined;
  }
  const isRefusedEarly = error instanceof webApi.WebAPIRequestError && NOT_SENT.has(codeOf(error.original));
  const isOverloaded = error instanceof webApi.WebAPIHTTPError && [502, 503, 504].includes(error.statusCode);
  return isRefusedEarly || isOverloaded ? FIRST_PAUSE_MS * 2 ** tries * (0.5 + random() / 2) : undefined;
}

function toCallError(method: string, error: unknown): SlackCallError {
  if (error instanceof webApi.WebAPIPlatformError) return new SlackCallError(method, error.data.error);
  if (error instanceof webApi.WebAPIRateLimitedError) return new SlackCallError(method, 'rate_limited');
  if (error instanceof webApi.WebAPIHTTPError) return new SlackCallError(method, `http_${error.statusCode}`);
  return new SlackCallError(method, 'unreachable');
}

function codeOf(error: unknown): string {
  for (let e: unknown = error; e instanceof Error; e = e.cause)
    if ('code' in e && typeof e.code === 'string') return e.code;
  return '';
}

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
