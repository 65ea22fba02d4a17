import { ActivityTypes, BotState, type StatePropertyAccessor, type TurnContext } from 'botbuilder';
import { DialogSet, type DialogContext, type DialogState } from 'botbuilder-dialogs';
import { CheckInDialog } from '../dialogs/checkInDialog.js';
import { ClarifyDialog } from '../dialogs/clarifyDialog.js';
import { ConsentDialog } from '../dialogs/consentDialog.js';
import { DIALOG_IDS } from '../dialogs/dialogIds.js';
import { HandoffDialog } from '../dialogs/handoffDialog.js';
import { createMemory, parseMemory, type Memory } from '../dialogs/memory.js';
import { raiseAlert } from '../dialogs/raiseAlert.js';
import { RootDialog } from '../dialogs/rootDialog.js';
import { ToolGuideDialog } from '../dialogs/toolGuideDialog.js';
import { say, setTurn, type HandoffSummary, type Turn, type TurnReport } from '../dialogs/turn.js';
import { nextOf, speak, titleButtons } from '../dialogs/wording.js';
import { heldTurn, traceOf } from './channels/channel.js';
import type { Config } from './config.js';
import type { Decider } from './decide.js';
import { decideInContext } from './decideInContext.js';
import { finishReplies } from './finishReplies.js';
import { createAnswerParser, type AnswerParser } from './language/answerParser.js';
import { createPeople, type People, type Person } from './people.js';
import { paragraph, type Reply } from './reply.js';
import { parseStack, readFeedback, readUtterance, type Feedback } from './readActivity.js';
import type { Store } from './storage/store.js';

export interface BotOptions {
  readonly config: Config;
  readonly store: Store;
  /** Asked at the start of every turn, so that new knowledge takes effect between turns. */
  readonly decider: () => Decider;
  readonly now: () => Date;
  readonly onTurn: (turn: FinishedTurn) => void;
  readonly onError: (error: unknown, context: TurnContext) => void;
  /** Reads dates and numbers; by default one of its own, started with the first answer that needs it. */
  readonly answers?: AnswerParser;
  /** Takes "this helped" and "this did not". */
  readonly onFeedback?: (feedback: Feedback & RatedTurn) => Promise<void>;
  /** Takes a question that found no answer. Without it, people cannot leave their question. */
  readonly onUnanswered?: (question: Unanswered) => Promise<void>;
  /** Takes every message with what became of it, once it has been answered. A failure goes to `onError`. */
  readonly onQuestion?: (question: AskedQuestion) => Promise<void>;
  /** Sends a summary that the person agreed to; resolves to `false` when nobody received it. */
  readonly handoff?: (summary: HandoffSummary, context: TurnContext) => Promise<boolean>;
}

/** An utterance without an answer. Health data: to be redacted before it is kept, never logged. */
export interface Unanswered {
  readonly utterance: string;
  /** The person asked for it to be passed on. */
  readonly isLeft: boolean;
  readonly at: Date;
  readonly channelId: string;
  /** Intents that came closest, best first. */
  readonly candidates: readonly string[];
}

/** Where and when a verdict was given. */
export interface RatedTurn {
  readonly channelId: string;
  readonly conversationId: string;
  readonly at: Date;
}

/** A message and what became of it. Health data: to be redacted before it is kept, never logged. */
export interface AskedQuestion extends Omit<Unanswered, 'isLeft'> {
  readonly conversationId: string;
  readonly decision: TurnReport['decision'];
  readonly intent: string | null;
}

/** What is known about a turn once it is over; holds no text of the person. */
export interface FinishedTurn {
  readonly report: TurnReport;
  /** The dialog that waits for the next message, or `root`. */
  readonly dialog: string;
  readonly channelId: string;
  readonly conversationId: string;
  /** The channel's name for the message; the same for every delivery of it. */
  readonly turnId?: string | undefined;
  /** W3C trace id of the request, where it named one. */
  readonly traceId?: string | undefined;
  readonly durationMs: number;
}

