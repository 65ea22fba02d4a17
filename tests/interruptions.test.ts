import { answers, createTalk, type Heard, type Talk } from './conversations/talk.js';
import { rememberingDecider } from './conversations/rememberingDecider.js';
import { loadRealDecider } from './realDecider.js';

const decider = rememberingDecider(loadRealDecider());
afterAll(() => answers.close());

interface Prompt {
  readonly name: string;
  /** What is said to get there. */
  readonly said: readonly string[];
  readonly dialog: string;
  /** Words of the open question, which stand in it every time it is asked in full. */
  readonly asks: string;
  /** The question comes back after something else was answered. */
  readonly comesBack: boolean;
  /** A warning sign sets it aside. */
  readonly isSetAside: boolean;
}

const CHECK_IN = { dialog: 'checkIn', comesBack: true, isSetAside: true };
const GUIDE = { dialog: 'toolGuide', comesBack: true, isSetAside: true };
const HOOK = 'How do I use the Hip Hook?';
const NONE = 'None of these fit me';

const PROMPTS: readonly Prompt[] = [
  { name: 'clarify', said: ['my thing is odd'], dialog: 'clarify', asks: '', comesBack: false, isSetAside: false },
  { ...CHECK_IN, name: 'check-in: operation', said: ['check in'], asks: 'operated on' },
  { ...CHECK_IN, name: 'check-in: time', said: ['check in', 'knee'], asks: 'was the operation' },
  { ...CHECK_IN, name: 'check-in: place', said: ['check in', 'knee', 'skip'], asks: 'hurt' },
  { ...CHECK_IN, name: 'check-in: strength', said: ['check in', 'knee', 'skip', 'skip'], asks: '10' },
  { ...CHECK_IN, name: 'check-in: trend', said: ['check in', 'knee', 'skip', 'skip', 'skip'], asks: 'better' },
  {
    ...CHECK_IN,
    name: 'check-in: signs',
    said: ['check in', 'knee', 'skip', 'skip', 'skip', 'skip'],
    asks: 'any of these now',
  },
  {
    ...CHECK_IN,
    name: 'check-in: summary',
    said: ['check in', 'knee', 'skip', 'skip', 'skip', 'skip', 'none'],
    asks: 'Is that right',
  },
  {
    name: 'consent',
    said: ['check in', 'knee', 'skip', 'skip', 'skip', 'skip', 'none', 'yes'],
    dialog: 'consent',
    asks: 'Shall I remember',
    comesBack: true,
    isSetAside: false,
  },
  {
    name: 'a person',
    said: ['Should I use ice or heat?', 'talk to a person'],
    dialog: 'handoff',
    asks: 'Shall I send it',
    comesBack: true,
    isSetAside: false,
  },
  { ...GUIDE, name: 'guide: which', said: ['guide me'], asks: 'Which guide' },
  { ...GUIDE, name: 'guide: all questions', said: [HOOK], asks: 'Does any of these fit you' },
  { ...GUIDE, name: 'guide: which one fits', said: [HOOK, 'One or more fit me'], asks: 'Which one fits you' },
  { ...GUIDE, name: 'guide: one question', said: [HOOK, 'one at a time', 'no'], asks: 'Question 2 of 8' },
  { ...GUIDE, name: 'guide: step', said: [HOOK, NONE, 'next'], asks: 'Step 2 of 9' },
  {
    ...GUIDE,
    name: 'guide: held step',
    said: [HOOK, NONE, 'next', 'next', 'next', 'next', 'next'],
    asks: 'Step 6 of 9',
  },
  {
    name: 'guide: how it felt',
    said: [HOOK, NONE, ...Array.from({ length: 9 }, () => 'next')],
    dialog: 'toolGuide',
    asks: 'How did that feel',
    comesBack: false,
    isSetAside: true,
  },
];

async function open(prompt: Prompt): Promise<Talk> {
  const talk = createTalk({ decider, handoff: 'works' });
  let heard: Heard | undefined;
  for (const text of prompt.said) {
    const isUnclear = prompt.name === 'clarify';
    heard = await talk.say(
      text,
      isUnclear ? { matched: { clarify: ['why.pain-worse-at-night', 'why.leg-length-difference'] } } : {},
    );
  }
  expect([heard?.turn?.dialog, heard?.text.includes(prompt.asks)]).toEqual([prompt.dialog, true]);
  return talk;
}

const dialogAfter = (prompt: Prompt) => (prompt.comesBack ? prompt.dialog : 'root');

