import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Store } from '../../storage/store.js';
import type { Conversations } from './conversations.js';

/** A stream that was admitted: whose it is and from where it continues. */
export interface StreamTicket {
  readonly conversationId: string;
  readonly watermark: number;
  /** What the number of sockets is counted by; absent for clients on this machine. */
  readonly address?: string | undefined;
}

export interface StreamsOptions {
  readonly store: Pick<Store, 'subscribe'>;
  readonly read: Conversations['read'];
  readonly socketsPerConversation: number;
  readonly socketsPerAddress: number;
  readonly onError: (error: unknown) => void;
}

export interface Streams {
  /** Completes the WebSocket handshake and streams the conversation. `false` refuses: too many sockets. */
  open(ticket: StreamTicket, req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Ends the streams of one conversation, for example because it was erased. */
  end(conversationId: string): void;
  close(): void;
}

/** Clients send empty frames only, so anything larger is a mistake or an attack. */
const MAX_FRAME_BYTES = 4096;
/** Read at once from the store; a slow client holds so many in memory. */
const ACTIVITIES_PER_READ = 50;
/** A client that takes nothing for so long is gone; it comes back with its watermark and misses nothing. */
const SEND_LIMIT_MS = 15_000;
/** Finds sockets whose other end vanished, in at most twice this time. */
const PING_MS = 30_000;
const GOING_AWAY = 1001;

/** Streams transcripts over WebSockets: what is stored from a watermark on, then what is appended, each once, in order. */
export function createStreams(options: StreamsOptions): Streams {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  const open = new Map<WebSocket, StreamTicket>();
  const count = (isSame: (ticket: StreamTicket) => boolean) => [...open.values()].filter(isSame).length;

  const start = (ws: WebSocket, ticket: StreamTicket) => {
    open.set(ws, ticket);
    const stopPings = keepAlive(ws);
    const pump = createPump(ws, ticket, options);
    const subscribed = options.store.subscribe(ticket.conversationId, pump);
    subscribed.then(pump, options.onError);
    // Clients send an empty frame to learn whether the line still works; an empty frame back tells them.
    ws.on('message', (data: Buffer) => data.length === 0 && ws.bufferedAmount === 0 && ws.send(''));
    ws.on('error', () => ws.terminate());
    ws.on('close', () => {
      open.delete(ws);
      stopPings();
      subscribed.then((unsubscribe) => unsubscribe()).catch(options.onError);
    });
  };

  return {
    open(ticket, req, socket, head) {
      if (count((t) => t.conversationId === ticket.conversationId) >= options.socketsPerConversation) return false;
      const { address } = ticket;
      if (address !== undefined && count((t) => t.address === address) >= options.socketsPerAddress) return false;
      server.handleUpgrade(req, socket, head, (ws) => start(ws, ticket));
      return true;
    },
    end(conversationId) {
      for (const [ws, ticket] of open) if (ticket.conversationId === conversationId) ws.close(GOING_AWAY);
    },
    close() {
      for (const ws of open.keys()) ws.close(GOING_AWAY);
    },
  };
}

/**
 * Sends what the transcript has beyond the position of this socket, one frame after the other: the next goes when the
 * last was taken over by the network, so a slow client costs little memory, whatever is appended meanwhile.
 */
function createPump(ws: WebSocket, ticket: StreamTicket, { read, onError }: StreamsOptions): () => void {
  let position = ticket.watermark;
  let isRunning = false;
  let isAsked = false;
  const drain = async () => {
    try {
      while (ws.readyState === ws.OPEN) {
        isAsked = false;
        const { activities, watermark } = await read(ticket.conversationId, position, ACTIVITIES_PER_READ);
        const before = watermark - activities.length;
        // One activity a frame: botframework-directlinejs may swap the last of a longer frame with the next frame's first.
        for (const [i, activity] of activities.entries())
          await send(ws, JSON.stringify({ activities: [activity], watermark: String(before + i + 1) }));
        position = watermark;
        if (activities.length === 0 && !isAsked) return;
      }
    } finally {
      // In the same step as the look at `isAsked`, so that no append falls between them.
      isRunning = false;
    }
  };
  return () => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    drain().catch((error: unknown) => {
      // The client comes back with its watermark; a stream that skipped something would be worse.
      ws.terminate();
      if (!(error instanceof StreamGone)) onError(error);
    });
  };
}

class StreamGone extends Error {}

function send(ws: WebSocket, frame: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StreamGone()), SEND_LIMIT_MS);
    ws.send(frame, (error) => {
      clearTimeout(timer);
      if (error) reject(new StreamGone());
      else resolve();
    });
  });
}

function keepAlive(ws: WebSocket): () => void {
  let isAlive = true;
  ws.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!isAlive) return ws.terminate();
    isAlive = false;
    ws.ping();
  }, PING_MS);
  timer.unref();
  return () => clearInterval(timer);
}
