import type { Frame } from './activity.js';

/** How a stream ended: it never opened, or it was open and closed. */
export type StreamEnd = 'refused' | 'closed';

export interface StreamEvents {
  onOpen(): void;
  onFrame(frame: Frame): void;
}

export interface Stream {
  readonly ended: Promise<StreamEnd>;
  /** Asks the server for a sign of life; without one the stream ends. A laptop that slept has a line that only looks open. */
  probe(limitMs: number): void;
  close(): void;
}

const PROBE_EVERY_MS = 20_000;
const PROBE_LIMIT_MS = 8_000;
const OPEN_LIMIT_MS = 10_000;

/** Opens a Direct Line stream. Never throws; `ended` tells how it went. */
export function openStream(url: string, events: StreamEvents): Stream {
  const socket = new WebSocket(url);
  let wasOpen = false;
  let probeTimer = 0;
  let finish: (end: StreamEnd) => void = () => undefined;
  const ended = new Promise<StreamEnd>((resolve) => (finish = resolve));
  const stop = () => {
    clearTimeout(openTimer);
    clearTimeout(probeTimer);
    clearInterval(beat);
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    finish(wasOpen ? 'closed' : 'refused');
  };
  const probe = (limitMs: number) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send('');
    clearTimeout(probeTimer);
    probeTimer = window.setTimeout(stop, limitMs);
  };
  const openTimer = window.setTimeout(stop, OPEN_LIMIT_MS);
  const beat = window.setInterval(() => probe(PROBE_LIMIT_MS), PROBE_EVERY_MS);
  socket.onopen = () => {
    wasOpen = true;
    clearTimeout(openTimer);
    events.onOpen();
  };
  socket.onmessage = ({ data }) => {
    clearTimeout(probeTimer);
    // An empty frame is the answer to a probe.
    if (typeof data === 'string' && data !== '') events.onFrame(JSON.parse(data) as Frame); // our own server's frame
  };
  socket.onclose = stop;
  return { ended, probe, close: stop };
}
