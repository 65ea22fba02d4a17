import type { Activity } from '../../../src/widget/chat/connection/activity.js';
import { change, EMPTY, type Change, type ChatState } from '../../../src/widget/chat/model.js';

const after = (...changes: Change[]): ChatState => changes.reduce(change, EMPTY);
const said = (clientId: string, text: string): Change => ({
  kind: 'said',
  outgoing: { clientId, type: 'message', text, at: 1000 },
});
const came = (...activities: Activity[]): Change => ({ kind: 'activities', activities, isReplay: false });
const own = (id: string, clientId: string, text: string): Activity => ({
  id,
  type: 'message',
  text,
  timestamp: '2026-11-23T12:00:00Z',
  from: { id: 'dl_u', role: 'user' },
  channelData: { clientActivityID: clientId },
});
const bot = (id: string, replyToId: string, text: string): Activity => ({
  id,
  type: 'message',
  text,
  replyToId,
  from: { id: 'kneebone', role: 'bot' },
});
const shown = (state: ChatState) => state.items.map((i) => `${i.from} ${i.text} ${i.delivery}`);

describe('change', () => {
  test('shows a message at once, and again as the server has it', () => {
    expect(shown(after(said('c1', 'hi')))).toEqual(['you hi sending']);
    expect(shown(after(said('c1', 'hi'), came(own('a1', 'c1', 'hi'))))).toEqual(['you hi sent']);
  });

  test('keeps the key of a message when it gets its id, so that the view keeps its place', () => {
    expect(after(said('c1', 'hi'), came(own('a1', 'c1', 'hi'))).items[0]).toMatchObject({ key: 'c1', id: 'a1' });
  });

  test('shows nothing twice, however often it comes', () => {
    const activities = [own('a1', 'c1', 'hi'), bot('a2', 'a1', 'hello')];
    expect(shown(after(said('c1', 'hi'), came(...activities), came(...activities)))).toEqual([
      'you hi sent',
      'bot hello sent',
    ]);
  });

  test('puts unsent messages after what the server has', () => {
    const state = after(
      said('c1', 'one'),
      said('c2', 'two'),
      came(own('a1', 'c1', 'one'), bot('a2', 'a1', 'answer one')),
    );
    expect(shown(state)).toEqual(['you one sent', 'bot answer one sent', 'you two sending']);
  });

  test('waits for an answer until it comes', () => {
    const waiting = after(said('c1', 'hi'), came(own('a1', 'c1', 'hi')));
    expect(waiting.awaited).toEqual(['c1']);
    expect(change(waiting, came(bot('a2', 'a1', 'hello'))).awaited).toEqual([]);
    expect(change(waiting, { kind: 'answered', clientId: 'c1' }).awaited).toEqual([]);
  });

  test('tells what waits, what failed and what was given up', () => {
    const failed = after(said('c1', 'hi'), { kind: 'delivery', clientId: 'c1', delivery: 'failed' });
    expect(shown(failed)).toEqual(['you hi failed']);
    expect(failed.awaited).toEqual([]);
    expect(shown(change(failed, { kind: 'dropped', key: 'c1' }))).toEqual([]);
  });

  test('does not take a sent message back', () => {
    const state = after(said('c1', 'hi'), came(own('a1', 'c1', 'hi')), {
      kind: 'delivery',
      clientId: 'c1',
      delivery: 'waiting',
    });
    expect(shown(state)).toEqual(['you hi sent']);
  });

  test('marks as new what came on screen, not what was there before', () => {
    const state = after(
      { kind: 'activities', activities: [bot('a1', '', 'old')], isReplay: true },
      came(bot('a2', '', 'new')),
    );
    expect(state.items.map((i) => i.isNew)).toEqual([false, true]);
  });

  test('remembers feedback, given here or in the transcript', () => {
    const event: Activity = {
      type: 'event',
      name: 'kneebone/feedback',
      value: { entry: 'why.clicking-hip', helpful: false },
      channelData: { about: 'a2' },
    };
    expect(after(came(event)).feedback).toEqual({ a2: false });
  });

  test('shows other bots with their text and suggested actions', () => {
    const activity = {
      ...bot('a1', '', 'Choose'),
      suggestedActions: { actions: [{ title: 'Yes', value: 'yes please' }] },
    };
    expect(after(came(activity)).items[0]?.reply).toEqual({
      kind: 'notice',
      blocks: [{ kind: 'paragraph', text: 'Choose' }],
      actions: [{ label: 'Yes', say: 'yes please' }],
    });
  });

  test('forgets everything but the line when the conversation is another one', () => {
    const state = after({ kind: 'line', line: 'online' }, said('c1', 'hi'), { kind: 'reset' });
    expect(state).toEqual({ ...EMPTY, line: 'online' });
  });
});
