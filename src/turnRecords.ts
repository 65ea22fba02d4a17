import { BotState, type StatePropertyAccessor, type TurnContext } from 'botbuilder';
import type { DialogState } from 'botbuilder-dialogs';
import { createMemory, parseMemory, type Memory } from '../dialogs/memory.js';
import type { Turn } from '../dialogs/turn.js';
import type { BotOptions } from './bot.js';
import { heldTurn } from './channels/channel.js';
import { createPeople, type People, type Person } from './people.js';
import type { Feedback } from './readActivity.js';

/** In a group each person has a state of their own: what one told must not shape the answers to another. */
function stateKey(context: TurnContext): string {
  const { channelId, conversation, from } = context.activity;
  return `${channelId}/conversations/${conversation.id}/${conversation.isGroup ? `users/${from.id}/` : ''}`;
}

/** What turns read from the store and leave there: memory and dialogs of a conversation, people, and what they say of answers. */
export class TurnRecords {
  /** The dialogs that wait for an answer; saved with the memory. */
  readonly stack: StatePropertyAccessor<DialogState>;
  private readonly state: BotState;
  private readonly memory: StatePropertyAccessor<unknown>;
  private readonly people: People;

  constructor(private readonly options: BotOptions) {
    this.state = new BotState(options.store, async (context) => stateKey(context));
    this.stack = this.state.createProperty<DialogState>('dialogs');
    this.memory = this.state.createProperty<unknown>('memory');
    this.people = createPeople(options.store);
  }

  async loadMemory(context: TurnContext): Promise<Memory> {
    return parseMemory(await this.memory.get(context, createMemory));
  }

  /** Looks up whether the person has been here before, and takes over what they agreed to have remembered. */
  async meet(context: TurnContext, memory: Memory, userId: string): Promise<Person> {
    const person = await this.people.load(context.activity.channelId, userId);
    memory.met = true;
    if (person.kept && !memory.kept) Object.assign(memory, { ...person.kept, kept: true });
    return person;
  }

  /** Saves memory and dialogs, or hands them to the channel where it saves them together with the replies. */
  async saveMemory(context: TurnContext, memory: Memory): Promise<void> {
    await this.memory.set(context, memory);
    const outcome = heldTurn(context);
    if (!outcome) return this.state.saveChanges(context);
    // With the eTag that was read, so that a turn whose lease was lost cannot overwrite what came after it.
    outcome.state[stateKey(context)] = this.state.get(context);
  }

  /**
   * Saves all that a turn changed, before its replies are sent.
   * @param person who wrote, where this turn looked them up
   */
  async saveTurn(context: TurnContext, turn: Turn, person: Person | undefined): Promise<void> {
    if (isErasing(turn)) return this.forget(context);
    await this.saveMemory(context, turn.memory);
    await this.remember(context, turn, person);
    for (const effect of turn.effects) {
      if (effect.kind === 'feedback') await this.record(context, { entry: effect.entry, helpful: effect.helpful });
      if (effect.kind === 'leaveQuestion') await this.leave(turn, effect.utterance, true);
      if (effect.kind === 'missed') await this.leave(turn, turn.utterance, false);
    }
  }

  /** Keeps a verdict on an entry; one that does not exist has none. */
  async takeFeedback(context: TurnContext, feedback: Feedback): Promise<void> {
    if (this.options.deciders().of.en.knowledge.entries.has(feedback.entry)) await this.record(context, feedback);
  }

  /** The person has been answered and waits for nothing more; a record that cannot be kept is no apology to them. */
  async noteQuestion(context: TurnContext, turn: Turn): Promise<void> {
    if (isErasing(turn)) return;
    const { channelId, conversation } = context.activity;
    const { utterance, now: at, report } = turn;
    const candidates = turn.decided.ranked.map((r) => r.entry.id);
    const where = { channelId, conversationId: conversation.id };
    const { decision, intent } = report;
    await this.options
      .onQuestion?.({ utterance, at, candidates, decision, intent, ...where })
      .catch((error: unknown) => this.options.onError(error, context));
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

  private async record(context: TurnContext, feedback: Feedback): Promise<void> {
    const { channelId, conversation } = context.activity;
    const where = { channelId, conversationId: conversation.id };
    await this.options.onFeedback?.({ ...feedback, ...where, at: this.options.now() });
  }
}

const isErasing = (turn: Turn) => turn.effects.some((e) => e.kind === 'forget');
