import { randomUUID } from 'node:crypto';
import { signToken, startConnector } from '../unit/channels/teams/microsoft.js';
import { readMessages } from '../unit/channels/teams/readCard.js';
import { startTeams } from '../unit/channels/teams/startTeams.js';
import { describeChannel, type ChannelUnderTest, type Deed, type Shown, type StartOptions } from './channelContract.js';
import { plain } from './replyContent.js';

const CHANNEL = '19:channel@thread.tacv2;messageid=1700000000001';

/** The id of a person's own chat, as the service gives it to whoever opens it. */
const chatOf = (userId: string) => `a:chat-of-${userId}`;
const userOf = (person: string) => `29:${person}`;

/** Teams sends what people type with these characters escaped. */
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

interface Citation {
  readonly appearance: { readonly name: string; readonly abstract: string };
}

/** Stands in a column of its own. */
const LIST_SIGN = /^(•|\*\*\d+\.\*\*)$/;

async function startUnderTest({ handler, store }: StartOptions): Promise<ChannelUnderTest> {
  const connector = await startConnector(({ path, body }) =>
    path === '/v3/conversations' ? { status: 201, body: { id: chatOf(body.members[0].id) } } : undefined,
  );
  const teams = await startTeams({ handler, store, connector, env: { RATE_TURNS: '100000' } });
  return {
    async deliver({ person, text, id = randomUUID(), isPressed, isAmongOthers, file }: Deed) {
      const from = { id: userOf(person), name: person };
      const personal = { id: chatOf(from.id), conversationType: 'personal' };
      if (isPressed)
        return void (await teams.deliver('card-press', {
          id,
          text,
          value: { say: text },
          from,
          conversation: personal,
        }));
      const attachments = file && [{ contentType: file, contentUrl: 'https://files.example/1' }];
      const message = { id, text: escape(text), from, ...(attachments && { attachments }) };
      if (!isAmongOthers) return void (await teams.deliver('personal-message', { ...message, conversation: personal }));
      await teams.deliver('channel-message', { id, text: `<at>Kneebone</at> ${escape(text)}`, from });
    },
    async shownTo(person) {
      const [own, open] = [chatOf(userOf(person)), CHANNEL];
      const shown = teams.said().filter((m) => [own, open].includes(m.conversation.id));
      return shown.map((message): Shown => {
        const cited = (message.entities ?? []).flatMap((e: { citation?: Citation[] }) =>
          (e.citation ?? []).map(({ appearance: { name, abstract } }) => (name.endsWith('…') ? abstract : name)),
        );
        const lines = [...readMessages([message]), ...cited]
          .flatMap((t) => t.split('\n'))
          .filter((t) => !LIST_SIGN.test(t));
        return { text: lines.map(plain).join('\n'), buttons: [], isOpen: message.conversation.id === open };
      });
    },
    async forge() {
      const activity = {
        type: 'message',
        text: 'hi',
        channelId: 'msteams',
        serviceUrl: connector.url,
        conversation: { id: 'a:1' },
        from: { id: '29:x' },
      };
      const genuine = signToken(connector.url);
      const tokens = [
        '',
        'Bearer',
        `Basic ${genuine}`,
        `Bearer ${genuine}x`,
        `Bearer ${signToken('https://elsewhere.example')}`,
      ];
      return (await Promise.all(tokens.map((t) => teams.post(activity, t)))).map((a) => a.status);
    },
    async close() {
      await teams.close();
      await connector.close();
    },
  };
}

// The SDK prints the public key when a signature does not fit it.
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

describeChannel('Teams', startUnderTest, { hasOpenPlaces: true });
