import type { Outgoing } from './connection/activity.js';
import { KeptConnection, type Connection } from './connection/connection.js';
import { change, EMPTY, FEEDBACK_EVENT, type Change, type ChatState, type Item } from './model.js';
import type { Keeps } from './storage.js';

/** The conversation as the view uses it. */
export interface Chat {
  readonly state: ChatState;
  subscribe(listener: (state: ChatState) => void): () => void;
  /** Connects; with `resume` only where this visitor was here before. */
  start(resume: boolean): Promise<void>;
  say(text: string): void;
  sayAgain(item: Item): void;
  rate(item: Item, helpful: boolean): void;
  forget(): Promise<void>;
}

/** This browser has a conversation that may be continued; its value is the time of the last visit. */
const VISITED_KEY = 'visited';
/** A returning visitor is connected before the chat is opened only so long after the last visit, in milliseconds. */
const LIVE_FOR_MS = 30 * 60_000;

/** True where the visitor talked here a short while ago and may be waiting for something. */
export function wasHereRecently(keeps: Keeps): boolean {
  return Date.now() - Number(keeps.browser.get(VISITED_KEY) ?? 0) < LIVE_FOR_MS;
}

/** Creates the conversation; it does nothing before `start`. */
export function createChat(keeps: Keeps, locale: string): Chat {
  const listeners = new Set<(state: ChatState) => void>();
  let state = EMPTY;
  const apply = (c: Change) => {
    state = change(state, c);
    for (const listener of listeners) listener(state);
  };
  const connection: Connection = new KeptConnection(keeps, locale, {
    onActivities: (activities, isReplay) => apply({ kind: 'activities', activities, isReplay }),
    onReset() {
      apply({ kind: 'reset' });
      showUnsent();
    },
    onLine: (line) => line !== state.line && apply({ kind: 'line', line }),
    onDelivery: (clientId, delivery) => apply({ kind: 'delivery', clientId, delivery }),
    onAnswered: (clientId) => apply({ kind: 'answered', clientId }),
    onSession: () => keeps.browser.set(VISITED_KEY, String(Date.now())),
  });
  const showUnsent = () => {
    for (const outgoing of connection.unsent()) apply({ kind: 'said', outgoing });
  };
  const send = (said: Pick<Outgoing, 'type' | 'text'> & Partial<Outgoing>) => {
    const outgoing: Outgoing = { clientId: createId(), at: Date.now(), ...said };
    apply({ kind: 'said', outgoing });
    connection.send(outgoing);
    keeps.browser.set(VISITED_KEY, String(Date.now()));
  };
  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start(resume) {
      showUnsent();
      await connection.start(resume);
    },
    say: (text) => send({ type: 'message', text }),
    sayAgain({ key, text }) {
      apply({ kind: 'dropped', key });
      send({ type: 'message', text });
    },
    rate(item, helpful) {
      const { feedback } = item.reply ?? {};
      if (!feedback || item.id === undefined) return;
      const value = { entry: feedback.entry, helpful };
      send({ type: 'event', name: FEEDBACK_EVENT, text: helpful ? '👍' : '👎', value, about: item.id });
    },
    async forget() {
      keeps.browser.remove(VISITED_KEY);
      await connection.forget();
    },
  };
}

/** `crypto.randomUUID` is missing on pages without TLS, such as a first try in a local network. */
function createId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
