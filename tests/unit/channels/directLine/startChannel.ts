import type { AddressInfo } from 'node:net';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import { WebSocket } from 'ws';
import { createDirectLineChannel, type DirectLineOptions } from '../../../../src/channels/directLine/directLine.js';
import { createHttpServer } from '../../../../src/channels/http.js';
import { readConfig, type Config } from '../../../../src/config.js';
import { createMemoryStore } from '../../../../src/storage/memoryStore.js';

export const SITE = 'https://clinic.example';
export const SECRET = 'a-secret-of-more-than-thirty-two-characters';

/** A server with this channel and a bot that greets, echoes, and says nothing to events. */
export async function startChannel(changes: Partial<DirectLineOptions> & { env?: Record<string, string> } = {}) {
  const { env, ...options } = changes;
  const config: Config = readConfig({ STORAGE: 'memory', WIDGET_ORIGINS: SITE, WIDGET_SECRET: SECRET, ...env });
  const store = options.store ?? createMemoryStore();
  const turns: string[] = [];
  const handler = async (context: TurnContext) => {
    const { type, text } = context.activity;
    turns.push(`${type} ${text ?? ''}`.trim());
    if (type === ActivityTypes.ConversationUpdate) await context.sendActivity('welcome');
    if (type === ActivityTypes.Message) await context.sendActivity(`echo ${text}`);
  };
  const middleware = { onTurn: (_context: TurnContext, next: () => Promise<void>) => next() };
  const onError = () => undefined;
  const channel = createDirectLineChannel({ config, store, handler, middleware, onError, ...options });
  const server = createHttpServer(onError);
  channel.mount(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const { port } = server.server.address() as AddressInfo; // listening on TCP
  const base = `http://127.0.0.1:${port}`;

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(base + path, {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  };
  return {
    base,
    store,
    channel,
    turns,
    call,
    /** Begins a conversation as a Direct Line client does. */
    async begin(headers: Record<string, string> = {}) {
      const { body: generated } = await call('POST', '/v3/directline/tokens/generate', {}, headers);
      const auth = { ...headers, Authorization: `Bearer ${generated.token}` };
      const { status, body } = await call('POST', '/v3/directline/conversations', {}, auth);
      const path = `/v3/directline/conversations/${body.conversationId}`;
      return { status, path, auth, token: generated.token as string, ...body };
    },
    async close() {
      await channel.close();
      server.server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** Collects what a stream sends until it has `count` activities; empty frames count as the text `(empty)`. */
export function openStream(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers });
  const texts: string[] = [];
  const watermarks: string[] = [];
  let wake = () => undefined as void;
  socket.on('message', (data: Buffer) => {
    const frame = data.length === 0 ? { activities: [{ text: '(empty)' }] } : JSON.parse(data.toString());
    texts.push(...frame.activities.map((a: { text: string }) => a.text));
    if (frame.watermark) watermarks.push(frame.watermark);
    wake();
  });
  return {
    socket,
    texts,
    watermarks,
    opened: new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject)),
    refused: new Promise<number>((resolve) =>
      socket.once('unexpected-response', (_req, res) => resolve(res.statusCode ?? 0)),
    ),
    closed: new Promise<number>((resolve) => socket.once('close', resolve)),
    async until(count: number) {
      while (texts.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return texts;
    },
  };
}
