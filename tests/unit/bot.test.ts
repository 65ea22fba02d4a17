import { createTalk, DEFAULT_AT, type Talk } from '../conversations/talk.js';
import { answers } from '../conversations/talk.js';
import { loadRealDecider } from '../realDecider.js';

const decider = loadRealDecider();
afterAll(() => answers.close());

const KEY = 'directline/conversations/c1/';
const newTalk = (options: Partial<Parameters<typeof createTalk>[0]> = {}) => createTalk({ decider, ...options });

async function store(talk: Talk, state: object): Promise<void> {
  await talk.store.write({ [KEY]: state });
}

const group = { conversation: { id: 'g1', isGroup: true, conversationType: 'groupChat', name: '' } };

/** Saved state of a guide in the middle of its steps, with these answers to its safety questions. */
const atStep = (gate: Record<string, string>, recordedAt: string) => {
  const place = { version: 1, asides: 0, misses: 0, stage: 'step', guide: 'hip-hook', at: 3, queue: [] };
  return { dialogs: { dialogStack: [{ id: 'ToolGuideDialog', state: { ...place, gate, recordedAt } }] } };
};

describe('createBot', () => {
  test('answers two messages that arrive at once one after the other', async () => {
    const talk = newTalk();
    await talk.say('check in');
    const [first, second] = await Promise.all([talk.say('knee'), talk.say('about three weeks ago')]);
    expect(first?.text).toContain('was the operation');
    expect(second?.text).toContain('hurt');
    expect((await talk.say('what do you know about me')).text).toContain('about 3 weeks');
  });

  test('loses nothing when twenty messages arrive at once', async () => {
    const talk = newTalk();
    const all = await Promise.all(Array.from({ length: 20 }, () => talk.say('Should I use ice or heat?')));
    expect(all.every((h) => h.turn?.report.intent === 'relief.ice-heat')).toBe(true);
    expect(talk.log.errors).toEqual([]);
  });

  test('reads what a card button stands for', async () => {
    const heard = await newTalk().say('', { activity: { value: { say: 'Should I use ice or heat?' } } });
    expect(heard.turn?.report.intent).toBe('relief.ice-heat');
  });

  test('reads no more than 2,000 characters', async () => {
    const heard = await newTalk().say(`Should I use ice or heat? ${'z '.repeat(3000)}`);
    expect(heard.text).not.toBe('');
  });

  test('reports nothing that the person typed', async () => {
    const heard = await newTalk().say('my name is Zebediah, should I use ice?');
    expect(JSON.stringify(heard.turn)).not.toContain('Zebediah');
  });

  test('apologises in a sentence when a turn fails, and goes on', async () => {
    const talk = createTalk({
      decider: {
        ...decider,
        triage: {
          ...decider.triage,
          assess: (t) => (t === 'boom' ? fail() : { kind: 'none' as const, setAside: false }),
        },
      },
    });
    expect((await talk.say('boom')).text).toContain('Something went wrong on my side');
    expect(talk.log.errors).toHaveLength(1);
    expect((await talk.say('Should I use ice or heat?')).turn?.report.decision).toBe('answer');
  });
});

function fail(): never {
  throw new RangeError('broken');
}

describe('a new conversation', () => {
  const join = { type: 'conversationUpdate', membersAdded: [{ id: 'u1' }, { id: 'kneebone' }] };

  test('begins with a greeting and the notice, which the first answer does not repeat', async () => {
    const talk = newTalk();
    const hello = await talk.say('', { activity: join });
    expect(hello.text).toContain('an automated assistant, not a doctor');
    expect(hello.text).toContain("Hello, I'm Kneebone");
    expect((await talk.say('Should I use ice or heat?')).text).not.toContain('Before we start');
  });

  test('greets a person who has been here without the notice', async () => {
    const talk = newTalk();
    await talk.say('Should I use ice or heat?', { conversation: 'c0' });
    const hello = await talk.say('', { activity: join });
    expect(hello.text).toContain('Welcome back');
    expect(hello.text).not.toContain('Before we start');
  });

  test('says nothing when only the bot joins', async () => {
    const heard = await newTalk().say('', {
      activity: { type: 'conversationUpdate', membersAdded: [{ id: 'kneebone' }] },
    });
    expect(heard.replies).toEqual([]);
  });
});

