import { ActivityTypes, type TurnContext } from 'botbuilder';
import { DialogSet, type DialogContext } from 'botbuilder-dialogs';
import { CheckInDialog } from '../dialogs/checkInDialog.js';
import { ClarifyDialog } from '../dialogs/clarifyDialog.js';
import { ConsentDialog } from '../dialogs/consentDialog.js';
import { DIALOG_IDS } from '../dialogs/dialogIds.js';
import { HandoffDialog } from '../dialogs/handoffDialog.js';
import type { Memory } from '../dialogs/memory.js';
import { raiseAlert } from '../dialogs/raiseAlert.js';
import { RootDialog } from '../dialogs/rootDialog.js';
import { ToolGuideDialog } from '../dialogs/toolGuideDialog.js';
import { say, setTurn, type Turn } from '../dialogs/turn.js';
import { nextOf, speak, titleButtons } from '../dialogs/wording.js';
import type { BotOptions } from './bot.js';
import { traceOf } from './channels/channel.js';
import { chooseLanguage } from './chooseLanguage.js';
import type { Decider } from './decide.js';
import { decideInContext } from './decideInContext.js';
import { finishReplies } from './finishReplies.js';
import type { Knowledge } from './knowledge/loadKnowledge.js';
import { LANGUAGES, languageOfLocale } from './language/language.js';
import { createAnswerParser, type AnswerParser } from './language/answerParser.js';
import { paragraph, type Reply } from './reply.js';
import { parseStack, readFeedback, readUtterance } from './readActivity.js';
import { TurnRecords } from './turnRecords.js';

/** Runs turns: decides, continues the dialog, has the records kept, replies. */
export class TurnRunner {
  private readonly records: TurnRecords;
  private readonly dialogs: DialogSet;
  private readonly answers: AnswerParser;
  /** What the SDK would collect anew for each turn, a twentieth of its time; the same for all. */
  private scopes: DialogContext['state']['configuration'] | undefined;

  constructor(private readonly options: BotOptions) {
    this.records = new TurnRecords(options);
    this.answers = options.answers ?? createAnswerParser();
    this.dialogs = new DialogSet(this.records.stack)
      .add(new RootDialog())
      .add(new ClarifyDialog())
      .add(new CheckInDialog())
      .add(new ToolGuideDialog())
      .add(new ConsentDialog())
      .add(new HandoffDialog());
  }

  /** Never rejects: a failure becomes a sentence for the person, and goes to `onError`. */
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
    if (feedback) return this.records.takeFeedback(context, feedback);
    const isJoin =
      activity.type === ActivityTypes.ConversationUpdate &&
      activity.membersAdded?.some((m) => m.id !== activity.recipient?.id);
    if (isJoin) await this.welcome(context);
  }

  private async runMessage(context: TurnContext): Promise<void> {
    const started = performance.now();
    const memory = await this.records.loadMemory(context);
    const person = memory.met ? undefined : await this.records.meet(context, memory, context.activity.from?.id ?? '');
    const turn = this.beginTurn(context, memory);
    const dc = await this.openDialogs(context, turn);
    await this.reply(context, turn, dc);
    const replies = finishReplies(turn, person, dc.activeDialog !== undefined);
    // What was said is only sent once it will be remembered.
    await this.records.saveTurn(context, turn, person);
    await this.send(context, replies, turn.knowledge);
    this.options.onTurn({
      report: turn.report,
      dialog: dialogName(dc),
      channelId: context.activity.channelId,
      conversationId: context.activity.conversation.id,
      turnId: context.activity.id,
      traceId: traceOf(context),
      durationMs: performance.now() - started,
    });
    void this.records.noteQuestion(context, turn);
  }

  private beginTurn(context: TurnContext, memory: Memory): Turn {
    const { config, handoff, onUnanswered } = this.options;
    const now = this.options.now();
    const utterance = readUtterance(context.activity);
    const decider = this.chooseDecider(context, memory, utterance);
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

  /** The parts for the language of the turn, which is noted in `memory` once there is a sign of it. */
  private chooseDecider({ activity: { locale } }: TurnContext, memory: Memory, utterance: string): Decider {
    const deciders = this.options.deciders();
    const language = chooseLanguage(deciders, utterance, { language: memory.language, locale });
    if (language !== memory.language) memory.language = language;
    return deciders.of[language ?? languageOfLocale(locale) ?? LANGUAGES[0]];
  }

  /** A stack that cannot be read, for example one of a dialog that no longer exists, is emptied with a sentence. */
  private async openDialogs(context: TurnContext, turn: Turn): Promise<DialogContext> {
    const stored: unknown = await this.records.stack.get(context);
    const stack = parseStack(stored, Object.values(DIALOG_IDS));
    if (stored !== undefined && stack === undefined) say(turn, speak('notice', [turn.knowledge.replies.restarted]));
    await this.records.stack.set(context, stack ?? { dialogStack: [] });
    if (this.scopes) context.turnState.set(DIALOG_SCOPES, this.scopes);
    const dc = await this.dialogs.createContext(context);
    this.scopes ??= dc.state.configuration;
    return dc;
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

  private async welcome(context: TurnContext): Promise<void> {
    const { membersAdded = [], recipient } = context.activity;
    const memory = await this.records.loadMemory(context);
    const newcomer = membersAdded.find((m) => m.id !== recipient?.id)?.id ?? '';
    const person = await this.records.meet(context, memory, newcomer);
    const turn = this.beginTurn(context, memory);
    const greeting = person.noticedAt ? turn.knowledge.replies.welcomeBack : nextOf(turn, 'welcome');
    const starters = titleButtons(turn, turn.knowledge.channels.slack.prompts).slice(0, MOST_STARTERS);
    say(turn, speak('notice', [greeting], starters));
    const replies = finishReplies(turn, person);
    // The first message looks the person up again, by the id that channels give reliably.
    memory.met = false;
    await this.records.saveMemory(context, memory);
    await this.send(context, replies, turn.knowledge);
  }

  /** @param said the knowledge that the turn began with, which may have been replaced since */
  private async send(context: TurnContext, replies: readonly Reply[], said: Knowledge): Promise<void> {
    const marks = { knowledge: said.version, ...(said.language !== LANGUAGES[0] && { language: said.language }) };
    for (const reply of replies)
      await context.sendActivity({ type: ActivityTypes.Message, channelData: { kneebone: { ...reply, ...marks } } });
  }

  private async apologise(context: TurnContext): Promise<void> {
    try {
      const language = languageOfLocale(context.activity.locale) ?? LANGUAGES[0];
      const { knowledge } = this.options.deciders().of[language];
      await this.send(context, [{ kind: 'notice', blocks: [paragraph(knowledge.replies.turnFailed)] }], knowledge);
    } catch (error) {
      this.options.onError(error, context);
    }
  }
}

/** Where the SDK looks for them first. */
const DIALOG_SCOPES = 'DialogStateManagerConfiguration';
/** As many suggestions as Teams shows below a text. */
const MOST_STARTERS = 3;

/** `ToolGuideDialog` is `toolGuide`. */
function dialogName(dc: DialogContext): string {
  const id = dc.activeDialog?.id;
  return id ? id.charAt(0).toLowerCase() + id.slice(1).replace(/Dialog$/, '') : 'root';
}
