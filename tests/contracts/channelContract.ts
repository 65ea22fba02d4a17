import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import { parse } from 'yaml';
import { createBot, type FinishedTurn } from '../../src/bot.js';
import type { TurnHandler } from '../../src/channels/channel.js';
import { ConsoleAdapter } from '../../src/channels/consoleAdapter.js';
import { replyOf } from '../../src/channels/renderMiddleware.js';
import { readConfig } from '../../src/config.js';
import type { Decider } from '../../src/decide.js';
import { createAnswerParser } from '../../src/language/answerParser.js';
import type { Reply } from '../../src/reply.js';
import { createMemoryStore } from '../../src/storage/memoryStore.js';
import type { Store } from '../../src/storage/store.js';
import { rememberingDecider } from '../conversations/rememberingDecider.js';
import { withoutEntry } from '../conversations/talk.js';
import { inEnglish, loadRealDecider } from '../realDecider.js';
import { contentOf, expectInOrder } from './replyContent.js';

/** One message as a person sees it. */
export interface Shown {
  /** Without marks of any markup. */
  readonly text: string;
  /** Texts that its buttons say. */
  readonly buttons: readonly string[];
  /** Others can read it. */
  readonly isOpen: boolean;
}

/** Something that a person does. */
export interface Deed {
  readonly person: string;
  readonly text: string;
  /** The name of the delivery; the same name is the same message again. */
  readonly id?: string;
  /** Pressed as a button of the last message, not typed. */
  readonly isPressed?: boolean;
  /** Said where others read along, to the bot. */
  readonly isAmongOthers?: boolean;
  /** Media type of a file that is sent instead of words. */
  readonly file?: string;
}

/** A channel on a server of its own, with whatever stands behind it. */
export interface ChannelUnderTest {
  /** Delivers once, as the real service does; resolves when the channel has acknowledged it. */
  deliver(deed: Deed): Promise<void>;
  /** Everything that this person has been shown, oldest first; in the open, what everybody has been. */
  shownTo(person: string): Promise<readonly Shown[]>;
  /** Requests that nobody may make, with the status that each got. */
  forge(): Promise<readonly number[]>;
  close(): Promise<void>;
}

export interface StartOptions {
  readonly handler: TurnHandler;
  /** Where the bot keeps its state; a channel saves it there together with the replies. */
  readonly store: Store;
}

/** What a channel can do beyond a private conversation of one person. */
export interface Abilities {
  /** It has places where others read along. */
  readonly hasOpenPlaces: boolean;
}

const SOON_MS = 5_000;