describe('stored state', () => {
  test('of an older memory begins afresh', async () => {
    const talk = newTalk();
    await store(talk, { memory: { version: 1, told: { surgery: 'knee' }, misses: 'many' } });
    expect((await talk.say('what do you know about me')).text).toContain("haven't told me anything");
  });

  test('of an older memory stays careful after a warning sign', async () => {
    const talk = newTalk();
    await store(talk, { memory: { version: 1, careful: true } });
    expect((await talk.say('How do I use the Hip Hook?')).text).toContain('I keep the guides closed');
  });

  test.each([
    ['a dialog that no longer exists', { dialogStack: [{ id: 'OldDialog', state: {} }] }],
    ['no list at all', { dialogStack: 'nothing' }],
    ['frames that are none', { dialogStack: [7, null] }],
  ])('with %s is dropped with a sentence, and the question is answered', async (_name, dialogs) => {
    const talk = newTalk();
    await store(talk, { dialogs });
    const heard = await talk.say('Should I use ice or heat?');
    expect(heard.text).toContain('I lost my place');
    expect(heard.turn).toMatchObject({ dialog: 'root', report: { intent: 'relief.ice-heat' } });
    expect(talk.log.errors).toEqual([]);
  });

  test.each([
    ['CheckInDialog', 'checkIn', { version: 0, open: 'age' }],
    ['CheckInDialog', 'checkIn', {}],
    ['ToolGuideDialog', 'toolGuide', { version: 1, stage: 'list', guide: 'old-tool' }],
    ['ConsentDialog', 'consent', { version: 9 }],
  ])('of %s in another version begins the dialog again with a sentence', async (id, dialog, state) => {
    const talk = newTalk();
    await store(talk, { dialogs: { dialogStack: [{ id, state }] } });
    const heard = await talk.say('yes');
    expect(heard.text).toContain('I lost my place');
    expect(heard.turn?.dialog).toBe(dialog);
    expect(talk.log.errors).toEqual([]);
  });

  test('of a choice between entries that are gone ends with words', async () => {
    const talk = newTalk();
    await store(talk, { dialogs: { dialogStack: [{ id: 'ClarifyDialog', state: { version: 2 } }] } });
    const heard = await talk.say('1');
    expect(heard.text).toContain('I lost my place');
    expect(heard.turn?.dialog).toBe('root');
  });

  test.each([
    ['no answers', {}],
    ['some answers', { 'recent-surgery': 'no' }],
    [
      'answers that are not "no"',
      Object.fromEntries(decider.knowledge.guides.get('hip-hook')?.gate.map((q) => [q.id, 'yes']) ?? []),
    ],
  ])('that claims a step with %s shows none', async (_name, gate) => {
    const talk = newTalk();
    await store(talk, atStep(gate, DEFAULT_AT.toISOString()));
    for (const text of ['next', 'say that again', 'Next: step 5', 'how long?']) {
      const heard = await talk.say(text);
      expect(heard.replies.some((r) => r.kind === 'step')).toBe(false);
    }
  });

  test('with every answer recorded long ago shows no step', async () => {
    const talk = newTalk();
    const gate = Object.fromEntries(decider.knowledge.guides.get('hip-hook')?.gate.map((q) => [q.id, 'no']) ?? []);
    await store(talk, atStep(gate, '2026-11-20T10:00:00Z'));
    const heard = await talk.say('next');
    expect(heard.text).toContain('Some time has passed');
    expect(heard.replies.some((r) => r.kind === 'step')).toBe(false);
  });

  test('set aside by a dialog that no longer exists is not taken up', async () => {
    const talk = newTalk();
    await talk.say('Should I use ice or heat?');
    const stored = (await talk.store.read([KEY]))[KEY] as { memory: object };
    await store(talk, { memory: { ...stored.memory, lastIntent: undefined, aside: { id: 'OldDialog', state: {} } } });
    expect((await talk.say('continue')).text).toContain('nothing waiting');
  });
});

describe('a guide whose questions change while it runs', () => {
  test('asks again before the next step', async () => {
    const talk = newTalk();
    await talk.say('How do I use the Hip Hook?');
    expect((await talk.say('None of these fit me')).text).toContain('Step 1 of 9');
    talk.change((knowledge) => {
      const guide = knowledge.guides.get('hip-hook');
      if (!guide) return knowledge;
      const added = { id: 'new', question: 'Do you have a pacemaker?', short: 'pacemaker', stop: 'Ask first.' };
      return {
        ...knowledge,
        guides: new Map([...knowledge.guides, ['hip-hook', { ...guide, gate: [...guide.gate, added] }]]),
      };
    });
    const heard = await talk.say('next');
    expect(heard.text).toContain('pacemaker');
    expect(heard.text).not.toContain('Step 2');
  });

  test('ends with a sentence when the guide is removed', async () => {
    const talk = newTalk();
    await talk.say('How do I use the Hip Hook?');
    await talk.say('None of these fit me');
    talk.change((knowledge) => ({
      ...knowledge,
      guides: new Map([...knowledge.guides].filter(([id]) => id !== 'hip-hook')),
    }));
    const heard = await talk.say('next');
    expect(heard.text).toContain('I lost my place');
    expect(heard.replies.some((r) => r.kind === 'step')).toBe(false);
    expect(talk.log.errors).toEqual([]);
  });
});

