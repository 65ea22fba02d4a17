import { App, LogLevel, type AppOptions, type Logger, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { ErrorCode } from '../../errors.js';
import { nameForLog, type Listeners } from './listeners.js';
import { SlackCallError } from './slackApi.js';
import type { Workspace } from './workspace.js';

/** Where the channel reports. Gets ids, codes and types; nothing that anybody wrote. */
export interface ChannelLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface BoltAppOptions {
  readonly receiver: Receiver;
  readonly workspace: Workspace;
  readonly botToken: string;
  readonly log: ChannelLog;
  readonly clientOptions: NonNullable<AppOptions['clientOptions']>;
}

/** Bolt with our listeners. Whatever comes in is acknowledged before Bolt sees it. */
export function createBoltApp(options: BoltAppOptions): App {
  const { receiver, workspace, botToken, log, clientOptions } = options;
  const account = () => ({ ...(workspace.account?.botId && { botId: workspace.account.botId }), ...workspace.account });
  return new App({
    receiver,
    clientOptions,
    logger: quietLogger(log),
    // Bolt's own way asks Slack before it acknowledges.
    authorize: async () => ({ botToken, ...account() }),
  });
}

/** Tells Bolt what to do with events, buttons and commands. */
export function listen(app: App, listeners: Listeners, workspace: Workspace, log: ChannelLog): void {
  app.event(/.*/, async ({ event, body }) => {
    if (!workspace.isUsable()) return skip(log, 'SLACK_NOT_INSTALLED', body);
    const team = 'team_id' in body && typeof body.team_id === 'string' ? body.team_id : '';
    if (!(await onEvent(listeners, team, event))) skip(log, 'SLACK_EVENT_IGNORED', body);
  });
  app.action(/.*/, async ({ body }) => {
    if (!(await listeners.press(body))) skip(log, 'SLACK_ACTION_IGNORED', body);
  });
  app.command(/.*/, async ({ body }) => {
    if (!(await listeners.command(body))) skip(log, 'SLACK_COMMAND_IGNORED', body);
  });
  app.error(async (error) =>
    reportError(log, workspace, 'original' in error && error.original ? error.original : error),
  );
}

/** An event is outside data: only its type is looked at here. */
async function onEvent(listeners: Listeners, team: string, event: { readonly type: string }): Promise<boolean> {
  switch (event.type) {
    case 'message':
    case 'app_mention':
      return listeners.post(team, event);
    case 'app_home_opened':
      return listeners.homeOpened(event);
    case 'assistant_thread_started':
      return listeners.threadStarted(event);
    case 'app_uninstalled':
      return listeners.uninstalled(event.type);
    case 'tokens_revoked':
      return listeners.tokensRevoked(event);
    default:
      return false;
  }
}

/** Logs a failure by its code; a refused token counts as a lost workspace. */
export function reportError(log: ChannelLog, workspace: Workspace, error: unknown): void {
  if (error instanceof SlackCallError) {
    if (error.isTokenRefused) workspace.lose(error.reason);
    const fields = { channel: 'slack', code: 'SLACK_REFUSED' satisfies ErrorCode, method: error.method };
    log.warn({ ...fields, reason: nameForLog(error.reason) }, 'slack refused a call');
    return;
  }
  const code = error instanceof Error && 'code' in error ? nameForLog(error.code) : 'TURN_FAILED';
  log.error({ channel: 'slack', code, error: error instanceof Error ? error.name : typeof error }, 'slack turn failed');
}

/** One line by id, so that somebody can look it up at Slack. */
export function skip(log: ChannelLog, code: ErrorCode, body: unknown): void {
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  const event: unknown = fields['event'];
  const type = typeof event === 'object' && event !== null && 'type' in event ? event.type : fields['type'];
  log.info(
    { channel: 'slack', code, event: nameForLog(fields['event_id']), type: nameForLog(type) },
    'slack event skipped',
  );
}

/** Acknowledges, then hands on; for every receiver, so that no work stands before the acknowledgement. */
export async function dispatch(app: App, event: ReceiverEvent, log: ChannelLog): Promise<void> {
  await event.ack();
  const { type, command } = event.body;
  const isKnown = command !== undefined || type === 'event_callback' || type === 'block_actions';
  if (!isKnown || (type === 'event_callback' && !hasEvent(event.body))) return skip(log, 'SLACK_UNKNOWN', event.body);
  await app.processEvent({ ...event, ack: async () => undefined });
}

const hasEvent = ({ event }: ReceiverEvent['body']) =>
  typeof event === 'object' && event !== null && typeof event.type === 'string';

/** Bolt's own words may quote what people wrote, and addresses with tickets; they are counted, not kept. */
export function quietLogger(log: ChannelLog): Logger {
  const note = () => undefined;
  const fields = { channel: 'slack', code: 'SLACK_LIBRARY' satisfies ErrorCode };
  return {
    debug: note,
    info: note,
    warn: () => log.warn(fields, 'slack library warns'),
    error: () => log.warn(fields, 'slack library reports an error'),
    setLevel: note,
    getLevel: () => LogLevel.WARN,
    setName: note,
  };
}
