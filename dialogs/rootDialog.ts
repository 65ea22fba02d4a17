import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import type { ScoredEntry } from '../src/decide.js';
import type { Entry } from '../src/knowledge/entry.js';
import { foldText } from '../src/text.js';
import { DIALOG_IDS } from './dialogIds.js';
import { composeAnswer, composeMore } from './composeAnswer.js';
import { composeFallback } from './composeReplies.js';
import { getTurn, sendReply, type Turn } from './turn.js';

export interface RootOptions {
  /** Answer this entry instead of what the utterance asks for. */
  readonly entryId?: string;
}

/** Turns a decision into a reply or a child dialog; ends with the turn. */
export class RootDialog extends Dialog<RootOptions> {
  constructor() {
    super(DIALOG_IDS.root);
  }

  override async beginDialog(dc: DialogContext, options?: RootOptions): Promise<DialogTurnResult> {
    const turn = getTurn(dc.context);
    const chosen = options?.entryId ? turn.knowledge.entries.get(options.entryId) : undefined;
    if (chosen) return this.answer(dc, turn, [{ entry: chosen, score: 1 }]);
    const last = lastEntry(turn);
    if (last && foldText(turn.utterance) === foldText(turn.knowledge.replies.actionMore)) return this.more(dc, turn, last);
    return this.decide(dc, turn);
  }

  private async decide(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    const { decision } = turn.decided;
    switch (decision.kind) {
      case 'answer':
        return this.answer(dc, turn, [decision, ...decision.also]);
      case 'clarify':
        return dc.replaceDialog(DIALOG_IDS.clarify, { candidates: decision.candidates });
      case 'fallback':
        return this.fallback(dc, turn);
      case 'redFlag':
        // bot.ts answers red flags before any dialog runs.
        return dc.endDialog();
    }
  }

  private async answer(dc: DialogContext, turn: Turn, answered: readonly ScoredEntry[]): Promise<DialogTurnResult> {
    for (const { entry } of answered) await sendReply(dc.context, composeAnswer(turn, entry));
    const [first] = answered;
    turn.memory.misses = 0;
    if (first && first.entry.kind !== 'chitchat') turn.memory.lastIntent = answered.at(-1)?.entry.id ?? first.entry.id;
    Object.assign(turn.report, { decision: 'answer', intent: first?.entry.id ?? null, score: first?.score });
    if (answered.length > 1) turn.report.intents = answered.map((a) => a.entry.id);
    return dc.endDialog();
  }

  private async more(dc: DialogContext, turn: Turn, entry: Entry): Promise<DialogTurnResult> {
    await sendReply(dc.context, composeMore(turn, entry));
    Object.assign(turn.report, { decision: 'answer', intent: entry.id });
    return dc.endDialog();
  }

  private async fallback(dc: DialogContext, turn: Turn): Promise<DialogTurnResult> {
    turn.memory.misses += 1;
    turn.report.decision = 'fallback';
    await sendReply(dc.context, composeFallback(turn));
    return dc.endDialog();
  }
}

function lastEntry(turn: Turn): Entry | undefined {
  return turn.memory.lastIntent ? turn.knowledge.entries.get(turn.memory.lastIntent) : undefined;
}