export interface Bot {
  /** Runs one turn: decides, continues the dialog, saves the state, replies. Never rejects. */
  run(context: TurnContext): Promise<void>;
}

/** Creates the bot that all channels share. */
export function createBot(options: BotOptions): Bot {
  const runner = new TurnRunner(options);
  return {
    run(context) {
      const turn = () => runner.runSafely(context);
      return heldTurn(context) ? turn() : options.store.withLease(context.activity.conversation.id, turn);
    },
  };
}

/** In a group each person has a state of their own: what one told must not shape the answers to another. */
function stateKey(context: TurnContext): string {
  const { channelId, conversation, from } = context.activity;
  return `${channelId}/conversations/${conversation.id}/${conversation.isGroup ? `users/${from.id}/` : ''}`;
}

class TurnRunner {
  private readonly state: BotState;
  private readonly stack: StatePropertyAccessor<DialogState>;
  private readonly memory: StatePropertyAccessor<unknown>;
  private readonly dialogs: DialogSet;
  private readonly people: People;
  private readonly answers: AnswerParser;

  constructor(private readonly options: BotOptions) {
    this.state = new BotState(options.store, async (context) => stateKey(context));
    this.stack = this.state.createProperty<DialogState>('dialogs');
    this.memory = this.state.createProperty<unknown>('memory');
    this.people = createPeople(options.store);
    this.answers = options.answers ?? createAnswerParser();
    this.dialogs = new DialogSet(this.stack)
      .add(new RootDialog())
      .add(new ClarifyDialog())
      .add(new CheckInDialog())
      .add(new ToolGuideDialog())
      .add(new ConsentDialog())
      .add(new HandoffDialog());
  }

  async runSafely(context: TurnContext): Promise<void> {
    try {
      await this.run(context);
    } catch (error) {
      this.options.onError(error, context);
      await this.apologise(context);
    }
  }

  private async run(context: TurnContext): Promise<void> {
    const { activity } = context;
    if (activity.type === ActivityTypes.Message) return this.runMessage(context);
    const feedback = readFeedback(activity);
    if (feedback) return this.takeFeedback(context, feedback);
    const isJoin =
      activity.type === ActivityTypes.ConversationUpdate &&
      activity.membersAdded?.some((m) => m.id !== activity.recipient?.id);
    if (isJoin) await this.welcome(context);
  }

  private async runMessage(context: TurnContext): Promise<void> {
    const started = performance.now();
    const memory = parseMemory(await this.memory.get(context, createMemory));
    const person = memory.met ? undefined : await this.meet(context, memory, context.activity.from?.id ?? '');
    const turn = this.beginTurn(context, memory);
    const dc = await this.openDialogs(context, turn);
    await this.reply(context, turn, dc);
    const replies = finishReplies(turn, person, dc.activeDialog !== undefined);
    await this.carryOut(context, turn, person);
    await this.send(context, replies, turn.knowledge.version);
    this.options.onTurn({
      report: turn.report,
      dialog: dialogName(dc),
      channelId: context.activity.channelId,
      conversationId: context.activity.conversation.id,
      turnId: context.activity.id,
      traceId: traceOf(context),
      durationMs: performance.now() - started,
    });
    void this.noteQuestion(context, turn);
  }

  /** The person has been answered and waits for nothing more; a record that cannot be kept is no apology to them. */
  private async noteQuestion(context: TurnContext, turn: Turn): Promise<void> {
    if (turn.effects.some((e) => e.kind === 'forget')) return;
    const { channelId, conversation } = context.activity;
    const { utterance, now: at, report } = turn;
    const candidates = turn.decided.ranked.map((r) => r.entry.id);
    const where = { channelId, conversationId: conversation.id };
    const { decision, intent } = report;
    await this.options
      .onQuestion?.({ utterance, at, candidates, decision, intent, ...where })
      .catch((error: unknown) => this.options.onError(error, context));
  }

