import type { Keeps } from '../storage.js';
import type { Activity, Delivery, Frame, Line, Outgoing } from './activity.js';
import { ApiError, createApi, type Session } from './api.js';
import { Courier } from './courier.js';
import { createOutbox } from './outbox.js';
import { Patience } from './patience.js';
import { openStream, type Stream } from './stream.js';

export interface ConnectionEvents {
  /** New activities; `isReplay` for those that were there before this page. */
  onActivities(activities: readonly Activity[], isReplay: boolean): void;
  /** What was shown so far is no longer in the conversation: it was erased, or this is another one. */
  onReset(): void;
  onLine(line: Line): void;
  onDelivery(clientId: string, delivery: Delivery): void;
  /** The server has done all it will do about this message. */
  onAnswered(clientId: string): void;
  onSession(userId: string): void;
}

export interface Connection {
  /** Connects; `resume` only to a conversation that exists. Resolves to whether there is one. */
  start(resume: boolean): Promise<boolean>;
  send(outgoing: Outgoing): void;
  /** What waits to be sent, for a page that was loaded again. */
  unsent(): readonly Outgoing[];
  /** Erases the conversation on the server and here; the next start begins anew. Rejects where the server did not. */
  forget(): Promise<void>;
}

/** After two refused streams the line is taken for one without WebSockets (some hospital proxies), for a minute. */
const REFUSALS_BEFORE_POLLING = 2;
const POLLING_MS = 60_000;
const POLL_EVERY_MS = 2_000;
const RENEWAL_CHECK_MS = 30_000;
/** A line that does not answer for so long, when an answer is due, is dead. */
const PROBE_MS = 3_000;
/** From the third failure on, people are told that the chat cannot be reached. */
const FAILURES_SHOWN = 3;

/**
 * Keeps a visitor connected to the conversation, whatever happens to line, token, laptop and server.
 *
 * The server's transcript is the truth: after every break the connection asks for what follows its watermark.
 */
export class KeptConnection implements Connection {
  private readonly api;
  private readonly outbox;
  private readonly courier;
  private session: Session | undefined;
  private stream: Stream | undefined;
  private watermark = 0;
  private readonly patience = new Patience();
  private refusals = 0;
  private isRunning = false;
  /** Rises when a conversation is left, so that what still waits for it stops. */
  private generation = 0;
  private starting: Promise<boolean> | undefined;

