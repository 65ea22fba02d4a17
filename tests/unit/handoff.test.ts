import type { Activity, TurnContext } from 'botbuilder';
import { createHandoff, type HandoffOptions } from '../../src/handoff.js';

const SUMMARY = { channel: 'directline', facts: ['operation: hip'], asked: ['relief.yoga'] };

/** A webhook that answers in this order; a number is a status, an error is a connection that fails. */
function newHandoff(answers: (number | Error)[]) {
  const bodies: unknown[] = [];
  const pauses: number[] = [];
  const failures: string[] = [];
  const options: HandoffOptions = {
    url: 'https://clinic.example/hook',
    now: () => new Date('2026-11-23T10:00:00Z'),
    newId: () => 'h1',
    sleep: async (ms) => void pauses.push(ms),
    onFailure: (reason) => failures.push(reason),
    fetch: async (_url, init) => {
      bodies.push(JSON.parse(String(init?.body)));
      const answer = answers.shift() ?? 200;
      if (answer instanceof Error) throw answer;
      return new Response(null, { status: answer });
    },
  };
  return { send: createHandoff(options), bodies, pauses, failures };
}

function newContext(sent: Partial<Activity>[]): TurnContext {
  const activity = { channelId: 'directline', conversation: { id: 'c1' }, from: { id: 'u1' }, recipient: { id: 'k' } };
  // The event is made from these fields alone.
  return { activity, sendActivity: async (a: Partial<Activity>) => void sent.push(a) } as unknown as TurnContext;
}

describe('createHandoff', () => {
  test('posts the summary with an id and a time, and raises the handoff event', async () => {
    const { send, bodies } = newHandoff([204]);
    const sent: Partial<Activity>[] = [];
    expect(await send(SUMMARY, newContext(sent))).toBe(true);
    expect(bodies).toEqual([{ id: 'h1', at: '2026-11-23T10:00:00.000Z', ...SUMMARY }]);
    expect(sent).toEqual([expect.objectContaining({ type: 'event', name: 'handoff.initiate' })]);
  });

  test('tries three times, with the same id and longer pauses', async () => {
    const { send, bodies, pauses, failures } = newHandoff([500, new TypeError('fetch failed'), 200]);
    expect(await send(SUMMARY, newContext([]))).toBe(true);
    expect(bodies.map((b) => (b as { id: string }).id)).toEqual(['h1', 'h1', 'h1']);
    expect(pauses).toEqual([300, 1200]);
    expect(failures).toEqual(['status 500', 'TypeError']);
  });

  test('gives up after three and raises no event', async () => {
    const { send, bodies } = newHandoff([500, 503, 429, 200]);
    const sent: Partial<Activity>[] = [];
    expect(await send(SUMMARY, newContext(sent))).toBe(false);
    expect(bodies).toHaveLength(3);
    expect(sent).toEqual([]);
  });

  test.each([400, 401, 404, 410])('does not repeat what the receiver refuses: %d', async (status) => {
    const { send, bodies } = newHandoff([status, 200]);
    expect(await send(SUMMARY, newContext([]))).toBe(false);
    expect(bodies).toHaveLength(1);
  });

  test('a channel that takes no events loses nothing', async () => {
    const { send, failures } = newHandoff([200]);
    const context = newContext([]);
    context.sendActivity = async () => {
      throw new RangeError('no events here');
    };
    expect(await send(SUMMARY, context)).toBe(true);
    expect(failures).toEqual(['event RangeError']);
  });
});