describe.each(PROMPTS)('at the prompt "$name"', (prompt) => {
  test.each([
    ['my chest hurts and i cant breathe', 'safety.chest-breathing-stroke'],
    ['my calf is swollen and hot', 'safety.blood-clot'],
    ['i have a fever and the wound is leaking pus', 'safety.infection'],
    ['i am numb between my legs and cant pee', 'safety.cauda-equina'],
    ['my hip popped out and i cant stand on it', 'safety.dislocation-fracture'],
    ['the wound wont stop bleeding', 'safety.severe-bleeding-allergy'],
    ['i want to kill myself', 'safety.self-harm'],
    ['i took too many pills', 'safety.medication-overdose'],
  ])('"%s" is an alarm and nothing else is said', async (text, entry) => {
    const talk = await open(prompt);
    const heard = await talk.say(text);
    expect(heard.turn).toMatchObject({ dialog: 'root', report: { decision: 'redFlag', redFlag: entry } });
    expect(heard.replies).toHaveLength(1);
    expect(heard.actions).toEqual(["I've got help", "I don't have these signs"]);
    const after = await talk.say("I've got help");
    expect(after.actions.includes('Continue')).toBe(prompt.isSetAside);
  });

  test.each(['stop', 'cancel', 'never mind'])('"%s" ends it', async (text) => {
    const heard = await (await open(prompt)).say(text);
    expect(heard.turn).toMatchObject({ dialog: 'root', report: { decision: 'cancelled' } });
  });

  test('"start over" ends it', async () => {
    const heard = await (await open(prompt)).say('start over');
    expect(heard.turn).toMatchObject({ dialog: 'root', report: { decision: 'cancelled' } });
  });

  test('"help" says what can be said and asks again', async () => {
    const heard = await (await open(prompt)).say('help');
    expect(heard.turn?.dialog).toBe(prompt.dialog);
    expect(heard.text).toContain('You can answer the question');
    expect(heard.text).toContain(prompt.asks);
  });

  test('"say that again" asks again', async () => {
    const heard = await (await open(prompt)).say('say that again');
    expect(heard.turn?.dialog).toBe(prompt.dialog);
    expect(heard.text).toContain(prompt.asks);
  });

  test('"why do you ask?" gives a reason and asks again', async () => {
    const heard = await (await open(prompt)).say('why do you ask?');
    expect(heard.turn).toMatchObject({ dialog: prompt.dialog, report: { decision: 'dialog' } });
    expect(heard.text).toContain(prompt.asks);
  });

  test('"go back" stays in it', async () => {
    const heard = await (await open(prompt)).say('go back');
    expect(heard.turn?.dialog).toBe(prompt.dialog);
    expect(heard.text).not.toBe('');
  });

  test('a person is found', async () => {
    const heard = await (await open(prompt)).say('can i talk to a person');
    expect(heard.turn).toMatchObject({ report: { decision: 'answer', intent: 'meta.human' } });
  });

  test('"forget me" erases and ends it', async () => {
    const talk = await open(prompt);
    const heard = await talk.say('forget me');
    expect(heard.turn).toMatchObject({ dialog: 'root', report: { decision: 'answer', intent: 'meta.privacy' } });
    expect((await talk.say('what do you know about me')).text).toContain("haven't told me anything");
  });

  test('"what do you know about me" is answered', async () => {
    const heard = await (await open(prompt)).say('what do you know about me');
    expect(heard.turn).toMatchObject({
      dialog: dialogAfter(prompt),
      report: { decision: 'answer', intent: 'meta.privacy' },
    });
  });

  test('a question from the knowledge is answered, and the prompt comes back once', async () => {
    const talk = await open(prompt);
    const heard = await talk.say('Is yoga good for recovery?');
    expect(heard.turn).toMatchObject({
      dialog: dialogAfter(prompt),
      report: { decision: 'answer', intent: 'relief.yoga' },
    });
    expect(heard.text.includes('say "stop"')).toBe(prompt.comesBack);
    if (prompt.comesBack) expect(heard.text).toContain(prompt.asks);
    const again = await talk.say('How much should I walk and what about limping?');
    expect(again.turn).toMatchObject({ dialog: 'root', report: { decision: 'answer', intent: 'relief.walking' } });
  });

  test('small talk is answered', async () => {
    const heard = await (await open(prompt)).say('thank you');
    expect(heard.turn).toMatchObject({
      dialog: dialogAfter(prompt),
      report: { decision: 'answer', intent: 'meta.thanks' },
    });
  });

  test('an unclear question is sorted out first', async () => {
    const talk = await open(prompt);
    const heard = await talk.say('what about my thing?', { matched: { clarify: ['relief.yoga', 'relief.ice-heat'] } });
    // Where the prompt is no longer open, or was a choice itself, the choice stands alone.
    expect(['clarify', 'root']).toContain(heard.turn?.dialog);
    if (prompt.comesBack) expect(heard.turn).toMatchObject({ dialog: 'clarify', report: { decision: 'clarify' } });
    const chosen = await talk.say('1');
    if (prompt.comesBack)
      expect(chosen.turn).toMatchObject({ dialog: prompt.dialog, report: { intent: 'relief.yoga' } });
  });

  test.each(['', 'x'.repeat(1999), 'qwfp zxcv', '🦴'])(
    'nonsense is met with words and does no harm: %#',
    async (text) => {
      const talk = await open(prompt);
      const heard = await talk.say(text, { matched: { nothing: true } });
      expect(heard.text).not.toBe('');
      expect(heard.turn?.report.decision).not.toBe('answer');
      expect(talk.log.errors).toEqual([]);
    },
  );
});
