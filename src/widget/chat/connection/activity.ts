import type { Reply } from '../../../reply.js';

/** The parts of a Direct Line activity that the chat reads. */
export interface Activity {
  readonly id?: string;
  readonly type?: string;
  readonly name?: string;
  readonly text?: string;
  readonly value?: unknown;
  readonly timestamp?: string;
  readonly from?: { readonly id?: string; readonly role?: string };
  readonly replyToId?: string;
  readonly suggestedActions?: { readonly actions?: readonly { readonly title?: string; readonly value?: unknown }[] };
  readonly channelData?: {
    readonly clientActivityID?: string;
    readonly kneebone?: Reply;
    /** On a feedback event: the activity it is about. */
    readonly about?: string;
  };
}

/** What the person does, on its way to the server. */
export interface Outgoing {
  readonly clientId: string;
  readonly type: 'message' | 'event';
  readonly text: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly about?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Whether there is a line to the server. */
export type Line = 'idle' | 'connecting' | 'online' | 'offline';

/** What became of a message. `waiting`: it is sent when the line is back. */
export type Delivery = 'sending' | 'waiting' | 'sent' | 'failed';

export interface Frame {
  readonly activities: readonly Activity[];
  readonly watermark: string;
}
