import { setTimeout as wait } from 'node:timers/promises';
import { personId, startSlack } from '../unit/channels/slack/startSlack.js';
import { readBlocks } from '../unit/channels/slack/readBlocks.js';
import { describeChannel, type ChannelUnderTest, type Deed, type Shown, type StartOptions } from './channelContract.js';

async function startUnderTest({ handler, store }: StartOptions): Promise<ChannelUnderTest> {
  const slack = await startSlack({ handler, store, env: { RATE_TURNS: '100000' } });
  await slack.until(1, 'auth.test');
  let clock = 1_700_000_000;
  const times = new Map<string, string>();
  const timeOf = (id: string) => times.get(id) ?? (times.set(id, `${++clock}.000100`), `${clock}.000100`);
  return {
    async deliver({ person, text, id = `d${clock}`, isAmongOthers, file }: Deed) {
      const user = personId(person);
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      const shared = file && { subtype: 'file_share', files: [{ id: 'F1', mimetype: file }] };
      const ts = timeOf(`${person} ${id}`);
      await slack.event(
        isAmongOthers
          ? { type: 'app_mention', channel: 'C1', user, text: `<@UBOT> ${escaped}`, ts }
          : { type: 'message', channel_type: 'im', channel: `D-${user}`, user, text: escaped, ts, ...shared },
      );
    },
    async shownTo(person) {
      const user = personId(person);
      const isSeen = ({ args }: (typeof slack.fake.calls)[number]) =>
        args['channel'] === `D-${user}` || args['channel'] === 'C1';
      return slack.fake
        .of('chat.postMessage', 'chat.postEphemeral')
        .filter((c) => isSeen(c) && (c.method === 'chat.postMessage' || c.args['user'] === user))
        .map(({ method, args }): Shown => ({
          text: args['blocks'] ? readBlocks([{ text: args['text'], blocks: args['blocks'] }]) : args['text'],
          buttons: [],
          isOpen: method === 'chat.postMessage' && args['channel'] === 'C1',
        }));
    },
    async forge() {
      const event = { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'hi', ts: '1.1' };
      const now = Date.now() / 1000;
      const tries = [
        slack.event(event, { secret: 'guessed' }),
        slack.event(event, { at: now - 301 }),
        slack.event(event, { at: now + 302 }),
        slack.event(event, { 'X-Slack-Signature': '' }),
        slack.event(event, { 'Content-Encoding': 'gzip' }),
        slack.post('events', JSON.stringify({ type: 'event_callback', event })),
        slack.post('interactions', 'payload={}'),
        slack.post('commands', 'text=x'),
      ];
      const statuses = (await Promise.all(tries)).map((t) => t.status);
      await wait(100);
      return statuses;
    },
    close: () => slack.close(),
  };
}

describeChannel('Slack', startUnderTest, { hasOpenPlaces: true });
