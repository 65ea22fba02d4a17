import { parseCommand, COMMAND_IDS } from '../src/knowledge/commands.js';
import { createAnswerParser } from '../src/language/answerParser.js';
import { toPhrase } from '../src/language/phrases.js';
import { createTalk, type Heard, type Talk } from './conversations/talk.js';
import { rememberingDecider } from './conversations/rememberingDecider.js';
import { loadRealDecider } from './realDecider.js';

const WALKS = 10_000;
const MAX_TURNS = 6;
const SEED = 20261123;

const decider = rememberingDecider(loadRealDecider());
const { knowledge } = decider;
const noRecognizers = { recognize: async () => ({ dates: [] }), warm: async () => {}, close: async () => {} };

/** Mulberry32: small, seeded, good enough to choose words. */
function createRandom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const QUESTIONS = [
  'How do I use the Hip Hook?',
  'How do I use the Hip Flexor Release Ball?',
  'How do I do the legs-elevated relaxation position?',
  'I had hip surgery, why does my knee hurt?',
  'Should I use ice or heat?',
  'What are the signs of a blood clot in the leg or lung?',
  'Is yoga good for recovery?',
  'why?',
  'and my knee?',
  'how long?',
  'is that safe for me? my surgery was 3 weeks ago',
];
const ANSWERS = [
  'knee',
  'left hip',
  'back',
  'no operation',
  'about three weeks ago',
  'last March',
  '31 February',
  'next week',
  '7',
  '14 out of 10',
  'six or seven',
  'better',
  'getting worse',
  'yes',
  'no',
  'not sure',
  'no but maybe',
  '1',
  '2',
  '3',
  '9',
  'the second one',
  '1: No',
  '2: No',
  '3: Yes',
  'Next: step 2',
  'Next: step 3',
  'Next: step 9',
  'Finish',
  'no, the left knee',
  'the pain is 4',
  'change the operation',
  'pregnant',
  'I take warfarin',
  'it tingles',
  'it does not hurt',
  'none of these',
  'next',
  'next',
  'next',
  'ok',
];
const SIGNS = [
  'my chest hurts and i cant breathe',
  'my calf is swollen and hot',
  'i want to kill myself',
  'i took too many pills',
];
const NOISE = [
  '',
  '   ',
  'qwfp zxcv',
  '🦴',
  'x'.repeat(1500),
  'no '.repeat(200),
  'what is the capital of France',
  '{emergency}',
  '__proto__',
];
const LABELS = COMMAND_IDS.map((id) => knowledge.commands.commands[id].label);
/** Weighted: buttons and answers lead deep into dialogs, the rest out of them. */
const WORDS = [QUESTIONS, ANSWERS, ANSWERS, LABELS, LABELS, NOISE];

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // no list is empty

/** Ways into the dialogs, so that the walks get deep enough to mean something. */
const OPENINGS = [...QUESTIONS.slice(0, 3), ...QUESTIONS.slice(0, 3), 'check in', 'guide me', 'talk to a person'];

function nextText(random: () => number, before: Heard | undefined): string {
  const offered = before?.actions ?? [];
  const roll = random();
  if (!before && roll < 0.7) return pick(random, OPENINGS);
  if (roll < 0.6 && offered.length > 0) return pick(random, offered);
  // Signs end most dialogs, so they come seldom.
  if (roll > 0.98) return pick(random, SIGNS);
  return pick(random, pick(random, WORDS));
}

