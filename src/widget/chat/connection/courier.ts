import type { Activity, Delivery, Outgoing } from './activity.js';
import { ApiError } from './api.js';
import type { Outbox } from './outbox.js';
import type { Patience } from './patience.js';

export interface CourierParts {
  readonly outbox: Outbox;
  readonly patience: Patience;
  /** True while there is a conversation to send to. */
  readonly isReady: () => boolean;
  /** Rejects with ApiError. */
  readonly post: (outgoing: Outgoing) => Promise<void>;
  /** Gets a new token, for the same conversation where it still exists. */
  readonly renew: () => Promise<void>;
  /** Looks whether the stream is alive. */
  readonly probe: () => void;
  readonly onDelivery: (clientId: string, delivery: Delivery) => void;
  readonly onAnswered: (clientId: string) => void;
}

/**
 * Brings what is in the outbox to the server, one after the other. What is not acknowledged is offered again under the
 * same id, which the server answers once.
 */
export class Courier {
  private isUnderWay = false;

  constructor(private readonly parts: CourierParts) {}

  async flush(): Promise<void> {
    if (this.isUnderWay) return;
    this.isUnderWay = true;
    const { outbox, isReady } = this.parts;
    try {
      for (let next = outbox.first(); next && isReady(); next = outbox.first()) await this.deliver(next);
    } finally {
      this.isUnderWay = false;
    }
  }

  /** What comes back in the transcript has arrived, even where the answer to sending it was lost. */
  acknowledge(activities: readonly Activity[]): void {
    const answered = new Set(activities.map((a) => a.replyToId));
    for (const { id, type, channelData } of activities) {
      const clientId = channelData?.clientActivityID;
      if (!clientId) continue;
      this.parts.onDelivery(clientId, 'sent');
      // Unanswered, it is offered once more: a server that stopped in between answers it then.
      if (answered.has(id) || type === 'event') this.parts.outbox.remove(clientId);
    }
  }

  private async deliver(outgoing: Outgoing): Promise<void> {
    const { outbox, post, probe, onDelivery, onAnswered } = this.parts;
    const { clientId } = outgoing;
    try {
      await post(outgoing);
      outbox.remove(clientId);
      onDelivery(clientId, 'sent');
      onAnswered(clientId);
      // The answer is in the transcript now; where the stream does not bring it, the stream is dead.
      probe();
    } catch (error) {
      await this.onRefusal(clientId, error instanceof ApiError ? error : new ApiError(0, 0));
    }
  }

  private async onRefusal(clientId: string, { status, retryAfterMs }: ApiError): Promise<void> {
    const { outbox, patience, renew, probe, onDelivery } = this.parts;
    if ([401, 403, 404].includes(status)) return renew().catch(() => patience.afterFailure(0));
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      outbox.remove(clientId);
      return onDelivery(clientId, 'failed');
    }
    onDelivery(clientId, 'waiting');
    probe();
    await patience.afterFailure(retryAfterMs);
  }
}
