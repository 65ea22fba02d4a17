import { SlackCallError, type SlackApi } from './slackApi.js';

/** The bot's account in the workspace that the token belongs to. */
export interface Account {
  readonly botUserId: string;
  readonly botId?: string;
}

/** Whether the app is installed, and as whom. */
export interface Workspace {
  /** Who the bot is, as far as that is known without asking. */
  readonly account: Account | undefined;
  /** Asks Slack who the bot is, once; nothing where it cannot be asked. */
  identify(): Promise<Account | undefined>;
  /** Takes note that the token opens nothing any more. */
  lose(reason: string): void;
  /** False between the loss of the token and the next look, at most once a minute. */
  isUsable(): boolean;
}

export interface WorkspaceOptions {
  readonly api: SlackApi;
  readonly now: () => Date;
  readonly onLoss: (reason: string) => void;
}

/** After a reinstall the same token may open again, so it is tried now and then. */
const LOOK_AGAIN_MS = 60_000;

/** Creates the knowledge of the workspace. */
export function createWorkspace({ api, now, onLoss }: WorkspaceOptions): Workspace {
  let account: Account | undefined;
  let asking: Promise<Account | undefined> | undefined;
  let lostUntil = 0;
  let losses = 0;
  const lose = (reason: string) => {
    const isNews = lostUntil === 0;
    losses += 1;
    lostUntil = now().getTime() + LOOK_AGAIN_MS;
    account = undefined;
    if (isNews) onLoss(reason);
  };
  const ask = async (): Promise<Account | undefined> => {
    const before = losses;
    try {
      const { user_id, bot_id } = await api.call('auth.test', {});
      // An answer from before the loss says nothing about now.
      if (typeof user_id !== 'string' || losses > before) return undefined;
      lostUntil = 0;
      account = { botUserId: user_id, ...(typeof bot_id === 'string' && { botId: bot_id }) };
    } catch (error) {
      if (error instanceof SlackCallError && error.isTokenRefused) lose(error.reason);
    }
    return account;
  };
  return {
    get account() {
      return account;
    },
    async identify() {
      if (account) return account;
      asking ??= ask().finally(() => (asking = undefined));
      return asking;
    },
    lose,
    isUsable: () => now().getTime() >= lostUntil,
  };
}
