import { readConfig } from '../../../src/config.js';
import { createReviewRecorder } from '../../../src/desk/reviewRecorder.js';
import { createMemoryStore } from '../../../src/storage/memoryStore.js';

const start = Date.parse('2026-11-23T10:00:00Z');
const later = (seconds: number) => new Date(start + seconds * 1000);
const asked = (utterance: string, seconds: number, rest: object = {}) => ({
  utterance,
  at: later(seconds),
  channelId: 'directline',
  conversationId: 'c1',
  decision: 'answer' as const,
  intent: 'relief.swelling',
  candidates: ['relief.swelling'],
  ...rest,
});

function setUp(env: Record<string, string> = {}) {
  const store = createMemoryStore(() => start);
  const recorder = createReviewRecorder(readConfig(env), store);
  const kept = async () => (await store.listRecords('review')).map((r) => [r['reason'], r['text']]);
  return { store, recorder, kept };
}

describe('createReviewRecorder', () => {
  test('keeps a question that is asked again in other words within a minute', async () => {
    const { recorder, kept } = setUp();
    await recorder.onQuestion(asked('why is my knee swollen after the operation', 0));
    await recorder.onQuestion(asked('my knee is still swollen after the operation, why', 59));
    expect(await kept()).toEqual([['askedAgain', 'why is my knee swollen after the operation']]);
  });

  test('does not take another subject, a later minute or another conversation for asking again', async () => {
    const { recorder, kept } = setUp();
    await recorder.onQuestion(asked('why is my knee swollen after the operation', 0));
    await recorder.onQuestion(asked('where can I buy the ball', 10));
    await recorder.onQuestion(asked('why is my knee so swollen after the operation', 75));
    await recorder.onQuestion(asked('why is my knee still swollen after the operation', 80, { conversationId: 'c2' }));
    expect(await kept()).toEqual([]);
  });

  test('keeps unsure questions, redacted, and none that got urgent advice', async () => {
    const { recorder, kept } = setUp();
    await recorder.onQuestion(asked('my name is Mary, mail me at mary@example.com', 0, { decision: 'clarify' }));
    await recorder.onQuestion(asked('my calf is hot', 5, { decision: 'redFlag', intent: null }));
    expect(await kept()).toEqual([['unsure', 'my name is [name], mail me at [email]']]);
  });

  test('keeps the question and the comment behind an answer that did not help', async () => {
    const { recorder, store } = setUp();
    await recorder.onQuestion(asked('why is my knee swollen', 0));
    const verdict = { entry: 'relief.swelling', helpful: false, channelId: 'directline', conversationId: 'c1' };
    await recorder.onFeedback({ ...verdict, at: later(20), reason: 'call me on 555 123 4567' });
    const [record] = await store.listRecords('review');
    expect(record).toMatchObject({
      reason: 'notHelpful',
      text: 'why is my knee swollen',
      comment: 'call me on [number]',
    });
    // The record's own id is random and may hold any two characters.
    expect(Object.values({ ...record, id: '' })).not.toContain('c1');
  });

  test('keeps no question with REVIEW_QUEUE=off', async () => {
    const { recorder, kept } = setUp({ REVIEW_QUEUE: 'off' });
    await recorder.onQuestion(asked('why is my knee swollen', 0, { decision: 'clarify' }));
    const left = { utterance: 'anything', isLeft: true, at: later(0), channelId: 'slack', candidates: [] };
    await recorder.onUnanswered(left);
    expect(await kept()).toEqual([]);
  });
});
