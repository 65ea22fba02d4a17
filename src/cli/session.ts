import { randomUUID } from 'node:crypto';
import { ActivityTypes, type Activity } from 'botbuilder';
import { pino } from 'pino';
import { createBot, type FinishedTurn } from '../bot.js';
import { ConsoleAdapter } from '../channels/consoleAdapter.js';
import { replyOf } from '../channels/renderMiddleware.js';
import { readConfig } from '../config.js';
import { createHandoff } from '../handoff.js';
import { createRecorders } from '../records.js';
import type { Reply } from '../reply.js';
import { createMemoryStore } from '../storage/memoryStore.js';
import type { Language } from '../language/language.js';
import { loadDeciders } from './parts.js';

export type SessionChannel = 'web' | 'msteams' | 'slack';

export interface SessionTurn {
  readonly conversation: string;
  readonly text: string;
  readonly user?: string;
  readonly channel?: SessionChannel;
  readonly at?: Date;
  /** What the channel would say of the person's language; it counts until they write in one. */
  readonly language?: Language | undefined;
}

export interface SessionResult {
  readonly finished: FinishedTurn | undefined;
  readonly replies: readonly Reply[];
}

const CHANNEL_IDS: Readonly<Record<SessionChannel, string>> = { web: 'directline', msteams: 'msteams', slack: 'slack' };

/**
 * The real bot with a store in memory; turns run one after the other. A summary that the person agrees to is sent when
 * `HANDOFF_WEBHOOK_URL` is set; feedback and questions that were left end with the process.
 */
export function createSession() {
  let clock: Date | undefined;
  let finished: FinishedTurn | undefined;
  const now = () => clock ?? new Date();
  const deciders = loadDeciders();
  const log = pino({ level: 'error' }, process.stderr);
  const config = readConfig(process.env);
  const store = createMemoryStore(() => now().getTime());
  const handoff = createHandoff({ url: config.handoffWebhookUrl, now, newId: randomUUID });
  const bot = createBot({
    config,
    store,
    ...createRecorders(config, store),
    ...(config.handoffWebhookUrl && { handoff }),
    deciders: () => deciders,
    now,
    onTurn: (turn) => (finished = turn),
    onError: (error) => log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'turn failed'),
  });
  const adapter = new ConsoleAdapter();
  return {
    async run(turn: SessionTurn): Promise<SessionResult> {
      clock = turn.at;
      finished = undefined;
      const sent = await adapter.process(toActivity(turn, now()), bot.run);
      return { finished, replies: sent.flatMap((a) => replyOf(a) ?? []) };
    },
  };
}

function toActivity(turn: SessionTurn, at: Date): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    id: String(at.getTime()),
    timestamp: at,
    text: turn.text,
    channelId: CHANNEL_IDS[turn.channel ?? 'web'],
    conversation: { id: turn.conversation, isGroup: false, conversationType: 'personal', name: '' },
    from: { id: turn.user ?? `user-of-${turn.conversation}`, name: '' },
    recipient: { id: 'kneebone', name: 'Kneebone' },
    serviceUrl: 'urn:kneebone:console',
    ...(turn.language && { locale: turn.language }),
  };
}