/** Words after which a step may be shown for the first time in a guide. */
const opensGate = (text: string) =>
  parseCommand(knowledge.commands, text, ['noneOfThese', 'resume']) !== undefined ||
  /(^|\W)(no|nope|nah|don't)\b/i.test(text);

interface Walk {
  readonly conversation: string;
  readonly trail: string[];
  before?: Heard;
  /** A step was reached by a "no" to the safety questions, and no warning sign has come up since. */
  isOpened: boolean;
}

describe('random walks', () => {
  const talk = createTalk({ decider, handoff: 'works', answers: createAnswerParser(noRecognizers) });

  async function take(walk: Walk, text: string): Promise<string[]> {
    const heard = await talk.say(text, { conversation: walk.conversation, user: walk.conversation });
    const faults = [...findFaults(walk, text, heard), ...talk.log.errors.map((e) => `error ${String(e)}`)];
    if (hasStep(heard)) faults.push(...(await findStepFaults(walk, text)));
    const isAlert = heard.turn?.report.decision === 'redFlag';
    walk.isOpened = !isAlert && (walk.isOpened || hasStep(heard));
    walk.before = heard;
    walk.trail.push(text.slice(0, 60));
    return faults;
  }

  async function findStepFaults(walk: Walk, text: string): Promise<string[]> {
    const { isRecorded, isCareful } = await readStored(talk.store, walk.conversation);
    return [
      ...(isRecorded && !isCareful ? [] : ['a step behind a closed gate']),
      ...(walk.isOpened || opensGate(text) ? [] : ['a step without a "no"']),
    ];
  }

  test(`${WALKS} walks reach no step without the recorded answers, and never end in silence, an error or an echo`, async () => {
    const random = createRandom(SEED);
    const faults: string[] = [];
    let steps = 0;
    for (let n = 0; n < WALKS && faults.length < 5; n++) {
      const walk: Walk = { conversation: `w${n}`, trail: [], isOpened: false };
      const found: string[] = [];
      for (let turn = 2 + Math.floor(random() * (MAX_TURNS - 2)); turn > 0; turn--) {
        found.push(...(await take(walk, nextText(random, walk.before))));
        if (walk.before && hasStep(walk.before)) steps += 1;
      }
      found.push(...(await take(walk, 'stop')), ...(await take(walk, 'Should I use ice or heat?')));
      if (walk.before?.turn?.report.intent !== 'relief.ice-heat') found.push('a dead end');
      faults.push(...found.map((f) => `${f}: ${JSON.stringify(walk.trail)}`));
    }
    expect(faults).toEqual([]);
    // The walks do get somewhere.
    expect(steps).toBeGreaterThan(500);
  }, 600_000);
});

const hasStep = (heard: Heard) => heard.replies.some((r) => r.kind === 'step');

function findFaults({ before, trail }: Walk, text: string, heard: Heard): string[] {
  const isRepeated = toPhrase(text) === toPhrase(trail.at(-1) ?? '');
  const checks: readonly (readonly [boolean, string])[] = [
    [heard.replies.length === 0 || heard.text.trim() === '', 'silence'],
    [/\{\w+\}|undefined|\[object/.test(heard.text), 'an unfilled placeholder'],
    [before !== undefined && heard.text === before.text && !isRepeated, 'an echo'],
    [heard.turn?.report.decision === 'redFlag' && heard.replies.length !== 1, 'words beside an alert'],
    [heard.turn === undefined, 'no report'],
  ];
  return checks.flatMap(([isWrong, what]) => (isWrong ? [what] : []));
}

/** Whether every safety question of the open guide is recorded as "no", read from the store and not from the bot. */
async function readStored(
  store: Talk['store'],
  conversation: string,
): Promise<{ isRecorded: boolean; isCareful: boolean }> {
  const key = `directline/conversations/${conversation}/`;
  const state = (await store.read([key]))[key] as {
    dialogs: { dialogStack: { id: string; state: { guide: string; gate: Record<string, string> } }[] };
    memory: { careful: boolean };
  };
  const frame = state.dialogs.dialogStack.find((f) => f.id === 'ToolGuideDialog');
  const guide = knowledge.guides.get(frame?.state.guide ?? '');
  const isRecorded = guide !== undefined && guide.gate.every((q) => frame?.state.gate[q.id] === 'no');
  return { isRecorded, isCareful: state.memory.careful };
}