  constructor(
    keeps: Keeps,
    private readonly locale: string,
    private readonly events: ConnectionEvents,
  ) {
    this.api = createApi(keeps);
    this.outbox = createOutbox(keeps.tab);
    this.courier = new Courier({
      outbox: this.outbox,
      patience: this.patience,
      isReady: () => this.isRunning && this.session !== undefined,
      post: (outgoing) => this.api.post(this.needSession(), outgoing, this.locale),
      renew: () => this.renewForDelivery(),
      probe: () => this.stream?.probe(PROBE_MS),
      onDelivery: events.onDelivery,
      onAnswered: events.onAnswered,
    });
    window.addEventListener('online', () => this.onWake());
    window.addEventListener('offline', () => this.onOffline());
    window.addEventListener('pageshow', () => this.onWake());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.onWake());
  }

  async start(resume: boolean): Promise<boolean> {
    if (this.starting) {
      const isFound = await this.starting;
      // A look for an earlier conversation that found none does not stand in for opening one.
      return isFound || resume || this.start(false);
    }
    if (this.isRunning) return true;
    this.starting = this.startOnce(resume);
    return this.starting.finally(() => (this.starting = undefined));
  }

  private async startOnce(resume: boolean): Promise<boolean> {
    this.isRunning = true;
    this.events.onLine('connecting');
    const isFound = await this.openFirst(resume);
    if (isFound) void this.stayConnected();
    else {
      this.isRunning = false;
      this.events.onLine('idle');
    }
    return isFound;
  }

  send(outgoing: Outgoing): void {
    this.outbox.add(outgoing);
    this.events.onDelivery(outgoing.clientId, navigator.onLine ? 'sending' : 'waiting');
    void this.courier.flush();
  }

  unsent(): readonly Outgoing[] {
    return this.outbox.list();
  }

  async forget(): Promise<void> {
    const session = this.session ?? (await this.openSession(true));
    // First there: what is erased here only would look erased and be kept.
    if (session) await this.api.erase(session);
    this.isRunning = false;
    this.generation += 1;
    this.session = undefined;
    this.outbox.clear();
    this.stream?.close();
    this.patience.hope();
    this.watermark = 0;
    this.events.onReset();
    this.events.onLine('idle');
  }

  private async openFirst(resume: boolean): Promise<boolean> {
    while (this.isRunning) {
      try {
        return await this.renewSession(resume);
      } catch (error) {
        await this.pause(error);
      }
    }
    return false;
  }

  private async stayConnected(): Promise<void> {
    const { generation } = this;
    void this.courier.flush();
    while (this.isRunning && generation === this.generation) {
      try {
        await this.stayOnce(generation);
      } catch (error) {
        await this.pause(error);
      }
    }
  }

  /** One stream, or a minute of polling, until it ends. */
  private async stayOnce(generation: number): Promise<void> {
    const session = await this.currentSession();
    if (generation !== this.generation) return;
    if (this.refusals >= REFUSALS_BEFORE_POLLING) return this.poll(POLLING_MS);
    const stream = openStream(session.streamUrl, { onOpen: () => this.onOnline(), onFrame: (f) => this.onFrame(f) });
    this.stream = stream;
    const renewal = setInterval(() => void this.renewIfDue(), RENEWAL_CHECK_MS);
    const end = await stream.ended;
    clearInterval(renewal);
    this.stream = undefined;
    this.refusals = end === 'refused' ? this.refusals + 1 : 0;
    if (generation !== this.generation) return;
    this.session = { ...(this.session ?? session), streamUrl: '' };
    throw new ApiError(0, 0);
  }

  /** The session with a token that is good and a stream address from here on. */
  private async currentSession(): Promise<Session> {
    const session = this.session;
    if (session && session.streamUrl && session.watermark === this.watermark) return session;
    if (session && (await this.tryWith(() => this.api.reconnect(session, this.watermark)))) return this.needSession();
    await this.renewSession(false);
    return this.needSession();
  }

  /** Runs a call that renews the session; `false` where the token opens nothing any more. */
  private async tryWith(work: () => Promise<Session>): Promise<boolean> {
    try {
      this.session = { ...(await work()), watermark: this.watermark };
      return true;
    } catch (error) {
      if (error instanceof ApiError && [401, 403, 404].includes(error.status)) return false;
      throw error;
    }
  }

  /** Asks for the visitor's conversation with a fresh token, and takes its transcript over. */
  private async renewSession(resume: boolean): Promise<boolean> {
    const before = this.session?.conversationId;
    const session = await this.openSession(resume);
    if (!session) return false;
    if (before !== undefined && before !== session.conversationId) this.events.onReset();
    this.session = session;
    this.watermark = session.watermark;
    this.events.onSession(session.userId);
    this.courier.acknowledge(session.activities);
    this.events.onActivities(session.activities, before === undefined);
    return true;
  }

  /** Two tabs that open at once must not begin two conversations. */
  private openSession(resume: boolean): Promise<Session | undefined> {
    const open = () => this.api.openSession({ resume, locale: this.locale });
    // Where the frame has no storage it has no locks either.
    const locked = 'locks' in navigator ? navigator.locks.request('kneebone.session', open) : open();
    return locked.catch((error: unknown) => (error instanceof DOMException ? open() : Promise.reject(error)));
  }

  private async renewIfDue(): Promise<void> {
    const { session } = this;
    if (!session || performance.now() < session.renewAt) return;
    // A refusal is met at the next call, which asks for a new session.
    await this.tryWith(() => this.api.renew(session)).catch(() => undefined);
  }

  private async poll(forMs: number): Promise<void> {
    const until = performance.now() + forMs;
    while (this.isRunning && performance.now() < until) {
      this.onFrame(await this.api.read(this.needSession(), this.watermark));
      this.onOnline();
      await this.patience.sleep(POLL_EVERY_MS);
    }
    this.refusals = 0;
  }

  private onFrame({ activities, watermark }: Frame): void {
    const position = Number(watermark);
    if (position < this.watermark) this.events.onReset();
    this.watermark = position;
    this.courier.acknowledge(activities);
    if (activities.length > 0) this.events.onActivities(activities, false);
  }

  private async renewForDelivery(): Promise<void> {
    await this.renewSession(false);
    // A stream of another conversation, or of a token that died, is replaced.
    this.stream?.close();
  }

  private onOnline(): void {
    this.patience.hope();
    this.events.onLine('online');
    void this.courier.flush();
  }

  private onOffline(): void {
    if (!this.isRunning) return;
    this.events.onLine('offline');
    this.stream?.close();
  }

  private onWake(): void {
    this.stream?.probe(PROBE_MS);
    this.patience.hope();
  }

  private async pause(error: unknown): Promise<void> {
    this.events.onLine(navigator.onLine && this.patience.failures < FAILURES_SHOWN ? 'connecting' : 'offline');
    await this.patience.afterFailure(error instanceof ApiError ? error.retryAfterMs : 0);
  }

  private needSession(): Session {
    if (!this.session) throw new ApiError(401, 0);
    return this.session;
  }
}
