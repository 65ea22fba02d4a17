import path from 'node:path';
import { renderDirectLine } from '../../../src/channels/renderDirectLine.js';
import { createPostman } from '../../../src/channels/slack/postman.js';
import { createSlackRenderer, renderMessages } from '../../../src/channels/slack/renderSlack.js';
import { createTeamsRenderer } from '../../../src/channels/teams/renderTeams.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { paragraph, type Reply } from '../../../src/reply.js';

const knowledge = loadUsableKnowledge(path.resolve('knowledge'));
const reply: Reply = { kind: 'answer', blocks: [paragraph('Yes.')], knowledge: 'abc123def456' };
const activity = { channelData: { kneebone: reply } };
const slackOptions = { wording: () => knowledge, pictureUrl: () => undefined };

describe('every reply carries the version of the knowledge', () => {
  test('on the website', () => {
    expect(renderDirectLine(reply, activity)[0]?.channelData).toMatchObject({
      kneebone: { knowledge: 'abc123def456' },
    });
  });

  test('in Teams', () => {
    const render = createTeamsRenderer({ publicUrl: 'http://x', knowledge: () => knowledge, showsPresses: true });
    expect(render(reply, activity)[0]?.channelData).toEqual({ kneebone: { knowledge: 'abc123def456' } });
  });

  test('in Slack, as metadata that nobody sees', async () => {
    const calls: Readonly<Record<string, unknown>>[] = [];
    const api = { call: async (_method: string, args: Readonly<Record<string, unknown>>) => (calls.push(args), {}) };
    const postman = createPostman({ api, responseOrigins: [], onRefusal: () => undefined });
    const [message] = renderMessages(reply, slackOptions);
    if (!message) throw new Error('there is no message');
    await postman.deliver({ to: { kind: 'post', channel: 'C1' }, message });
    expect(calls[0]?.['metadata']).toEqual({
      event_type: 'kneebone_reply',
      event_payload: { knowledge: 'abc123def456' },
    });
    expect(createSlackRenderer(slackOptions)(reply, activity)[0]?.text).not.toContain('abc123def456');
  });
});