  /** Looks up whether the person has been here before, and takes over what they agreed to have remembered. */
  private async meet(context: TurnContext, memory: Memory, userId: string): Promise<Person> {
    const person = await this.people.load(context.activity.channelId, userId);
    memory.met = true;
    if (person.kept && !memory.kept) Object.assign(memory, { ...person.kept, kept: true });
    return person;
  }

  private beginTurn(context: TurnContext, memory: Memory): Turn {
    const { config, handoff, onUnanswered } = this.options;
    const decider = this.options.decider();
    const now = this.options.now();
    const utterance = readUtterance(context.activity);
    const decided = decideInContext(decider, utterance, memory, now);
    const { offer, stopped } = memory;
    memory.offer = undefined;
    memory.stopped = undefined;
    const turn: Turn = {
      utterance,
      decided,
      memory,
      offer,
      stopped,
      now,
      knowledge: decider.knowledge,
      region: config.region,
      contact: config.contact,
      retentionDays: config.retentionDays,
      channelId: context.activity.channelId,
      answers: this.answers,
      canLeave: onUnanswered !== undefined && config.reviewQueue !== 'off',
      ...(handoff && { handoff: (summary) => handoff(summary, context) }),
      report: { decision: 'dialog', intent: null, redFlag: null },
      outbox: [],
      effects: [],
    };
    setTurn(context, turn);
    return turn;
  }

  /** A stack that cannot be read, for example one of a dialog that no longer exists, is emptied with a sentence. */
  private async openDialogs(context: TurnContext, turn: Turn): Promise<DialogContext> {
    const stored: unknown = await this.stack.get(context);
    const stack = parseStack(stored, Object.values(DIALOG_IDS));
    if (stored !== undefined && stack === undefined) say(turn, speak('notice', [turn.knowledge.replies.restarted]));
    await this.stack.set(context, stack ?? { dialogStack: [] });
    return this.dialogs.createContext(context);
  }

  private async reply(context: TurnContext, turn: Turn, dc: DialogContext): Promise<void> {
    const { decision } = turn.decided;
    if (decision.kind === 'redFlag') {
      const { entry, tier, others } = decision.flag;
      await raiseAlert(dc, turn, { entry, tier, also: others });
      return;
    }
    if (turn.utterance.trim() === '') return this.replyToNothing(context, turn);
    const result = await dc.continueDialog();
    if (result.status === 'empty') await dc.beginDialog(DIALOG_IDS.root);
  }

  private replyToNothing(context: TurnContext, turn: Turn): void {
    turn.report.decision = 'fallback';
    const hasFile = (context.activity.attachments ?? []).length > 0;
    say(turn, speak('notice', [nextOf(turn, hasFile ? 'emptyNonText' : 'empty')]));
  }

  /** Saves first: what was said is only sent once it will be remembered. */
  private async carryOut(context: TurnContext, turn: Turn, person: Person | undefined): Promise<void> {
    if (turn.effects.some((e) => e.kind === 'forget')) return this.forget(context);
    await this.memory.set(context, turn.memory);
    await this.save(context);
    await this.remember(context, turn, person);
    for (const effect of turn.effects) {
      if (effect.kind === 'feedback') await this.record(context, { entry: effect.entry, helpful: effect.helpful });
      if (effect.kind === 'leaveQuestion') await this.leave(turn, effect.utterance, true);
      if (effect.kind === 'missed') await this.leave(turn, turn.utterance, false);
    }
  }

  private async save(context: TurnContext): Promise<void> {
    const outcome = heldTurn(context);
    if (!outcome) return this.state.saveChanges(context);
    // With the eTag that was read, so that a turn whose lease was lost cannot overwrite what came after it.
    outcome.state[stateKey(context)] = this.state.get(context);
  }

