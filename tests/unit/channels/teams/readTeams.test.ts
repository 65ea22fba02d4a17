import type { Activity } from 'botbuilder';
import { readArrival, readRating, readTeams, stripMention } from '../../../../src/channels/teams/readTeams.js';

const bot = { id: '28:bot', name: 'Kneebone' };
const mention = (id: string, text: string) => ({ type: 'mention', mentioned: { id, name: '' }, text });
const strip = (text: string, entities: object[] = [mention(bot.id, '<at>Kneebone</at>')]) =>
  stripMention({ text, recipient: bot, entities: entities as Activity['entities'] });

describe('stripMention', () => {
  test.each([
    ['<at>Kneebone</at> why?', 'why?'],
    ['why, <at>Kneebone</at>?', 'why, ?'],
    ['<at>Kneebone</at>&nbsp;why?', 'why?'],
    ['<at>Kneebone</at>\u00a0why?', 'why?'],
    ['<at>Kneebone</at>\r\n\r\nwhy?', 'why?'],
    ['<at id="0">Kneebone</at> why?', 'why?'],
    ['<AT>Kneebone</AT> why?', 'why?'],
    ['<at>Kneebone</at> and again <at>Kneebone</at>', 'and again'],
    ['<at>Ann</at> says why?', 'Ann says why?'],
    ['5 &lt; 7 &amp;&amp; 8 &gt; 6', '5 < 7 && 8 > 6'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['one<br/>two', 'one\ntwo'],
    ['<at>Kneebone</at>', ''],
    ['', ''],
  ])('makes %j to %j', (text, words) => expect(strip(text)).toBe(words));

  test('takes off a mention whose recorded text differs in its spaces from what stands in the message', () => {
    const entities = [mention('28:bot', '<at>Knee Bone</at>')];
    expect(
      stripMention({ text: '<at>Knee&nbsp;Bone</at> why?', recipient: { id: '28:bot', name: 'Other' }, entities }),
    ).toBe('why?');
  });

  test('takes hostile entities and 50,000 signs without failing', () => {
    const entities = [null, 1, {}, { type: 'mention' }, { type: 'mention', mentioned: null, text: 5 }] as never[];
    const hostile = [
      '<at>'.repeat(12_500),
      '<at '.repeat(12_500),
      '&amp;'.repeat(10_000),
      '\n '.repeat(25_000),
      '<br'.repeat(16_000),
    ];
    for (const text of hostile) expect(typeof stripMention({ text, recipient: bot, entities })).toBe('string');
  });
});

describe('readTeams', () => {
  const base = {
    type: 'message',
    channelId: 'msteams',
    recipient: bot,
    conversation: { id: 'c', isGroup: false, conversationType: 'personal', name: '' },
  };

  test('gives a message without a sender one that is nobody', () => {
    expect(readTeams(base as unknown as Activity).from).toEqual({ id: '', name: '' });
  });

  test('keeps real files and drops the HTML copy', () => {
    const attachments = [
      { contentType: 'text/html', content: '<p>x</p>' },
      { contentType: 'image/png', contentUrl: 'https://x' },
    ];
    expect(readTeams({ ...base, attachments } as unknown as Activity).attachments).toEqual([attachments[1]]);
  });
});

describe('readRating', () => {
  const invoke = (value: unknown) => ({ type: 'invoke', name: 'message/submitAction', replyToId: 'm', value });

  test.each([
    [{ actionName: 'feedback', actionValue: { reaction: 'like' } }, true],
    [{ actionName: 'feedback', actionValue: { reaction: 'dislike', feedback: '{}' } }, false],
  ])('reads %j', (value, helpful) => expect(readRating(invoke(value))).toEqual({ messageId: 'm', helpful }));

  test.each([
    undefined,
    null,
    'like',
    {},
    { actionName: 'feedback' },
    { actionName: 'other', actionValue: { reaction: 'like' } },
    { actionName: 'feedback', actionValue: { reaction: 'love' } },
  ])('reads nothing in %j', (value) => expect(readRating(invoke(value))).toBeUndefined());
});

describe('readArrival', () => {
  const personal = {
    conversation: { id: 'c', isGroup: false, conversationType: 'personal', name: '' },
    recipient: bot,
  };

  test.each([
    ['an upgrade', { type: 'installationUpdate', action: 'add-upgrade' }, 'arrived'],
    ['a removal with an upgrade', { type: 'installationUpdate', action: 'remove-upgrade' }, 'left'],
    ['the bot removed from a team', { type: 'conversationUpdate', membersRemoved: [bot] }, 'left'],
    ['a renamed team', { type: 'conversationUpdate' }, undefined],
    ['a message', { type: 'message' }, undefined],
  ])('reads %s', (_name, activity, arrival) =>
    expect(readArrival({ ...personal, ...activity } as Partial<Activity>)).toBe(arrival),
  );
});
