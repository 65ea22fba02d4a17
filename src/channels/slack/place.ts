import { createHash } from 'node:crypto';
import { ActivityTypes, type Activity } from 'botbuilder';

export const SLACK = 'slack';
/** The bot's account in activities of this channel. */
export const BOT_ACCOUNT = { id: 'kneebone', name: 'Kneebone', role: 'bot' } as const;

/** Where somebody wrote, and so where the answer belongs. */
export interface Place {
  /**
   * `direct`: the person's own conversation with the bot. `shared`: others can read it. `unseen`: a slash command, whose
   * answer only the person sees, in a channel where the bot may not be.
   */
  readonly kind: 'direct' | 'shared' | 'unseen';
  readonly team: string;
  readonly channel: string;
  readonly user: string;
  /** The message that the thread hangs on. */
  readonly thread?: string;
  /** Slack's one-time address for answers to a command or a button that only the person sees. */
  readonly responseUrl?: string;
}

/** Something a person said. */
export interface Said {
  /** The same for every delivery of it, whatever Slack calls the delivery. */
  readonly identity: string;
  readonly place: Place;
  readonly text: string;
  /** Meant for the bot: a mention, a button, a command, a direct message. */
  readonly isAddressed: boolean;
  /** The label of a pressed button, to be shown, since no message of the person shows it. */
  readonly pressed?: string;
  readonly hasFiles?: boolean;
}

/** The place as the person's direct conversation. */
export function asDirect(place: Place, channel: string): Place {
  return { kind: 'direct', team: place.team, user: place.user, channel };
}

/**
 * Id of the conversation that a place belongs to. A direct message is one conversation, in threads or out of them: people
 * answer in both. In a channel each thread is one.
 */
export function conversationOf({ kind, team, channel, thread }: Place): string {
  if (kind === 'direct') return `${team}:${channel}`;
  return kind === 'unseen' ? `${team}:${channel}:unseen` : `${team}:${channel}:${thread ?? ''}`;
}

/**
 * Who the bot takes the person for. Where others read along it is somebody else than in private, so that nothing told in
 * private shapes what is said in public.
 */
export function personOf({ kind, team, user }: Place): string {
  return kind === 'direct' ? `${team}:${user}` : `public:${team}:${user}`;
}

/** The identity of a post, for every event that tells of it. */
export function identityOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 27);
}

/** The activity of a turn in this place. */
export function toActivity(place: Place, id: string, timestamp: Date): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    id,
    timestamp,
    channelId: SLACK,
    conversation: {
      id: conversationOf(place),
      isGroup: place.kind !== 'direct',
      conversationType: place.kind === 'direct' ? 'personal' : 'channel',
      name: '',
      tenantId: place.team,
    },
    from: { id: personOf(place), name: '', role: 'user' },
    recipient: BOT_ACCOUNT,
    channelData: { place },
  };
}