describe('in a group', () => {
  test('each person has a conversation of their own', async () => {
    const talk = newTalk();
    await talk.say('check in', { user: 'ann', activity: group });
    const bob = await talk.say('Should I use ice or heat?', { user: 'bob', activity: group });
    expect(bob.turn).toMatchObject({ dialog: 'root', report: { intent: 'relief.ice-heat' } });
    expect((await talk.say('knee', { user: 'ann', activity: group })).turn?.dialog).toBe('checkIn');
  });

  test('"forget me" erases the one who asks', async () => {
    const talk = newTalk();
    for (const user of ['ann', 'bob'])
      await talk.say('I had a knee replacement 3 weeks ago', { user, activity: group });
    await talk.say('forget me', { user: 'ann', activity: group });
    expect((await talk.say('what do you know about me', { user: 'ann', activity: group })).text).toContain(
      "haven't told me anything",
    );
    expect((await talk.say('what do you know about me', { user: 'bob', activity: group })).text).toContain(
      'knee replacement',
    );
  });
});

describe('memory beyond the conversation', () => {
  const PERSON = 'directline/users/u1';
  const story = [
    'check in',
    'knee replacement 6 weeks ago and my hip hurts, 8/10, getting better',
    'none of these',
    'yes',
  ];

  test.each([
    ['a yes', 'yes', true],
    ['a no', 'no', false],
    ['being unsure', 'not sure', false],
    ['"not really"', 'not really', false],
  ])('is kept after %s: %s', async (_name, answer, isKept) => {
    const talk = newTalk();
    for (const text of [...story, answer]) await talk.say(text);
    const stored = (await talk.store.read([PERSON]))[PERSON] as { kept?: object } | undefined;
    expect(stored?.kept !== undefined).toBe(isKept);
  });

  test('is gone from the store after "forget me"', async () => {
    const talk = newTalk();
    for (const text of [...story, 'yes', 'forget me']) await talk.say(text);
    expect(await talk.store.read([PERSON, KEY])).toEqual({});
  });

  test('that cannot be read counts as nothing', async () => {
    const talk = newTalk();
    await talk.store.write({ [PERSON]: { noticedAt: 7, kept: { told: { surgery: ['elbow'] } } } });
    const heard = await talk.say('Should I use ice or heat?');
    expect(heard.text).toContain('Before we start');
    expect(heard.text).not.toContain('elbow');
  });
});

describe('feedback events', () => {
  test.each([
    ['no value', undefined],
    ['another shape', { entry: 7, helpful: 'yes' }],
    ['an unknown entry', { entry: 'relief.nothing', helpful: true }],
  ])('with %s are ignored', async (_name, value) => {
    const talk = newTalk();
    const heard = await talk.say('', { activity: { type: 'event', name: 'kneebone/feedback', value } });
    expect(heard.replies).toEqual([]);
    expect(talk.log.feedback).toEqual([]);
    expect(talk.log.errors).toEqual([]);
  });
});

describe('unanswered questions', () => {
  test('are handed on with what came closest, marked when the person left them', async () => {
    const talk = newTalk();
    await talk.say('what is the capital of France', { matched: { nothing: true } });
    await talk.say('who won the cup', { matched: { nothing: true } });
    await talk.say('Leave my question for the team');
    expect(talk.log.unanswered.map((q) => [q.utterance, q.isLeft])).toEqual([
      ['what is the capital of France', false],
      ['who won the cup', false],
      ['what is the capital of France', true],
    ]);
  });

  test('a stray "yes" is none', async () => {
    const talk = newTalk();
    await talk.say('yes');
    expect(talk.log.unanswered).toEqual([]);
  });
});

describe('handing over', () => {
  test('sends facts and topics, and nothing that was typed', async () => {
    const talk = newTalk({ handoff: 'works' });
    await talk.say('I am Zebediah and had a hip replacement 3 weeks ago');
    await talk.say('Should I use ice or heat?');
    await talk.say('talk to a person');
    await talk.say('Yes, send it');
    expect(talk.log.handoff).toHaveLength(1);
    expect(talk.log.handoff[0]).toMatchObject({
      channel: 'directline',
      facts: expect.arrayContaining(['operation: hip replacement']),
    });
    expect(talk.log.handoff[0]?.asked).toContain('relief.ice-heat');
    expect(JSON.stringify(talk.log.handoff)).not.toContain('Zebediah');
  });
});
