import { listChannelsOff } from '../../../src/channels/channelsOff.js';
import { readConfig } from '../../../src/config.js';

const offWith = (env: Record<string, string>) => listChannelsOff(readConfig(env)).map((c) => c.channel);

describe('listChannelsOff', () => {
  test('names every channel without its secrets, and what it lacks', () => {
    expect(listChannelsOff(readConfig({}))).toEqual([
      { channel: 'teams', missing: ['MicrosoftAppId', 'MicrosoftAppPassword'] },
      { channel: 'slack', missing: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'] },
    ]);
  });

  test('leaves out what is set up', () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' };
    expect(offWith(slack)).toEqual(['teams']);
    expect(offWith({ ...slack, MicrosoftAppId: 'id', MicrosoftAppPassword: 'p' })).toEqual([]);
  });
});
