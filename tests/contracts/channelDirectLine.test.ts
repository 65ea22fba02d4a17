import { randomUUID } from 'node:crypto';
import { renderDirectLine } from '../../src/channels/renderDirectLine.js';
import { createRenderMiddleware } from '../../src/channels/renderMiddleware.js';
import { startChannel } from '../unit/channels/directLine/startChannel.js';
import { describeChannel, type ChannelUnderTest, type Deed, type Shown, type StartOptions } from './channelContract.js';
import { plain } from './replyContent.js';

async function startUnderTest({ handler, store }: StartOptions): Promise<ChannelUnderTest> {
  const quiet: StartOptions['handler'] = async (context) => {
    if (context.activity.type === 'message') await handler(context);
  };
  const running = await startChannel({
    handler: quiet,
    store,
    middleware: createRenderMiddleware(() => renderDirectLine),
    env: { RATE_TURNS: '100000', RATE_REQUESTS: '1000000' },
  });
  const begun = new Map<string, ReturnType<typeof running.begin>>();
  const conversationOf = (person: string) => {
    const known = begun.get(person) ?? running.begin();
    begun.set(person, known);
    return known;
  };
  return {
    async deliver({ person, text, id = randomUUID(), file }: Deed) {
      const { path, auth } = await conversationOf(person);
      const attachments = file && [{ contentType: file, contentUrl: 'https://files.example/1' }];
      const channelData = { clientActivityID: id };
      const activity = { type: 'message', text, from: { id: '' }, channelData, ...(attachments && { attachments }) };
      await running.call('POST', `${path}/activities`, activity, auth);
    },
    async shownTo(person) {
      const { path, auth } = await conversationOf(person);
      const { body } = await running.call('GET', `${path}/activities?watermark=0`, undefined, auth);
      const activities: { from?: { id: string }; text?: string }[] = body.activities;
      const said = activities.filter(
        (a) => a.from?.id !== undefined && a.text !== undefined && !a.from.id.startsWith('dl_'),
      );
      return said.map((a): Shown => ({
        text: String(a.text).split('\n').map(unmark).join('\n'),
        buttons: [],
        isOpen: false,
      }));
    },
    async forge() {
      const { path, auth } = await conversationOf('ann');
      const activity = { type: 'message', text: 'hi', from: { id: '' } };
      const tokens = ['', 'Bearer', 'Bearer x', `${auth.Authorization}x`, auth.Authorization.slice(0, -4)];
      const tries = tokens.map((Authorization) =>
        running.call('POST', `${path}/activities`, activity, { Authorization }),
      );
      return (await Promise.all(tries)).map((t) => t.status);
    },
    close: () => running.close(),
  };
}

/** A line of Markdown as it reads. */
const unmark = (line: string) => plain(line.replace(/^(-|\d+\.) /, ''));

describeChannel('Direct Line', startUnderTest, { hasOpenPlaces: false });