/** The promises of a channel, kept by every one of them. */
export function describeChannel(
  name: string,
  start: (options: StartOptions) => Promise<ChannelUnderTest>,
  abilities: Abilities,
): void {
  describe(`the channel contract: ${name}`, () => {
    let channel: ChannelUnderTest | undefined;
    afterEach(async () => {
      await channel?.close();
      channel = undefined;
    });
    const open = async (handler: TurnHandler, store: Store = createMemoryStore()) =>
      (channel = await start({ handler, store }));

    test('a message is answered in the conversation it came from', async () => {
      const { deliver, shownTo } = await open(echo);
      await Promise.all(['ann', 'bob', 'cem'].map((person) => deliver({ person, text: `hello from ${person}` })));
      for (const person of ['ann', 'bob', 'cem']) {
        await until(async () => (await shownTo(person)).length === 1);
        expect((await shownTo(person)).map((s) => s.text)).toEqual([`echo hello from ${person}`]);
      }
    });

    test('quick messages of one person are answered in order', async () => {
      const { deliver, shownTo } = await open(echo);
      for (const text of ['one', 'two', 'three']) await deliver({ person: 'ann', text });
      await until(async () => (await shownTo('ann')).length === 3);
      expect((await shownTo('ann')).map((s) => s.text)).toEqual(['echo one', 'echo two', 'echo three']);
    });

    test('a message that is delivered five times is answered once', async () => {
      const { deliver, shownTo } = await open(echo);
      for (let i = 0; i < 5; i++) await deliver({ person: 'ann', text: 'hello', id: 'm1' });
      await wait(150);
      expect((await shownTo('ann')).map((s) => s.text)).toEqual(['echo hello']);
    });

    test('a turn that fails does not keep the next one from being answered', async () => {
      const { deliver, shownTo } = await open(async (context) => {
        if (context.activity.text === 'fail') throw new Error('lost');
        await echo(context);
      });
      await deliver({ person: 'ann', text: 'fail' }).catch(() => undefined);
      await deliver({ person: 'ann', text: 'hello' });
      await until(async () => (await shownTo('ann')).length > 0);
      expect((await shownTo('ann')).at(-1)?.text).toBe('echo hello');
    });

    test('what people write reaches the bot as they wrote it', async () => {
      const seen: string[] = [];
      const { deliver } = await open(
        async ({ activity }) => void (activity.type === ActivityTypes.Message && seen.push(activity.text)),
      );
      const texts = ['5 < 7 & 8 > 6', 'naïve “quotes” 🦵🏽', 'two\nlines', '&lt;b&gt;', 'x'.repeat(3000)];
      for (const [i, text] of texts.entries()) await deliver({ person: `p${i}`, text });
      await until(async () => seen.length === texts.length);
      expect(seen.map((t) => t.slice(0, 2000)).sort()).toEqual(texts.map((t) => t.slice(0, 2000)).sort());
    });

    test('what the bot repeats of a person is shown as it stands', async () => {
      const { deliver, shownTo } = await open(echo);
      const texts = ['<!channel> & <@U1>', '<script>alert(1)</script>', '<at>all</at>'];
      for (const [i, text] of texts.entries()) await deliver({ person: `p${i}`, text });
      for (const [i, text] of texts.entries()) {
        await until(async () => (await shownTo(`p${i}`)).length === 1);
        expect((await shownTo(`p${i}`))[0]?.text).toContain(text.replace(/<[!@][^>]*>/g, '').trim());
      }
    });

    test('requests that nobody may make are refused, and no turn runs', async () => {
      let turns = 0;
      const { forge } = await open(async () => void turns++);
      const statuses = await forge();
      expect(statuses.length).toBeGreaterThanOrEqual(5);
      expect(statuses.filter((s) => s !== 401 && s !== 403)).toEqual([]);
      expect(turns).toBe(0);
    });

    test('closing waits for the turn in flight', async () => {
      let isOver = false;
      const running = await open(async () => {
        await wait(200);
        isOver = true;
      });
      void running.deliver({ person: 'ann', text: 'hello' }).catch(() => undefined);
      await wait(100);
      channel = undefined;
      await running.close();
      expect(isOver).toBe(true);
    });

    test('conversations with the real bot end as they do without a channel', async () => {
      const decider = realDecider();
      const talk = createTalk(decider);
      const { deliver, shownTo } = await open(talk.handler, talk.store);
      const scripts = loadTranscripts();
      expect(scripts.length).toBeGreaterThanOrEqual(190);
      for (const { title, deeds } of scripts) {
        const expected = await playAlone(decider, deeds);
        const reports: unknown[] = [];
        const shownBefore = new Map<string, number>();
        for (const [i, { who, text, at, file, removed }] of deeds.entries()) {
          const wanted = (expected[i]?.replies ?? []).flatMap(contentOf);
          const person = `${title}${who}`;
          const before = shownBefore.get(person) ?? 0;
          const turns = talk.finished.length;
          talk.set({ at, removed });
          await deliver({ person, text, ...(file && { file }) });
          let said: readonly Shown[] = [];
          await until(async () => {
            const shown = await shownTo(person);
            // "Forget me" may erase what was shown before, so that the list is shorter than it was.
            said = shown.slice(shown.length < before ? 0 : before);
            return talk.finished.length > turns && linesOf(said).includes(wanted.at(-1) ?? '');
          });
          expectInOrder(linesOf(said), wanted, `${title}, turn ${i + 1}`);
          shownBefore.set(person, (await shownTo(person)).length);
          reports.push(talk.finished.at(-1));
        }
        talk.set({ at: undefined, removed: undefined });
        expect({ title, reports }).toEqual({ title, reports: expected.map((e) => e.report) });
      }
    }, 180_000);

    if (abilities.hasOpenPlaces) describeOpenPlaces(open);
  });
}

