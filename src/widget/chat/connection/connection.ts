import type { Keeps } from '../storage.js';
import type { Activity, Delivery, Frame, Line, Outgoing } from './activity.js';
import { ApiError, createApi, type Session } from './api.js';
import { createOutbox } from './outbox.js';
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

const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 15_000;
/** After two refused streams the line is taken for one without WebSockets (some hospital proxies), for a minute. */
const REFUSALS_BEFORE_POLLING = 2;
const POLLING_MS = 60_000;
const POLL_EVERY_MS = 2_000;
const RENEWAL_CHECK_MS = 30_000;
const WAKE_PROBE_MS = 3_000;

/**
 * Keeps a visitor connected to the conversation, whatever happens to line, token, laptop and server.
 *
 * The server's transcript is the truth: after every break the connection asks for what follows its watermark, and what
 * was not acknowledged is sent again under the same id, which the server answers once.
 */
export class KeptConnection implements Connection {
  private readonly api;
  private readonly outbox;
  private session: Session | undefined;
  private stream: Stream | undefined;
  private watermark = 0;
  private failures = 0;
  private refusals = 0;
  private isRunning = false;
  /** Rises when a conversation is left, so that what still waits for it stops. */
  private generation = 0;
  private starting: Promise<boolean> | undefined;
  private isFlushing = false;
  private readonly sleepers = new Set<() => void>();

  constructor(
    keeps: Keeps,
    private readonly locale: string,
    private readonly events: ConnectionEvents,
  ) {
    this.api = createApi(keeps);
    this.outbox = createOutbox(keeps.tab);
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
    void this.flush();
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
    this.wake();
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
    void this.flush();
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
    this.acknowledge(session.activities);
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
      await this.sleep(POLL_EVERY_MS);
    }
    this.refusals = 0;
  }

  private onFrame({ activities, watermark }: Frame): void {
    const position = Number(watermark);
    if (position < this.watermark) this.events.onReset();
    this.watermark = position;
    this.acknowledge(activities);
    if (activities.length > 0) this.events.onActivities(activities, false);
  }

  /** What comes back in the transcript has arrived, even where the answer to sending it was lost. */
  private acknowledge(activities: readonly Activity[]): void {
    const answered = new Set(activities.map((a) => a.replyToId));
    for (const activity of activities) {
      const clientId = activity.channelData?.clientActivityID;
      if (!clientId) continue;
      this.events.onDelivery(clientId, 'sent');
      // Unanswered, it is offered once more: a server that stopped in between answers it then.
      if (answered.has(activity.id) || activity.type === 'event') this.outbox.remove(clientId);
    }
  }

  private async flush(): Promise<void> {
    if (this.isFlushing) return;
    this.isFlushing = true;
    try {
      for (let next = this.outbox.first(); next && this.session && this.isRunning; next = this.outbox.first())
        await this.deliver(next);
    } finally {
      this.isFlushing = false;
    }
  }

  private async deliver(outgoing: Outgoing): Promise<void> {
    try {
      await this.api.post(this.needSession(), outgoing, this.locale);
      this.outbox.remove(outgoing.clientId);
      this.events.onDelivery(outgoing.clientId, 'sent');
      this.events.onAnswered(outgoing.clientId);
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      if ([401, 403, 404].includes(status)) return this.renewForDelivery();
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) return this.refuse(outgoing.clientId);
      this.events.onDelivery(outgoing.clientId, 'waiting');
      await this.pause(error);
    }
  }

  private async renewForDelivery(): Promise<void> {
    try {
      await this.renewSession(false);
      // A stream of another conversation, or of a token that died, is replaced.
      this.stream?.close();
    } catch (error) {
      await this.pause(error);
    }
  }

  private refuse(clientId: string): void {
    this.outbox.remove(clientId);
    this.events.onDelivery(clientId, 'failed');
  }

  private onOnline(): void {
    this.failures = 0;
    this.events.onLine('online');
    this.wake();
    void this.flush();
  }

  private onOffline(): void {
    if (!this.isRunning) return;
    this.events.onLine('offline');
    this.stream?.close();
  }

  private onWake(): void {
    this.failures = 0;
    this.stream?.probe(WAKE_PROBE_MS);
    this.wake();
  }

  /** Waits longer after each failure, with chance in it so that a restarted server is not met by all at once. */
  private async pause(error: unknown): Promise<void> {
    this.events.onLine(navigator.onLine && this.failures < 3 ? 'connecting' : 'offline');
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures) * (0.5 + Math.random());
    this.failures += 1;
    const asked = error instanceof ApiError ? error.retryAfterMs : 0;
    await this.sleep(Math.max(wait, asked));
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.sleepers.delete(done);
        resolve();
      };
      const timer = window.setTimeout(done, ms);
      this.sleepers.add(done);
    });
  }

  private wake(): void {
    for (const done of this.sleepers) done();
  }

  private needSession(): Session {
    if (!this.session) throw new ApiError(401, 0);
    return this.session;
  }
}
