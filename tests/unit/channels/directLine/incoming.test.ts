import { parseIncoming } from '../../../../src/channels/directLine/incoming.js';

const message = (changes: object) => parseIncoming({ type: 'message', text: 'why', ...changes });

describe('parseIncoming', () => {
  test('keeps what a client may say', () => {
    expect(message({ locale: 'en-GB', channelData: { clientActivityID: 'c1' }, from: { id: 'me' } })).toEqual({
      type: 'message',
      clientActivityId: 'c1',
      claimedUserId: 'me',
      activity: {
        type: 'message',
        text: 'why',
        textFormat: 'plain',
        locale: 'en-GB',
        channelData: { clientActivityID: 'c1' },
      },
    });
  });

  test('drops what only the server decides', () => {
    const { activity } = message({
      id: '1',
      timestamp: '2020-01-01T00:00:00Z',
      conversation: { id: 'other' },
      recipient: { id: 'x' },
      serviceUrl: 'https://evil.example',
      replyToId: '7',
      channelData: { kneebone: { kind: 'alert' } },
    });
    expect(activity).toEqual({ type: 'message', text: 'why', textFormat: 'plain', channelData: {} });
  });

  test('takes the text of a postBack button from its value', () => {
    expect(parseIncoming({ type: 'message', value: 'Tell me more' }).activity.text).toBe('Tell me more');
  });

  test('cuts a text of 100 kB', () => {
    expect(message({ text: 'x'.repeat(100_000) }).activity.text).toHaveLength(4000);
  });

  test('names files and keeps nothing of them', () => {
    const attachments = [{ contentType: 'image/png', name: 'knee.png', contentUrl: 'data:image/png;base64,AAAA' }];
    expect(message({ attachments }).activity.attachments).toEqual([{ contentType: 'image/png', name: 'knee.png' }]);
  });

  test('keeps an event with its value', () => {
    const value = { entry: 'why.clicking-hip', helpful: true };
    expect(parseIncoming({ type: 'event', name: 'kneebone/feedback', value }).activity).toMatchObject({
      type: 'event',
      name: 'kneebone/feedback',
      value,
    });
  });

  test.each([
    ['nothing', undefined],
    ['a list', []],
    ['no type', { text: 'hi' }],
    ['a type that only servers send', { type: 'conversationUpdate' }],
    ['a text that is no text', { type: 'message', text: 7 }],
    ['channel data that is a text', { type: 'message', text: 'x', channelData: 'x' }],
  ])('refuses %s with 400', (_name, body) => {
    expect(() => parseIncoming(body)).toThrow(expect.objectContaining({ statusCode: 400 }));
  });

  test('refuses a value beyond 8 kB with 413', () => {
    expect(() => message({ value: 'x'.repeat(9000) })).toThrow(expect.objectContaining({ statusCode: 413 }));
  });
});