function describeOpenPlaces(open: (handler: TurnHandler, store?: Store) => Promise<ChannelUnderTest>): void {
  test.each([
    ['check in with me', /six short questions/],
    ['guide me through a tool', /Which/],
    ['I have crushing chest pain and cannot breathe', /Call/i],
  ])('where others read along, "%s" is answered in private and says why', async (text, words) => {
    const talk = createTalk(realDecider());
    const { deliver, shownTo } = await open(talk.handler, talk.store);
    await deliver({ person: 'ann', text, isAmongOthers: true });
    await until(async () => (await shownTo('ann')).some((s) => !s.isOpen && words.test(s.text)));
    const shown = await shownTo('ann');
    expect(shown.filter((s) => s.isOpen && words.test(s.text))).toEqual([]);
    expect(shown.filter((s) => !s.isOpen && words.test(s.text)).length).toBeGreaterThan(0);
    expect(shown.map((s) => s.text).join('\n')).toMatch(/Only you can see this|private|direct message/i);
    // The way on works: the next words are said in private, and are understood.
    if (text !== 'check in with me') return;
    const before = (await shownTo('ann')).length;
    await deliver({ person: 'ann', text: 'left knee replacement' });
    await until(async () => (await shownTo('ann')).length > before);
    expect((await shownTo('ann')).at(-1)?.text).toMatch(/When was the operation/);
  });

  test('where others read along, a general question is answered for all', async () => {
    const talk = createTalk(realDecider());
    const { deliver, shownTo } = await open(talk.handler, talk.store);
    await deliver({ person: 'ann', text: 'what is the iliopsoas?', isAmongOthers: true });
    await until(async () => (await shownTo('ann')).some((s) => s.isOpen));
    expect((await shownTo('bob')).map((s) => s.text).join('\n')).toMatch(/iliopsoas|psoas/i);
  });

  test('where others read along, nothing told in private shapes the answer', async () => {
    const seen: string[] = [];
    const { deliver } = await open(async ({ activity }) => void seen.push(activity.from.id));
    await deliver({ person: 'ann', text: 'hello' });
    await deliver({ person: 'ann', text: 'hello', isAmongOthers: true });
    await until(async () => seen.length === 2);
    expect(new Set(seen).size).toBe(2);
  });
}

