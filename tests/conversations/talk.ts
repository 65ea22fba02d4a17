import { createBot, type FinishedTurn, type Unanswered } from '../../src/bot.js';
import { ConsoleAdapter } from '../../src/channels/consoleAdapter.js';
import { replyOf } from '../../src/channels/renderMiddleware.js';
import { renderText } from '../../src/channels/renderText.js';
import { readConfig } from '../../src/config.js';
import type { Deciders } from '../../src/createDecider.js';
import type { Decider } from '../../src/decide.js';
import type { Knowledge } from '../../src/knowledge/loadKnowledge.js';
import type { ByLanguage } from '../../src/language/language.js';
import { createAnswerParser, type AnswerParser } from '../../src/language/answerParser.js';
import type { Feedback } from '../../src/readActivity.js';
import type { Reply } from '../../src/reply.js';
import { createMemoryStore } from '../../src/storage/memoryStore.js';
import type { HandoffSummary } from '../../dialogs/turn.js';
import { inEnglish } from '../realDecider.js';

/** What the matcher is made to say, so that a dialog can be tested whatever the matcher has learned. */
export interface Matched {
  readonly answer?: readonly string[] | undefined;
  readonly clarify?: readonly string[] | undefined;
  readonly nothing?: true | undefined;
}

export interface TalkOptions {
  readonly decider: Decider;
  /** Those of every language; otherwise everything is answered by `decider`. */
  readonly deciders?: Deciders;
  /** Environment beside the defaults. */
  readonly env?: Readonly<Record<string, string>>;
  /** The webhook: reached, or out of order; absent when it is not set up. */
  readonly handoff?: 'works' | 'fails' | undefined;
  /** Instead of the parser with the real recognizers. */
  readonly answers?: AnswerParser;
}

export interface Said {
  readonly user?: string;
  readonly channel?: string;
  readonly conversation?: string;
  readonly at?: Date;
  readonly matched?: Matched | undefined;
  /** Fields of the activity beside the text. */
  readonly activity?: Readonly<Record<string, unknown>>;
}

export interface Heard {
  readonly turn: FinishedTurn | undefined;
  readonly replies: readonly Reply[];
  /** Everything said in the turn, as plain text. */
  readonly text: string;
  readonly actions: readonly string[];
  /** Activities that carry no reply, such as events. */
  readonly events: readonly unknown[];
}

/** One thread for all conversations of a test file; close it in `afterAll`. */
export const answers = createAnswerParser();

export const DEFAULT_AT = new Date('2026-11-23T10:00:00Z');

/** A conversation with the real bot, a store in memory and a set clock. */
export function createTalk(options: TalkOptions) {
  const store = createMemoryStore(() => clock.getTime());
  const log = {
    feedback: [] as Feedback[],
    unanswered: [] as Unanswered[],
    handoff: [] as HandoffSummary[],
    errors: [] as unknown[],
  };
  const finished: FinishedTurn[] = [];
  let clock = DEFAULT_AT;
  let knowledge: Knowledge = options.decider.knowledge;
  let spanish: Knowledge | undefined = options.deciders?.of.es.knowledge;
  let matched: Matched | undefined;
  const bot = createBot({
    config: readConfig({ ...options.env }),
    store,
    deciders: () => steerAll(options, { en: knowledge, es: spanish ?? knowledge }, matched),
    now: () => clock,
    onTurn: (turn) => finished.push(turn),
    onError: (error) => log.errors.push(error),
    onFeedback: async (f) => void log.feedback.push({ entry: f.entry, helpful: f.helpful }),
    onUnanswered: async (q) => void log.unanswered.push(q),
    answers: options.answers ?? answers,
    ...(options.handoff && {
      handoff: async (summary: HandoffSummary) => {
        log.handoff.push(summary);
        return options.handoff === 'works';
      },
    }),
  });

  async function say(text: string, said: Said = {}): Promise<Heard> {
    clock = said.at ?? clock;
    matched = said.matched;
    const before = finished.length;
    const sent = await new ConsoleAdapter().process(
      {
        type: 'message',
        text,
        channelId: said.channel ?? 'directline',
        conversation: { id: said.conversation ?? 'c1', isGroup: false, conversationType: 'personal', name: '' },
        from: { id: said.user ?? 'u1', name: '' },
        recipient: { id: 'kneebone', name: 'Kneebone' },
        serviceUrl: 'urn:test',
        ...said.activity,
      },
      bot.run,
    );
    const replies = sent.flatMap((a) => replyOf(a) ?? []);
    return {
      turn: finished.slice(before).at(-1),
      replies,
      text: replies.map(renderText).join('\n\n'),
      actions: replies.flatMap((r) => (r.actions ?? []).map((a) => a.say)),
      events: sent.filter((a) => !replyOf(a)),
    };
  }

  return {
    say,
    store,
    log,
    /** Edits the knowledge between turns. */
    change: (edit: (knowledge: Knowledge) => Knowledge) => {
      knowledge = edit(knowledge);
      spanish = spanish && edit(spanish);
    },
    /** Takes the translation of an entry away. */
    forgetTranslation: (id: string) => {
      const entry = knowledge.entries.get(id);
      if (spanish && entry)
        spanish = { ...spanish, entries: new Map([...spanish.entries, [id, { ...entry, translated: false }]]) };
    },
  };
}

export type Talk = ReturnType<typeof createTalk>;

/** The knowledge without one entry. */
export function withoutEntry(knowledge: Knowledge, id: string): Knowledge {
  return { ...knowledge, entries: new Map([...knowledge.entries].filter(([key]) => key !== id)) };
}

function steerAll(options: TalkOptions, knowledge: ByLanguage<Knowledge>, matched: Matched | undefined): Deciders {
  const english = steer({ ...options.decider, knowledge: knowledge.en }, matched);
  if (!options.deciders) return inEnglish(english);
  const { of, detector } = options.deciders;
  return { of: { en: english, es: steer({ ...of.es, knowledge: knowledge.es }, matched) }, detector };
}

function steer(decider: Decider, matched: Matched | undefined): Decider {
  if (!matched) return decider;
  const score = (ids: readonly string[]) => ids.map((intent, i) => ({ intent, score: 0.9 - i / 10 }));
  const { answer = [], clarify = [] } = matched;
  const band = answer.length > 0 ? 'answer' : clarify.length > 0 ? 'clarify' : 'fallback';
  return {
    ...decider,
    matcher: {
      ...decider.matcher,
      match: (utterance, context) => ({
        ...decider.matcher.match(utterance, context),
        candidates: score(answer.length > 0 ? answer : clarify),
        band,
        offered: score(clarify),
        also: score(answer).slice(1),
      }),
    },
  };
}
