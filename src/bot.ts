import { ActivityTypes, ConversationState, type StatePropertyAccessor, type TurnContext } from 'botbuilder';
import { DialogSet, type DialogState } from 'botbuilder-dialogs';
import { ClarifyDialog } from '../dialogs/clarifyDialog.js';
import { DIALOG_IDS } from '../dialogs/dialogIds.js';
import { composeAlert } from '../dialogs/composeReplies.js';
import { createMemory, parseMemory, takeTurns, type Memory } from '../dialogs/memory.js';
import { RootDialog } from '../dialogs/rootDialog.js';
import { sendReply, setTurn, type Turn, type TurnReport } from '../dialogs/turn.js';
import type { Config } from './config.js';
import { decide, type Decider } from './decide.js';
import { fillNumbers } from './knowledge/region.js';
import { fillPlaceholders } from './knowledge/replies.js';
import { paragraph, type Reply } from './reply.js';
import type { Store } from './storage/store.js';
import { MAX_UTTERANCE_CHARS } from './text.js';

export interface BotOptions {
  readonly config: Config;
  readonly store: Store;
  /** Asked at the start of every turn, so that new knowledge takes effect between turns. */
  readonly decider: () => Decider;
  readonly now: () => Date;
  readonly onTurn: (turn: FinishedTurn) => void;
  readonly onError: (error: unknown, context: TurnContext) => void;
}

/** What is known about a turn once it is over; holds no text of the person. */
export interface FinishedTurn {
  readonly report: TurnReport;
  /** The dialog that waits for the next message, or `root`. */
  readonly dialog: string;
  readonly channelId: string;
  readonly conversationId: string;
  readonly durationMs: number;
}

export interface Bot {
  /** Runs one turn: decides, continues the dialog, saves the state. Never rejects. */
  run(context: TurnContext): Promise<void>;
}

/** Creates the bot that all channels share. */
export function createBot(options: BotOptions): Bot {
  const state = new ConversationState(options.store);
  const dialogs = new DialogSet(state.createProperty<DialogState>('dialogs'));
  dialogs.add(new RootDialog()).add(new ClarifyDialog());
  const memory = state.createProperty<unknown>('memory');
  const runner = new TurnRunner(options, state, dialogs, memory);
  return {
    run: (context) => options.store.withLease(context.activity.conversation.id, () => runner.runSafely(context)),
  };
}

class TurnRunner {
  constructor(
    private readonly options: BotOptions,
    private readonly state: ConversationState,
    private readonly dialogs: DialogSet,
    private readonly memory: StatePropertyAccessor<unknown>,
  ) {}

  async runSafely(context: TurnContext): Promise<void> {
    try {
      await this.run(context);
    } catch (error) {
      this.options.onError(error, context);
      await this.apologise(context);
    }
  }

  private async run(context: TurnContext): Promise<void> {
    const { type, membersAdded } = context.activity;
    if (type === ActivityTypes.Message) return this.runMessage(context);
    const isJoin = type === ActivityTypes.ConversationUpdate && membersAdded?.some((m) => m.id !== context.activity.recipient?.id);
    if (isJoin) await this.welcome(context);
  }

  private async runMessage(context: TurnContext): Promise<void> {
    const started = performance.now();
    const memory = parseMemory(await this.memory.get(context, createMemory));
    const turn = this.beginTurn(context, memory);
    await this.reply(context, turn);
    await this.memory.set(context, memory);
    await this.state.saveChanges(context);
    this.options.onTurn({
      report: turn.report,
      dialog: await this.activeDialog(context),
      channelId: context.activity.channelId,
      conversationId: context.activity.conversation.id,
      durationMs: performance.now() - started,
    });
  }

  private beginTurn(context: TurnContext, memory: Memory): Turn {
    const decider = this.options.decider();
    const utterance = (context.activity.text ?? '').slice(0, MAX_UTTERANCE_CHARS);
    const decided = decide(decider, utterance, { ...(memory.lastIntent && { lastIntent: memory.lastIntent }), told: memory.told });
    memory.told = { ...memory.told, ...decided.roles };
    const turn: Turn = {
      utterance,
      decided,
      memory,
      knowledge: decider.knowledge,
      region: this.options.config.region,
      contact: this.options.config.contact,
      now: this.options.now(),
      report: { decision: 'dialog', intent: null, redFlag: null },
    };
    setTurn(context, turn);
    return turn;
  }

  private async reply(context: TurnContext, turn: Turn): Promise<void> {
    const { decision } = turn.decided;
    const dc = await this.dialogs.createContext(context);
    if (decision.kind === 'redFlag') {
      await dc.cancelAllDialogs();
      Object.assign(turn.report, { decision: 'redFlag', redFlag: decision.entry.id, intent: decision.entry.id });
      return sendReply(context, composeAlert(turn, decision.flag, decision.entry));
    }
    if (turn.utterance.trim() === '') return sendReply(context, this.emptyReply(context, turn));
    const result = await dc.continueDialog();
    if (result.status === 'empty') await dc.beginDialog(DIALOG_IDS.root);
  }

  private emptyReply(context: TurnContext, turn: Turn): Reply {
    turn.report.decision = 'fallback';
    const hasFile = (context.activity.attachments ?? []).length > 0;
    const { empty, emptyNonText } = turn.knowledge.replies;
    return { kind: 'notice', blocks: [paragraph(hasFile ? emptyNonText : empty)] };
  }

  private async welcome(context: TurnContext): Promise<void> {
    const memory = parseMemory(await this.memory.get(context, createMemory));
    const { knowledge } = this.beginTurn(context, memory);
    const { config } = this.options;
    const notice = fillPlaceholders(fillNumbers(knowledge.replies.notice, knowledge.regions[config.region]), {
      days: String(config.retentionDays),
    });
    const hello = takeTurns(memory, 'welcome', knowledge.replies.welcome);
    await sendReply(context, { kind: 'notice', blocks: [paragraph(hello), paragraph(notice)] });
    await this.memory.set(context, memory);
    await this.state.saveChanges(context);
  }

  private async apologise(context: TurnContext): Promise<void> {
    try {
      const { replies } = this.options.decider().knowledge;
      await context.sendActivity({
        type: ActivityTypes.Message,
        channelData: { kneebone: { kind: 'notice', blocks: [paragraph(replies.turnFailed)] } satisfies Reply },
      });
    } catch (error) {
      this.options.onError(error, context);
    }
  }

  private async activeDialog(context: TurnContext): Promise<string> {
    const dc = await this.dialogs.createContext(context);
    const id = dc.activeDialog?.id;
    return id ? id.charAt(0).toLowerCase() + id.slice(1).replace(/Dialog$/, '') : 'root';
  }
}