  /** Notes that the notice was shown, and what the person agreed to have remembered. */
  private async remember(context: TurnContext, turn: Turn, person: Person | undefined): Promise<void> {
    const { channelId, from } = context.activity;
    const { memory } = turn;
    const isNoticed = person !== undefined && !person.noticedAt && memory.noticed;
    const isAgreed = turn.effects.some((e) => e.kind === 'keep');
    const isChanged = memory.kept && Object.keys(turn.decided.roles).length > 0;
    if (!isNoticed && !isAgreed && !isChanged) return;
    const kept = memory.kept
      ? { kept: { told: memory.told, ...(memory.operatedOn && { operatedOn: memory.operatedOn }) } }
      : {};
    await this.people.save(channelId, from?.id ?? '', {
      noticedAt: person?.noticedAt ?? turn.now.toISOString(),
      ...kept,
    });
  }

  private async forget(context: TurnContext): Promise<void> {
    const { channelId, conversation, from } = context.activity;
    const outcome = heldTurn(context);
    if (outcome) outcome.isErased = true;
    await this.state.delete(context);
    await this.people.forget(channelId, from?.id ?? '');
    // In a group the conversation belongs to the others as well.
    if (!conversation.isGroup) await this.options.store.forget(conversation.id);
  }

  private async leave(turn: Turn, utterance: string, isLeft: boolean): Promise<void> {
    const candidates = turn.decided.ranked.map((r) => r.entry.id);
    await this.options.onUnanswered?.({ utterance, isLeft, at: turn.now, channelId: turn.channelId, candidates });
  }

  private async takeFeedback(context: TurnContext, feedback: Feedback): Promise<void> {
    if (this.options.decider().knowledge.entries.has(feedback.entry)) await this.record(context, feedback);
  }

  private async record(context: TurnContext, feedback: Feedback): Promise<void> {
    const { channelId, conversation } = context.activity;
    const where = { channelId, conversationId: conversation.id };
    await this.options.onFeedback?.({ ...feedback, ...where, at: this.options.now() });
  }

  private async welcome(context: TurnContext): Promise<void> {
    const { membersAdded = [], recipient } = context.activity;
    const memory = parseMemory(await this.memory.get(context, createMemory));
    const person = await this.meet(context, memory, membersAdded.find((m) => m.id !== recipient?.id)?.id ?? '');
    const turn = this.beginTurn(context, memory);
    const greeting = person.noticedAt ? turn.knowledge.replies.welcomeBack : nextOf(turn, 'welcome');
    const starters = titleButtons(turn, turn.knowledge.channels.slack.prompts).slice(0, MOST_STARTERS);
    say(turn, speak('notice', [greeting], starters));
    const replies = finishReplies(turn, person);
    // The first message looks the person up again, by the id that channels give reliably.
    memory.met = false;
    await this.memory.set(context, memory);
    await this.save(context);
    await this.send(context, replies, turn.knowledge.version);
  }

  /** @param knowledge the version that the turn began with, which may have been replaced since */
  private async send(context: TurnContext, replies: readonly Reply[], knowledge: string): Promise<void> {
    for (const reply of replies)
      await context.sendActivity({ type: ActivityTypes.Message, channelData: { kneebone: { ...reply, knowledge } } });
  }

  private async apologise(context: TurnContext): Promise<void> {
    try {
      const { replies, version } = this.options.decider().knowledge;
      await this.send(context, [{ kind: 'notice', blocks: [paragraph(replies.turnFailed)] }], version);
    } catch (error) {
      this.options.onError(error, context);
    }
  }
}

/** As many suggestions as Teams shows below a text. */
const MOST_STARTERS = 3;

/** `ToolGuideDialog` is `toolGuide`. */
function dialogName(dc: DialogContext): string {
  const id = dc.activeDialog?.id;
  return id ? id.charAt(0).toLowerCase() + id.slice(1).replace(/Dialog$/, '') : 'root';
}