async function echo(context: TurnContext): Promise<void> {
  if (context.activity.type !== ActivityTypes.Message) return;
  const reply: Reply = {
    kind: 'answer',
    blocks: [{ kind: 'list', items: [`echo ${context.activity.text.replace(/([\\`*_[\]<>&])/g, '\\$1')}`] }],
  };
  await context.sendActivity({ type: ActivityTypes.Message, channelData: { kneebone: reply } });
}

const linesOf = (shown: readonly Shown[]) => shown.map((s) => s.text).join('\n');

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + SOON_MS;
  while (!(await isSo())) {
    if (Date.now() > end) return;
    await wait(10);
  }
}

let loaded: Decider | undefined;
/** Loaded once for all conversations of a file. */
const realDecider = () => (loaded ??= rememberingDecider(loadRealDecider()));

const parser = createAnswerParser();
afterAll(() => parser.close());

const outcomeOf = ({ report, dialog }: FinishedTurn) => ({ ...report, dialog });

const DEFAULT_AT = new Date('2026-11-23T10:00:00Z');

function createTalk(decider: Decider) {
  const finished: ReturnType<typeof outcomeOf>[] = [];
  let clock = DEFAULT_AT;
  let current = decider;
  const store = createMemoryStore();
  const bot = createBot({
    config: readConfig({ RATE_TURNS: '100000' }),
    store,
    deciders: () => inEnglish(current),
    now: () => clock,
    onTurn: (turn) => void finished.push(outcomeOf(turn)),
    onError: (error) => {
      throw error;
    },
    answers: parser,
  });
  const set = ({ at, removed }: Pick<ScriptedDeed, 'at' | 'removed'>) => {
    clock = at ?? DEFAULT_AT;
    const { knowledge } = decider;
    current = removed ? { ...decider, knowledge: withoutEntry(knowledge, removed) } : decider;
  };
  return { handler: bot.run, store, finished, set };
}

interface Played {
  readonly report: unknown;
  readonly replies: readonly Reply[];
}

/** The same words said to the bot without any channel. */
async function playAlone(decider: Decider, deeds: Script['deeds']): Promise<Played[]> {
  const talk = createTalk(decider);
  const played: Played[] = [];
  for (const { who, text, at, file, removed } of deeds) {
    talk.set({ at, removed });
    const conversation = { id: `c${who}`, isGroup: false, conversationType: 'personal', name: '' };
    const activity = {
      type: 'message',
      text,
      ...(file && { attachments: [{ contentType: file }] }),
      channelId: 'directline',
      conversation,
      from: { id: `u${who}`, name: '' },
      recipient: { id: 'kneebone', name: '' },
    };
    const sent = await new ConsoleAdapter().process(activity, talk.handler);
    played.push({ report: talk.finished.at(-1), replies: sent.flatMap((a) => replyOf(a) ?? []) });
  }
  return played;
}

interface ScriptedDeed {
  /** Which of the people in the transcript. */
  readonly who: string;
  readonly text: string;
  readonly file: string | undefined;
  readonly at: Date | undefined;
  /** An entry that a curator has removed meanwhile. */
  readonly removed: string | undefined;
}

interface Script {
  readonly title: string;
  readonly deeds: readonly ScriptedDeed[];
}

/**
 * The transcripts in which nobody has two conversations or channels at once, rates by an event of the widget, or sends
 * nothing at all: these need more than one channel has.
 */
function loadTranscripts(): Script[] {
  const folder = path.resolve(__dirname, '../conversations');
  const files = readdirSync(folder).filter((f) => f.endsWith('.yml'));
  return files.flatMap((file) => {
    const scripts: { title: string; language?: string; turns: Record<string, unknown>[] }[] = parse(
      readFileSync(path.join(folder, file), 'utf8'),
    );
    const usable = scripts.filter((s) => !s.language && s.turns.every((t) => isForAnyChannel(t)));
    return usable.map(({ title, turns }) => ({ title, deeds: turns.map(toDeed) }));
  });
}

function isForAnyChannel(turn: Record<string, unknown>): boolean {
  const isSomething = turn['file'] !== undefined || wordsOf(turn).trim() !== '';
  const isOnePlace = turn['conversation'] === undefined || turn['conversation'] === turn['who'];
  return isSomething && isOnePlace && turn['channel'] === undefined && turn['rates'] === undefined;
}

const wordsOf = (turn: Record<string, unknown>) => String(turn['user'] ?? turn['press'] ?? '');
const textOf = (value: unknown) => (value === undefined ? undefined : String(value));

function toDeed(turn: Record<string, unknown>): ScriptedDeed {
  return {
    who: textOf(turn['who']) ?? '1',
    text: wordsOf(turn),
    file: textOf(turn['file']),
    at: turn['at'] === undefined ? undefined : new Date(String(turn['at'])),
    removed: textOf(turn['removed']),
  };
}
