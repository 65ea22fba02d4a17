import type { App, Receiver } from '@slack/bolt';
import type { Request, Response, Server } from 'restify';
import { HttpError, readBody } from '../http.js';
import { dispatch, type ChannelLog } from './boltApp.js';
import { createReplayGuard, isSigned } from './signature.js';

export interface HttpReceiverOptions {
  /** Empty where Slack talks over Socket Mode only; the routes are closed then. */
  readonly secrets: readonly string[];
  readonly now: () => Date;
  readonly log: ChannelLog;
  readonly onError: (error: unknown) => void;
}

/** Bolt's receiver on the routes of our own server. */
export interface HttpReceiver extends Receiver {
  mount(server: Server): void;
  /** Waits for what was acknowledged and is not done yet. */
  settle(): Promise<void>;
}

const ROUTES = ['/api/slack/events', '/api/slack/interactions', '/api/slack/commands'] as const;
const JSON_TYPE = /^application\/json\b/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;

type Body = Record<string, unknown>;

/** Creates the receiver: signature on the raw body, acknowledgement, then work. */
export function createHttpReceiver(options: HttpReceiverOptions): HttpReceiver {
  const running = new Set<Promise<unknown>>();
  const guard = createReplayGuard();
  let app: App | undefined;
  const handle = async (req: Request, res: Response) => {
    if (options.secrets.length === 0) throw new HttpError(404, 'HTTP_CHANNEL_OFF');
    const body = parseBody(req, await readSigned(req, res, options, guard));
    if (body['type'] === 'url_verification') {
      res.send(200, { challenge: String(body['challenge'] ?? '').slice(0, 1000) });
      return;
    }
    res.sendRaw(200, '');
    if (body['ssl_check'] !== undefined || !app) return;
    const work = dispatch(app, { body, ack: async () => undefined, ...retryOf(req) }, options.log).catch(
      options.onError,
    );
    running.add(work);
    void work.then(() => running.delete(work));
  };
  return {
    init: (bolt) => void (app = bolt),
    start: async () => undefined,
    stop: async () => undefined,
    mount(server) {
      for (const route of ROUTES) server.post(route, async (req: Request, res: Response) => handle(req, res));
    },
    async settle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** The raw body of a request that Slack signed. Whatever cannot be verified is refused as unsigned. */
async function readSigned(
  req: Request,
  res: Response,
  { secrets, now }: HttpReceiverOptions,
  guard: ReturnType<typeof createReplayGuard>,
): Promise<Buffer> {
  const body = await readBody(req, res).catch((error: unknown) => {
    // A body in another encoding is not the body that was signed.
    if (error instanceof HttpError && error.statusCode === 415) throw new HttpError(401, 'HTTP_UNAUTHORIZED');
    throw error;
  });
  const signature = headerOf(req, 'x-slack-signature');
  const isGenuine = isSigned(
    { timestamp: headerOf(req, 'x-slack-request-timestamp'), signature, body },
    secrets,
    now(),
  );
  // Slack signs a repeated delivery anew, or says that it is one; the same signature otherwise is a recording.
  const isRepeat = headerOf(req, 'x-slack-retry-num') !== undefined;
  if (!isGenuine || (!guard.isNew(signature ?? '') && !isRepeat)) throw new HttpError(401, 'HTTP_UNAUTHORIZED');
  return body;
}

/** Events are JSON; buttons are JSON in a form field; commands are a form. */
function parseBody(req: Request, raw: Buffer): Body {
  const type = req.headers['content-type'] ?? '';
  if (JSON_TYPE.test(type)) return parseJson(raw.toString('utf8'));
  if (!FORM_TYPE.test(type)) throw new HttpError(401, 'HTTP_UNAUTHORIZED');
  const form = Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
  return form['payload'] === undefined ? form : parseJson(form['payload']);
}

function parseJson(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // The parser's message would quote the body.
  }
  throw new HttpError(400, 'HTTP_BAD_JSON');
}

function retryOf(req: Request) {
  const num = Number(headerOf(req, 'x-slack-retry-num'));
  return Number.isInteger(num) ? { retryNum: num } : {};
}

function headerOf(req: Request, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? undefined : value;
}
