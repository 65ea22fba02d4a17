import type { Config } from '../config.js';

/** A channel that nobody can reach at present, with the settings that would turn it on. */
export interface ChannelOff {
  readonly channel: 'teams' | 'slack';
  readonly missing: readonly string[];
}

/** The channels that lack their secrets, so that a start can say so. Half a configuration is refused before. */
export function listChannelsOff({ microsoft, slack }: Pick<Config, 'microsoft' | 'slack'>): ChannelOff[] {
  const teams: ChannelOff = { channel: 'teams', missing: ['MicrosoftAppId', 'MicrosoftAppPassword'] };
  const slackOff: ChannelOff = { channel: 'slack', missing: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'] };
  return [...(microsoft.appId ? [] : [teams]), ...(slack.botToken ? [] : [slackOff])];
}
